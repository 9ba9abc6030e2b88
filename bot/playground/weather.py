"""How badly the workspace behaves: rates of failures, seeded so that a bad day can be had again."""

import random
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal[
    "rate_limited",  # 429 with Retry-After, nothing done
    "dropped_before",  # the connection breaks, nothing done
    "dropped_after",  # done, then the connection breaks
    "failed_before",  # 500, nothing done
    "failed_after",  # done, then 500
]
FAULTS: tuple[Fault, ...] = ("rate_limited", "dropped_before", "dropped_after", "failed_before", "failed_after")


@dataclass
class Weather:
    """Rates are from 0 to 1 of the calls of `methods` (all of them where it is empty).

    `forecast` is a list of what happens to the next calls, before chance has its turn: a Fault, or "" for a good one.
    """

    seed: int = 0
    rate_limited: float = 0
    retry_after: int = 1  # seconds
    dropped_before: float = 0
    dropped_after: float = 0
    failed_before: float = 0
    failed_after: float = 0
    slow: float = 0
    seconds: float = 4  # how slow a slow call is
    methods: frozenset[str] = frozenset()
    forecast: list[str] = field(default_factory=list)
    events_swallowed: float = 0
    events_repeated: float = 0
    honours_client_msg_id: bool = True
    history_readable: bool = True
    unknown_methods: frozenset[str] = frozenset()
    without_timezones: bool = False
    locked_rooms: frozenset[str] = frozenset()  # the app is `not_in_channel` there
    triggers_expired: bool = False

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 — weather, not secrets

    def fault(self, method: str) -> Fault | None:
        """What goes wrong with this call, if anything does."""
        if self.methods and method not in self.methods:
            return None
        if self.forecast:
            next_one = self.forecast.pop(0)
            return next((fault for fault in FAULTS if fault == next_one), None)
        return next((fault for fault in FAULTS if self._falls(getattr(self, fault))), None)

    def delay(self, method: str) -> float:
        """Seconds that this call takes longer than it should."""
        applies = not self.methods or method in self.methods
        return self.seconds if applies and self._falls(self.slow) else 0

    def copies(self) -> int:
        """How often an event is delivered: 0, 1 or 2 times."""
        if self._falls(self.events_swallowed):
            return 0
        return 2 if self._falls(self.events_repeated) else 1

    def _falls(self, rate: float) -> bool:
        return rate > 0 and self._chance.random() < rate
