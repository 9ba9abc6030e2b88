"""How many calls are made to Slack at once: one after the other at first and after a refusal, then as many as come.

Slack's *not now*, and the end of an installation, hold for a whole workspace: of twenty calls that are on their way
together all twenty are refused, and nineteen of them were made inside the time for which Slack asked us to be quiet.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import Queued

_EARNED = 20  # calls that went through one after the other: with half of all refused, that happens once in a million
_KEPT = 5.0  # seconds without a call; after that one call goes ahead of the others
_TURN = 0.5  # seconds; who does not get a turn by then comes again, before a send would count as one of unknown outcome


@dataclass(slots=True)
class Trust:
    """In one method of one workspace. `monotonic` tells seconds that no change of a clock touches."""

    monotonic: Callable[[], float]
    _through: int = 0
    _last: float = 0.0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Holds the turn for one call where calls go one by one. Raises Queued where it does not come soon."""
        self._lose_with_time()
        if self._is_earned():
            yield
            return
        try:
            async with asyncio.timeout(_TURN):
                await self._turn.acquire()
        except TimeoutError:
            raise Queued(_TURN, "one call after the other") from None
        if self._is_earned():  # by those who went before
            self._turn.release()
            yield
            return
        try:
            yield
        finally:
            self._turn.release()

    def went_through(self) -> None:
        self._through, self._last = self._through + 1, self.monotonic()

    def was_refused(self) -> None:
        self._through = 0

    def _lose_with_time(self) -> None:
        if self._through >= _EARNED and self.monotonic() - self._last > _KEPT:
            self._through = _EARNED - 1

    def _is_earned(self) -> bool:
        return self._through >= _EARNED
