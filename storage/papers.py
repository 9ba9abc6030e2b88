"""Documents that are promised to somebody, or to everybody in a cohort's room."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import made_once, promise_id
from storage.tables import Cohort, Delivery, Person
from storage.tables.deliveries import DOCUMENT, ROOM_DOCUMENT


@dataclass(frozen=True, slots=True)
class Papers:
    """A promise names the document, and what it is of; the document itself is made when it is sent."""

    session: AsyncSession

    async def promise(
        self, person: Person, name: str, now: datetime, *, cohort_id: str | None = None, once: str = "", **detail: str
    ) -> Delivery:
        """Promises that document to that person. Two with the same `once` (if it is given) are one."""
        promised = promise_id(DOCUMENT, person.id, name, once) if once else str(uuid.uuid4())
        row = _row(promised, DOCUMENT, person, name, due_at=now, detail=detail)
        row.cohort_id, row.anchor_instance = cohort_id, once[:80]
        return await made_once(self.session, row)

    async def promise_room(
        self, cohort: Cohort, by: Person, name: str, now: datetime, *, once: str = "", **detail: str
    ) -> Delivery:
        """The same for the cohort's room. `by` is the facilitator whose doing it is."""
        promised = promise_id(ROOM_DOCUMENT, cohort.id, name, once) if once else str(uuid.uuid4())
        row = _row(promised, ROOM_DOCUMENT, by, name, due_at=now, detail=detail)
        row.cohort_id, row.anchor_instance = cohort.id, once[:80]
        return await made_once(self.session, row)


def _row(promised: str, kind: str, person: Person, name: str, *, due_at: datetime, detail: dict[str, str]) -> Delivery:
    return Delivery(
        id=promised,
        organisation_id=person.organisation_id,
        person_id=person.id,
        kind=kind,
        prompt=name,
        detail=detail,
        asked_for=True,
        due_at=due_at,
    )
