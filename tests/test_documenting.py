"""Documents in the chat: asked for by a button, made when they are sent, given to those alone who may have them."""

import io
import zipfile
from datetime import timedelta

import docx

from bot.chat.action import GetDocument
from bot.chat.reply import Document, Reply
from bot.flows.documenting import Documenting
from bot.flows.mapping import ValuesMapping
from bot.flows.noting import Noting
from bot.rules.printing import BOARD_NOTE, CHART, JOURNAL, MARKDOWN, VALUES_MAP, WORD
from storage.tables import Delivery, Entry
from tests.administering import said
from tests.backstage import builtin_coach
from tests.factories import RunningCohort
from tests.test_values_map import DEBRIEF_CLOSES, VISITS_CLOSE, gathered, mark, night_after
from tests.world import Someone, World, button

PNG = b"\x89PNG"
SECRET = "The charge nurse waits before she answers."


async def mapped(world: World) -> RunningCohort:
    """A cohort with one map, on which Respect was lived."""
    spring = await gathered(world)
    world.desks = [ValuesMapping().desk, Documenting().desk, Noting(builtin_coach()).desk]
    await mark(world, spring, range(6))
    await night_after(world, VISITS_CLOSE)
    return spring


async def given(world: World) -> list[Document]:
    """What was given since this was asked last."""
    await world.backstage.delivering.send_due(world.now)
    files, world.channel.files = world.channel.files, []
    return [document for _, document in files]


def text_of(document: Document) -> str:
    made = docx.Document(io.BytesIO(document.content))
    return "\n".join(one.text for one in made.paragraphs)


async def pressed(someone: Someone, label: str) -> Reply:
    shown = await someone.types("values map")
    assert shown.say is not None
    return await someone.presses(button(shown.say, label))


async def test_the_chart_the_word_document_and_the_plain_text_of_a_map_come_in_the_private_chat(world: World) -> None:
    await mapped(world)
    ada = world.someone("U1", "Ada")

    for label in ("Chart", "Word document", "Plain text (Markdown)"):
        assert "It comes in our private chat" in said(await pressed(ada, label))
    await world.backstage.delivering.send_due(world.now)

    assert {to.person for to, _ in world.channel.files} == {"U1"}
    made = {document.name.rpartition(".")[2]: document for _, document in world.channel.files}
    assert made["png"].content.startswith(PNG)
    assert "Several people saw it lived." in text_of(made["docx"])
    assert "## Respect" in made["md"].content.decode().replace("###", "##")


async def test_a_document_has_the_same_words_for_every_value_that_cannot_be_shown(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        await store.papers.promise(
            spring.people[0], VALUES_MAP, world.now, cohort_id=spring.cohort.id, form=MARKDOWN, of="visits"
        )

    (document,) = await given(world)

    sections = document.content.decode().split("### ")
    assert sections[2].partition("\n")[2].strip() == sections[3].partition("\n")[2].strip() != ""


async def test_somebody_of_no_cohort_gets_no_map(world: World) -> None:
    spring = await mapped(world)
    stranger = world.someone("U99", "Zoe")

    reply = await stranger.presses(GetDocument(VALUES_MAP, WORD, spring.cohort.id, "visits"))

    assert "no longer there" in said(reply)
    assert await given(world) == []


async def test_whoever_left_before_it_was_made_does_not_get_it(world: World) -> None:
    spring = await mapped(world)
    await pressed(world.someone("U1", "Ada"), "Chart")
    async with world.database.transaction() as store:
        place = await store.cohorts.participation(spring.cohort.id, spring.people[0].id)
        assert place is not None
        await store.cohorts.take_out(place, world.now.date())

    assert await given(world) == []


async def test_a_facilitator_gives_a_map_to_the_room_after_a_preview(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(spring.cohort.id)
        assert cohort is not None
        workspace = await store.people.workspace("slack", "T1")
        assert workspace is not None
        cohort.room, cohort.room_workspace_id = "C1", workspace.id
    faye = world.someone("F1", "Faye")

    preview = await pressed(faye, "Give it to the room")
    assert preview.say is not None
    await faye.presses(preview.say.buttons[0])
    await world.backstage.delivering.send_due(world.now)

    ((to, document),) = world.channel.files
    assert to.room == "C1"
    assert "Respect" in text_of(document)


async def test_the_chart_of_an_approved_note_stays_as_everybody_could_object_to_it(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        note = await store.boards.begin(spring.cohort, world.now)
        await store.boards.write(note, [("values", "Respect: Several people saw it lived.", "")])
        note.state, note.approved_at = "approved", world.now
    await mark(world, spring, range(6), "Respect", "strained", VISITS_CLOSE + timedelta(days=2))
    await night_after(world, DEBRIEF_CLOSES)
    async with world.database.transaction() as store:
        await store.papers.promise(spring.facilitator, BOARD_NOTE, world.now, cohort_id=spring.cohort.id, form=MARKDOWN)

    (document,) = await given(world)

    text = document.content.decode()
    assert "The chart in words" in text
    assert "saw it lived" in text.partition("The chart in words")[2]
    assert "strained" not in text


async def test_participants_are_offered_no_button_for_the_room(world: World) -> None:
    await mapped(world)

    shown = await world.someone("U1", "Ada").types("values map")

    assert shown.say is not None
    assert "Give it to the room" not in {one.label for one in shown.say.buttons}


async def test_a_journal_is_given_to_its_author_after_it_is_said_where_it_will_stand(world: World) -> None:
    await mapped(world)
    ada = world.someone("U1", "Ada")
    await ada.types(f"note notice {SECRET}")

    preview = await ada.types("journal document", room="C1")
    assert "belongs to your employer" in said(preview)
    assert await given(world) == []
    assert preview.say is not None
    await ada.presses(preview.say.buttons[0])
    await world.backstage.delivering.send_due(world.now)

    ((to, document),) = world.channel.files
    assert (to.person, to.room) == ("U1", "")
    assert SECRET in text_of(document)
    assert "Nobody else was given it." in text_of(document)


async def test_a_journal_has_nobody_elses_words(world: World) -> None:
    spring = await mapped(world)
    await world.someone("U2", "Ben").types(f"note notice {SECRET}")
    async with world.database.transaction() as store:
        await store.papers.promise(spring.people[0], JOURNAL, world.now)

    (document,) = await given(world)

    assert SECRET not in text_of(document)


async def test_what_looks_like_patient_details_is_left_out_until_its_author_says_that_it_is_none(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        entry = Entry(
            organisation_id=spring.cohort.organisation_id,
            person_id=spring.people[0].id,
            kind="free",
            written_at=world.now,
        )
        await store.reflections.begin(entry)
        text = "Mr Smith in bed 7 waited, and nobody asked."
        await store.reflections.seal_turn(entry, 0, "person", "form", text, "", world.now)
        await store.papers.promise(spring.people[0], JOURNAL, world.now, form=MARKDOWN)
    (unsure,) = await given(world)
    async with world.database.transaction() as store:
        (turn,) = await store.reflections.turns(entry.id)
        turn.cleared = True
        await store.papers.promise(spring.people[0], JOURNAL, world.now, form=MARKDOWN)
    (cleared,) = await given(world)

    assert "Smith" not in unsure.content.decode()
    assert "nobody asked" in unsure.content.decode()
    assert "Smith" in cleared.content.decode()


async def test_a_promised_document_holds_no_words_and_says_what_it_is_of(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        row = await store.papers.promise(
            spring.people[0], VALUES_MAP, world.now, cohort_id=spring.cohort.id, once="map", form=CHART, of="visits"
        )
        again = await store.papers.promise(
            spring.people[0], VALUES_MAP, world.now, cohort_id=spring.cohort.id, once="map", form=CHART, of="visits"
        )

    assert again.id == row.id
    assert (row.prompt, row.detail) == (VALUES_MAP, {"form": "chart", "of": "visits"})
    assert len(await given(world)) == 1
    async with world.database.reading() as store:
        kept = await store.session.get_one(Delivery, row.id)
    assert kept.state == "sent"


async def test_a_document_that_may_have_been_given_is_given_again_and_is_the_same(world: World) -> None:
    spring = await mapped(world)
    async with world.database.transaction() as store:
        row = await store.papers.promise(
            spring.people[0], VALUES_MAP, world.now, cohort_id=spring.cohort.id, form=WORD, of="visits"
        )
    (first,) = await given(world)
    async with world.database.transaction() as store:
        kept = await store.session.get_one(Delivery, row.id)
        kept.state, kept.perhaps_sent, kept.sent_at = "planned", True, None

    (second,) = await given(world)

    assert zipfile.is_zipfile(io.BytesIO(first.content))
    assert first.content == second.content
