"""A connection to SQLite whose statements run where they are asked for; only what can wait has a thread.

SQLite answers a statement within microseconds, from memory or from the file; handing it to a thread and back, four
times for each statement, takes longer than that by far. What waits is another matter: beginning to write waits for
other processes, and a commit waits for the disk. Those have a thread, so that nobody else waits with them.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any, Self

import aiosqlite

_WAITING = ("BEGIN", "PRAGMA")  # the first words of statements that may wait for another process


class _Cursor(aiosqlite.Cursor):
    """Runs inside a transaction that has begun: there is nothing left to wait for."""

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        if sql.startswith(_WAITING):
            await super().execute(sql, parameters)
        else:
            self._cursor.execute(sql, tuple(parameters or ()))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        self._cursor.executemany(sql, parameters)
        return self

    async def fetchall(self) -> Iterable[sqlite3.Row]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class _Connection(aiosqlite.Connection):
    def cursor(self) -> _Cursor:  # type: ignore[override]  # there is nothing to await
        return _Cursor(self, self._conn.cursor())

    async def commit(self) -> None:
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self._conn.in_transaction:
            await super().rollback()


async def open_sqlite(file: str, patience: float) -> aiosqlite.Connection:
    """A connection to that file that waits so many seconds for other processes."""

    def connected() -> sqlite3.Connection:
        return sqlite3.connect(file, timeout=patience, check_same_thread=False)  # never by two threads at once

    connection = _Connection(connected, iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 a process must not outlive its work because a connection was forgotten
    return await connection
