"""The one way into the database: a transaction, and in it a store with a shelf for each kind of thing."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.announcements import Announcements
from storage.attendances import Attendances
from storage.audit import Audit
from storage.bell import Ringing
from storage.boards import Boards
from storage.caring import Caring
from storage.cohorts import Cohorts
from storage.commitments import Commitments
from storage.debriefs import Debriefs
from storage.deliveries import Deliveries
from storage.engine import Collided, Unavailable, connect, reaching, wipe
from storage.erasing import ERASED
from storage.erasure_ledger import ErasureLedger
from storage.fail_points import reached
from storage.interview_sentences import InterviewSentences
from storage.interviews import Interviews
from storage.joining import Joining
from storage.key_ring import KeyRing
from storage.maps import Maps
from storage.model_calls import ModelCalls
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.pair_cards import PairCards
from storage.papers import Papers
from storage.people import People
from storage.plans import Plans
from storage.points import Points
from storage.projects import Projects
from storage.reflections import Reflections
from storage.restoring import Restorations
from storage.retention import Retention
from storage.sealed import Keys
from storage.seen_events import SeenEvents
from storage.upcoming import Upcoming
from storage.visits import Visits
from storage.vitals import Vitals
from storage.waiting import Waiting
from storage.walls import Walls
from storage.wishes import Wishes

log = logging.getLogger(__name__)

_NOTED = "noted"  # in a session: whom the ledger holds since then

__all__ = ["Collided", "Database", "Store", "Unavailable", "connect"]


@dataclass(frozen=True, slots=True)
class Store:
    """One open transaction. Rows are the tables' own objects: what is changed on them is written at its end."""

    session: AsyncSession
    people: People
    boards: Boards
    cohorts: Cohorts
    visits: Visits
    waiting: Waiting
    walls: Walls
    wishes: Wishes
    debriefs: Debriefs
    interviews: Interviews
    pair_cards: PairCards
    interview_sentences: InterviewSentences
    deliveries: Deliveries
    outbox: Outbox
    upcoming: Upcoming
    papers: Papers
    restorations: Restorations
    caring: Caring
    plans: Plans
    points: Points
    reflections: Reflections
    commitments: Commitments
    projects: Projects
    model_calls: ModelCalls
    maps: Maps
    nudges: Nudges
    audit: Audit
    retention: Retention
    joining: Joining
    vitals: Vitals
    attendances: Attendances
    announcements: Announcements
    seen_events: SeenEvents


@dataclass(frozen=True, slots=True)
class Database:
    """The database and the key store beside it; `ledger` notes who was erased, where that must outlive both."""

    engine: AsyncEngine
    keys: Keys
    ledger: ErasureLedger | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """Commits when the block ends, rolls back when it raises. Never hold one over a network call.

        Whoever was erased in it is past recovery when it ends, or, where the key store cannot be reached just then,
        as soon as `finish_erasures` reaches it. Raises Unavailable when the database cannot be reached, is full or
        stays locked.
        """
        with reaching():
            async with self._session() as session:
                try:
                    async with session.begin():
                        yield self._store(session)
                        await self._note_erased(session)
                except DBAPIError as fault:
                    await self._take_back(session, fault)
                    raise
        if erased := session.info.get(ERASED):
            reached("erasure committed")
            await self._destroy_now(frozenset(erased))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """What is kept now, to look at: nothing that is changed in the block is kept.

        It waits for nobody and keeps nobody waiting. Raises Unavailable when the database cannot be reached.
        """
        with reaching():
            async with AsyncSession(self.engine.execution_options(reading=True), expire_on_commit=False) as session:
                yield self._store(session)

    async def finish_erasures(self) -> None:
        """Brings to its end what an erasure was kept from, by a crash or an unreachable key store.

        Nobody knows whether the last one was wiped out of the files, so that is done again.
        """
        async with self.reading() as store:
            erased = await store.people.erased()
        if left := erased & await self.keys.holders():
            await self._destroy(left)
        elif erased:
            await self.keys.wipe()
            await self.wipe()

    async def wipe(self) -> None:
        """Brings what was deleted out of SQLite's log too. Raises Unavailable."""
        with reaching():
            await wipe(self.engine)

    async def prepare_ledger(self, now: datetime) -> None:
        """Sees to it that there is a ledger, and that it holds whoever was erased already. Raises Unavailable, and
        NotALedger where something else is in its place."""
        if self.ledger:
            async with self.reading() as store:
                erased = await store.people.erased()
            await self.ledger.take_in(erased, now)

    async def _note_erased(self, session: AsyncSession) -> None:
        # before the commit: whoever is told that they are erased stays so, whichever backup comes back
        if self.ledger and (erased := session.info.get(ERASED)):
            if self.ledger.is_there():
                await self.ledger.note(erased, max(erased.values()))
            else:  # somebody moved it away: one that lacked whoever was erased before would be believed
                everybody = await self._store(session).people.erased()
                await self.ledger.take_in(everybody | erased.keys(), max(erased.values()))
            session.info[_NOTED] = erased
            reached("erasure noted")

    async def _take_back(self, session: AsyncSession, fault: DBAPIError) -> None:
        """The database said no to what was noted: those people are still there. Where it said nothing, nobody knows."""
        if self.ledger and (noted := session.info.get(_NOTED)) and not fault.connection_invalidated:
            await self.ledger.take_back(noted, max(noted.values()))

    async def _destroy_now(self, people: frozenset[str]) -> None:
        try:
            await self._destroy(people)
        except Unavailable:  # what was committed stands; who waits for it must not hear that nothing was done
            log.warning("keys of erased people are still to be destroyed: %d", len(people))

    async def _destroy(self, people: frozenset[str]) -> None:
        # only now: had the transaction failed, its rows would stand there without the key that opens them
        for person_id in sorted(people):
            await self.keys.destroy(person_id)
        reached("key wiped")
        await self.wipe()

    def _session(self) -> AsyncSession:
        ringing = self.engine.dialect.name == "postgresql"
        return AsyncSession(self.engine, sync_session_class=Ringing if ringing else Session, expire_on_commit=False)

    def _store(self, session: AsyncSession) -> Store:
        keys = KeyRing(session, self.keys)
        return Store(
            session=session,
            people=People(session),
            boards=Boards(session, keys),
            cohorts=Cohorts(session),
            visits=Visits(session),
            waiting=Waiting(session),
            walls=Walls(session, keys),
            wishes=Wishes(session),
            debriefs=Debriefs(session, keys),
            interviews=Interviews(session),
            pair_cards=PairCards(session, keys),
            interview_sentences=InterviewSentences(session, keys),
            deliveries=Deliveries(session),
            outbox=Outbox(session),
            upcoming=Upcoming(session),
            papers=Papers(session),
            restorations=Restorations(session),
            caring=Caring(session),
            plans=Plans(session),
            points=Points(session, keys),
            reflections=Reflections(session, keys),
            commitments=Commitments(session),
            projects=Projects(session),
            model_calls=ModelCalls(session),
            maps=Maps(session),
            nudges=Nudges(session),
            audit=Audit(session),
            retention=Retention(session),
            joining=Joining(session),
            vitals=Vitals(session),
            attendances=Attendances(session),
            announcements=Announcements(session),
            seen_events=SeenEvents(session),
        )

    async def close(self) -> None:
        await self.engine.dispose()
