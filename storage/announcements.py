"""Promises to show how a live debrief stands: in the cohort's room, and to people in private."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import made_once, promise_id
from storage.tables import Debrief, Delivery, Person
from storage.tables.deliveries import DEBRIEF, ROOM_DEBRIEF


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be shown. `what` names the card, `round` is the round that it is about, if it is about one.

    `mark` is how the debrief must stand for it to be true still: its version, or the moment at which a round ends.
    """

    what: str
    round: str
    mark: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Announcements:
    """The same is promised once, however often it is asked for. It is asked for, so nothing holds it back."""

    session: AsyncSession

    async def to_people(self, debrief: Debrief, told: Announcement, people: Iterable[Person]) -> None:
        for person in people:
            await self._once(debrief, told, person, DEBRIEF)

    async def to_room(self, debrief: Debrief, told: Announcement, by: Person) -> None:
        """`by` is the facilitator who leads: they hear of it where the room is closed to us."""
        await self._once(debrief, told, by, ROOM_DEBRIEF)

    async def _once(self, debrief: Debrief, told: Announcement, person: Person, kind: str) -> None:
        whom = person.id if kind == DEBRIEF else debrief.cohort_id
        row = Delivery(
            id=promise_id(kind, debrief.id, told.what, told.round, told.mark, whom),
            organisation_id=debrief.organisation_id,
            person_id=person.id,
            cohort_id=debrief.cohort_id,
            kind=kind,
            prompt=f"debrief.{told.what}",
            anchor_instance=f"{told.round}:{told.mark}"[:80],
            detail={"debrief": debrief.id, "what": told.what, "round": told.round, "mark": told.mark},
            asked_for=True,
            due_at=told.due_at,
        )
        await made_once(self.session, row)
