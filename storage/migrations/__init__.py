"""How the tables came to be what they are, step by step, so that every older database can follow.

A step runs while the version before still works on the same database. So it only adds: a table, a column that may be
empty or has a default there, an index. What nobody reads any more is taken away a version later, and a version has one
step at most.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import reaching
from storage.fail_points import reached

log = logging.getLogger(__name__)

STEPS = Path(__file__).parent
_LOCK = 0x4D494752  # "MIGR": the first of several processes migrates, the others wait and find it done


async def migrate(engine: AsyncEngine, steps: Path = STEPS) -> None:
    """Brings the tables up to this version, all steps or none. Safe in several processes at once.

    A process that is ended anywhere in it leaves the tables as they were. Tables that are one step ahead are left
    alone. Raises Unavailable when the database cannot be reached, RuntimeError when a step broke a reference or the
    tables are of a later version still.
    """
    with reaching():
        async with engine.connect() as connection, _references_off(connection), connection.begin():
            await _alone(connection)
            reached("migration begun")
            await connection.run_sync(upgrade, steps)
            await connection.run_sync(_check_references)
            reached("migration written")
    reached("migration stored")


def upgrade(connection: Connection, steps: Path = STEPS) -> None:
    """Runs the missing steps on an open connection, in its transaction. Raises RuntimeError for later tables."""
    config = configuration(connection, steps)
    ahead = _steps_ahead(connection, config)
    if ahead > 1:
        raise RuntimeError(f"its tables were made by a later version, {ahead} steps ahead of this one")
    if ahead == 1:
        log.warning("the tables are one step ahead of this version, which goes on with what it knows of them")
        return
    command.upgrade(config, "head")


def configuration(connection: Connection, steps: Path = STEPS) -> Config:
    """What Alembic must know; it reads no file."""
    config = Config()
    config.set_main_option("script_location", str(steps))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _steps_ahead(connection: Connection, config: Config) -> int:
    """By how many steps the tables are ahead of those that we have; steps are numbered from 1 without gaps."""
    there = MigrationContext.configure(connection).get_current_revision()
    ours = ScriptDirectory.from_config(config).get_current_head()
    return int(there or 0) - int(ours or 0)


@asynccontextmanager
async def _references_off(connection: AsyncConnection) -> AsyncIterator[None]:
    """A step that rebuilds a table in SQLite drops the old one, which must not take what refers to it along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    await _pragma(connection, "foreign_keys=OFF")
    try:
        yield
    finally:
        await _pragma(connection, "foreign_keys=ON")


async def _alone(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE lets one in at a time
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


async def _pragma(connection: AsyncConnection, pragma: str) -> None:
    raw = await connection.get_raw_connection()  # SQLite changes this one only outside a transaction
    await raw.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]  # aiosqlite's own


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("a migration left a row that refers to nothing")
