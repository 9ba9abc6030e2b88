"""Every person has one key; it can be wrapped anew at any time, and destroyed for good."""

import asyncio
import secrets

import pytest
from sqlalchemy import text

from storage.engine import Unavailable, connect
from storage.key_store import KeyStore
from storage.master_keys import MasterKeys, UnknownMaster, master_keys, new_master_key
from storage.sealed import Destroyed, Tampered
from storage.store import Database
from tests.databases import MASTERS
from tests.sizes import size

PEOPLE = size(10_000)


@pytest.fixture
def keys(database: Database) -> KeyStore:
    assert isinstance(database.keys, KeyStore)
    return database.keys


async def test_a_person_keeps_the_first_key_that_was_made(keys: KeyStore) -> None:
    await asyncio.gather(*(keys.create("ada") for _ in range(5)))
    first = await keys.key("ada")

    await keys.create("ada")

    assert await keys.key("ada") == first
    assert await keys.holders() == {"ada"}


async def test_no_two_people_have_the_same_key(keys: KeyStore) -> None:
    await keys.create("ada")
    await keys.create("ben")

    assert await keys.key("ada") != await keys.key("ben")


async def test_a_destroyed_key_is_gone_for_every_process_at_once(keys: KeyStore) -> None:
    other = KeyStore(keys.engine, MASTERS)
    await keys.create("ada")
    await other.key("ada")

    await keys.destroy("ada")

    for store in (keys, other):
        with pytest.raises(Destroyed):
            await store.key("ada")


async def test_a_key_that_was_never_made_is_no_key(keys: KeyStore) -> None:
    with pytest.raises(Destroyed):
        await keys.key("nobody")


async def test_a_wrapped_key_moved_to_somebody_else_does_not_open(keys: KeyStore) -> None:
    await keys.create("ada")
    async with keys.engine.begin() as connection:
        await connection.execute(text("UPDATE person_key SET person_id = 'ben'"))

    with pytest.raises(Tampered):
        await keys.key("ben")


async def test_all_keys_are_wrapped_anew_while_they_are_read_and_destroyed(keys: KeyStore) -> None:
    people = [f"person {number}" for number in range(PEOPLE)]
    await fill(keys, people)
    before = {person: await keys.key(person) for person in secrets.SystemRandom().sample(people, 20)}
    newer = KeyStore(keys.engine, with_a_new_one(keys.masters))

    async with asyncio.TaskGroup() as at_once:
        at_once.create_task(keys.destroy("person 0"))
        done = at_once.create_task(newer.rewrap())
        for person in before:
            at_once.create_task(newer.key(person) if person != "person 0" else asyncio.sleep(0))

    only_new = KeyStore(keys.engine, MasterKeys(newer.masters.newest))
    assert done.result() in {PEOPLE - 1, PEOPLE}
    assert await newer.rewrap() == 0
    for person in set(before) - {"person 0"}:
        assert await only_new.key(person) == before[person]
    with pytest.raises(Destroyed):
        await only_new.key("person 0")


async def test_a_key_that_does_not_open_stays_as_it_is_and_keeps_no_other_waiting(
    keys: KeyStore, caplog: pytest.LogCaptureFixture
) -> None:
    people = [f"person {number:04}" for number in range(1100)]  # more than are wrapped anew at a time
    await fill(keys, people)
    bad = [people[0], people[499], people[500], people[-1]]
    async with keys.engine.begin() as connection:
        for one in bad:
            await connection.execute(
                text("UPDATE person_key SET wrapped = :wrapped WHERE person_id = :one"), {"wrapped": b"bad", "one": one}
            )
    newer = KeyStore(keys.engine, with_a_new_one(keys.masters))

    done = [await newer.rewrap(), await newer.rewrap()]

    assert done == [len(people) - len(bad), 0]
    assert caplog.messages == [f"keys that do not open, and stay under an older master key: {len(bad)}"] * 2
    only_new = KeyStore(keys.engine, MasterKeys(newer.masters.newest))
    assert await only_new.key(people[1])
    assert await only_new.missing_master() == keys.masters.newest.version


async def test_without_the_master_key_that_wrapped_it_a_key_does_not_open(keys: KeyStore) -> None:
    await keys.create("ada")

    with pytest.raises(UnknownMaster):
        await KeyStore(keys.engine, master_keys(new_master_key())).key("ada")


async def test_a_key_store_of_a_later_version_is_refused(keys: KeyStore) -> None:
    await keys.prepare()
    async with keys.engine.begin() as connection:
        await connection.execute(text("INSERT INTO key_schema (version) VALUES (99)"))

    with pytest.raises(RuntimeError, match="later version"):
        await keys.prepare()

    async with keys.engine.begin() as connection:
        await connection.execute(text("DELETE FROM key_schema WHERE version = 99"))


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:////nowhere/keys.db", "postgresql+asyncpg://postgres@127.0.0.1:1/keys"]
)
async def test_a_key_store_that_is_away_is_said_to_be_unavailable(url: str) -> None:
    store = KeyStore(connect(url), MASTERS)

    with pytest.raises(Unavailable):
        await store.key("ada")

    await store.close()
    await asyncio.sleep(0.05)  # aiosqlite's thread has a last word for the loop when it could not open a file


async def fill(keys: KeyStore, people: list[str]) -> None:
    version, wrap = keys.masters.newest.version, keys.masters.wrap
    wrapped = {person: wrap(secrets.token_bytes(32), f"person key|{person}".encode()) for person in people}
    rows = [{"id": person, "version": version, "wrapped": key} for person, key in wrapped.items()]
    async with keys.engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO person_key (person_id, master_version, wrapped) VALUES (:id, :version, :wrapped)"), rows
        )


def with_a_new_one(masters: MasterKeys) -> MasterKeys:
    return MasterKeys(master_keys(new_master_key()).newest, (masters.newest, *masters.older))


async def test_keys_under_a_master_key_that_is_not_there_are_seen_among_others(keys: KeyStore) -> None:
    await keys.create("ada")
    newer = master_keys(new_master_key())
    await KeyStore(keys.engine, newer).create("ben")

    assert await keys.missing_master() == newer.newest.version
    assert await KeyStore(keys.engine, MasterKeys(newer.newest, (MASTERS.newest,))).missing_master() == ""
