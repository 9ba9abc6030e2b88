"""Closing: after the debrief, what stood on the wall without a name is sealed again for the group, by nobody."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.action import ApprovePoints
from bot.chat.apart import apart
from bot.rules.not_shown import not_shown
from bot.rules.waking import awake
from storage.fail_points import reached
from storage.store import Database, Store

log = logging.getLogger(__name__)

_LATER = timedelta(hours=3)  # until people have gone: nobody sees then who looks at a message


@dataclass(frozen=True, slots=True)
class Closing:
    """May be stopped anywhere: what was begun is brought to its end by the next call, and done only once."""

    database: Database

    async def finish(self, now: datetime) -> None:
        """Closes every wall whose debrief is over. `now` is the program's time. Raises Unavailable."""
        async with self.database.reading() as store:
            cohorts = await store.walls.closing()
        for cohort_id in cohorts:
            with apart(log, f"the wall of cohort {cohort_id} could not be closed"):
                await self._finish(cohort_id, now)

    async def _finish(self, cohort_id: str, now: datetime) -> None:
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
                await _tell(store, cohort_id, now)
                await store.points.seal_away(cohort_id)
                await store.walls.destroy_votes(cohort_id)
                wall.closed_at = now
                reached("wall sealed")
        reached("wall closed")


async def _tell(store: Store, cohort_id: str, now: datetime) -> None:
    """Tells in private, and later, whoever offered what was not shown: a telephone that rings now would name them."""
    cohort = await store.cohorts.cohort(cohort_id)
    if cohort is None:
        return
    for person_id, key in (await not_shown(store, cohort_id)).items():
        person = await store.people.person(person_id)
        if person is None:
            continue
        own = await store.points.own(person_id, cohort_id)
        button = {"action:+offering.own": ApprovePoints(cohort_id).pack()} if own else {}
        due = awake(now + _LATER, person, cohort)
        await store.deliveries.notice(
            person, key, due, cohort_id=cohort_id, once=cohort_id, cohort=cohort.name, **button
        )
