"""People see what is stored about them, get all of it, and can have all of it erased."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.action import KeepEntries, ReadShare
from bot.coach.builtin import BuiltinCoach
from bot.flows.disclosing import Disclosing
from bot.flows.enrolling import Enrolling
from bot.flows.housekeeping import Housekeeping
from bot.flows.noting import Noting
from bot.flows.reflecting import Reflecting
from bot.flows.sharing import Sharing
from storage.exporting import rows_about
from storage.sealed import Destroyed, Keys
from storage.store import Unavailable
from storage.tables import Consent, Delivery, Entry, Person, Share, Table, Turn
from tests.backstage import library
from tests.factories import running_cohort
from tests.world import Someone, World, button

COACH = BuiltinCoach.read(Path("prompts"), "en")
SPRING = date(2027, 3, 20)
WORDS = "She asked who was carrying the heaviest load."


@pytest.fixture
async def ada(world: World) -> Someone:
    world.desks = [
        Disclosing(library()).desk,
        Enrolling(library()).desk,
        Reflecting(COACH, library()).desk,
        Noting(COACH).desk,
    ]
    async with world.database.transaction() as store:
        await running_cohort(store)
    ada = world.someone("U1", "Ada", email="ada@halden.example")
    await ada.writes(WORDS)
    return ada


async def person(world: World, external_id: str) -> Person:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == external_id))).one()


@dataclass
class KeysThatStay:
    """A key store that answers, and cannot write just now."""

    keys: Keys

    async def create(self, person_id: str) -> None:
        await self.keys.create(person_id)

    async def key(self, person_id: str) -> bytes:
        return await self.keys.key(person_id)

    async def destroy(self, person_id: str) -> None:
        raise Unavailable

    async def holders(self) -> frozenset[str]:
        return await self.keys.holders()

    async def wipe(self) -> None:
        raise Unavailable


async def exported(someone: Someone) -> str:
    """The file to read."""
    preview = (await someone.types("mydata export")).say
    assert preview is not None
    documents = (await someone.presses(preview.buttons[0])).documents
    return documents[0].content.decode()


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
    assert "Keeping: you said yes" in told.items[0].text

    await ada.presses(button(told, "No, keep nothing"))
    told = (await ada.types("privacy")).say

    assert told is not None
    assert "Keeping: you said no" in told.items[0].text
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


async def test_the_file_to_read_tells_it_in_words(world: World, ada: Someone) -> None:
    await share_with_ben(world)
    await ada.types("note wonder Who decides at night / respect strained")
    async with world.database.transaction() as store:
        one = await store.session.get_one(Person, (await person(world, "U1")).id)
        one.pattern, one.paused_on, one.paused_until = "16", date(2027, 1, 4), date(2027, 1, 8)
    await ada.presses(KeepEntries("yes"))
    await world.until("2027-01-29 18:00")

    told = await exported(ada)

    assert "Name: Ada\nE-mail address: ada@halden.example\nWorkspace: Halden Health" in told
    assert "Working days: mon, sat\nLast pause: Mon, 4 Jan 2027 - Fri, 8 Jan 2027" in told
    assert "WHAT YOU SAID YES OR NO TO\n\nMon, 4 Jan 2027, 10:00: yes to keeping what you write" in told
    assert "Cohort: Spring\nJoined: Mon, 4 Jan 2027, 09:00\nDepartment: Emergency care" in told
    assert "You visit Ben: Mon, 8 Mar 2027, Tue, 9 Mar 2027\nBen visits you: Mon, 22 Mar 2027" in told
    assert f": {library().prompt('en', 'B1').title}" in told
    assert f"You, Mon, 4 Jan 2027, 10:00: {WORDS}" in told
    assert "Question, Mon, 4 Jan 2027" in told
    assert "wonder\nYou, Mon, 4 Jan 2027, 10:00: Who decides at night\nRespect: strained" in told
    assert "Shared with Ben, Mon, 4 Jan 2027, 10:00, in these words: She asked." in told


async def test_an_export_tells_what_was_received_and_by_whom(world: World, ada: Someone) -> None:
    await share_with_ben(world)

    told = await exported(world.someone("U2", "Ben"))

    assert "From Ada, Mon, 4 Jan 2027, 10:00. You have not read it." in told


async def test_an_export_tells_who_opened_what_was_shared(world: World, ada: Someone) -> None:
    await share_with_ben(world)
    world.desks = [*world.desks, Sharing().desk]
    async with world.database.transaction() as store:
        share = (await store.session.exec(select(Share))).one()

    await world.someone("U2", "Ben").presses(ReadShare(share.id))

    async with world.database.transaction() as store:
        rows = await rows_about(store.session, await store.session.get_one(Person, share.author_id))
    assert [row["deed"] for row in rows["audit"] if row["actor_id"] == share.recipient_id] == ["share_read"]


async def test_somebody_of_whom_little_is_known_gets_all_of_that(world: World, ada: Someone) -> None:
    await world.someone("F1", "Faye").types("privacy")

    told = await exported(world.someone("F1", "Faye"))

    assert "Facilitator, Spring, since Mon, 4 Jan 2027, 09:00" in told
    assert "WHAT YOU WROTE" not in told


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


async def test_nothing_that_was_chosen_and_no_chat_is_remembered_of_the_erased(world: World, ada: Someone) -> None:
    someone = await person(world, "U1")
    async with world.database.transaction() as store:
        one = await store.session.get_one(Person, someone.id)
        one.pattern, one.paused_on, one.paused_until, one.home_opened_at = "16", SPRING, SPRING, world.now
    await world.until("2027-01-12 18:00")
    form = (await ada.types("mydata erase")).open
    assert form is not None

    reply = await ada.fills_in(form, sure=True)

    assert reply.home is not None
    assert "You are in no exchange yet" in reply.home.text
    async with world.database.transaction() as store:
        erased = await store.session.get_one(Person, someone.id)
        sent = await store.session.exec(select(Delivery).where(Delivery.person_id == someone.id))
        assert {(row.room, row.message) for row in sent} == {("", "")}
    assert (erased.pattern, erased.paused_on, erased.paused_until, erased.home_opened_at) == ("", None, None, None)


async def test_an_erasure_stands_while_the_key_store_is_away_and_is_finished_at_night(
    world: World, ada: Someone
) -> None:
    someone, keys = await person(world, "U1"), world.database.keys
    form = (await ada.types("mydata erase")).open
    assert form is not None

    world.database = replace(world.database, keys=KeysThatStay(keys))
    reply = await world.someone("U1", "Ada").fills_in(form, sure=True)
    kept = await keys.key(someone.id)
    await Housekeeping(replace(world.database, keys=keys)).tidy(world.now)

    assert kept
    assert reply.open is not None
    assert (await person(world, f"erased-{someone.id}")).state == "erased"
    with pytest.raises(Destroyed):
        await keys.key(someone.id)


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
