"""The line to a language model, which all who ask it share: shut while nobody answers, and never held for too long."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.chat.breaker import Breaker
from bot.chat.permit import Permit
from bot.errors import CoachSilent

log = logging.getLogger(__name__)

REST = 120.0  # seconds: most outages of a provider last minutes, and nobody waits for a model meanwhile
_LEAST_SECONDS = 1.0  # with less than this left no model is asked: it would only be cut off

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A model that does not answer the one does not answer the other. No call takes longer than `seconds`."""

    seconds: float
    breaker: Breaker = field(default_factory=lambda: Breaker(REST))

    def is_open(self, permit: Permit) -> bool:
        """Whether the model may be asked now. Whoever finds the line open must ask: how that went is waited for."""
        return permit.seconds >= _LEAST_SECONDS and self.breaker.lets_through

    async def ask(
        self, what: str, permit: Permit, began: float, call: Callable[[float], Awaitable[Said]]
    ) -> Said | None:
        """What the model said to that call, which is given the seconds that are left since `began`; None for nothing.

        `began` is of `time.monotonic`; `what` is asked for is said in the log.
        """
        left = min(self.seconds, permit.seconds) - (time.monotonic() - began)
        try:
            said = await call(left)
        except CoachSilent as trouble:
            self.breaker.failed()
            log.warning("the model gave no %s: %s", what, trouble)
            return None
        self.breaker.went_well()
        return said
