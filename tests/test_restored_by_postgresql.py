"""What PostgreSQL's own tools brought back is made ours where it stands: silent, and without the erased."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command

from bot.errors import Misconfigured
from bot.keeping_safe import backup, backup_words, restore, restore_words
from bot.settings import Settings
from prompts.words import Words
from storage.erasure_ledger import ErasureLedger
from storage.key_store import KeyStore
from storage.migrations import configuration
from tests.databases import MASTERS, on_postgresql
from tests.machines import TAKEN, erase
from tests.many_reflections import fill
from tests.postgres import url
from tests.promises import promised, row_of, send, settle
from tests.world import TEAM, FakeChannel, World


@pytest.fixture
async def world(postgresql_server: Path) -> AsyncIterator[World]:
    async with on_postgresql(postgresql_server) as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(lambda one: command.stamp(configuration(one), "head"))
        async with database.transaction() as store:
            await store.people.install("slack", TEAM, "Halden Health", TAKEN)
        words = {"en": Words.read("en", Path("prompts/en/interface.toml"))}
        yield World(database, FakeChannel(memory=False), words)


@pytest.fixture
def settings(postgresql_server: Path, tmp_path: Path) -> Settings:
    return Settings(
        database_url=url(postgresql_server, "bot"),
        keys_url=url(postgresql_server, "keys"),
        master_keys=base64.b64encode(MASTERS.newest.key).decode(),
        erasures_file=str(tmp_path / "erasures.jsonl"),
    )


async def test_it_says_nothing_twice_and_brings_nobody_back(world: World, settings: Settings) -> None:
    ada = (await fill(world.database, 8))[0].id
    ledger = ErasureLedger(settings.ledger_file)
    await ledger.note([ada], TAKEN)
    told, untold = await promised(world, "U1"), await promised(world, "U2", due_at=world.now + timedelta(minutes=1))
    before = await row_of(world, told)
    await send(world)
    await put_back(world, told, before.due_at)

    await restored(world, settings)
    world.real.passes(minutes=1)
    world.now += timedelta(minutes=2)
    for _ in range(2):
        await send(world)
        await settle(world)

    assert [one.delivery for one in world.channel.sent] == [told, untold]
    assert (await row_of(world, told)).state == "sent"
    async with world.database.reading() as store:
        assert ada in await store.people.erased()
    assert ada not in await world.database.keys.holders()


async def test_whoever_is_erased_in_the_dumps_is_in_the_ledger_after_it(world: World, settings: Settings) -> None:
    ada = (await fill(world.database, 8))[0].id
    await erase(world.database, ada)

    await restored(world, settings, "--no-ledger")

    assert ErasureLedger(settings.ledger_file).erased() == {ada}


async def test_a_database_in_use_is_left_alone(world: World, settings: Settings) -> None:
    await world.database.prepare_ledger(TAKEN)
    async with world.database.reading() as store:
        await store.people.erased()

        with pytest.raises(Misconfigured, match="connected"):
            await asyncio.to_thread(
                restore, restore_words().parse_args(["--taken", TAKEN.isoformat(), "--no-ledger"]), settings, world.now
            )


async def test_without_its_moment_the_way_is_told(world: World, settings: Settings) -> None:
    with pytest.raises(Misconfigured, match="pg_restore"):
        await asyncio.to_thread(restore, restore_words().parse_args(["--no-ledger"]), settings, world.now)


async def test_a_moment_that_cannot_be_read_is_named_with_a_right_one(world: World, settings: Settings) -> None:
    with pytest.raises(Misconfigured, match=r"^--taken yesterday is no moment .* Right: --taken 2027-03-08T02:00Z$"):
        await asyncio.to_thread(
            restore, restore_words().parse_args(["--taken", "yesterday", "--no-ledger"]), settings, world.now
        )


async def test_dumps_that_are_still_to_come_are_refused(world: World, settings: Settings) -> None:
    later = world.now + timedelta(minutes=1)

    with pytest.raises(Misconfigured, match="still to come"):
        await asyncio.to_thread(
            restore, restore_words().parse_args(["--taken", later.isoformat(), "--no-ledger"]), settings, world.now
        )


async def test_a_backup_is_left_to_its_own_tools(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="pg_dump"):
        await asyncio.to_thread(backup, backup_words().parse_args([str(tmp_path / "copy")]), settings, TAKEN)


async def put_back(world: World, delivery: str, due_at: datetime) -> None:
    """The row as it was when the dump was made."""
    async with world.database.transaction() as store:
        row = await store.deliveries.delivery(delivery)
        assert row is not None
        row.state, row.due_at, row.sent_at, row.first_attempt_at, row.message = "planned", due_at, None, None, ""


async def restored(world: World, settings: Settings, *more: str) -> None:
    """With nobody connected meanwhile."""
    await world.database.engine.dispose()
    assert isinstance(world.database.keys, KeyStore)
    await world.database.keys.engine.dispose()
    await asyncio.to_thread(
        restore, restore_words().parse_args(["--taken", TAKEN.isoformat(), *more]), settings, world.now
    )
