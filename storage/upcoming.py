"""What comes next of all that is promised, and what came too late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.attendances import may_go_out
from storage.tables import Delivery


@dataclass(frozen=True, slots=True)
class Upcoming:
    """By these moments the clock sets itself. It takes nothing of what is due, and closes what came too late."""

    session: AsyncSession

    async def next_due(self, after: datetime) -> datetime | None:
        """The program's next moment, later than that one, at which something is due."""
        asked = select(func.min(Delivery.due_at)).where(col(Delivery.state) == "planned", col(Delivery.due_at) > after)
        return (await self.session.exec(asked)).one()

    async def next_try(self, now: datetime) -> datetime | None:
        """The real moment at which something that is due already can be tried, settled or taken over again."""
        waiting = select(func.min(Delivery.lease_until)).where(
            or_(
                col(Delivery.state) == "sending",
                and_(col(Delivery.state) == "planned", col(Delivery.due_at) <= now, may_go_out()),
            )
        )
        settling = select(func.min(Delivery.settle_at)).where(col(Delivery.state) == "unknown")
        moments = [(await self.session.exec(waiting)).one(), (await self.session.exec(settling)).one()]
        return min((moment for moment in moments if moment is not None), default=None)

    async def last_sent(self) -> datetime | None:
        """The program's latest moment at which anything was sent."""
        return (await self.session.exec(select(func.max(Delivery.sent_at)))).one()

    async def miss_overdue(self, now: datetime) -> None:
        """Marks as missed what was planned and whose window is over."""
        over = update(Delivery).where(col(Delivery.state) == "planned", col(Delivery.window_ends_at) <= now)
        await self.session.exec(over.values(state="missed", reason="window"))
