"""Watching: whether the bot could do its work now, and how much of it there is."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.store import Database

_SKEW = timedelta(minutes=5)  # by how much the clocks of several machines may differ
_LONGEST_WAIT = timedelta(minutes=15)  # a sender looks every thirty seconds: by then something is wrong with it
_BELIEVE_AFTER = 3600.0  # seconds; a clock that stood wrong in the future once must not stop us for ever


@dataclass(frozen=True, slots=True)
class Figures:
    """`deliveries` by kind and state; `waiting` is how long the oldest due one has waited for a sender.

    `held`: after a long absence nothing unasked is sent until the operator says so.
    """

    deliveries: Mapping[tuple[str, str], int]
    waiting: timedelta
    held: bool


@dataclass(slots=True)
class Watching:
    """`real` tells real time, `now` the program's; `monotonic` seconds that no change of a clock touches."""

    database: Database
    real: Callable[[], datetime]
    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    _behind_since: float | None = field(default=None)

    async def trouble(self) -> str:
        """What keeps us from our work, in one word; none: "". Raises Unavailable where nothing can be written.

        "time": the system's clock is behind the latest moment in the database, which is said for an hour and then
        believed. "outbox": something is due that no sender has taken. "held", where nothing else is wrong: after a long
        absence nothing unasked is sent until the operator says so.
        """
        real = self.real()
        async with self.database.transaction() as store:
            behind = await store.vitals.beat(real) - real > _SKEW
            if behind and self._is_believed():
                await store.vitals.begin_anew(real)
                behind = False
            waiting = await store.vitals.waiting(real, self.now())
            absence = await store.attendances.latest()
        self._behind_since = (self._behind_since or self.monotonic()) if behind else None
        if behind or waiting > _LONGEST_WAIT:
            return "time" if behind else "outbox"
        return "held" if absence and absence.held else ""

    async def figures(self) -> Figures:
        """What there is to do. Raises Unavailable."""
        async with self.database.reading() as store:
            waiting = await store.vitals.waiting(self.real(), self.now())
            return Figures(await store.vitals.deliveries(), waiting, await store.attendances.is_held())

    def _is_believed(self) -> bool:
        return self._behind_since is not None and self.monotonic() - self._behind_since > _BELIEVE_AFTER
