"""The master key is changed while people write, and nothing that anybody wrote is lost by it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from storage.engine import connect
from storage.key_store import KeyStore
from storage.master_keys import MasterKeys, UnknownMaster, master_keys, new_master_key
from storage.sealed import Destroyed
from storage.store import Database
from storage.tables import Entry, Person, new_id
from tests.databases import MASTERS
from tests.many_reflections import PEOPLE, WRITTEN, expected, fill, opened
from tests.sizes import size
from tests.test_key_store import fill as fill_keys

REFLECTIONS = KEYS = size(10_000)
NEW = master_keys(new_master_key()).newest
OLD_FIRST, NEW_FIRST = MasterKeys(MASTERS.newest, (NEW,)), MasterKeys(NEW, (MASTERS.newest,))
WORDS = "Canary: the key changed in the middle of this."


@dataclass
class Traffic:
    """Two processes that write and read: one of them has the new key already, the other seals with the old one."""

    processes: tuple[Database, Database]
    written: int = 0
    read: int = 0
    done: bool = False

    async def write(self, organisation_id: str, workspace_id: str) -> None:
        """Somebody new each time, so that keys are made all the while."""
        while not self.done:
            await write(self.processes[self.written % 2], organisation_id, workspace_id)
            self.written += 1

    async def open_keys(self, people: list[str]) -> None:
        """Raises whatever keeps one from being opened."""
        while not self.done:
            await self.processes[self.read % 2].keys.key(secrets.choice(people))
            self.read += 1

    async def flows(self) -> None:
        """Waits until both have gone on for a while."""
        written, read = self.written, self.read
        while self.written < written + 4 or self.read < read + 4:  # noqa: ASYNC110 two counts, and no event for either
            await asyncio.sleep(0.01)


async def test_every_entry_is_readable_after_the_key_was_changed_under_way(database: Database) -> None:
    made = await fill(database, REFLECTIONS)
    async with with_keys(database, OLD_FIRST) as older, with_keys(database, NEW_FIRST) as newer:
        assert isinstance(older.keys, KeyStore)
        assert isinstance(newer.keys, KeyStore)
        await fill_keys(older.keys, [f"{at}" for at in range(KEYS)])
        traffic = Traffic((older, newer))
        somebody = await person_of(database, made[0].id)

        async with asyncio.TaskGroup() as at_once:
            at_once.create_task(traffic.write(somebody.organisation_id, somebody.workspace_id))
            at_once.create_task(traffic.open_keys([one.id for one in made]))
            await traffic.flows()
            rewrapped = await newer.keys.rewrap()
            await traffic.flows()
            traffic.done = True
        await newer.keys.rewrap()  # what the process with the old key first sealed meanwhile

    async with with_keys(database, MasterKeys(NEW)) as only_new:
        words = await opened(only_new)
    assert rewrapped >= PEOPLE + KEYS
    assert words.pop(WORDS) == traffic.written
    assert words == expected(REFLECTIONS)


async def test_who_is_erased_meanwhile_stays_erased(database: Database) -> None:
    made = await fill(database, PEOPLE)
    async with with_keys(database, NEW_FIRST) as newer:
        assert isinstance(newer.keys, KeyStore)
        await asyncio.gather(newer.keys.rewrap(), newer.keys.destroy(made[0].id))

        with pytest.raises(Destroyed):
            await newer.keys.key(made[0].id)


async def test_afterwards_the_old_key_opens_nothing(database: Database) -> None:
    made = await fill(database, PEOPLE)
    async with with_keys(database, NEW_FIRST) as newer:
        assert isinstance(newer.keys, KeyStore)
        await newer.keys.rewrap()

    for one in made:
        with pytest.raises(UnknownMaster):
            await database.keys.key(one.id)


@asynccontextmanager
async def with_keys(database: Database, masters: MasterKeys) -> AsyncIterator[Database]:
    """Another process on the same two databases, with those master keys."""
    assert isinstance(database.keys, KeyStore)
    words, keys = (
        connect(one.url.render_as_string(hide_password=False)) for one in (database.engine, database.keys.engine)
    )
    store = KeyStore(keys, masters)
    yield Database(words, store)
    await words.dispose()
    await store.close()


async def person_of(database: Database, person_id: str) -> Person:
    async with database.reading() as store:
        return await store.session.get_one(Person, person_id)


async def write(database: Database, organisation_id: str, workspace_id: str) -> None:
    author = Person(
        organisation_id=organisation_id, workspace_id=workspace_id, external_id=f"U{new_id()}", met_at=WRITTEN
    )
    async with database.transaction() as store:
        store.session.add(author)
        await store.session.flush()
        entry = Entry(organisation_id=organisation_id, person_id=author.id, kind="free", written_at=WRITTEN)
        await store.reflections.begin(entry)
        await store.reflections.seal_turn(entry, 0, "person", "form", WORDS, "", WRITTEN)
