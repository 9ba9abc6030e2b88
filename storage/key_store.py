"""The key store: one wrapped key a person, in a database of its own, so that erasing somebody is destroying a key."""

import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import Unavailable, reaching, wipe
from storage.fail_points import reached
from storage.master_keys import MasterKeys
from storage.sealed import KEY_LENGTH, Destroyed

log = logging.getLogger(__name__)

SCHEMA = 1  # raised with every change of the tables below
_BATCH = 500  # keys wrapped anew in one transaction, so that readers and writers get their turn in between

_METADATA = MetaData()
_PERSON_KEY = Table(
    "person_key",
    _METADATA,
    Column("person_id", String(36), primary_key=True),
    Column("master_version", String(16), nullable=False, index=True),
    Column("wrapped", LargeBinary, nullable=False),
)
_KEY_SCHEMA = Table("key_schema", _METADATA, Column("version", Integer, primary_key=True))

# Both databases know these words, which SQLAlchemy spells differently for each; the first key made is the key.
_INSERT = text(
    "INSERT INTO person_key (person_id, master_version, wrapped) VALUES (:person_id, :master_version, :wrapped)"
    " ON CONFLICT (person_id) DO NOTHING"
)


def holds_keys(file: Path) -> bool:
    """Whether anybody's key stands in that file. Nothing is made there. Raises Unavailable where it is no database."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'person_key'").fetchone()
            return bool(there and connection.execute("SELECT 1 FROM person_key LIMIT 1").fetchone())
    except sqlite3.Error as trouble:
        raise Unavailable(type(trouble).__name__) from None


@dataclass(frozen=True, slots=True)
class KeyStore:
    """Satisfies `storage.sealed.Keys`. Nothing unwrapped is remembered: a key that another process destroyed is gone.

    Every method raises Unavailable when the key store cannot be reached.
    """

    engine: AsyncEngine
    masters: MasterKeys = field(repr=False)

    async def prepare(self) -> None:
        """Makes the tables where there are none. Raises RuntimeError for a store that a later version made."""
        async with self._writing() as connection:
            await _alone(connection)
            await connection.run_sync(_METADATA.create_all)
            found = await connection.scalar(select(func.max(_KEY_SCHEMA.c.version)))
            if found is None:
                await connection.execute(insert(_KEY_SCHEMA).values(version=SCHEMA))
        if (found or SCHEMA) > SCHEMA:
            raise RuntimeError(f"the key store was made by a later version (schema {found}, this one knows {SCHEMA})")

    async def create(self, person_id: str) -> None:
        """Gives the person a key, unless they have one."""
        if await self._wrapped(person_id):
            return
        wrapped = self.masters.wrap(os.urandom(KEY_LENGTH), _bound(person_id))
        row = {"person_id": person_id, "master_version": self.masters.newest.version, "wrapped": wrapped}
        async with self._writing() as connection:
            await connection.execute(_INSERT, row)

    async def key(self, person_id: str) -> bytes:
        """The person's key. Raises Destroyed when there is none."""
        if wrapped := await self._wrapped(person_id):
            return self.masters.unwrap(wrapped, _bound(person_id))
        raise Destroyed

    async def destroy(self, person_id: str) -> None:
        """Removes the person's key for good, also from the files below it.

        PostgreSQL's own log still holds it until that is recycled: its operator's retention is what counts there.
        """
        async with self._writing() as connection:
            await connection.execute(delete(_PERSON_KEY).where(_PERSON_KEY.c.person_id == person_id))
        reached("key destroyed")
        await self.wipe()

    async def holders(self) -> frozenset[str]:
        """Everybody who has a key."""
        async with self._reading() as connection:
            return frozenset(await connection.scalars(select(_PERSON_KEY.c.person_id)))

    async def missing_master(self) -> str:
        """The version of a master key under which somebody's key stands, and which is not among ours; "" for none."""
        version = _PERSON_KEY.c.master_version
        async with self._reading() as connection:
            found = await connection.scalar(select(version).where(version.not_in(self.masters.versions)).limit(1))
        return found or ""

    async def rewrap(self) -> int:
        """Wraps every key under the newest master key; says how many it wrapped anew.

        One that does not open stays as it is, and the log counts it. May be stopped and run again at any moment, also
        while keys are made, read and destroyed.
        """
        count, (done, closed) = 0, await self._rewrap_all()
        while done:  # again, for what another process has wrapped meanwhile
            count += done
            done, closed = await self._rewrap_all()
        if closed:
            log.error("keys that do not open, and stay under an older master key: %d", closed)
        if count:
            await self.wipe()
        return count

    async def close(self) -> None:
        await self.engine.dispose()

    async def _rewrap_all(self) -> tuple[int, int]:
        """Goes through them once, some at a time. How many it wrapped anew, and how many do not open."""
        after, done, closed = "", 0, 0
        while some := await self._rewrap_some(after):
            *_, after = some
            done += sum(some.values())
            closed += len(some) - sum(some.values())
        return done, closed

    async def _rewrap_some(self, after: str) -> dict[str, bool]:
        """Whose keys come next, in the database's own order, and whether each was wrapped anew."""
        newest, person_id = self.masters.newest.version, _PERSON_KEY.c.person_id
        old = select(_PERSON_KEY).where(_PERSON_KEY.c.master_version != newest, person_id > after)
        some = {}
        async with self._writing() as connection:
            for row in (await connection.execute(old.order_by(person_id).limit(_BATCH).with_for_update())).all():
                wrapped = self.masters.wrapped_anew(row.wrapped, _bound(row.person_id))
                some[row.person_id] = wrapped is not None
                if wrapped:
                    anew = update(_PERSON_KEY).where(person_id == row.person_id)
                    await connection.execute(anew.values(wrapped=wrapped, master_version=newest))
        return some

    async def _wrapped(self, person_id: str) -> bytes | None:
        async with self._reading() as connection:
            return await connection.scalar(select(_PERSON_KEY.c.wrapped).where(_PERSON_KEY.c.person_id == person_id))

    async def wipe(self) -> None:
        """Brings what is left of destroyed keys out of the files below."""
        with reaching():
            if self.engine.dialect.name == "sqlite":
                await wipe(self.engine)
                return
            async with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                # writes the small table anew: a plain VACUUM leaves the dead row's bytes in its page
                await connection.execute(text("VACUUM FULL person_key"))

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with reaching():
            async with self.engine.execution_options(reading=True).connect() as connection:
                yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with reaching():
            async with self.engine.begin() as connection:
                yield connection


async def _alone(connection: AsyncConnection) -> None:
    # several processes may start at once; SQLite's BEGIN IMMEDIATE already lets one in at a time
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(0x4B455953)))  # "KEYS"


def _bound(person_id: str) -> bytes:
    return f"person key|{person_id}".encode()
