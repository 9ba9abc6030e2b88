"""Turns: what only one process of several may do at a time."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reaching

HOUSEKEEPING = 0x484F5553  # "HOUS": any number that no other lock of ours has


@asynccontextmanager
async def turn(engine: AsyncEngine, work: int) -> AsyncIterator[bool]:
    """Whether nobody else is at that work; nobody begins it before the block ends. Never waits.

    PostgreSQL holds the lock for as long as our line to it is open, so that it ends with the process. On SQLite only
    one process serves, and has every turn. Raises Unavailable.
    """
    if engine.dialect.name != "postgresql":
        yield True
        return
    async with AsyncExitStack() as line:
        with reaching():
            at_once = engine.execution_options(isolation_level="AUTOCOMMIT")
            connection = await line.enter_async_context(at_once.connect())
            ours = bool(await connection.scalar(select(func.pg_try_advisory_lock(work))))
        try:
            yield ours
        finally:
            if ours:
                with reaching():
                    await connection.scalar(select(func.pg_advisory_unlock(work)))
