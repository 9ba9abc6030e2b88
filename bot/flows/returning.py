"""Returning: notices that nobody was at work for a while, and after a long while waits for the operator."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rules.catching_up import AWAY, TOO_LONG
from storage.store import Database, Store
from storage.tables import Attendance

log = logging.getLogger(__name__)

_SIGN = timedelta(seconds=30)  # between two signs of life: each is a write
_SKEW = timedelta(minutes=5)  # by how much the clocks of several machines may differ
_LONGEST_WAIT = timedelta(hours=1)  # nothing waits longer in real time: no lease, no platform that is busy
_BELIEVE_AFTER = 3600.0  # seconds; a clock that stood wrong in the future once must not count for ever


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people an unasked message waits for, and how many messages are missed instead of sent."""

    people: int
    missed: int


@dataclass(slots=True)
class Returning:
    """`real` tells real time, in which absences are measured; `monotonic` seconds that no change of a clock touches."""

    database: Database
    real: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    _signed_at: datetime | None = field(default=None)
    _behind_since: float | None = field(default=None)
    _holding: bool = field(default=False)

    async def sign(self, now: datetime) -> None:
        """Leaves a sign of life, and looks when the last one was left. `now` is the program's time.

        Must come before anything is sent. Raises Unavailable.
        """
        real = self.real()
        if self._signed_at and timedelta() <= real - self._signed_at < _SIGN:
            return
        async with self.database.transaction() as store:
            row = await store.attendances.for_change(real)
            away = real - row.seen_at
            if away > AWAY:
                await self._return(store, row, away, now)
            if self._is_believed(away):
                await store.attendances.end_waits(real, real + _LONGEST_WAIT)
                row.seen_at = real
            row.seen_at = max(row.seen_at, real)
            held = row.held
        self._signed_at = real
        self._tell(held=held)

    async def go_on(self, now: datetime) -> Waiting:
        """Ends the waiting: what is due at `now` (the program's time) is caught up with. Raises Unavailable."""
        waiting = await self.waiting(now)
        async with self.database.transaction() as store:
            row = await store.attendances.for_change(self.real())
            row.held, row.back_at = False, now
        return waiting

    async def waiting(self, now: datetime) -> Waiting:
        """What would happen then. Raises Unavailable."""
        async with self.database.reading() as store:
            return Waiting(*await store.attendances.waiting(now))

    async def is_held(self) -> bool:
        """Whether nothing unasked is sent, and nothing forgotten, until the operator says so. Raises Unavailable."""
        async with self.database.reading() as store:
            return await store.attendances.is_held()

    async def _return(self, store: Store, row: Attendance, away: timedelta, now: datetime) -> None:
        row.back_at = now
        row.held = row.held or (away > TOO_LONG and await store.attendances.has_charge())
        follows = "nobody is caught up with yet" if row.held else "everybody is caught up with once"
        log.warning("nobody was at work for %d minutes: %s", away.total_seconds() // 60, follows)

    def _is_believed(self, away: timedelta) -> bool:
        """Whether our clock is believed although the last sign is ahead of it: it has been so for an hour."""
        if away >= -_SKEW:
            self._behind_since = None
            return False
        self._behind_since = self._behind_since or self.monotonic()
        return self.monotonic() - self._behind_since > _BELIEVE_AFTER

    def _tell(self, *, held: bool) -> None:
        if held and not self._holding:
            log.error(
                "nobody was at work for more than %d hours, or a clock was wrong: nothing unasked is sent and nothing "
                "forgotten until `python -m bot resume`",
                TOO_LONG.total_seconds() // 3600,
            )
        self._holding = held
