"""The erasure ledger knows whoever was told that they are erased, whatever happens to the machine it is on."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from storage.engine import Unavailable
from storage.erasure_ledger import ErasureLedger
from tests import machines
from tests.machines import TAKEN, erase
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

    [line] = [json.loads(line) for line in ledger.file.read_text().splitlines() if line]
    assert line == {"person": ada, "at": noting.now.isoformat()}


async def test_an_erasure_whose_line_the_disk_cuts_short_does_not_happen(noting: World, ledger: ErasureLedger) -> None:
    ada = (await fill(noting.database, 10))[0].id
    ledger.file.write_text("x" * LONGER_THAN_A_DATABASE)

    with no_file_longer_than(LONGER_THAN_A_DATABASE + 30), pytest.raises(Unavailable):
        await erase(noting.database, ada)

    async with noting.database.reading() as store:
        assert ada not in await store.people.erased()
    assert await noting.database.keys.key(ada)
    assert ledger.erased() == frozenset()
    await erase(noting.database, ada)
    assert ledger.erased() == {ada}


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
