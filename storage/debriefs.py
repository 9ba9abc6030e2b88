"""The live debriefs: their rounds, who is there, and what was sent in, opened only against a grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.key_ring import KeyRing
from storage.sealed import Grant, NotGranted, bound_to, open_sealed, seal
from storage.tables import Contribution, Debrief, DebriefPresence, DebriefRound, Participation, Person, StoryOffer


@dataclass(frozen=True, slots=True)
class Debriefs:
    """Whoever changes a debrief takes it with `held` first: it then stands still for everybody else."""

    session: AsyncSession
    keys: KeyRing

    # -- the debrief and its rounds --------------------------------------------------------------------------------

    async def begin(self, debrief: Debrief, rounds: Sequence[DebriefRound]) -> None:
        """Keeps a new debrief. Where another one of the cohort runs, the transaction fails as Collided."""
        self.session.add(debrief)
        await self.session.flush()
        self.session.add_all(rounds)
        await self.session.flush()

    async def running(self, cohort_id: str) -> Debrief | None:
        """The cohort's debrief that is under way."""
        found = await self.session.exec(
            select(Debrief).where(Debrief.cohort_id == cohort_id, Debrief.state == "running")
        )
        return found.first()

    async def latest(self, cohort_id: str) -> Debrief | None:
        """The one that runs, or else the one that began last."""
        running_first = case((col(Debrief.state) == "running", 0), else_=1)
        begun = select(Debrief).where(Debrief.cohort_id == cohort_id)
        begun = begun.order_by(running_first, col(Debrief.started_at).desc(), col(Debrief.id))
        return (await self.session.exec(begun.limit(1))).first()

    async def debrief(self, debrief_id: str) -> Debrief | None:
        return await self.session.get(Debrief, debrief_id)

    async def held(self, debrief_id: str) -> Debrief | None:
        """The debrief as it stands now, until the transaction ends."""
        asked = select(Debrief).where(Debrief.id == debrief_id).with_for_update()
        return (await self.session.exec(asked.execution_options(populate_existing=True))).first()

    async def rounds(self, debrief_id: str) -> tuple[DebriefRound, ...]:
        """Its rounds in their order, as they stand now."""
        asked = select(DebriefRound).where(DebriefRound.debrief_id == debrief_id).order_by(col(DebriefRound.position))
        return tuple((await self.session.exec(asked.execution_options(populate_existing=True))).all())

    async def round(self, debrief_id: str, key: str) -> DebriefRound | None:
        """That round; None where the debrief has none of that key."""
        return next((one for one in await self.rounds(debrief_id) if one.key == key), None)

    # -- who is there ----------------------------------------------------------------------------------------------

    async def came(self, debrief: Debrief, participation: Participation, now: datetime) -> DebriefPresence:
        """Notes that somebody is there, or is back."""
        name = (debrief.id, participation.id)
        there = await self.session.get(DebriefPresence, name)
        if there is None:
            there = DebriefPresence(debrief_id=debrief.id, participation_id=participation.id, came_at=now)
            self.session.add(there)
        there.left_at = None
        await self.session.flush()
        return there

    async def presences(self, debrief_id: str) -> tuple[DebriefPresence, ...]:
        """Everybody who was there at any time. It is for counting and for forming groups, never for showing."""
        found = await self.session.exec(select(DebriefPresence).where(DebriefPresence.debrief_id == debrief_id))
        return tuple(found.all())

    async def offer_story(self, participation: Participation, now: datetime) -> StoryOffer:
        """Notes that somebody could tell a story in the debrief; nobody learns who, until they say so."""
        offer = await self.session.get(StoryOffer, participation.id)
        if offer is None:
            offer = StoryOffer(participation_id=participation.id, offered_at=now)
            self.session.add(offer)
            await self.session.flush()
        return offer

    async def take_story_back(self, participation: Participation) -> None:
        await self.session.exec(delete(StoryOffer).where(col(StoryOffer.participation_id) == participation.id))

    async def stories(self, cohort_id: str) -> tuple[tuple[StoryOffer, str], ...]:
        """Who of the cohort could tell one, each with the person's name. Only who is `named` may be told."""
        found = await self.session.exec(
            select(StoryOffer, Person.name)
            .join(Participation, col(Participation.id) == StoryOffer.participation_id)
            .join(Person, col(Person.id) == Participation.person_id)
            .where(Participation.cohort_id == cohort_id, Participation.state == "active")
            .order_by(col(StoryOffer.offered_at), col(StoryOffer.participation_id))
        )
        return tuple((offer, name) for offer, name in found.all())

    # -- what they send in -----------------------------------------------------------------------------------------

    async def contribute(
        self, debrief: Debrief, key: str, participation: Participation, slot: str = "", *, text: str, now: datetime
    ) -> Contribution:
        """Keeps what somebody sends in to that round, in place of what they had sent there before.

        Raises Destroyed for somebody who was erased.
        """
        author_id = participation.person_id
        await self.keys.made_for(author_id)
        row = await self._sent_in(debrief, key, participation, slot) or Contribution(
            debrief_id=debrief.id, round_key=key, participation_id=participation.id, slot=slot, sealed_for=author_id,
            sealed=b"", made_at=now,
        )  # fmt: skip
        return await self._sealed(debrief, row, text)

    async def enter(
        self, debrief: Debrief, key: str, slot: str = "", *, text: str, facilitator: Person, now: datetime
    ) -> Contribution:
        """Keeps a card that a facilitator enters for somebody without a phone: it has no author."""
        row = Contribution(
            debrief_id=debrief.id, round_key=key, slot=slot, sealed_for=debrief.cohort_id, sealed=b"", made_at=now,
            entered_by=facilitator.id,
        )  # fmt: skip
        return await self._sealed(debrief, row, text)

    async def sent_in(self, debrief_id: str, key: str) -> tuple[Contribution, ...]:
        """What was sent in to that round, sealed, in an order that tells nothing of who came first."""
        asked = select(Contribution).where(Contribution.debrief_id == debrief_id, Contribution.round_key == key)
        return tuple((await self.session.exec(asked.order_by(col(Contribution.id)))).all())

    async def contribution(self, contribution_id: str) -> Contribution | None:
        return await self.session.get(Contribution, contribution_id)

    async def take_back(self, contribution: Contribution) -> None:
        await self.session.delete(contribution)
        await self.session.flush()

    async def sent_in_by(self, person_id: str) -> tuple[Contribution, ...]:
        """Everything that this person sent in and that still has an author."""
        asked = (
            select(Contribution)
            .join(Participation, col(Participation.id) == Contribution.participation_id)
            .where(Participation.person_id == person_id)
        )
        return tuple((await self.session.exec(asked.order_by(col(Contribution.made_at), col(Contribution.id)))).all())

    async def open(self, row: Contribution, grant: Grant) -> str:
        """The words. Raises NotGranted for another row's grant."""
        if (grant.author_id, grant.row_id) != (row.sealed_for, row.id):
            raise NotGranted
        debrief = await self.session.get_one(Debrief, row.debrief_id)
        bound = bound_to(debrief.organisation_id, row.sealed_for, row.id)
        return open_sealed(row.sealed, await self.keys.key(row.sealed_for), bound)

    async def forget_author(self, row: Contribution, text: str) -> None:
        """Seals it again under the cohort's key, without its author: from now on erasing them does not reach it.

        It becomes another row, so that nothing of the old one's name leads back to them.
        """
        debrief = await self.session.get_one(Debrief, row.debrief_id)
        again = Contribution(
            debrief_id=row.debrief_id, round_key=row.round_key, slot=row.slot, sealed_for=debrief.cohort_id,
            sealed=b"", made_at=debrief.started_at, entered_by=row.entered_by,
        )  # fmt: skip
        await self.session.exec(delete(Contribution).where(col(Contribution.id) == row.id))
        await self._sealed(debrief, again, text)

    async def _sent_in(
        self, debrief: Debrief, key: str, participation: Participation, slot: str
    ) -> Contribution | None:
        found = await self.session.exec(
            select(Contribution).where(
                Contribution.debrief_id == debrief.id,
                Contribution.round_key == key,
                Contribution.participation_id == participation.id,
                Contribution.slot == slot,
            )
        )
        return found.first()

    async def _sealed(self, debrief: Debrief, row: Contribution, text: str) -> Contribution:
        key = await self.keys.made(row.sealed_for)
        row.sealed = seal(text, key, bound_to(debrief.organisation_id, row.sealed_for, row.id))
        self.session.add(row)
        await self.session.flush()
        return row
