"""How the tables came to be what they are, step by step, so that every older database can follow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import reaching

_LOCK = 0x4D494752  # "MIGR": the first of several processes migrates, the others wait and find it done


async def migrate(engine: AsyncEngine) -> None:
    """Brings the tables up to this version, all steps or none. Safe in several processes at once.

    Raises Unavailable when the database cannot be reached, RuntimeError when a step broke a reference.
    """
    with reaching():
        async with engine.connect() as connection, _references_off(connection), connection.begin():
            await _alone(connection)
            await connection.run_sync(upgrade)
            await connection.run_sync(_check_references)


def upgrade(connection: Connection) -> None:
    """Runs the missing steps on an open connection, in its transaction."""
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """What Alembic must know; it reads no file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


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
