"""A backup comes back over what is damaged, and whatever it cannot come back over is said in a sentence."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.settings import Settings
from bot.starting import whole
from storage.erasure_ledger import ErasureLedger
from storage.hold import Hold
from tests import machines
from tests.machines import at_settings, come_back, restored, take
from tests.many_reflections import expected, fill, opened
from tests.world import World

PAGE = 4096  # bytes

machine, another, ledger, noting = machines.FIXTURES

pytestmark = pytest.mark.one_database("PostgreSQL is backed up by its own tools")


def other_bytes(file: Path) -> None:
    file.write_bytes(b"\0\1\2 no database" * PAGE)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: PAGE + 1000])


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def overwritten_pages(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:PAGE] + b"\xff" * (len(content) - PAGE))


def its_log_alone(file: Path) -> None:
    """The file was damaged while the bot was writing, so that SQLite's log stayed beside it."""
    log, kept = file.with_name(file.name + "-wal"), file.with_name("kept")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE of_the_damaged (a)")
        connection.commit()
        shutil.copy(log, kept)
    other_bytes(file)
    kept.rename(log)


@pytest.mark.parametrize("name", ["exchange.db", "keys.db"])
@pytest.mark.parametrize("damage", [other_bytes, cut_off, nothing, overwritten_pages, its_log_alone])
async def test_a_backup_comes_back_over_a_damaged_file(
    noting: World,
    machine: Settings,
    another: Settings,
    ledger: ErasureLedger,
    tmp_path: Path,
    damage: Callable[[Path], None],
    name: str,
) -> None:
    await fill(noting.database, 10)
    await take(machine, tmp_path / "copy")
    await come_back(another, tmp_path / "copy", ledger, noting.now)
    damage(tmp_path / "another" / name)

    with pytest.raises(Misconfigured, match="--replace"):
        await restored(another, tmp_path / "copy", now=noting.now)
    await restored(another, tmp_path / "copy", "--replace", now=noting.now)

    async with at_settings(another) as back:
        assert await opened(back) == expected(10)
    with closing(sqlite3.connect(tmp_path / "another" / name)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'of_the_damaged'").fetchall()


async def test_a_damaged_file_that_is_served_is_left_alone(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")
    await come_back(another, tmp_path / "copy", ledger, noting.now)
    other_bytes(tmp_path / "another" / "exchange.db")
    serving = Hold(another.database_url)
    assert serving.take()

    with pytest.raises(Misconfigured, match="Stop it first"):
        await restored(another, tmp_path / "copy", "--replace", now=noting.now)

    serving.let_go()
    await restored(another, tmp_path / "copy", "--replace", now=noting.now)


@pytest.mark.parametrize("name", ["exchange.db", "keys.db"])
async def test_a_folder_in_the_place_of_a_file_is_named(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path, name: str
) -> None:
    await take(machine, tmp_path / "copy")
    (tmp_path / "another" / name).mkdir(parents=True)

    with pytest.raises(Misconfigured, match=f"{name} cannot be written"):
        await come_back(another, tmp_path / "copy", ledger, noting.now, "--replace")

    with pytest.raises(Misconfigured, match="restore"):
        whole(another.database_url, another.keys_url)
    (tmp_path / "another" / name).rmdir()
    await come_back(another, tmp_path / "copy", ledger, noting.now, "--replace")
    whole(another.database_url, another.keys_url)


async def test_a_folder_that_is_no_ledger_is_named(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")

    with pytest.raises(Misconfigured, match=f"ledger at {tmp_path} cannot be used"):
        await restored(another, tmp_path / "copy", "--ledger", str(tmp_path), now=noting.now)
    with pytest.raises(Misconfigured, match=f"ledger at {tmp_path} cannot be used"):
        await come_back(replace(another, erasures_file=str(tmp_path)), tmp_path / "copy", ledger, noting.now)
