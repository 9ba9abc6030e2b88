"""A file that is no erasure ledger is never taken for one in which nobody was erased."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import running
from bot.errors import Misconfigured
from bot.settings import Settings, read
from bot.starting import not_lost
from storage.erasure_ledger import EmptyLedger, ErasureLedger, NotALedger
from tests import machines
from tests.machines import TAKEN, come_back, erase, restored, take
from tests.many_reflections import fill
from tests.test_commands import settings_in
from tests.world import World

machine, another, ledger, noting = machines.FIXTURES

pytestmark = pytest.mark.one_database("the ledger is a file of its own")


def another_json(file: Path) -> None:
    file.write_text(json.dumps({"taken_at": TAKEN.isoformat(), "sums": {"exchange.db": "0a"}}, indent=2))


def other_lines(file: Path) -> None:
    file.write_text('{"person": "Ada", "text": "."}\n{"person": "Ben", "at": "noon"}\n[1]\n"at"\n7\n')


def deep(file: Path) -> None:
    file.write_text("[" * 100_000)


def a_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE person (id)")


def bytes_of_any_kind(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 64)


def nothing(file: Path) -> None:
    file.touch()


def zeros(file: Path) -> None:
    file.write_bytes(bytes(512))


WRONG = [another_json, other_lines, deep, a_database, bytes_of_any_kind]
EMPTY = [nothing, zeros]


@pytest.mark.parametrize("make", [*WRONG, *EMPTY, Path.mkdir])
@pytest.mark.parametrize("named", [True, False])
async def test_nothing_is_changed_where_a_ledger_is_something_else(
    noting: World, machine: Settings, another: Settings, tmp_path: Path, make: Callable[[Path], None], named: bool
) -> None:
    await take(machine, tmp_path / "copy")
    wrong = tmp_path / "no ledger" if named else another.ledger_file
    wrong.parent.mkdir(exist_ok=True)
    make(wrong)
    before = everything_in(tmp_path)

    with pytest.raises(Misconfigured, match=f"{wrong} (is no erasure ledger|is empty|cannot be used)"):
        await restored(another, tmp_path / "copy", *(["--ledger", str(wrong)] if named else []), now=noting.now)

    assert everything_in(tmp_path) == before


async def test_one_wrong_ledger_beside_a_right_one_is_refused_too(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")
    another_json(tmp_path / "wrong")

    with pytest.raises(Misconfigured, match="wrong is no erasure ledger"):
        await come_back(another, tmp_path / "copy", ledger, noting.now, "--ledger", str(tmp_path / "wrong"))

    assert not another.ledger_file.exists()


async def test_a_ledger_in_which_nobody_is_noted_yet_is_one(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")

    await come_back(another, tmp_path / "copy", ledger, noting.now)

    assert ledger.erased() == ErasureLedger(another.ledger_file).erased() == frozenset()


@pytest.mark.parametrize("make", EMPTY)
async def test_an_empty_file_in_the_ledgers_place_gives_way_to_one_that_is_named(
    noting: World,
    machine: Settings,
    another: Settings,
    ledger: ErasureLedger,
    tmp_path: Path,
    make: Callable[[Path], None],
) -> None:
    ada = (await fill(noting.database, 10))[0].id
    await take(machine, tmp_path / "copy")
    await erase(noting.database, ada)
    another.ledger_file.parent.mkdir()
    make(another.ledger_file)

    await come_back(another, tmp_path / "copy", ledger, noting.now)
    await restored(another, tmp_path / "copy", "--replace", now=noting.now)

    assert ErasureLedger(another.ledger_file).erased() == {ada}


async def test_an_empty_file_is_no_hindrance_where_nobody_was_ever_erased(
    noting: World, machine: Settings, another: Settings, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")
    another.ledger_file.parent.mkdir()
    nothing(another.ledger_file)

    await restored(another, tmp_path / "copy", "--no-ledger", now=noting.now)

    assert ErasureLedger(another.ledger_file).erased() == frozenset()


@pytest.mark.parametrize("make", EMPTY)
async def test_an_empty_ledger_of_an_older_version_is_one_after_a_start(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    kept = ErasureLedger(tmp_path / "erasures.jsonl")
    make(kept.file)
    with pytest.raises(EmptyLedger):
        kept.erased()

    await kept.take_in([], TAKEN)

    assert kept.erased() == frozenset()


@pytest.mark.parametrize("make", [*WRONG, Path.mkdir])
async def test_nobody_is_noted_in_a_file_that_is_something_else(tmp_path: Path, make: Callable[[Path], None]) -> None:
    settings = replace(read(settings_in(tmp_path)), erasures_file=str(tmp_path / "no ledger"))
    make(settings.ledger_file)
    before = everything_in(tmp_path).get(settings.ledger_file)

    with pytest.raises(Misconfigured, match=r"no ledger (is no erasure ledger|cannot be used)"):
        async with running(settings):
            pass

    assert everything_in(tmp_path).get(settings.ledger_file) == before


async def test_a_start_says_where_a_database_in_use_lacks_its_ledger(
    noting: World, machine: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    lost = ErasureLedger(machine.ledger_file.with_name("lost.jsonl"))

    await not_lost(noting.database, lost)
    before_anybody_worked = caplog.text
    async with noting.database.transaction() as store:
        await store.attendances.for_change(noting.real())
    await not_lost(noting.database, ErasureLedger(machine.ledger_file))
    with_its_ledger = caplog.text
    await not_lost(noting.database, lost)

    assert (before_anybody_worked, with_its_ledger) == ("", "")
    assert f"no erasure ledger at {lost.file}" in caplog.text


async def test_a_line_torn_off_leaves_a_ledger_a_ledger(tmp_path: Path) -> None:
    torn = ErasureLedger(tmp_path / "erasures.jsonl")
    await torn.take_in([], TAKEN)
    with torn.file.open("a") as file:
        file.write('\n{"person": "be')

    assert torn.erased() == frozenset()
    other_lines(torn.file)
    with pytest.raises(NotALedger):
        torn.erased()


def everything_in(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() if one.is_file() else b"" for one in folder.rglob("*")}
