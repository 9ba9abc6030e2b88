"""A database that is away is said to be away without quoting anything; a transaction is kept whole or not at all."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.engine import Unavailable, connect
from storage.store import Database
from storage.tables import Organisation
from tests.sizes import size

NOW = datetime(2027, 1, 1, tzinfo=UTC)
AWAY = ["sqlite+aiosqlite:////nowhere/bot.db", "postgresql+asyncpg://postgres@127.0.0.1:1/bot"]


@pytest.mark.one_database("it is about the databases that are not there")
@pytest.mark.parametrize("url", AWAY)
async def test_a_database_that_is_away_is_unavailable(database: Database, url: str) -> None:
    away = Database(connect(url), database.keys)

    with pytest.raises(Unavailable):
        async with away.transaction() as store:
            await store.people.workspace("slack", "T1")
    await away.close()
    await asyncio.sleep(0.05)  # aiosqlite's thread has a last word for the loop when it could not open a file


async def test_a_database_that_refuses_a_row_quotes_nothing_of_it(database: Database) -> None:
    with pytest.raises(Unavailable) as refusal:
        await add_twice(database, "canary-id")

    assert "canary" not in f"{refusal.value!r} {refusal.value.__cause__!r} {refusal.value}"


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(Unavailable):
        await add_twice(database, "one")

    assert await count(database) == 0


async def test_what_is_changed_while_reading_is_not_kept(database: Database) -> None:
    async with database.reading() as store:
        store.session.add(Organisation(name="Halden Health", created_at=NOW))
        await store.session.flush()

    assert await count(database) == 0


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    writers = size(400)

    await asyncio.gather(*(add(database, f"id {number}") for number in range(writers)))

    assert await count(database) == writers


async def test_the_connection_is_set_up_to_keep_and_to_erase(database: Database) -> None:
    async with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
            assert await connection.scalar(text("PRAGMA secure_delete")) == 1
            assert await connection.scalar(text("PRAGMA synchronous")) == 2
            assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        else:
            assert await connection.scalar(text("SHOW timezone")) == "UTC"


async def add(database: Database, row_id: str) -> None:
    async with database.transaction() as store:
        store.session.add(Organisation(id=row_id, name="Halden Health", created_at=NOW))


async def add_twice(database: Database, row_id: str) -> None:
    async with database.transaction() as store:
        store.session.add(Organisation(id=row_id, name="Halden Health", created_at=NOW))
        await store.session.flush()
        store.session.expunge_all()
        store.session.add(Organisation(id=row_id, name="Halden Health", created_at=NOW))


async def count(database: Database) -> int:
    async with database.engine.connect() as connection:
        return await connection.scalar(text("SELECT count(*) FROM organisation")) or 0
