"""Promises to say something, as those see them who make and read them; and the events that were seen already."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Delivery, Person, SeenEvent

_NOTICES = uuid.UUID("5b0f6d5e-1d6a-4d53-9b62-2f7f1c1f3c11")  # a namespace of our own, so that ids never collide


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The promises. Every one is a row; whoever sends them finds them in `storage.outbox`."""

    session: AsyncSession

    async def first_time(self, event_id: str, now: datetime) -> bool:
        """True once for each event id; remembered in this transaction."""
        if await self.session.get(SeenEvent, event_id):
            return False
        self.session.add(SeenEvent(id=event_id, seen_at=now))
        await self.session.flush()
        return True

    async def notice(
        self,
        person: Person,
        key: str,
        now: datetime,
        *,
        cohort_id: str | None = None,
        asked_for: bool = True,
        once: str = "",
        **detail: str,
    ) -> Delivery:
        """Promises a sentence of ours, named by its key in the interface words; `detail` fills its gaps.

        Two notices of one person with the same key and the same `once` (if it is given) are one: the first stays.
        """
        name = uuid.uuid5(_NOTICES, f"{person.id}|{key}|{once}") if once else uuid.uuid4()
        if once and (made := await self.session.get(Delivery, str(name))):
            return made
        promise = Delivery(
            id=str(name),
            organisation_id=person.organisation_id,
            person_id=person.id,
            cohort_id=cohort_id,
            kind="notice",
            prompt=key,
            anchor_instance=once[:80],
            detail=detail,
            asked_for=asked_for,
            due_at=now,
        )
        self.session.add(promise)
        await self.session.flush()
        return promise
