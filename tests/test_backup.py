"""A backup is taken while people write, and on an empty machine it comes back silent, whole, and without the erased."""

import asyncio
import base64
import json
import secrets
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlmodel import select

from bot.errors import Misconfigured
from bot.keeping_safe import backup, restore
from bot.settings import Settings
from storage.engine import connect
from storage.erasure_ledger import ErasureLedger
from storage.key_store import KeyStore
from storage.migrations import configuration
from storage.sealed import Destroyed
from storage.snapshots import Place
from storage.store import Database, Store
from storage.tables import Entry, Leg, Person, new_id
from tests.databases import MASTERS
from tests.factories import running_cohort
from tests.many_reflections import expected, fill, opened
from tests.promises import promised, row_of
from tests.sizes import size
from tests.world import FakeChannel, World

TAKEN = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)  # a World's real time
REFLECTIONS = size(100_000)
WORDS = "Written while everything was copied."

pytestmark = pytest.mark.one_database("PostgreSQL is backed up by its own tools")


@pytest.fixture
def machine(tmp_path: Path) -> Settings:
    """The settings of the machine that the tests' database is on."""
    return settings_at(tmp_path / "bot.db", tmp_path / "keys.db")


@pytest.fixture
def another(tmp_path: Path) -> Settings:
    """An empty machine, with the master key and nothing else."""
    return settings_at(tmp_path / "another" / "exchange.db", tmp_path / "another" / "keys.db")


@pytest.fixture
def ledger(database: Database, machine: Settings) -> ErasureLedger:
    """The ledger of the first machine, in use."""
    made = ErasureLedger(machine.ledger_file)
    made.prepare()
    return made


@pytest.fixture
async def noting(world: World, ledger: ErasureLedger) -> World:
    """A world whose database notes erasures, on a platform that knows no repeat by its id."""
    async with world.database.engine.begin() as connection:
        await connection.run_sync(lambda one: command.stamp(configuration(one), "head"))
    return replace(world, database=replace(world.database, ledger=ledger), channel=FakeChannel(memory=False))


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


# -- what the tests do ---------------------------------------------------------------------------------------------


def settings_at(words: Path, keys: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{words}",
        keys_url=f"sqlite+aiosqlite:///{keys}",
        master_keys=base64.b64encode(MASTERS.newest.key).decode(),
    )


async def take(machine: Settings, folder: Path) -> None:
    await asyncio.to_thread(backup, [str(folder)], machine, TAKEN)


async def come_back(machine: Settings, folder: Path, ledger: ErasureLedger, now: datetime, *more: str) -> None:
    await restored(machine, folder, "--ledger", str(ledger.file), *more, now=now)


async def restored(machine: Settings, folder: Path, *more: str, now: datetime) -> None:
    await asyncio.to_thread(restore, [str(folder), *more], machine, now)


def at_settings(machine: Settings) -> "Opened":
    return Opened(machine.database_url, machine.keys_url)


def at(words: Path, keys: Path) -> "Opened":
    return Opened(f"sqlite+aiosqlite:///{words}", f"sqlite+aiosqlite:///{keys}")


class Opened:
    """A database and its keys, closed at the end of the block."""

    def __init__(self, words: str, keys: str) -> None:
        self.store = KeyStore(connect(keys), MASTERS)
        self.database = Database(connect(words), self.store)

    async def __aenter__(self) -> Database:
        return self.database

    async def __aexit__(self, *_: object) -> None:
        await self.database.close()
        await self.store.close()


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


async def erase(database: Database, person_id: str) -> None:
    async with database.transaction() as store:
        found = await store.people.person(person_id)
        assert found is not None
        await store.people.erase(found, datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
