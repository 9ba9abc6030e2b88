"""A migration may be killed anywhere, and the version before goes on working on what it made."""

import asyncio
import random
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text

from bot.flows.reflecting import Reflecting
from prompts.words import Words
from storage.engine import connect
from storage.key_store import KeyStore
from storage.migrations import STEPS, configuration, migrate
from storage.store import Database
from storage.tables import new_id
from tests.backstage import builtin_coach, library
from tests.databases import MASTERS
from tests.factories import running_cohort
from tests.many_reflections import expected, fill, opened
from tests.postgres import make_database, url
from tests.promises import promised, row_of, send
from tests.sizes import size
from tests.world import TEAM, FakeChannel, World

REFLECTIONS = size(100_000)
KILLS = max(size(50), 6)  # a twentieth of fifty would hardly be a test
WORDS = "Canary: while the tables changed, nobody noticed."

# What a next version might bring: a column, filled for every row there is, with an index; and a table built anew.
NEXT_STEP = '''
"""A later version's step."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None


def upgrade():
    op.add_column("turn", sa.Column("weight", sa.Integer(), nullable=True))
    op.execute("UPDATE turn SET weight = length(id)")
    op.create_index("ix_turn_weight", "turn", ["weight"])
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("entry", recreate=anew) as batch:
        batch.add_column(sa.Column("mood", sa.String(length=10), nullable=True))
    op.execute("UPDATE entry SET mood = 'calm'")


def downgrade():
    with op.batch_alter_table("entry") as batch:
        batch.drop_column("mood")
    op.drop_index("ix_turn_weight", "turn")
    with op.batch_alter_table("turn") as batch:
        batch.drop_column("weight")
'''

MIGRATING = """
import asyncio, sys
from pathlib import Path
from storage.engine import connect
from storage.migrations import migrate

async def main():
    print("begun", flush=True)
    await migrate(connect(sys.argv[1]), Path(sys.argv[2]))

asyncio.run(main())
"""


@dataclass
class Older:
    """A database of this version, and the steps of the next one."""

    database: Database
    address: str
    steps: Path


@pytest.fixture
async def older(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Older]:
    words, keys = (f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in ("words", "keys"))
    if database_kind == "postgresql":
        server, name = request.getfixturevalue("postgresql_server"), f"older_{new_id()[:8]}"
        make_database(server, name)
        words = url(server, name)
    store = KeyStore(connect(keys), MASTERS)
    await store.prepare()
    database = Database(connect(words), store)
    await migrate(database.engine)
    yield Older(database, words, later_steps(tmp_path, 2))
    await database.close()
    await store.close()


async def test_killed_anywhere_a_migration_leaves_the_old_tables_or_the_new_ones(older: Older) -> None:
    await fill(older.database, REFLECTIONS)
    lasts = await asyncio.to_thread(migrating, older)
    assert await is_new(older)
    moments, chance = [0.0], random.Random(7)
    while len(moments) < KILLS:
        moments.append(chance.uniform(0, lasts))

    left_new = []
    for moment in moments:
        await back_to_old(older)
        await asyncio.to_thread(migrating, older, moment)
        left_new.append(await is_new(older))  # old or new, and nothing in between

    assert not all(left_new)
    await migrate(older.database.engine, older.steps)
    assert await is_new(older)
    assert await opened(older.database) == expected(REFLECTIONS)


async def test_this_version_works_on_while_the_next_one_migrates(older: Older) -> None:
    world = await started(older)
    done = asyncio.Event()
    written: list[str] = []
    writing = asyncio.create_task(write_until(world, done, written))
    await two_more(written)

    await asyncio.to_thread(migrating, older)
    await two_more(written)
    done.set()

    assert await is_new(older)
    await writing
    assert (await opened(older.database))[WORDS] == len(written)
    assert await sends(world)


async def test_this_version_starts_again_on_the_next_one_s_tables(older: Older) -> None:
    await migrate(older.database.engine, older.steps)

    await migrate(older.database.engine)

    assert await sends(await started(older))


async def test_tables_of_a_version_further_on_are_refused(older: Older, tmp_path: Path) -> None:
    await migrate(older.database.engine, later_steps(tmp_path, 2, 3))

    with pytest.raises(RuntimeError, match="2 steps ahead"):
        await migrate(older.database.engine)


def later_steps(folder: Path, *numbers: int) -> Path:
    """All steps there are, and further ones; only the first of those does anything."""
    steps = folder / f"steps{max(numbers)}"
    shutil.copytree(STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    for number in numbers:
        body = NEXT_STEP.replace('"0002"', f'"{number:04}"').replace('"0001"', f'"{number - 1:04}"')
        if number > 2:
            body = body.partition("def upgrade")[0] + "def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
        (steps / "versions" / f"v{number:04}_later.py").write_text(body)
    return steps


def migrating(older: Older, kill_after: float | None = None) -> float:
    """Migrates in a process of its own, which is killed so many seconds after it began. How long it took."""
    child = subprocess.Popen(
        [sys.executable, "-c", MIGRATING, older.address, str(older.steps)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    began = time.monotonic()
    if kill_after is not None:
        time.sleep(kill_after)
        child.kill()
    code = child.wait()
    child.stdout.close()
    assert code == 0 or kill_after is not None
    return time.monotonic() - began


async def is_new(older: Older) -> bool:
    """Whether the tables are the new ones; they are wholly, or not at all."""
    async with older.database.engine.connect() as connection:
        version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        turns = {one["name"] for one in await connection.run_sync(columns, "turn")}
        entries = {one["name"] for one in await connection.run_sync(columns, "entry")}
        left_over = [name for name in await connection.run_sync(tables) if "tmp" in name]
    assert left_over == []
    assert ("weight" in turns) == ("mood" in entries) == (version == "0002")
    return bool(version == "0002")


async def back_to_old(older: Older) -> None:
    if not await is_new(older):
        return
    async with older.database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        if connection.dialect.name == "sqlite":
            await raw.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # aiosqlite's own
        async with connection.begin():
            await connection.run_sync(lambda one: command.downgrade(configuration(one, older.steps), "0001"))
        if connection.dialect.name == "sqlite":
            await raw.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]  # aiosqlite's own


def columns(connection: Connection, table: str) -> list[dict[str, object]]:
    return [dict(one) for one in inspect(connection).get_columns(table)]


def tables(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


async def started(older: Older) -> World:
    """The world of this version, with a cohort in it."""
    async with older.database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2027, 1, 1, tzinfo=UTC))
        await running_cohort(store, 2)
    words = {"en": Words.read("en", Path("prompts/en/interface.toml"))}
    return World(older.database, FakeChannel(), words, desks=(Reflecting(builtin_coach(), library()).desk,))


async def write_until(world: World, done: asyncio.Event, written: list[str]) -> None:
    """Somebody writes one reflection after the other; `written` are those that were kept."""
    ada = world.someone("U1", "Ada")
    while not done.is_set():
        await ada.writes(WORDS)
        written.append(WORDS)


async def two_more(written: list[str]) -> None:
    """Comes back when so many more were kept."""
    before = len(written)
    while len(written) < before + 2:  # noqa: ASYNC110 a list rings no bell
        await asyncio.sleep(0.01)


async def sends(world: World) -> bool:
    delivery = await promised(world)
    await send(world)
    return (await row_of(world, delivery)).state == "sent"
