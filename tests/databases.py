"""An empty database and key store for each test, on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import connect
from storage.key_store import KeyStore
from storage.master_keys import MasterKeys, master_keys, new_master_key
from storage.store import Database
from storage.tables import Table
from tests.postgres import make_database, postgresql, url

KINDS = ("sqlite", "postgresql")
MASTERS: MasterKeys = master_keys(new_master_key())
_EMPTY = " ".join(f'DELETE FROM "{table.name}";' for table in reversed(Table.metadata.sorted_tables))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and a key store as they are after migrating; a test works on a copy."""
    folder = tmp_path_factory.mktemp("template")
    _in_a_loop_of_its_own(_make(*_sqlite_urls(folder)))
    return folder


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The socket folder of a server with the databases `bot` and `keys`, emptied before each test."""
    with postgresql() as folder:
        make_database(folder, "bot")
        make_database(folder, "keys")
        _in_a_loop_of_its_own(_make(url(folder, "bot"), url(folder, "keys")))
        yield folder


@asynccontextmanager
async def on_sqlite(template: Path, folder: Path) -> AsyncIterator[Database]:
    for name in ("bot.db", "keys.db"):
        shutil.copy(template / name, folder)
    async with _open(*_sqlite_urls(folder)) as database:
        yield database


@asynccontextmanager
async def on_postgresql(server: Path) -> AsyncIterator[Database]:
    async with _open(url(server, "bot"), url(server, "keys")) as database:
        # quicker than truncating a few dozen tables that hold a few rows each
        async with database.engine.begin() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.execute(_EMPTY)  # type: ignore[union-attr]  # asyncpg takes many at once
        async with database.keys.engine.begin() as connection:  # type: ignore[attr-defined]  # it is a KeyStore
            await connection.execute(text("DELETE FROM person_key"))
        yield database


@asynccontextmanager
async def _open(bot: str, keys: str) -> AsyncIterator[Database]:
    store = KeyStore(connect(keys), MASTERS)
    database = Database(connect(bot), store)
    yield database
    await database.close()
    await store.close()


async def _make(bot: str, keys: str) -> None:
    async with _open(bot, keys) as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)
        assert isinstance(database.keys, KeyStore)
        await database.keys.prepare()


def _sqlite_urls(folder: Path) -> tuple[str, str]:
    return f"sqlite+aiosqlite:///{folder}/bot.db", f"sqlite+aiosqlite:///{folder}/keys.db"


def _in_a_loop_of_its_own(work: Coroutine[None, None, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
