"""Writes the next migration: `python -m storage.migrations "Remember when a share was read"`.

It compares the tables with what all steps so far make of an empty SQLite database. Read what it wrote, and format it
with `ruff format`: a renamed column looks like one that went and one that came.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage.engine import connect
from storage.migrations import configuration, migrate


async def write(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite+aiosqlite:///{folder}/empty.db")
        await migrate(engine)
        async with engine.connect() as connection:
            await connection.run_sync(_compare, message)
        await engine.dispose()


def _compare(connection: Connection, message: str) -> None:
    number = len(list((Path(__file__).parent / "versions").glob("v*.py"))) + 1
    command.revision(configuration(connection), message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    asyncio.run(write(sys.argv[1]))
