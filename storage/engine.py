"""How we talk to SQLite and to PostgreSQL: what is set, how a transaction begins, how deleted bytes are wiped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.sqlite_connection import BEGIN_WRITING, sqlite_connections

_PATIENCE = 30  # seconds that a transaction waits for its turn, before it is told that there is none
_NAME = "exchange-coach"  # by which an operator knows our connections to PostgreSQL
_CONNECTIONS = 10  # kept open, and as many again in a rush: PostgreSQL serves 100 by default, to everybody

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged word survives a power cut
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE * 1000}",
    "secure_delete=ON",  # deleted bytes are overwritten
)


class Unavailable(Exception):
    """The database cannot be reached or cannot write now; nothing of the transaction was kept."""


class Collided(Unavailable):
    """Another transaction was quicker with the same thing: the next try sees what it wrote."""


# PostgreSQL's codes (its manual, appendix A): no serialisation, a deadlock. A broken constraint has a class of its own.
_COLLISIONS = frozenset({"40001", "40P01"})


@contextmanager
def reaching() -> Iterator[None]:
    """Turns whatever a database answers instead of an answer into Unavailable.

    A driver's message can quote values, so only the kind of trouble travels. A broken constraint counts too, as
    Collided.
    """
    try:
        yield
    except DBAPIError as trouble:
        collided = isinstance(trouble, IntegrityError) or getattr(trouble.orig, "sqlstate", "") in _COLLISIONS
        raise (Collided if collided else Unavailable)(type(trouble.orig).__name__) from None
    except Exception as trouble:
        if not _is_the_database(trouble):
            raise
        raise Unavailable(type(trouble).__name__) from None


def _is_the_database(trouble: Exception) -> bool:
    # asyncpg raises as they are: a refused connection and a command that takes too long (both OSError), and whatever
    # the server says while it lets nobody in; it is told by its name, because with SQLite it is not even loaded
    return isinstance(trouble, (PoolTimeout, OSError)) or type(trouble).__module__.startswith("asyncpg.")


def connect(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///…`, whose file is made if need be, or `postgresql+asyncpg://…`.

    Raises OSError where that file can be neither made nor written; nobody else is asked anything yet.
    """
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


async def wipe(engine: AsyncEngine) -> bool:
    """Brings SQLite's log into its file and empties it, so that what was deleted stands in neither.

    Never inside a transaction. False when readers stayed in the way: then it is to be done again. PostgreSQL keeps
    its log by its operator's own rule, and is not asked.
    """
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()  # no transaction begins on it
        answer = await raw.driver_connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # aiosqlite's own
    return not next(iter(answer))[0]


async def others_connected(engine: AsyncEngine) -> bool:
    """Whether another connection of the bot's is open to that PostgreSQL database."""
    ours = "datname = current_database() AND application_name = :name AND pid <> pg_backend_pid()"
    asked = text(f"SELECT count(*) FROM pg_stat_activity WHERE {ours}")  # noqa: S608 words of our own
    with reaching():
        async with engine.connect() as connection:
            return bool(await connection.scalar(asked, {"name": _NAME}))


def _postgresql(url: str) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_pre_ping=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=_PATIENCE,
        pool_recycle=1800,  # seconds; firewalls drop what is idle for an hour
        hide_parameters=True,
        connect_args={
            "timeout": 10,  # seconds for a connection
            "command_timeout": _PATIENCE,
            "server_settings": {
                "application_name": _NAME,
                "timezone": "UTC",
                "lock_timeout": f"{_PATIENCE}s",
                # a process that hangs in the middle must not hold rows that the others wait for
                "idle_in_transaction_session_timeout": f"{2 * _PATIENCE}s",
            },
        },
    )


def _make_private(file: Path) -> None:
    """A new file is its owner's alone; SQLite gives its log and index beside it the same rights."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite(url: str) -> AsyncEngine:
    file = make_url(url).database or ":memory:"
    if file != ":memory:":
        _make_private(Path(file))
    engine = create_async_engine(
        url,
        creator=sqlite_connections(file, _PATIENCE),
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_timeout=_PATIENCE,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions; we do, below
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # a deferred transaction that turns into a writer fails at once when another one writes
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else BEGIN_WRITING)

    return engine
