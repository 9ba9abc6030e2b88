"""At once: sends what cannot wait for the next beat of the clock, beside everything else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import log_fault

log = logging.getLogger(__name__)


@dataclass
class AtOnce:
    """`send` is given promises by their ids, and the program's time.

    Whatever fails here stands in the delivery table still, and the clock finds it there.
    """

    send: Callable[[Collection[str], datetime], Awaitable[None]]
    now: Callable[[], datetime]
    _going_on: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self, deliveries: Collection[str]) -> None:
        """Begins to send them, and does not wait for the platform: whoever wrote waits for an answer."""
        task = asyncio.create_task(self._send(deliveries))
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)

    async def finish(self) -> None:
        """Waits until everything that was begun is sent."""
        while self._going_on:
            await asyncio.wait(self._going_on)

    async def _send(self, deliveries: Collection[str]) -> None:
        try:
            await self.send(deliveries, self.now())
        except Exception as fault:  # noqa: BLE001 nobody awaits this task; the row is sent at the clock's next beat
            log_fault(log, "what should go at once waits for the clock", fault)
