"""Housekeeping, once a night: forgets what need not be remembered, finishes erasures, looks over every plan.

It also brings everything under the newest master key, so that an older one can be dropped after a night.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.nights import night_of
from bot.rules.retention import is_over
from storage.store import Database
from storage.turns import HOUSEKEEPING, turn

_EVENTS_KEPT = timedelta(days=30)  # long after the last repeat that any platform sends
_CARE_KEPT = timedelta(days=1)  # nothing is left then that could tell who was in distress, or when
_CALLS_KEPT = timedelta(days=2)  # limits are of one day, and the day may be another where the clock is
_DETAILS_KEPT = timedelta(days=30)  # who looks for a message, and its names, looks sooner
_TOMBSTONES_KEPT = timedelta(days=30)  # as events: the words of a deleted message arrive within hours or not at all
_AUDIT_KEPT = timedelta(days=730)  # 24 months: what organisations are asked to be able to tell
_DRAFTS_KEPT = timedelta(days=7)  # a preview that nobody confirmed for a week is forgotten


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """`rewrap` brings keys and tokens under the newest master key, and says how many were under an older one.

    `before` is what else is done in a night, with the program's time, while all that will be forgotten is still there.
    """

    database: Database
    rewrap: Sequence[Callable[[], Awaitable[int]]] = ()
    before: Sequence[Callable[[datetime], Awaitable[None]]] = ()

    async def once_a_night(self, now: datetime) -> None:
        """Tidies for the last night that has begun by `now`, unless another process does, or it is done. Raises
        Unavailable.

        A process that ends in the middle leaves the rest to the next start or night.
        """
        tonight = f"housekeeping|{night_of(now)}"
        async with turn(self.database.engine, HOUSEKEEPING) as ours:
            if ours and not await self._seen(tonight):
                await self.tidy(now)
                async with self.database.transaction() as store:
                    await store.seen_events.first_time(tonight, now)

    async def tidy(self, now: datetime) -> None:
        """`now` is the program's time. Doing it twice changes nothing. Raises Unavailable.

        While the bot is held, what goes by that time waits for the first night after: the absence may have been a leap
        of the clock, and what is forgotten, missed or made too early stays so when it is set right.
        """
        async with self.database.reading() as store:
            held = await store.attendances.is_held()
        if not held:
            await self._by_time(now)
        await self.database.finish_erasures()
        for wrap_anew in self.rewrap:
            await wrap_anew()

    async def _by_time(self, now: datetime) -> None:
        for does in self.before:
            await does(now)
        async with self.database.transaction() as store:
            await store.seen_events.forget(now - _EVENTS_KEPT)
            await store.waiting.forget_drafts(now - _DRAFTS_KEPT)
            await store.upcoming.miss_overdue(now)
            await store.caring.forget(now - _CARE_KEPT)
            await store.joining.forget(now)
            await store.retention.forget_documents(now)
            await store.model_calls.forget((now - _CALLS_KEPT).date())
            await store.plans.look_again()
        await self._forget(now)

    async def _seen(self, event_id: str) -> bool:
        async with self.database.reading() as store:
            return await store.seen_events.seen(event_id)

    async def _forget(self, now: datetime) -> None:
        """What people wrote, once their program is over for as long as was said; and what is in nobody's journal."""
        async with self.database.transaction() as store:
            over = [cohort.id for cohort in await store.cohorts.all() if is_over(cohort, now.date())]
            forgotten = await store.retention.forget_reflections(over)
            await store.retention.forget_details(now - _DETAILS_KEPT)
            await store.retention.forget_tombstones(now - _TOMBSTONES_KEPT)
            await store.audit.cut(now - _AUDIT_KEPT, now)
        if forgotten:
            await self.database.wipe()

    async def last_moment(self) -> datetime | None:
        """The program's latest moment at which anything was sent: a movable clock does not begin before it."""
        async with self.database.reading() as store:
            return await store.upcoming.last_sent()
