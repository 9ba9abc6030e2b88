"""At once: sends what cannot wait for the next beat of the clock, beside everything else."""

from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.chat.going_on import GoingOn

_LATER = "what should go at once waits for the clock"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """`send` is given promises by their ids, and the program's time.

    Whatever fails here stands in the delivery table still, and the clock finds it there.
    """

    send: Callable[[Collection[str], datetime], Coroutine[Any, Any, None]]
    now: Callable[[], datetime]
    _going_on: GoingOn = field(default_factory=lambda: GoingOn(failed=_LATER))

    async def begin(self, deliveries: Collection[str]) -> None:
        """Begins to send them, and does not wait for the platform: whoever wrote waits for an answer."""
        self._going_on.begin(self.send(deliveries, self.now()))

    async def finish(self) -> None:
        """Waits until everything that was begun is sent."""
        await self._going_on.settle()
