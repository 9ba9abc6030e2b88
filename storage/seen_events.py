"""Which events were seen already: a platform may send one again, and it must count once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import SeenEvent


@dataclass(frozen=True, slots=True)
class SeenEvents:
    """Their ids, and when each was seen."""

    session: AsyncSession

    async def first_time(self, event_id: str, now: datetime) -> bool:
        """True once for each event id; remembered in this transaction."""
        if await self.session.get(SeenEvent, event_id):
            return False
        self.session.add(SeenEvent(id=event_id, seen_at=now))
        await self.session.flush()
        return True

    async def seen(self, event_id: str) -> bool:
        return await self.session.get(SeenEvent, event_id) is not None

    async def forget(self, before: datetime) -> None:
        """Forgets the events seen before that moment; no platform repeats an event after days."""
        await self.session.exec(delete(SeenEvent).where(col(SeenEvent.seen_at) < before))
