"""What goes on by itself after a platform was answered, until it is shown."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.errors import log_fault

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Nobody has to wait for it: whatever fails stands in the log, as `failed`.

    `within` is how many seconds after its start a request must be answered.
    """

    within: float = 0.0
    failed: str = "not shown"
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def show(self, showing: Coroutine[Any, Any, None], started: float) -> None:
        """Waits for it while there is time since `started` (of `time.monotonic`), and lets it go on alone after."""
        task = self.begin(showing)
        await asyncio.wait({task}, timeout=max(0.0, self.within - (time.monotonic() - started)))

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begins it, and lets it go on alone."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def settle(self) -> None:
        """Waits until everything that was going on has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()):
            log_fault(log, self.failed, fault)
