"""People see what is stored about them, get all of it, and can have all of it erased."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from bot.coach.builtin import BuiltinCoach
from bot.flows.enrolling import Enrolling
from bot.flows.noting import Noting
from bot.flows.privacy import Privacy
from bot.flows.reflecting import Reflecting
from storage.exporting import rows_about
from storage.sealed import Destroyed
from storage.tables import Consent, Delivery, Entry, Person, Share, Table, Turn
from tests.backstage import library
from tests.factories import running_cohort
from tests.world import Someone, World, button

COACH = BuiltinCoach.read(Path("prompts"), "en")
WORDS = "She asked who was carrying the heaviest load."


@pytest.fixture
async def ada(world: World) -> Someone:
    world.desks = [Privacy().desk, Enrolling(library()).desk, Reflecting(COACH).desk, Noting(COACH).desk]
    async with world.database.transaction() as store:
        await running_cohort(store)
    ada = world.someone("U1", "Ada", email="ada@halden.example")
    await ada.writes(WORDS)
    return ada


async def person(world: World, external_id: str) -> Person:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == external_id))).one()


async def share_with_ben(world: World) -> None:
    async with world.database.transaction() as store:
        entry = (await store.session.exec(select(Entry))).one()
        ben = (await store.session.exec(select(Person).where(Person.external_id == "U2"))).one()
        (cohort,) = await store.cohorts.joined_by(ben)
        await store.reflections.share(
            entry, "She asked.", cohort_id=cohort.id, audience="partner", recipient_id=ben.id, now=world.now
        )


async def test_privacy_tells_what_is_stored_and_offers_the_other_answer(world: World, ada: Someone) -> None:
    told = (await ada.types("privacy")).say
    assert told is not None
    assert "You said yes" in told.text

    await ada.presses(button(told, "No, keep nothing"))
    told = (await ada.types("privacy")).say

    assert told is not None
    assert "You said no" in told.text
    assert button(told, "Yes, keep what I write")


async def test_an_export_says_first_where_it_will_stand(world: World, ada: Someone) -> None:
    preview = await ada.types("mydata export")

    assert preview.documents == ()
    assert preview.say is not None
    assert "belongs to your employer" in preview.say.text


async def test_an_export_holds_every_word_and_every_row(world: World, ada: Someone) -> None:
    await share_with_ben(world)
    await ada.types("note wonder Who decides at night / respect strained")
    preview = (await ada.types("mydata export")).say
    assert preview is not None

    documents = {one.name: one.content.decode() for one in (await ada.presses(preview.buttons[0])).documents}

    rows = json.loads(documents["exchange-coach.json"])
    assert {row["text"] for row in rows["turn"]} == {WORDS, "Who decides at night"}
    assert [row["text"] for row in rows["share"]] == ["She asked."]
    assert [row["seen"] for row in rows["tag"]] == ["strained"]
    assert {"person", "participation", "leg", "delivery", "entry"} <= set(rows)
    assert WORDS in documents["exchange-coach.txt"]


async def test_an_export_holds_nothing_that_somebody_else_wrote(world: World, ada: Someone) -> None:
    await share_with_ben(world)
    ben = world.someone("U2", "Ben")
    preview = (await ben.types("mydata export")).say
    assert preview is not None

    documents = (await ben.presses(preview.buttons[0])).documents

    assert all(b"She asked" not in one.content for one in documents)


async def test_no_table_that_names_people_is_left_out_of_the_export(world: World, ada: Someone) -> None:
    someone = await person(world, "U1")
    async with world.database.transaction() as store:
        for table in Table.metadata.sorted_tables:
            for column in table.columns:
                assert not column.name.endswith("person_id") or column.foreign_keys, f"{table.name}.{column.name}"
        assert (await rows_about(store.session, someone))["person"][0]["id"] == someone.id


async def test_erasing_needs_the_tick(world: World, ada: Someone) -> None:
    form = (await ada.types("mydata erase")).open
    assert form is not None

    reply = await ada.fills_in(form)

    assert list(reply.problems) == ["sure"]
    assert (await person(world, "U1")).name == "Ada"


async def test_erasing_destroys_the_key_and_leaves_only_proof(world: World, ada: Someone) -> None:
    await share_with_ben(world)
    someone = await person(world, "U1")
    form = (await ada.types("mydata erase")).open
    assert form is not None

    reply = await ada.fills_in(form, sure=True)

    assert reply.open is not None
    assert "Everything is erased" in reply.open.text
    with pytest.raises(Destroyed):
        await world.database.keys.key(someone.id)
    async with world.database.transaction() as store:
        for table in (Entry, Turn, Share):
            assert (await store.session.exec(select(table))).all() == []
        erased = await store.session.get_one(Person, someone.id)
        told = (await store.session.exec(select(Delivery).where(Delivery.prompt == "leaving.told_erased"))).one()
    assert (erased.name, erased.email, erased.state) == ("", "", "erased")
    assert told.detail == {"cohort": "Spring"}


async def test_who_was_erased_and_comes_back_is_asked_anew(world: World, ada: Someone) -> None:
    form = (await ada.types("mydata erase")).open
    assert form is not None
    await ada.fills_in(form, sure=True)

    reply = await ada.writes("Hello again.")

    assert reply.say is not None
    assert "May I keep what you write?" in reply.say.text


async def test_a_consent_stays_as_proof_after_an_erasure(world: World, ada: Someone) -> None:
    told = (await ada.types("privacy")).say
    assert told is not None
    await ada.presses(button(told, "No, keep nothing"))
    form = (await ada.types("mydata erase")).open
    assert form is not None

    await ada.fills_in(form, sure=True)

    async with world.database.transaction() as store:
        (proof,) = (await store.session.exec(select(Consent))).all()
    assert (proof.purpose, proof.given) == ("keeping", False)
