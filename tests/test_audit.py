"""The trail says who did what, and shows when somebody changed it."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.store import Database

NOW = datetime(2027, 3, 8, 16, 30, 0, 123456, tzinfo=UTC)


async def test_a_trail_that_nobody_touched_holds(database: Database) -> None:
    await write(database, 5)

    async with database.transaction() as store:
        assert await store.audit.verify() is None
        assert [row.thing for row in await store.audit.rows("organisation", 3)] == ["thing 4", "thing 3", "thing 2"]


async def test_an_empty_trail_holds(database: Database) -> None:
    async with database.transaction() as store:
        assert await store.audit.verify() is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET actor_id = 'somebody else' WHERE number = 3",
        "UPDATE audit SET deed = 'nothing' WHERE number = 3",
        "UPDATE audit SET done_at = '2027-03-09 16:30:00.000000' WHERE number = 3",
        "UPDATE audit SET hash = previous WHERE number = 3",
        "UPDATE audit SET number = 30 WHERE number = 3",
    ],
)
async def test_a_changed_row_is_found(database: Database, tampering: str) -> None:
    await write(database, 5)

    async with database.transaction() as store:
        await (await store.session.connection()).execute(text(tampering))

    async with database.transaction() as store:
        assert await store.audit.verify() in {3, 4}


async def test_a_missing_row_is_found(database: Database) -> None:
    await write(database, 5)

    async with database.transaction() as store:
        await (await store.session.connection()).execute(text("DELETE FROM audit WHERE number = 3"))

    async with database.transaction() as store:
        assert await store.audit.verify() == 4


async def test_many_who_write_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(write(database, 3) for _ in range(8)))

    async with database.transaction() as store:
        assert await store.audit.verify() is None
        assert len(await store.audit.rows("organisation", 100)) == 24


async def test_an_organisation_sees_its_own_rows_only(database: Database) -> None:
    await write(database, 2)

    async with database.transaction() as store:
        assert await store.audit.rows("another", 10) == []


async def write(database: Database, count: int) -> None:
    for number in range(count):
        async with database.transaction() as store:
            await store.audit.write(
                organisation_id="organisation", actor_id="ada", deed="tried", thing=f"thing {number}", now=NOW
            )
