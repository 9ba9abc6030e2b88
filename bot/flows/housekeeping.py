"""Housekeeping, once a night: forgets what need not be remembered, finishes erasures, looks over every plan.

It also brings everything under the newest master key, so that an older one can be dropped after a night.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.chat.apart import apart
from bot.rules.nights import night_of
from bot.rules.retention import is_over
from storage.store import Database, Store, Unavailable
from storage.turns import HOUSEKEEPING, turn

log = logging.getLogger(__name__)

_EVENTS_KEPT = timedelta(days=30)  # long after the last repeat that any platform sends
_CARE_KEPT = timedelta(days=1)  # nothing is left then that could tell who was in distress, or when
_CALLS_KEPT = timedelta(days=2)  # limits are of one day, and the day may be another where the clock is
_DETAILS_KEPT = timedelta(days=30)  # who looks for a message, and its names, looks sooner
_TOMBSTONES_KEPT = timedelta(days=30)  # as events: the words of a deleted message arrive within hours or not at all
_AUDIT_KEPT = timedelta(days=730)  # 24 months: what organisations are asked to be able to tell
_DRAFTS_KEPT = timedelta(days=7)  # a preview that nobody confirmed for a week is forgotten

# What is kept for a while and is in nobody's journal; each in a transaction of its own.
_KEPT: Mapping[str, Callable[[Store, datetime], Awaitable[object]]] = {
    "seen events": lambda store, now: store.seen_events.forget(now - _EVENTS_KEPT),
    "drafts": lambda store, now: store.waiting.forget_drafts(now - _DRAFTS_KEPT),
    "what is overdue": lambda store, now: store.upcoming.miss_overdue(now),
    "care messages": lambda store, now: store.caring.forget(now - _CARE_KEPT),
    "what people joined by": lambda store, now: store.joining.forget(now),
    "documents": lambda store, now: store.retention.forget_documents(now),
    "calls of the model": lambda store, now: store.model_calls.forget((now - _CALLS_KEPT).date()),
    "plans": lambda store, _now: store.plans.look_again(),
    "names in notices": lambda store, now: store.retention.forget_details(now - _DETAILS_KEPT),
    "deleted messages": lambda store, now: store.retention.forget_tombstones(now - _TOMBSTONES_KEPT),
    "the audit trail": lambda store, now: store.audit.cut(now - _AUDIT_KEPT, now),
}


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

        A process that ends in the middle, a step that fails and a bot that is held leave it to a later look.
        """
        tonight = f"housekeeping|{night_of(now)}"
        async with turn(self.database.engine, HOUSEKEEPING) as ours:
            if ours and not await self._seen(tonight) and await self.tidy(now):
                async with self.database.transaction() as store:
                    await store.seen_events.first_time(tonight, now)

    async def tidy(self, now: datetime) -> bool:
        """Whether all of it was done. `now` is the program's time. Doing it twice changes nothing. Raises Unavailable,
        after all that could be done without what is away.

        While the bot is held, what goes by that time waits until it is not: the absence may have been a leap of the
        clock, and what is forgotten, missed or made too early stays so when it is set right.
        """
        async with self.database.reading() as store:
            held = await store.attendances.is_held()
        steps = {} if held else self._by_time(now)
        steps["erasures could not be finished"] = self.database.finish_erasures
        for wrap_anew in self.rewrap:
            steps[f"{wrap_anew.__qualname__} failed"] = wrap_anew
        return await _each(steps) and not held

    def _by_time(self, now: datetime) -> dict[str, Callable[[], Awaitable[object]]]:
        """What the night does with the program's time, each by what it is called where it fails."""
        before = {f"{does.__qualname__} failed": partial(does, now) for does in self.before}
        kept = {f"{what} could not be looked over": partial(self._alone, does, now) for what, does in _KEPT.items()}
        return {**before, **kept, "what people wrote could not be forgotten": partial(self._forget, now)}

    async def _alone(self, does: Callable[[Store, datetime], Awaitable[object]], now: datetime) -> None:
        async with self.database.transaction() as store:
            await does(store, now)

    async def _seen(self, event_id: str) -> bool:
        async with self.database.reading() as store:
            return await store.seen_events.seen(event_id)

    async def _forget(self, now: datetime) -> None:
        """What people wrote, once their program is over for as long as was said."""
        async with self.database.transaction() as store:
            over = [cohort.id for cohort in await store.cohorts.all() if is_over(cohort, now.date())]
            forgotten = await store.retention.forget_reflections(over)
        if forgotten:
            await self.database.wipe()

    async def last_moment(self) -> datetime | None:
        """The program's latest moment at which anything was sent: a movable clock does not begin before it."""
        async with self.database.reading() as store:
            return await store.upcoming.last_sent()


async def _each(steps: Mapping[str, Callable[[], Awaitable[object]]]) -> bool:
    """Does each by itself, and says whether all were done. Raises Unavailable when the others have had their turn: it
    may be one of the two databases alone that is away."""
    done, away = 0, None
    for what, does in steps.items():
        try:
            with apart(log, f"in the night, {what}"):
                await does()
                done += 1
        except Unavailable as trouble:
            away = trouble
    if away:
        raise away
    return done == len(steps)
