"""What is sealed opens in its own row only, with its own key only, and shows itself nowhere."""

import base64
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.visibility import own
from storage.master_keys import UnknownMaster, master_key_file, master_keys, new_master_key
from storage.sealed import Destroyed, NotGranted, Tampered, bound_to, open_sealed, seal
from storage.store import Database, Store
from storage.tables import Entry, Person, Turn
from tests.factories import running_cohort
from tests.world import World

KEY = bytes(range(32))
ROW = bound_to("organisation", "person", "row")
NOW = datetime(2027, 3, 8, tzinfo=UTC)


@given(st.text())
def test_what_is_sealed_opens_again_and_does_not_show(text: str) -> None:
    sealed = seal(text, KEY, ROW)

    assert open_sealed(sealed, KEY, ROW) == text
    assert len(text) < 4 or text.encode() not in sealed


def test_the_same_words_never_look_the_same() -> None:
    assert seal("the same", KEY, ROW) != seal("the same", KEY, ROW)


@pytest.mark.parametrize(
    "other", [("other", "person", "row"), ("organisation", "other", "row"), ("organisation", "person", "other")]
)
def test_what_is_moved_to_another_row_does_not_open(other: tuple[str, str, str]) -> None:
    sealed = seal("words", KEY, ROW)

    with pytest.raises(Tampered):
        open_sealed(sealed, KEY, bound_to(*other))


@given(st.data())
def test_a_changed_bit_anywhere_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal("words", KEY, ROW))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Tampered):
        open_sealed(bytes(sealed), KEY, ROW)


@given(st.binary(max_size=40))
def test_junk_does_not_open(junk: bytes) -> None:
    with pytest.raises(Tampered):
        open_sealed(junk, KEY, ROW)


def test_the_newest_master_key_seals_and_all_of_them_open() -> None:
    old, new = new_master_key(), new_master_key()
    before, during, after = master_keys(old), master_keys(f"{new}, {old}"), master_keys(new)

    wrapped = before.wrap(b"a key", b"row")
    again = during.wrap(during.unwrap(wrapped, b"row"), b"row")

    assert after.unwrap(again, b"row") == b"a key"
    with pytest.raises(UnknownMaster):
        after.unwrap(wrapped, b"row")


@pytest.mark.parametrize("setting", ["", " , ", "short", base64.b64encode(b"31 bytes, which is one too few.").decode()])
def test_a_master_key_that_is_none_is_refused_without_being_quoted(setting: str) -> None:
    with pytest.raises(ValueError, match="32") as refusal:
        master_keys(setting)

    assert not setting.strip(" ,") or setting not in str(refusal.value)


def test_no_key_stands_in_a_repr() -> None:
    key = new_master_key()

    assert f"{master_keys(key)!r}" == "MasterKeys(newest=MasterKey(), older=())"


def test_the_first_start_makes_a_master_key_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "master.key"

    made, read = master_key_file(file), master_key_file(file)

    assert made == read
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["master.key"]


def test_a_master_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    master_key_file(file)
    file.chmod(0o640)

    with pytest.raises(ValueError, match="chmod 600"):
        master_key_file(file)


async def test_a_turn_opens_for_its_author_and_against_its_own_grant_only(world: World) -> None:
    async with world.database.transaction() as store:
        ada, _ben = (await running_cohort(store)).people
        first, second = await written(store, ada, "First."), await written(store, ada, "Second.")

        grant = own(first, ada.id)

        assert grant is not None
        assert await store.reflections.open_turn(first, grant) == "First."
        with pytest.raises(NotGranted):
            await store.reflections.open_turn(second, grant)


async def test_words_copied_into_another_row_do_not_open(world: World) -> None:
    async with world.database.transaction() as store:
        ada, ben = (await running_cohort(store)).people
        hers, his = await written(store, ada, "Hers."), await written(store, ben, "His.")
        his.sealed = hers.sealed
        grant = own(his, ben.id)

        assert grant is not None
        with pytest.raises(Tampered):
            await store.reflections.open_turn(his, grant)


async def test_nothing_is_sealed_for_somebody_who_was_erased(world: World) -> None:
    async with world.database.transaction() as store:
        ada, _ben = (await running_cohort(store)).people
        entry = Entry(organisation_id=ada.organisation_id, person_id=ada.id, kind="free", written_at=NOW)
        await store.reflections.begin(entry)
        ada.state = "erased"

        with pytest.raises(Destroyed):
            await store.reflections.seal_turn(entry, 0, "person", "form", "Too late.", "", NOW)

    assert await has_no_key(world.database, ada)


async def written(store: Store, person: Person, text: str) -> Turn:
    entry = Entry(organisation_id=person.organisation_id, person_id=person.id, kind="free", written_at=NOW)
    return await store.reflections.seal_turn(await store.reflections.begin(entry), 0, "person", "form", text, "", NOW)


async def has_no_key(database: Database, person: Person) -> bool:
    return person.id not in await database.keys.holders()
