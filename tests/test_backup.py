"""A backup is taken while people write, and on an empty machine it comes back silent, whole, and without the erased."""

import asyncio
import base64
import secrets
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import Misconfigured
from bot.settings import Settings
from storage.erasure_ledger import ErasureLedger
from storage.sealed import Destroyed
from storage.snapshots import Place
from storage.store import Database, Store
from storage.tables import Entry, Leg, Person, new_id
from tests import machines
from tests.databases import MASTERS
from tests.factories import running_cohort
from tests.machines import TAKEN, at, at_settings, come_back, erase, restored, take
from tests.many_reflections import expected, fill, opened
from tests.promises import promised, row_of
from tests.sizes import size
from tests.world import World

REFLECTIONS = size(100_000)
WORDS = "Written while everything was copied."

pytestmark = pytest.mark.one_database("PostgreSQL is backed up by its own tools")


machine, another, ledger, noting = machines.FIXTURES


async def test_a_backup_under_load_opens_row_by_row(noting: World, machine: Settings, tmp_path: Path) -> None:
    people = await fill(noting.database, REFLECTIONS)
    done = asyncio.Event()
    writers = [asyncio.create_task(write_on(noting.database, one.id, done)) for one in people[:4]]

    await take(machine, tmp_path / "copy")
    done.set()
    written = sum(await asyncio.gather(*writers))

    async with at(tmp_path / "copy" / "exchange.db", tmp_path / "copy" / "keys.db") as copy:
        words = await opened(copy)
    assert written > 0
    assert 0 <= words.pop(WORDS, 0) <= written
    assert words == expected(REFLECTIONS)


async def test_on_an_empty_machine_nothing_is_said_twice(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    cohort = await under_way(noting)
    await noting.until("2027-02-20 12:00")
    waiting = await promised(noting, "U1")
    await take(machine, tmp_path / "copy")
    noting.real.passes(minutes=1)
    await bring_visit_forward(noting, cohort)
    await noting.until("2027-03-03 12:00")
    said = list(noting.channel.sent)

    await come_back(another, tmp_path / "copy", ledger, noting.now)
    async with at_settings(another) as restored:
        later = replace(noting, database=restored)
        await later.until("2027-06-30 12:00")

        assert (await row_of(later, waiting)).state == "sent"
    assert len(said) > 10
    assert [one for one, times in Counter(sent.delivery for sent in noting.channel.sent).items() if times > 1] == []
    assert len(noting.channel.sent) > len(said)


async def test_where_the_platform_cannot_be_read_what_was_due_is_missed_and_the_rest_goes(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await under_way(noting)
    await noting.until("2027-01-20 12:00")
    waiting = await promised(noting, "U1")
    await take(machine, tmp_path / "copy")
    noting.real.passes(minutes=1)
    await noting.until("2027-01-22 12:00")
    said = len(noting.channel.sent)
    noting.channel.history = False

    await come_back(another, tmp_path / "copy", ledger, noting.now)
    async with at_settings(another) as restored:
        later = replace(noting, database=restored)
        await later.until("2027-02-10 12:00")

        assert ((await row_of(later, waiting)).state, (await row_of(later, waiting)).reason) == ("missed", "restored")
    assert [one for one, times in Counter(sent.delivery for sent in noting.channel.sent).items() if times > 1] == []
    assert len(noting.channel.sent) > said


async def test_who_was_erased_after_the_backup_stays_erased(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    ada, ben, *_ = [one.id for one in await fill(noting.database, 400)]
    await take(machine, tmp_path / "copy")
    await erase(noting.database, ada)

    await come_back(another, tmp_path / "copy", ledger, noting.now)

    async with at_settings(another) as restored:
        async with restored.reading() as store:
            gone = await store.people.person(ada)
            assert gone is not None
            assert (gone.state, gone.name) == ("erased", "")
            assert await store.reflections.journal(ada) == ()
            assert len(await store.reflections.journal(ben)) > 0
            assert await store.audit.verify() is None
        with pytest.raises(Destroyed):
            await restored.keys.key(ada)
        assert (await opened(restored)).total() == 350


async def test_a_machine_in_use_is_never_overwritten(noting: World, machine: Settings, tmp_path: Path) -> None:
    await fill(noting.database, 10)
    await take(machine, tmp_path / "copy")

    with pytest.raises(Misconfigured, match="open"):
        await restored(machine, tmp_path / "copy", "--replace", now=noting.now)

    assert not Place(tmp_path / "bot.db", tmp_path / "keys.db").is_half_restored
    assert await noting.database.keys.holders()


async def test_what_is_there_is_overwritten_only_when_told_to(
    noting: World, machine: Settings, another: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    await fill(noting.database, 10)
    await take(machine, tmp_path / "copy")
    await come_back(another, tmp_path / "copy", ledger, noting.now)

    with pytest.raises(Misconfigured, match="--replace"):
        await come_back(another, tmp_path / "copy", ledger, noting.now)

    await come_back(another, tmp_path / "copy", ledger, noting.now, "--replace")
    async with at_settings(another) as back:
        assert await opened(back) == expected(10)


async def test_a_missing_ledger_is_asked_for(
    noting: World, machine: Settings, another: Settings, tmp_path: Path
) -> None:
    await take(machine, tmp_path / "copy")

    with pytest.raises(Misconfigured, match="ledger"):
        await restored(another, tmp_path / "copy", now=noting.now)

    await restored(another, tmp_path / "copy", "--no-ledger", now=noting.now)
    assert ErasureLedger(another.ledger_file).erased() == frozenset()


@pytest.mark.parametrize("name", ["exchange.db", "keys.db", "manifest.json"])
async def test_a_damaged_backup_is_refused(
    noting: World, machine: Settings, another: Settings, tmp_path: Path, name: str
) -> None:
    await take(machine, tmp_path / "copy")
    content = bytearray((tmp_path / "copy" / name).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "copy" / name).write_bytes(content)

    with pytest.raises(Misconfigured):
        await restored(another, tmp_path / "copy", "--no-ledger", now=noting.now)

    assert not (tmp_path / "another" / "exchange.db").exists()


async def test_another_master_key_is_refused(
    noting: World, machine: Settings, another: Settings, tmp_path: Path
) -> None:
    await fill(noting.database, 10)
    await take(machine, tmp_path / "copy")
    wrong = replace(another, master_keys=base64.b64encode(secrets.token_bytes(32)).decode())

    with pytest.raises(Misconfigured, match="MASTER_KEYS"):
        await restored(wrong, tmp_path / "copy", "--no-ledger", now=noting.now)


async def test_a_folder_is_used_for_one_backup_only(noting: World, machine: Settings, tmp_path: Path) -> None:
    await take(machine, tmp_path / "copy")

    with pytest.raises(Misconfigured, match="not empty"):
        await take(machine, tmp_path / "copy")


async def test_no_backup_holds_the_master_key_or_the_ledger(
    noting: World, machine: Settings, ledger: ErasureLedger, tmp_path: Path
) -> None:
    ada = (await fill(noting.database, 10))[0].id
    await erase(noting.database, ada)
    await take(machine, tmp_path / "copy")

    files = sorted((tmp_path / "copy").iterdir())

    assert [file.name for file in files] == ["exchange.db", "keys.db", "manifest.json"]
    content = b"".join(file.read_bytes() for file in files)
    assert MASTERS.newest.key not in content
    assert b"bed manager" not in content
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


@pytest.mark.parametrize("is_there", [True, False])
async def test_who_backs_up_without_a_master_key_is_told_that_nobody_can_read_it(
    noting: World, machine: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_there: bool
) -> None:
    without = replace(machine, master_keys="")
    if is_there:
        without.master_key_file.touch()

    await take(without, tmp_path / "copy")

    assert ("Nobody can read it yet: there is no master key" in capsys.readouterr().out) is not is_there


# -- what the tests do ---------------------------------------------------------------------------------------------


async def under_way(world: World) -> str:
    """A cohort of six with a plan."""
    async with world.database.transaction() as store:
        made = await running_cohort(store, 6)
    return made.cohort.id


async def bring_visit_forward(world: World, cohort_id: str) -> None:
    """Moves what the backup has in the weeks after the return to before it."""
    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(cohort_id)
        assert cohort is not None
        legs = await store.session.exec(select(Leg).where(Leg.cohort_id == cohort_id))
        for leg in legs:
            if leg.first_day_on == date(2027, 3, 8):
                leg.first_day_on, leg.second_day_on = date(2027, 2, 24), date(2027, 2, 25)
        cohort.plan_anew()


async def reflection(store: Store, author: Person, at: int) -> None:
    entry = Entry(
        id=new_id(),
        organisation_id=author.organisation_id,
        person_id=author.id,
        kind="free",
        written_at=TAKEN + timedelta(seconds=at),
    )
    store.session.add(entry)
    await store.session.flush()
    await store.reflections.seal_turn(entry, 0, "person", "form", WORDS, "", TAKEN)


async def write_on(database: Database, author_id: str, done: asyncio.Event) -> int:
    """Writes one reflection after the other; how many."""
    written = 0
    while not done.is_set():
        async with database.transaction() as store:
            author = await store.people.person(author_id)
            assert author is not None
            await reflection(store, author, written)
        written += 1
    return written
