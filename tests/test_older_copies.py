"""A database that came back by other means than `restore` is not served while people are in it who were erased."""

import asyncio
import base64
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.app import running
from bot.errors import Misconfigured
from bot.keeping_safe import backup, backup_words, restore, restore_words
from bot.settings import read
from bot.starting import newest
from storage.erasure_ledger import ErasureLedger
from storage.store import Database
from tests.databases import MASTERS
from tests.machines import TAKEN, at, erase
from tests.many_reflections import fill
from tests.test_commands import settings_in
from tests.world import World

LATER = timedelta(hours=1)


async def seen(database: Database, moment: datetime) -> None:
    """The last sign of life that it knows of."""
    async with database.transaction() as store:
        (await store.attendances.for_change(moment)).seen_at = moment


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "erasures.jsonl")


async def test_somebody_who_was_erased_after_the_copy_keeps_it_from_being_served(
    world: World, ledger: ErasureLedger
) -> None:
    ada = (await fill(world.database, 8))[0].id
    await seen(world.database, TAKEN)
    await ledger.note([ada], TAKEN + LATER)

    with pytest.raises(Misconfigured, match=r"older copy.*`python -m bot restore (--taken MOMENT|DIR --replace)`"):
        await newest(world.database, ledger)

    await erase(world.database, ada)
    await newest(world.database, ledger)


@pytest.mark.parametrize("after", [timedelta(minutes=-1), timedelta(minutes=1), timedelta(minutes=5)])
async def test_an_erasure_that_was_noted_and_not_done_is_no_older_copy(
    world: World, ledger: ErasureLedger, after: timedelta
) -> None:
    ada = (await fill(world.database, 8))[0].id
    await seen(world.database, TAKEN)
    await ledger.note([ada], TAKEN + after)

    await newest(world.database, ledger)


async def test_whoever_is_not_in_it_is_no_hindrance(world: World, ledger: ErasureLedger) -> None:
    await fill(world.database, 8)
    await ledger.note(["somebody of another machine"], TAKEN + LATER)
    await newest(world.database, ledger)

    await seen(world.database, TAKEN)
    await newest(world.database, ledger)


@pytest.mark.one_database("two files are copied by hand")
async def test_files_that_were_copied_back_are_served_once_they_are_restored(tmp_path: Path) -> None:
    environment = settings_in(tmp_path) | {"EXCHANGE_MASTER_KEYS": base64.b64encode(MASTERS.newest.key).decode()}
    files = tmp_path / "exchange.db", tmp_path / "keys.db"
    assert "Slack's server" in await refusal(environment)
    async with at(*files) as database:
        ada = (await fill(database, 8))[0].id
        await seen(database, TAKEN)
    await ErasureLedger(tmp_path / "erasures.jsonl").note([ada], TAKEN + LATER)

    assert "older copy" in await refusal(environment)
    settings, copy = read(environment), str(tmp_path / "copy")
    await asyncio.to_thread(backup, backup_words().parse_args([copy]), settings, TAKEN)
    await asyncio.to_thread(restore, restore_words().parse_args([copy, "--replace"]), settings, TAKEN + 2 * LATER)

    assert "Slack's server" in await refusal(environment)


async def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(Misconfigured) as refused:
        async with running(read(environment)):
            pass
    return str(refused.value)
