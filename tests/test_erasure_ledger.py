"""The erasure ledger knows whoever was told that they are erased, whatever happens to the machine it is on."""

import asyncio
import json
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.keeping_safe import restore, restore_words
from bot.settings import Settings
from bot.starting import whole
from storage.engine import Unavailable
from storage.erasure_ledger import ErasureLedger, NoLedger
from storage.fail_points import end_at
from storage.key_store import KeyStore
from tests import machines
from tests.dying_bot import KILLED
from tests.machines import TAKEN, at_settings, come_back, erase, restored, take
from tests.many_reflections import fill
from tests.world import World

LONGER_THAN_A_DATABASE = 16 * 1024 * 1024  # bytes

machine, another, ledger, noting = machines.FIXTURES

pytestmark = pytest.mark.one_database("the ledger is a file of its own")


async def test_an_erasure_that_the_ledger_cannot_note_does_not_happen(world: World, tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    world = replace(world, database=replace(world.database, ledger=ErasureLedger(tmp_path / "a folder")))
    ada = (await fill(world.database, 10))[0].id

    with pytest.raises(Exception, match="IsADirectory"):
        await erase(world.database, ada)

    assert await world.database.keys.key(ada)


async def test_a_line_torn_off_by_a_power_cut_spoils_none_after_it(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path / "erasures.jsonl")
    await ledger.note(["ada"], TAKEN)
    with ledger.file.open("a") as file:
        file.write('\n{"person": "be')

    await ledger.note(["chidi"], TAKEN)

    assert ledger.erased() == {"ada", "chidi"}
    assert ledger.file.stat().st_mode & 0o077 == 0


async def test_the_ledger_holds_ids_and_moments_and_nothing_else(noting: World, ledger: ErasureLedger) -> None:
    ada = (await fill(noting.database, 10))[0].id

    await erase(noting.database, ada)

    first, line = [json.loads(line) for line in ledger.file.read_text().splitlines() if line]
    assert first == {"ledger": "erasures", "at": TAKEN.isoformat()}
    assert line == {"person": ada, "at": noting.now.isoformat()}


async def test_an_erasure_whose_line_the_disk_cuts_short_does_not_happen(noting: World, ledger: ErasureLedger) -> None:
    ada = (await fill(noting.database, 10))[0].id
    begun = ledger.file.read_text()
    ledger.file.write_text(begun + "\n" * (LONGER_THAN_A_DATABASE - len(begun)))

    with no_file_longer_than(LONGER_THAN_A_DATABASE + 30), pytest.raises(Unavailable):
        await erase(noting.database, ada)

    async with noting.database.reading() as store:
        assert ada not in await store.people.erased()
    assert await noting.database.keys.key(ada)
    assert ledger.erased() == frozenset()
    await erase(noting.database, ada)
    assert ledger.erased() == {ada}


async def test_whoever_was_erased_stays_so_however_often_an_older_backup_comes_back(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    ada = (await fill(noting.database, 10))[0].id
    await take(machine, tmp_path / "copy")
    await erase(noting.database, ada)
    await come_back(another, tmp_path / "copy", ledger, noting.now)

    await restored(another, tmp_path / "copy", "--replace", now=noting.now)

    assert await is_gone(ada, another)


@pytest.mark.parametrize("step", ["migration stored", "erasure committed"])
async def test_a_return_that_is_cut_short_leaves_a_whole_ledger_or_none(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path, step: str
) -> None:
    ada = (await fill(noting.database, 10))[0].id
    await take(machine, tmp_path / "copy")
    await erase(noting.database, ada)
    await ledger.note(["somebody who came after the backup"], noting.now)

    await comes_back_and_dies(another, tmp_path / "copy", ledger, noting.now, step)

    with pytest.raises(Misconfigured, match="restore"):
        whole(another.database_url, another.keys_url)
    here = ErasureLedger(another.ledger_file)
    if step == "migration stored":
        with pytest.raises(NoLedger):
            here.erased()
        await come_back(another, tmp_path / "copy", ledger, noting.now)
    assert here.erased() == ledger.erased()
    await restored(another, tmp_path / "copy", "--replace", now=noting.now)
    assert await is_gone(ada, another)


async def test_whoever_is_erased_in_the_backup_is_in_the_ledger_after_it(
    noting: World, machine: Settings, another: Settings, tmp_path: Path
) -> None:
    ada = (await fill(noting.database, 10))[0].id
    await erase(noting.database, ada)
    await take(machine, tmp_path / "copy")

    await restored(another, tmp_path / "copy", "--no-ledger", now=noting.now)

    assert ErasureLedger(another.ledger_file).erased() == {ada}


async def test_nothing_comes_back_where_the_ledger_cannot_be_kept(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")
    (tmp_path / "a file").touch()
    another = replace(another, erasures_file=str(tmp_path / "a file" / "erasures.jsonl"))

    with pytest.raises(Misconfigured, match="ledger at"):
        await come_back(another, tmp_path / "copy", ledger, noting.now)

    assert not (tmp_path / "another" / "exchange.db").exists()


async def test_a_ledger_that_lacks_somebody_has_them_at_the_next_start(noting: World, ledger: ErasureLedger) -> None:
    ada, ben, *_ = [one.id for one in await fill(noting.database, 10)]
    await erase(noting.database, ada)
    ledger.file.write_text("")
    await erase(noting.database, ben)

    for _ in range(2):
        await noting.database.prepare_ledger(noting.now)

    noted = [json.loads(line) for line in ledger.file.read_text().splitlines() if line]
    assert sorted(line["person"] for line in noted if "person" in line) == sorted([ada, ben])


async def test_a_ledger_that_was_moved_away_is_made_anew_with_everybody(noting: World, ledger: ErasureLedger) -> None:
    ada, ben, *_ = [one.id for one in await fill(noting.database, 20)]
    await erase(noting.database, ada)
    ledger.file.rename(ledger.file.with_name("moved.jsonl"))

    await erase(noting.database, ben)

    assert ledger.erased() == {ada, ben}


async def test_whoever_the_database_did_not_erase_after_all_is_taken_back(
    noting: World, ledger: ErasureLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben, *_ = [one.id for one in await fill(noting.database, 20)]
    await erase(noting.database, ben)
    no = partial(_says_no, "database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(noting.database.engine.dialect, "do_commit", no)
        with pytest.raises(Unavailable):
            await erase(noting.database, ada)

    assert ledger.erased() == {ben}
    assert ada in ledger.file.read_text()
    await erase(noting.database, ada)
    assert ledger.erased() == {ada, ben}


async def test_who_was_noted_twice_and_taken_back_once_is_erased(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path / "erasures.jsonl")
    await ledger.note(["ada"], TAKEN)
    await ledger.note(["ada"], TAKEN + timedelta(days=1))

    await ledger.take_back(["ada"], TAKEN + timedelta(days=1))

    assert ledger.noted() == {"ada": TAKEN}


async def test_of_several_processes_that_make_it_at_once_none_forgets_whom_another_noted(tmp_path: Path) -> None:
    ledger = ErasureLedger(tmp_path / "data" / "erasures.jsonl")
    people = [f"person {number}" for number in range(32)]

    await asyncio.gather(*(ledger.take_in([one], TAKEN) for one in people))

    assert ledger.erased() == set(people)
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["erasures.jsonl"]
    assert ledger.file.stat().st_mode & 0o077 == 0


# -- what the tests do ---------------------------------------------------------------------------------------------


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As a full disk does, it writes what there is room for, and says how much that was."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _says_no(why: str, _: object) -> None:
    raise sqlite3.OperationalError(why)


async def is_gone(person_id: str, machine: Settings) -> bool:
    """Whether they are erased there, and their key with them."""
    async with at_settings(machine) as database, database.reading() as store:
        person = await store.people.person(person_id)
        assert person is not None
        assert isinstance(database.keys, KeyStore)
        return person.state == "erased" and person_id not in await database.keys.holders()


async def comes_back_and_dies(machine: Settings, folder: Path, ledger: ErasureLedger, now: datetime, step: str) -> None:
    """In a process of its own, which ends at that step as by a power cut."""
    asked = [str(folder), "--ledger", str(ledger.file)]
    process = get_context("spawn").Process(target=_comes_back, args=(asked, machine, now, step))
    process.start()
    await asyncio.to_thread(process.join, 120)
    assert process.exitcode == KILLED


def _comes_back(asked: list[str], machine: Settings, now: datetime, step: str) -> None:
    end_at(step)
    restore(restore_words().parse_args(asked), machine, now)
