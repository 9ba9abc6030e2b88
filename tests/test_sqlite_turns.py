"""The writers of one process take turns at SQLite, whatever becomes of each of them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import connect

SOON = 15.0  # seconds; less than the half minute after which a waiting writer is told that there is no turn


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(f"sqlite+aiosqlite:///{tmp_path}/turns.db")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE word (said TEXT PRIMARY KEY)"))
    yield engine
    await engine.dispose()


async def write(engine: AsyncEngine, said: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO word VALUES (:said)"), {"said": said})
        await asyncio.sleep(0)


async def words(engine: AsyncEngine) -> list[str]:
    async with engine.execution_options(reading=True).connect() as connection:
        return list(await connection.scalars(text("SELECT said FROM word ORDER BY rowid")))


async def test_a_rush_of_writers_is_over_soon_and_all_have_written(engine: AsyncEngine) -> None:
    said = [f"{number:03}" for number in range(60)]

    async with asyncio.timeout(SOON):
        await asyncio.gather(*(write(engine, one) for one in said))

    assert sorted(await words(engine)) == said


async def test_a_reader_waits_for_no_writer(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO word VALUES ('later')"))

        assert await words(engine) == []


async def test_a_writer_that_fails_keeps_nobody_waiting(engine: AsyncEngine) -> None:
    await write(engine, "once")

    with pytest.raises(DBAPIError):
        await write(engine, "once")

    async with asyncio.timeout(SOON):
        await write(engine, "twice")
    assert await words(engine) == ["once", "twice"]


@pytest.mark.parametrize("moments", range(8))
async def test_a_writer_that_is_stopped_at_any_moment_keeps_nobody_waiting(engine: AsyncEngine, moments: int) -> None:
    writers = [asyncio.create_task(write(engine, f"{number}")) for number in range(6)]
    for _ in range(moments):
        await asyncio.sleep(0.0005)
    for one in writers[::2]:
        one.cancel()
    await asyncio.wait(writers)

    async with asyncio.timeout(SOON):
        await write(engine, "last")

    assert {"1", "3", "5", "last"} <= set(await words(engine))


async def test_what_waits_for_another_process_keeps_only_the_writers_waiting(engine: AsyncEngine) -> None:
    other = connect(str(engine.url))
    async with other.begin() as connection:
        await connection.execute(text("INSERT INTO word VALUES ('theirs')"))
        waiting = asyncio.create_task(write(engine, "ours"))

        assert await words(engine) == []
    async with asyncio.timeout(SOON):
        await waiting

    assert await words(engine) == ["theirs", "ours"]
    await other.dispose()
