"""What nudges are decided by: what people were asked, opened and wrote, whether they talked, and what came already."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.commitments import CUE
from storage.deliveries import PROMPT_KINDS, promise_id
from storage.tables import Cohort, Delivery, Entry, Leg, PairTalk, Participation, Person
from storage.tables.deliveries import NUDGE, ROOM_NUDGE, ROOMS

_QUESTIONS = (*PROMPT_KINDS, "follow_up", CUE)
_THERE = ("planned", "sending", "sent", "unknown")  # the states of what came, may have come, or will


@dataclass(frozen=True, slots=True)
class Coming:
    """What a rule has to say about something on a local date, from when until when (UTC)."""

    rule: str
    about: str
    on: date
    due_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of some people, in every cohort, by the person's id; each list with the oldest first.

    `questions` are prompts, questions of the coach, and the days of promises.
    """

    questions: dict[str, list[Delivery]]
    nudges: dict[str, list[Delivery]]
    wrote: dict[str, list[datetime]]
    visits: dict[str, set[date]]


@dataclass(frozen=True, slots=True)
class Nudges:
    """The nudges of people and of rooms. Whether one is due is for the caller to decide."""

    session: AsyncSession

    # -- deciding once a day ---------------------------------------------------------------------------------------

    async def undecided(self, day: date) -> tuple[str, ...]:
        """The ids of the running cohorts for which nobody has decided yet who is nudged on that day (UTC)."""
        found = await self.session.exec(select(Cohort.id).where(*_undecided(day)).order_by(col(Cohort.id)))
        return tuple(found.all())

    async def take(self, cohort_id: str, day: date) -> Cohort | None:
        """That cohort, decided for that day in this transaction and locked until its end; None for a second time."""
        asked = select(Cohort).where(Cohort.id == cohort_id, *_undecided(day))
        cohort = (await self.session.exec(asked.with_for_update())).first()
        if cohort:
            cohort.nudged_on = day
        return cohort

    async def lock(self, people: Collection[str]) -> None:
        """Nobody else decides about these people before the end of the transaction, in any cohort of theirs."""
        asked = select(Person.id).where(col(Person.id).in_(people)).order_by(col(Person.id))
        await self.session.exec(asked.with_for_update(key_share=True))

    async def promise(self, cohort: Cohort, person: Person, participation_id: str | None, coming: Coming) -> None:
        """Promises a nudge, once for that rule, what it is about and that date."""
        row = _row(cohort, person, NUDGE, coming)
        row.id = promise_id(NUDGE, cohort.id, person.id, row.prompt, row.anchor_instance)
        row.participation_id = participation_id
        await self._once(row)

    async def promise_room(self, cohort: Cohort, by: Person, coming: Coming) -> None:
        """The same for the cohort's room. `by` is the facilitator who hears of a closed room."""
        row = _row(cohort, by, ROOM_NUDGE, coming)
        row.id = promise_id(ROOM_NUDGE, cohort.id, row.prompt, row.anchor_instance)
        row.asked_for = True  # a facilitator's own limits are not those of the room
        await self._once(row)

    async def _once(self, row: Delivery) -> None:
        if await self.session.get(Delivery, row.id) is None:
            self.session.add(row)
            await self.session.flush()

    # -- what is known ---------------------------------------------------------------------------------------------

    async def past(self, people: Collection[str], since: datetime, until: datetime) -> Past:
        """What came to these people since then, and what is promised to them until that moment. Nudges: all of them."""
        return Past(
            questions=_by_person(await self._questions(people, since, until)),
            nudges=_by_person(await self._nudges(people)),
            wrote=await self._wrote(people, since),
            visits=await self._visits(people),
        )

    async def in_room(self, cohort_id: str) -> tuple[Delivery, ...]:
        """Everything that came, or will come, in the cohort's room, the oldest first."""
        of_it = col(Delivery.cohort_id) == cohort_id, col(Delivery.kind).in_(ROOMS), col(Delivery.state).in_(_THERE)
        return tuple(await self.session.exec(select(Delivery).where(*of_it).order_by(col(Delivery.due_at))))

    async def _questions(self, people: Collection[str], since: datetime, until: datetime) -> Iterable[Delivery]:
        theirs = col(Delivery.person_id).in_(people), col(Delivery.kind).in_(_QUESTIONS)
        there = col(Delivery.state).in_(_THERE), col(Delivery.due_at) >= since, col(Delivery.due_at) < until
        return await self.session.exec(select(Delivery).where(*theirs, *there).order_by(col(Delivery.due_at)))

    async def _nudges(self, people: Collection[str]) -> Iterable[Delivery]:
        theirs = col(Delivery.person_id).in_(people), Delivery.kind == NUDGE, col(Delivery.state).in_(_THERE)
        return await self.session.exec(select(Delivery).where(*theirs).order_by(col(Delivery.due_at)))

    async def _wrote(self, people: Collection[str], since: datetime) -> dict[str, list[datetime]]:
        asked = select(Entry.person_id, Entry.written_at).where(
            col(Entry.person_id).in_(people), Entry.written_at >= since
        )
        wrote = defaultdict[str, list[datetime]](list)
        for person_id, moment in (await self.session.exec(asked.order_by(col(Entry.written_at)))).all():
            wrote[person_id].append(moment)
        return wrote

    async def _visits(self, people: Collection[str]) -> dict[str, set[date]]:
        own = or_(col(Leg.visitor_id) == Participation.id, col(Leg.host_id) == Participation.id)
        asked = (
            select(Participation.person_id, Leg)
            .join(Leg, own)
            .where(col(Participation.person_id).in_(people), Participation.state == "active")
        )
        visits = defaultdict[str, set[date]](set)
        for person_id, leg in (await self.session.exec(asked)).all():
            visits[person_id] |= {day for day in (leg.first_day_on, leg.second_day_on) if day}
        return visits

    # -- what people say to them -----------------------------------------------------------------------------------

    async def pressed(self, person_id: str, message: str, now: datetime) -> None:
        """Whoever presses anything on a nudge has not ignored it."""
        theirs = col(Delivery.person_id) == person_id, col(Delivery.message) == message, col(Delivery.kind) == NUDGE
        await self.session.exec(update(Delivery).where(*theirs).values(opened_at=now))

    async def talks(self, legs: Iterable[Leg]) -> dict[tuple[str, str], str]:
        """What was said about the talks after these legs, by leg and participation."""
        found = await self.session.exec(select(PairTalk).where(col(PairTalk.leg_id).in_([leg.id for leg in legs])))
        return {(one.leg_id, one.participation_id): one.answer for one in found}

    async def say(self, leg: Leg, participation_id: str, answer: str, now: datetime) -> None:
        """Somebody says whether the two have talked; the last word counts."""
        said = await self.session.get(PairTalk, (leg.id, participation_id))
        said = said or PairTalk(leg_id=leg.id, participation_id=participation_id, answer=answer, said_at=now)
        said.answer, said.said_at = answer, now
        self.session.add(said)
        await self.session.flush()


def about_of(row: Delivery) -> str:
    """What a nudge is about: an id of ours, or the name of a value."""
    return row.anchor_instance.rpartition("@")[0]


def _undecided(day: date) -> tuple[ColumnElement[bool], ...]:
    return col(Cohort.state) == "running", or_(col(Cohort.nudged_on).is_(None), col(Cohort.nudged_on) < day)


def _row(cohort: Cohort, person: Person, kind: str, coming: Coming) -> Delivery:
    return Delivery(
        organisation_id=cohort.organisation_id,
        person_id=person.id,
        cohort_id=cohort.id,
        kind=kind,
        prompt=coming.rule,
        anchor_instance=f"{coming.about}@{coming.on}",
        due_at=coming.due_at,
        window_ends_at=coming.until,
    )


def _by_person(rows: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    theirs = defaultdict[str, list[Delivery]](list)
    for row in rows:
        theirs[row.person_id].append(row)
    return theirs
