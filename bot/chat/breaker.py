"""The breaker: who failed five times in a row is left alone for a while, and then tried once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_FAILURES = 5  # in a row; one or two are the weather, five are an outage


@dataclass(slots=True)
class Breaker:
    """One for each process: a process that cannot reach somebody says nothing about another that can.

    `rest` is in seconds; `seconds` tells a time that never goes back.
    """

    rest: float
    seconds: Callable[[], float] = time.monotonic
    _failures: int = field(default=0, init=False)
    _rests_until: float = field(default=0.0, init=False)

    @property
    def lets_through(self) -> bool:
        """Whether they may be asked now. After the rest one is let through, and the next only once that is well.

        Whoever is let through must say how it went.
        """
        if self._failures < MOST_FAILURES:
            return True
        if self.seconds() < self._rests_until:
            return False
        self._rests_until = self.seconds() + self.rest  # this one is the trial; the others go on waiting
        return True

    def went_well(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._rests_until = self.seconds() + self.rest
