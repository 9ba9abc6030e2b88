"""A connection to SQLite whose statements run where they are asked for; only what may wait has a thread.

SQLite answers a statement within microseconds, from memory or from its file; handing each to a thread and back, four
times over, takes far longer than that. What may wait is another matter: to begin writing waits for other processes,
a commit waits for the disk, and what concerns the whole file or many rows takes long. Those have a thread, so that
nobody else waits with them.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import await_only

BEGIN_WRITING = "BEGIN IMMEDIATE"
_WHOLE_FILE = "PRAGMA"  # how a statement begins that may concern the whole file
_STATEMENTS = 500  # kept prepared by each connection; the bot has about that many
_DRIVER = SQLiteDialect_aiosqlite.import_dbapi()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _awaitable_cursor_close = False
    _cursor: Any  # the standard library's, which awaits nothing
    _connection: Any

    def _make_new_cursor(self, connection: Any) -> Any:
        return connection._conn.cursor()  # noqa: SLF001 the file itself, which has no other name

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        await_only(self._run(operation, parameters or ()))  # SQLAlchemy insists on something to await
        if self._cursor.description:
            self._rows.extend(self._cursor.fetchall())

    async def _run(self, operation: str, parameters: Any) -> None:
        if operation == BEGIN_WRITING:
            await self._adapt_connection.begin_writing(self._cursor)  # type: ignore[attr-defined]  # ours, below
        elif operation.startswith(_WHOLE_FILE):
            await self._connection._execute(self._cursor.execute, operation)  # noqa: SLF001 has no other name
        else:
            self._cursor.execute(operation, parameters)

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        await_only(self._connection._execute(self._cursor.executemany, operation, seq_of_parameters))  # noqa: SLF001 the same


class _Connection(AsyncAdapt_aiosqlite_connection):
    """Writes when it is its turn: `turn` is held from the beginning of a writing transaction to its end.

    Whoever finds SQLite locked sleeps and tries again, for up to a tenth of a second at a time and in no order, so
    that twenty writers spend nearly all their time asleep. The writers of one process queue up instead. A transaction
    queues up only when it begins to write, as it would for SQLite's own lock.
    """

    __slots__ = ("_has_turn", "_patience", "_turn")
    _cursor_cls = _Cursor

    def __init__(self, connection: Any, turn: asyncio.Lock, patience: float) -> None:
        super().__init__(_DRIVER, connection)
        self._turn, self._patience, self._has_turn = turn, patience, False

    async def begin_writing(self, cursor: sqlite3.Cursor) -> None:
        """Raises TimeoutError where it is not our turn within `patience` seconds."""
        async with asyncio.timeout(self._patience):
            await self._turn.acquire()
        self._has_turn = True
        try:
            await self._connection._execute(cursor.execute, BEGIN_WRITING)  # noqa: SLF001 has no other name
        except sqlite3.Error:
            self._give_turn()
            raise

    def commit(self) -> None:
        self._end(super().commit)

    def rollback(self) -> None:
        self._end(super().rollback)

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give_turn()

    def terminate(self) -> None:
        try:
            super().terminate()
        finally:
            self._give_turn()

    def _end(self, how: Callable[[], None]) -> None:
        open_one: sqlite3.Connection | None = self._connection._connection  # noqa: SLF001 the same
        if open_one and open_one.in_transaction:
            if not self._has_turn:
                open_one.rollback()  # it only read
                return
            how()
        self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turn.release()


def sqlite_connections(file: str, patience: float) -> Callable[[], _Connection]:
    """Opens connections to that file that wait so many seconds for others; the writers among them take turns."""
    turn = asyncio.Lock()

    def open_file() -> sqlite3.Connection:
        # never used by two threads at once: the loop's uses it only while its own has nothing to do
        return sqlite3.connect(file, timeout=patience, check_same_thread=False, cached_statements=_STATEMENTS)

    def opened() -> _Connection:
        connection = aiosqlite.Connection(open_file, iter_chunk_size=64)
        connection._thread.daemon = True  # noqa: SLF001 a process must not outlive its work for a forgotten connection
        return _Connection(await_only(connection), turn, patience)

    return opened
