"""How the tables came to be what they are, step by step, so that every older database can follow."""

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
        async with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:  # a step that rebuilds a table drops the old one, which must not take what refers to it along
                await _pragma(connection, "foreign_keys=OFF")
            try:
                async with connection.begin():
                    if not sqlite:
                        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                    await connection.run_sync(upgrade)
                    await connection.run_sync(_check_references)
            finally:
                if sqlite:
                    await _pragma(connection, "foreign_keys=ON")


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


async def _pragma(connection: AsyncConnection, pragma: str) -> None:
    raw = await connection.get_raw_connection()  # SQLite changes this one only outside a transaction
    await raw.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]  # aiosqlite's own


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("a migration left a row that refers to nothing")
