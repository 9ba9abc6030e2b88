"""Taking turns: SQLite lets one writer in at a time, so those of one process queue up instead of knocking.

Whoever finds SQLite locked sleeps and tries again, for up to a tenth of a second at a time and in no order; twenty
writers spend nearly all their time asleep. PostgreSQL needs no queue: it locks rows, not files.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import PATIENCE


@dataclass(frozen=True, slots=True)
class Turns:
    """The writers of one process, first come, first served. Other processes are waited for by SQLite's own means."""

    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def one(self, engine: AsyncEngine) -> AsyncIterator[None]:
        """The block is the only writer to that database in this process. Raises TimeoutError after `PATIENCE`."""
        if engine.dialect.name != "sqlite":
            yield
            return
        async with asyncio.timeout(PATIENCE):
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()
