"""Closing: after the debrief, what stood on the wall without a name is sealed again for the group, by nobody."""

from dataclasses import dataclass
from datetime import datetime

from storage.fail_points import reached
from storage.store import Database


@dataclass(frozen=True, slots=True)
class Closing:
    """May be stopped anywhere: what was begun is brought to its end by the next call, and done only once."""

    database: Database

    async def finish(self, now: datetime) -> None:
        """Closes every wall whose debrief is over. `now` is the program's time. Raises Unavailable."""
        async with self.database.reading() as store:
            cohorts = await store.walls.closing()
        for cohort_id in cohorts:
            await self._seal(cohort_id, now)
            # rows that were deleted still name their authors in what is left of them below
            await self.database.wipe()
            reached("wall wiped")
            async with self.database.transaction() as store:
                wall = await store.walls.held(cohort_id)
                wall.wiped_at = wall.wiped_at or now

    async def _seal(self, cohort_id: str, now: datetime) -> None:
        async with self.database.transaction() as store:
            wall = await store.walls.held(cohort_id)
            if wall.closed_at is None:
                await store.points.seal_away(cohort_id)
                await store.walls.destroy_votes(cohort_id)
                wall.closed_at = now
                reached("wall sealed")
        reached("wall closed")
