"""A machine that is backed up and one that it comes back on, and the operator's commands on them."""

import asyncio
import base64
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command

from bot.keeping_safe import backup, backup_words, restore, restore_words
from bot.settings import Settings
from storage.engine import connect
from storage.erasure_ledger import ErasureLedger
from storage.key_store import KeyStore
from storage.migrations import configuration
from storage.store import Database
from tests.databases import MASTERS
from tests.world import FakeChannel, World

TAKEN = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)  # a World's real time


@pytest.fixture
def machine(tmp_path: Path) -> Settings:
    """The settings of the machine that the tests' database is on."""
    return settings_at(tmp_path / "bot.db", tmp_path / "keys.db")


@pytest.fixture
def another(tmp_path: Path) -> Settings:
    """An empty machine, with the master key and nothing else."""
    return settings_at(tmp_path / "another" / "exchange.db", tmp_path / "another" / "keys.db")


@pytest.fixture
async def ledger(database: Database, machine: Settings) -> ErasureLedger:
    """The ledger of the first machine, in use."""
    made = ErasureLedger(machine.ledger_file)
    await made.take_in([], TAKEN)
    return made


@pytest.fixture
async def noting(world: World, ledger: ErasureLedger) -> World:
    """A world whose database notes erasures, on a platform that knows no repeat by its id."""
    async with world.database.engine.begin() as connection:
        await connection.run_sync(lambda one: command.stamp(configuration(one), "head"))
    return replace(world, database=replace(world.database, ledger=ledger), channel=FakeChannel(memory=False))


FIXTURES = machine, another, ledger, noting  # named again in a module, they are its own


def settings_at(words: Path, keys: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{words}",
        keys_url=f"sqlite+aiosqlite:///{keys}",
        master_keys=base64.b64encode(MASTERS.newest.key).decode(),
    )


async def take(machine: Settings, folder: Path) -> None:
    await asyncio.to_thread(backup, backup_words().parse_args([str(folder)]), machine, TAKEN)


async def come_back(machine: Settings, folder: Path, ledger: ErasureLedger, now: datetime, *more: str) -> None:
    await restored(machine, folder, "--ledger", str(ledger.file), *more, now=now)


async def restored(machine: Settings, folder: Path, *more: str, now: datetime) -> None:
    await asyncio.to_thread(restore, restore_words().parse_args([str(folder), *more]), machine, now)


def at_settings(machine: Settings) -> "Opened":
    return Opened(machine.database_url, machine.keys_url)


def at(words: Path, keys: Path) -> "Opened":
    return Opened(f"sqlite+aiosqlite:///{words}", f"sqlite+aiosqlite:///{keys}")


class Opened:
    """A database and its keys, closed at the end of the block."""

    def __init__(self, words: str, keys: str) -> None:
        self.store = KeyStore(connect(keys), MASTERS)
        self.database = Database(connect(words), self.store)

    async def __aenter__(self) -> Database:
        return self.database

    async def __aexit__(self, *_: object) -> None:
        await self.database.close()
        await self.store.close()


async def erase(database: Database, person_id: str) -> None:
    async with database.transaction() as store:
        found = await store.people.person(person_id)
        assert found is not None
        await store.people.erase(found, datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
