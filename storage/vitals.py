"""How the database itself is doing: whether it takes a write, how long promises wait, and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.attendances import may_go_out
from storage.tables import Delivery, Participation, Person, SeenEvent

_WRITABLE = "writable"  # the id of the row that only proves that rows are written
_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Vitals:
    """Numbers and moments, and nothing about anybody."""

    session: AsyncSession

    async def beat(self, real_now: datetime) -> datetime:
        """Writes that moment, and gives the latest one that any process wrote here before."""
        row = await self.session.get(SeenEvent, _WRITABLE)
        latest = row.seen_at if row else real_now
        await self.session.merge(SeenEvent(id=_WRITABLE, seen_at=max(latest, real_now)))
        return latest

    async def begin_anew(self, real_now: datetime) -> None:
        """Believes that moment, although a later one was written before."""
        await self.session.merge(SeenEvent(id=_WRITABLE, seen_at=real_now))

    async def waiting(self, real_now: datetime, now: datetime, organisation_id: str = "") -> timedelta:
        """How long the promise has waited that waits longest and that anybody might have sent.

        Of one organisation, or of all. One that a platform or a failure holds back waits only from when it may be
        tried again.
        """
        due = [col(Delivery.state) == "planned", col(Delivery.due_at) <= now, may_go_out()]
        due += [col(Delivery.organisation_id) == organisation_id] if organisation_id else []
        never_held = select(func.min(Delivery.due_at)).where(*due, col(Delivery.lease_until).is_(None))
        let_go = select(func.min(Delivery.lease_until)).where(*due, col(Delivery.lease_until) <= real_now)
        first_due = (await self.session.exec(never_held)).one()
        first_free = (await self.session.exec(let_go)).one()
        return max(
            now - first_due if first_due else _NO_TIME,
            real_now - first_free if first_free else _NO_TIME,
        )

    async def unreachable(self, organisation_id: str) -> int:
        """How many take part in one of the organisation's cohorts and cannot be written to."""
        taking_part = select(Participation.person_id).where(Participation.state == "active")
        away = col(Person.id).in_(taking_part), col(Person.state).in_(("gone", "unreachable"))
        counted = select(func.count()).select_from(Person).where(Person.organisation_id == organisation_id, *away)
        return (await self.session.exec(counted)).one()

    async def deliveries(self) -> Mapping[tuple[str, str], int]:
        """How many promises there are of each kind in each state."""
        counted = select(Delivery.kind, Delivery.state, func.count()).group_by(Delivery.kind, Delivery.state)
        return {(kind, state): number for kind, state, number in await self.session.exec(counted)}
