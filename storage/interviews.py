"""The times of interviews: proposed, taken by one person each, changed and withdrawn."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Interview, InterviewSlot, Participation, Person

_STANDS = col(InterviewSlot.withdrawn_at).is_(None)


@dataclass(frozen=True, slots=True)
class Interviews:
    """Whether somebody may see, take or change one is for the caller to know."""

    session: AsyncSession

    async def propose(self, slots: Iterable[InterviewSlot]) -> None:
        self.session.add_all(slots)
        await self.session.flush()

    async def slot(self, slot_id: str) -> InterviewSlot | None:
        """The time of that id, unless it was withdrawn."""
        slot = await self.session.get(InterviewSlot, slot_id)
        return slot if slot and slot.withdrawn_at is None else None

    async def slots(self, cohort_id: str) -> tuple[InterviewSlot, ...]:
        """Every time of a cohort that stands, the earliest first."""
        return await self._slots(InterviewSlot.cohort_id == cohort_id)

    async def with_free_times(self, cohorts: Collection[str], now: datetime) -> frozenset[str]:
        """Those of these cohorts in which somebody could choose a time at that moment."""
        free = col(InterviewSlot.participation_id).is_(None), col(InterviewSlot.starts_at) > now, _STANDS
        asked = select(InterviewSlot.cohort_id).where(col(InterviewSlot.cohort_id).in_(cohorts), *free)
        return frozenset(await self.session.exec(asked))

    async def proposed_by(self, facilitator_id: str) -> tuple[InterviewSlot, ...]:
        """Every time that this person proposed, in whatever cohort, and that stands."""
        return await self._slots(InterviewSlot.facilitator_id == facilitator_id)

    async def had_by(self, participation_id: str) -> InterviewSlot | None:
        """The time that somebody has."""
        found = await self._slots(InterviewSlot.participation_id == participation_id)
        return found[0] if found else None

    async def lock_times(self, facilitator_id: str) -> None:
        """From here to the end of the transaction, nobody else adds to that facilitator's times or moves them."""
        await self.session.exec(select(Person.id).where(Person.id == facilitator_id).with_for_update())

    async def lock(self, slot_id: str) -> InterviewSlot | None:
        """The time of that id, unless it was withdrawn; nobody takes it before the end of the transaction."""
        return await self._locked(InterviewSlot.id == slot_id)

    async def hold(self, participation_id: str) -> None:
        """Reads that participation afresh; nobody chooses for it before the end of the transaction.

        To be called before a time is locked: whoever takes one does it in that order.
        """
        asked = select(Participation).where(Participation.id == participation_id).with_for_update()
        await self.session.exec(asked.execution_options(populate_existing=True))

    async def take(self, slot_id: str, participation: Participation) -> Interview | None:
        """Gives the person that time in place of the one that they have.

        None, and nothing changed, where somebody else was quicker or it was withdrawn.
        """
        await self.hold(participation.id)  # one choice of a person at a time, then one person for a time
        slot = await self._locked(InterviewSlot.id == slot_id, col(InterviewSlot.participation_id).is_(None))
        if slot is None:
            return None
        if earlier := await self._locked(InterviewSlot.participation_id == participation.id):
            await self.free(earlier)
        slot.participation_id = participation.id
        return await self._noted(slot, participation.id)

    async def free(self, slot: InterviewSlot) -> Interview | None:
        """Takes it away from whoever has it; gives what is off their calendars now."""
        held, slot.participation_id = slot.participation_id, None
        interview = await self._between(held, slot.facilitator_id) if held else None
        if interview is not None:
            interview.cancelled, interview.sequence = True, interview.sequence + 1
        await self.session.flush()  # before another time is given to the same person
        return interview

    async def release(self, participation: Participation) -> None:
        """The person takes part no more: whatever time they have is free."""
        participation.interview_on = None
        if slot := await self._locked(InterviewSlot.participation_id == participation.id):
            await self.free(slot)

    async def changed(self, slot: InterviewSlot) -> Interview | None:
        """Notes that a time is another one now; gives what changes in calendars, where somebody has it."""
        return await self._noted(slot, slot.participation_id) if slot.participation_id else None

    async def interview(self, interview_id: str) -> Interview | None:
        return await self.session.get(Interview, interview_id)

    async def of(self, participations: Sequence[str]) -> tuple[Interview, ...]:
        """Everything that these people have or had in their calendars."""
        found = await self.session.exec(select(Interview).where(col(Interview.participation_id).in_(participations)))
        return tuple(found.all())

    async def last_slot(self, interview: Interview) -> InterviewSlot:
        """The last time that the two of them had together, also if it was withdrawn."""
        return await self.session.get_one(InterviewSlot, interview.slot_id)

    async def _noted(self, slot: InterviewSlot, participation_id: str) -> Interview:
        known = await self._between(participation_id, slot.facilitator_id)
        row = known or Interview(
            participation_id=participation_id, facilitator_id=slot.facilitator_id, slot_id=slot.id, sequence=-1
        )
        row.slot_id, row.cancelled, row.sequence = slot.id, False, row.sequence + 1
        self.session.add(row)
        await self.session.flush()
        return row

    async def _between(self, participation_id: str, facilitator_id: str) -> Interview | None:
        both = (Interview.participation_id == participation_id, Interview.facilitator_id == facilitator_id)
        return (await self.session.exec(select(Interview).where(*both))).first()

    async def _locked(self, *wanted: ColumnElement[bool] | bool) -> InterviewSlot | None:
        asked = select(InterviewSlot).where(*wanted, _STANDS).with_for_update()
        return (await self.session.exec(asked.execution_options(populate_existing=True))).first()

    async def _slots(self, wanted: ColumnElement[bool] | bool) -> tuple[InterviewSlot, ...]:
        ordered = select(InterviewSlot).where(wanted, _STANDS)
        found = await self.session.exec(ordered.order_by(col(InterviewSlot.starts_at), col(InterviewSlot.id)))
        return tuple(found.all())
