"""Visits: one leg at a time, and what is ready for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Leg, Readiness


@dataclass(frozen=True, slots=True)
class Visits:
    """Legs with their readiness lists. Whether somebody may see or change one is for the caller to know."""

    session: AsyncSession

    async def leg(self, leg_id: str) -> Leg | None:
        return await self.session.get(Leg, leg_id)

    async def ready(self, legs: Iterable[Leg]) -> dict[str, frozenset[str]]:
        """What is done, by the id of the leg; every leg that was asked for is in it."""
        ids = [leg.id for leg in legs]
        found = await self.session.exec(select(Readiness.leg_id, Readiness.item).where(col(Readiness.leg_id).in_(ids)))
        rows = found.all()
        return {one: frozenset(item for leg_id, item in rows if leg_id == one) for one in ids}

    async def tick(self, leg: Leg, items: Collection[str], person_id: str, now: datetime) -> None:
        """Makes these items, and no others, the ones that are done. What was done before keeps who did it and when."""
        found = await self.session.exec(select(Readiness).where(Readiness.leg_id == leg.id))
        done = {row.item: row for row in found.all()}
        for item in set(done) - set(items):
            await self.session.delete(done[item])
        for item in sorted(set(items) - set(done)):
            self.session.add(Readiness(leg_id=leg.id, item=item, done_by=person_id, done_at=now))
        await self.session.flush()
