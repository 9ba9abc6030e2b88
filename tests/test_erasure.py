"""Whoever is erased is gone: from every table, from the bytes of every file, and past what all master keys can open."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.chat.action import ReadShare
from bot.rules.visibility import own
from storage.key_store import KeyStore
from storage.sealed import Destroyed
from storage.store import Database, Store
from storage.tables import Delivery, Draft, Entry, Invitation, Participation, Person, Table, Tag, new_id
from tests.factories import RunningCohort, running_cohort
from tests.world import World

NOW = datetime(2027, 3, 8, 16, 30, tzinfo=UTC)
WORDS = "Canary-words: nobody answered at first."
SHARED = "Canary-share: nobody answered."
NAME = "Adelheid Canary-Name"
EMAIL = "canary.address@example.org"
CANARIES = (WORDS, SHARED, "Canary-", EMAIL, "CANARYID")


class Gone(NamedTuple):
    """What is known of somebody before they are erased."""

    cohort: RunningCohort
    ada: Person
    wrapped: bytes
    sealed: list[bytes]


@pytest.fixture
async def known(world: World) -> Gone:
    """Ada wrote, tagged, shared, was invited and mentioned; so did others, and theirs stays."""
    async with world.database.transaction() as store:
        cohort = await running_cohort(store, 6)
        ada = cohort.people[0]
        ada.name, ada.email, ada.external_id = NAME, EMAIL, "CANARYID"
        sealed = [await write(store, cohort, person, number) for number, person in enumerate(cohort.people)]
        await mention(store, cohort, ada)
    keys = world.database.keys
    assert isinstance(keys, KeyStore)
    async with keys.engine.connect() as connection:
        wrapped = await connection.scalar(text("SELECT wrapped FROM person_key WHERE person_id = :id"), {"id": ada.id})
    assert wrapped
    return Gone(cohort, ada, wrapped, sealed[0])


async def test_an_erased_person_stands_in_no_table(world: World, known: Gone) -> None:
    before = await everything(world.database)
    assert NAME in before
    assert EMAIL in before

    await erase(world.database, known.ada)

    left = await everything(world.database)
    assert [canary for canary in CANARIES if canary in left] == []
    assert not any(sealed.hex() in left for sealed in known.sealed)


async def test_the_others_keep_all_that_is_theirs(world: World, known: Gone) -> None:
    ben = known.cohort.people[1]

    await erase(world.database, known.ada)

    async with world.database.transaction() as store:
        [entry] = await store.reflections.journal(ben.id)
        [turn] = await store.reflections.turns(entry.id)
        grant = own(turn, ben.id)
        assert grant is not None
        assert await store.reflections.open_turn(turn, grant) == WORDS
        assert len(await store.reflections.shares(entry.id)) == 1
        assert await store.audit.verify() is None


@pytest.mark.parametrize("name", ["e", "[", '"', "ReadShare", "Readers (all)", "\\1"])
async def test_a_name_is_forgotten_only_where_it_stands(world: World, name: str) -> None:
    async with world.database.transaction() as store:
        (ada, ben) = (await running_cohort(store, name="Readers")).people
        ada.name = name
        button = ReadShare(new_id()).pack()
        gaps = {"who": name, "cohort": "Readers everywhere", "action:+sharing.read": button}
        told = await store.deliveries.notice(ben, "sharing.received", NOW, **gaps)
        of_another = await store.waiting.keep_draft(ben, None, "ConfirmEdit", {"name": "Readers everywhere"}, NOW)
        of_ada = await store.waiting.keep_draft(ben, None, "ConfirmEdit", {"who": [name]}, NOW)

    await erase(world.database, ada)

    async with world.database.transaction() as store:
        kept = await store.session.get_one(Delivery, told.id)
        assert kept.detail == {"who": "—", "cohort": "Readers everywhere", "action:+sharing.read": button}
        assert await store.session.get(Draft, of_another) is not None
        assert await store.session.get(Draft, of_ada) is None


async def test_an_erased_person_leaves_cohorts_and_roles_and_hears_nothing_more(world: World, known: Gone) -> None:
    await erase(world.database, known.ada)

    async with world.database.transaction() as store:
        participation = await store.session.get_one(Participation, known.cohort.participations[0].id)
        assert participation.state == "left"
        assert await store.people.roles(known.ada.id) == ()
        waiting = select(Delivery).where(Delivery.person_id == known.ada.id, Delivery.state == "planned")
        assert (await store.session.exec(waiting)).all() == []


async def test_the_key_of_an_erased_person_is_gone_for_good(world: World, known: Gone) -> None:
    await erase(world.database, known.ada)

    with pytest.raises(Destroyed):
        await world.database.keys.key(known.ada.id)


async def test_who_comes_back_after_being_erased_is_somebody_new(world: World, known: Gone) -> None:
    await erase(world.database, known.ada)

    await world.someone("CANARYID", "Ada").writes("Hello again.")

    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", "T1")
        assert workspace is not None
        again = await store.people.at(workspace.id, "CANARYID")
        assert again is not None
        assert again.id != known.ada.id


async def test_an_erasure_that_was_undone_destroys_nothing(world: World, known: Gone) -> None:
    with pytest.raises(ZeroDivisionError):
        await erase(world.database, known.ada, trouble=ZeroDivisionError())

    assert await world.database.keys.key(known.ada.id)
    assert WORDS in await journal(world.database, known.ada)


async def test_an_erasure_that_a_crash_cut_short_is_finished(world: World, known: Gone) -> None:
    async with world.database.transaction() as store:
        ada = await store.session.get_one(Person, known.ada.id)
        await store.people.erase(ada, NOW)
        del store.session.info["erased"]  # the process dies right after the commit
    assert known.ada.id in await world.database.keys.holders()

    await world.database.finish_erasures()

    assert known.ada.id not in await world.database.keys.holders()


@pytest.mark.one_database("PostgreSQL keeps its log by its operator's own rule, which the operator's guide says")
async def test_nothing_of_an_erased_person_is_left_in_the_bytes_of_any_file(
    world: World, known: Gone, tmp_path: Path
) -> None:
    wanted = [*(canary.encode() for canary in CANARIES), known.wrapped, *known.sealed]
    before = bytes_of(tmp_path)
    assert NAME.encode() in before
    assert known.wrapped in before
    assert all(sealed in before for sealed in known.sealed)

    await erase(world.database, known.ada)

    after = bytes_of(tmp_path)
    assert [what for what in wanted if what in after] == []


async def test_no_words_stand_in_any_file_even_before_an_erasure(world: World, known: Gone, tmp_path: Path) -> None:
    content = bytes_of(tmp_path) + (await everything(world.database)).encode()

    assert WORDS.encode() not in content
    assert SHARED.encode() not in content


async def erase(database: Database, ada: Person, trouble: Exception | None = None) -> None:
    async with database.transaction() as store:
        await store.people.erase(await store.session.get_one(Person, ada.id), NOW)
        if trouble:
            raise trouble


async def write(store: Store, cohort: RunningCohort, author: Person, number: int) -> list[bytes]:
    """An entry with a turn, a tag, a share with the next one in the row, and a tombstone."""
    entry = await store.reflections.begin(
        Entry(
            organisation_id=author.organisation_id,
            person_id=author.id,
            participation_id=cohort.participations[number].id,
            kind="free",
            written_at=NOW + timedelta(minutes=number),
        )
    )
    turn = await store.reflections.seal_turn(entry, 0, "person", "form", WORDS, "", NOW)
    [value, *_] = await store.cohorts.values(cohort.cohort.id)
    store.session.add(Tag(entry_id=entry.id, value_id=value.id, seen="lived"))
    reader = cohort.people[(number + 1) % len(cohort.people)]
    share = await store.reflections.share(
        entry, SHARED, cohort_id=cohort.cohort.id, audience="partner", recipient_id=reader.id, now=NOW
    )
    await store.reflections.bury(author.id, "1.0", NOW)
    await store.audit.write(organisation_id="o", actor_id=author.id, deed="share_made", thing=share.id, now=NOW)
    await store.deliveries.notice(
        reader,
        "sharing.received",
        NOW,
        cohort_id=cohort.cohort.id,
        once=share.id,
        **{"name": author.name, "action:+sharing.read": ReadShare(share.id).pack()},
    )
    return [turn.sealed, share.sealed]


async def mention(store: Store, cohort: RunningCohort, ada: Person) -> None:
    """Ada stands in an invitation, in a draft of the facilitator's, and as somebody's line manager."""
    store.session.add(
        Invitation(
            organisation_id=ada.organisation_id,
            cohort_id=cohort.cohort.id,
            workspace_id=ada.workspace_id,
            invited_by=cohort.facilitator.id,
            email=EMAIL.upper(),
            name=NAME,
            invited_at=NOW,
        )
    )
    store.session.add(
        Draft(person_id=cohort.facilitator.id, change="Confirm", values={"people": [EMAIL, new_id()]}, made_at=NOW)
    )
    (await store.session.get_one(Participation, cohort.participations[1].id)).reports_to = EMAIL
    await store.session.flush()


async def journal(database: Database, ada: Person) -> list[str]:
    async with database.transaction() as store:
        reflections = store.reflections
        turns = [turn for entry in await reflections.journal(ada.id) for turn in await reflections.turns(entry.id)]
        granted = [(turn, own(turn, ada.id)) for turn in turns]
        return [await reflections.open_turn(turn, grant) for turn, grant in granted if grant]


async def everything(database: Database) -> str:
    """Every value of every column of every table, as text."""
    async with database.engine.connect() as connection:
        rows = [row for table in Table.metadata.sorted_tables for row in await connection.execute(table.select())]
    return "\n".join(value.hex() if isinstance(value, bytes) else str(value) for row in rows for value in row)


def bytes_of(folder: Path) -> bytes:
    """The database, the key store and whatever stands beside them."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
