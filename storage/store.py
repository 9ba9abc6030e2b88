"""The one way into the database: a transaction, and in it a store with a shelf for each kind of thing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Audit
from storage.cohorts import Cohorts
from storage.deliveries import Deliveries
from storage.people import People
from storage.reflections import Reflections
from storage.sealed import Keys


class Unavailable(Exception):
    """The database cannot be reached or cannot write now; nothing of the transaction was kept."""


@dataclass(frozen=True, slots=True)
class Store:
    """One open transaction. Rows are the tables' own objects: what is changed on them is written at its end."""

    session: AsyncSession
    people: People
    cohorts: Cohorts
    deliveries: Deliveries
    reflections: Reflections
    audit: Audit


@dataclass(frozen=True, slots=True)
class Database:
    """The database and the key store beside it."""

    engine: AsyncEngine
    keys: Keys

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """Commits when the block ends, rolls back when it raises. Never hold one over a network call.

        Raises Unavailable when the database cannot be reached, is full or stays locked.
        """
        try:
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield self._store(session)
        except DBAPIError as trouble:
            # the driver's message can quote values; only its kind may travel
            raise Unavailable(type(trouble.orig).__name__) from None

    def _store(self, session: AsyncSession) -> Store:
        return Store(
            session=session,
            people=People(session),
            cohorts=Cohorts(session),
            deliveries=Deliveries(session),
            reflections=Reflections(session, self.keys),
            audit=Audit(session),
        )

    async def close(self) -> None:
        await self.engine.dispose()


def connect(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def _sqlite(url: str) -> AsyncEngine:
    engine = create_async_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions; we do, below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged word survives a power cut
            "foreign_keys=ON",
            "busy_timeout=30000",
            "secure_delete=ON",  # deleted bytes are overwritten
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # a deferred transaction that turns into a writer fails at once when another one writes
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
