"""The rooms that every test starts in."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from prompts.words import Words
from storage.store import Database, connect
from storage.tables import Table
from tests.world import TEAM, FakeChannel, FakeKeys, World

for name in [name for name in os.environ if name.startswith(("EXCHANGE_", "SLACK_"))]:
    del os.environ[name]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(connect(f"sqlite+aiosqlite:///{tmp_path}/bot.db"), FakeKeys())
    async with database.engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database) -> World:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2027, 1, 1, tzinfo=UTC))
    words = {"en": Words.read("en", Path("prompts/en/interface.toml"))}
    return World(database, FakeChannel(), words)
