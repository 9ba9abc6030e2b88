"""Promises to say something: claimed, sent, settled; and the events that were seen already."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import SeenEvent


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The outbox. Every promise to say something is a row in it."""

    session: AsyncSession

    async def first_time(self, event_id: str, now: datetime) -> bool:
        """True once for each event id; remembered in this transaction."""
        if await self.session.get(SeenEvent, event_id):
            return False
        self.session.add(SeenEvent(id=event_id, seen_at=now))
        await self.session.flush()
        return True
