"""Whatever somebody writes is kept once, for them alone, and followed by the promise of one question."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.chat.action import (
    ChangeEntry,
    DeleteEntry,
    KeepEntries,
    ShowJournal,
    Skip,
    TakeNote,
    WhoCanSee,
    Write,
    WriteFreely,
)
from bot.chat.event import Deleted, Edited, Posted, Pressed
from prompts.message import ChoiceField
from storage.tables import Person
from tests.reflecting import MORNING, WORDS, ada_who_writes, asked, journal, promised, question_on, the_entry
from tests.replies import opened, said
from tests.world import Someone, World


@pytest.fixture
async def ada(world: World) -> Someone:
    return await ada_who_writes(world)


async def keeping(world: World, keeps: bool | None) -> None:
    async with world.database.transaction() as store:
        (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one().keeps_entries = keeps


# -- typed in the chat -------------------------------------------------------------------------------------------------


async def test_a_reply_in_a_prompts_thread_answers_that_prompt(world: World, ada: Someone) -> None:
    older = await asked(world, "D3", "10.0")
    await asked(world, "D5", "20.0", MORNING + timedelta(minutes=1))

    reply = await ada.writes(WORDS, thread="10.0")

    assert (await the_entry(world)).delivery_id == older
    assert await journal(world) == [[WORDS]]
    assert "Kept in your journal, 10:00" in said(reply).text
    assert reply.in_thread == "10.0"


async def test_a_reply_turns_the_prompt_into_its_outcome_which_quotes_nothing(world: World, ada: Someone) -> None:
    await asked(world)

    reply = await ada.writes(WORDS)
    again = await ada.writes("And then somebody laughed.", thread="10.0")

    assert reply.replace is not None
    assert reply.replaced == Posted("DU1", "10.0")
    assert reply.replace.text.endswith("Answered, 10:00.")
    assert reply.replace.buttons == ()
    assert WORDS not in reply.replace.text
    assert "Kept" in said(again).text
    assert again.replace is None


async def test_an_answer_closes_every_message_that_asked_for_it(world: World, ada: Someone) -> None:
    await asked(world, message="10.0")
    await asked(world, message="20.0")

    reply = await ada.writes(WORDS, thread="10.0")

    assert reply.replaced == Posted("DU1", "10.0")
    ((other, message),) = reply.others
    assert other == Posted("DU1", "20.0")
    assert message.text.endswith("Answered, 10:00.")
    assert message.buttons == ()


async def test_a_skip_closes_every_message_that_asked(world: World, ada: Someone) -> None:
    first = await asked(world, message="10.0")
    await asked(world, message="20.0")

    reply = await ada.presses(Skip(first))

    assert [posted.message for posted, _ in reply.others] == ["20.0"]


async def test_words_are_kept_also_where_their_prompt_is_not_in_the_program_any_more(
    world: World, ada: Someone
) -> None:
    delivery = await asked(world)
    async with world.database.transaction() as store:
        row = await store.deliveries.delivery(delivery)
        assert row is not None
        row.prompt = "Z9"

    reply = await ada.writes(WORDS)

    assert await journal(world) == [[WORDS]]
    assert reply.replace is None


async def test_a_reply_outside_a_thread_answers_the_latest_open_prompt(world: World, ada: Someone) -> None:
    await asked(world, "D3", "10.0")
    latest = await asked(world, "D5", "20.0", MORNING + timedelta(minutes=1))

    await ada.writes(WORDS)

    assert (await the_entry(world)).delivery_id == latest


async def test_words_that_answer_nothing_are_a_free_entry(world: World, ada: Someone) -> None:
    await ada.writes(WORDS)

    assert (await the_entry(world)).kind == "free"


async def test_one_question_is_promised_on_what_was_kept(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")

    (row,) = await promised(world, "follow_up")
    assert row.entry_id == (await the_entry(world)).id
    assert row.detail == {"thread": "7.0"}
    assert row.asked_for


async def test_a_reply_to_the_coachs_question_continues_the_entry(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    await question_on(world, (await the_entry(world)).id, "chat")

    await ada.writes("Tired people, I think.")

    assert await journal(world) == [[WORDS, "Tired people, I think."]]


async def test_a_reply_in_the_thread_of_ones_own_words_continues_them(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")

    await ada.writes("And then she waited.", thread="7.0")

    assert await journal(world) == [[WORDS, "And then she waited."]]
    assert len(await promised(world, "follow_up")) == 1


async def test_an_edited_message_is_edited_in_the_journal(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    await question_on(world, (await the_entry(world)).id, "chat")

    await ada.reception.take(Edited(**ada._happening(), text="She asked.", message="7.0"))

    assert await journal(world) == [["She asked."]]
    assert await journal(world, speaker="coach") == [["What was behind it?"]], "the old words are quoted no more"


async def test_a_deleted_message_is_deleted_in_the_journal(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")

    await ada.reception.take(Deleted(**ada._happening(), message="7.0"))

    assert await journal(world) == []
    assert await promised(world, "follow_up") == []


# -- free entries and notes --------------------------------------------------------------------------------------------


async def test_words_after_reflect_are_kept_as_a_free_entry(world: World, ada: Someone) -> None:
    reply = await ada.types("Nobody asked the night shift.", name="reflect")

    assert await journal(world) == [["Nobody asked the night shift."]]
    assert "Kept" in said(reply).text


async def test_reflect_without_words_opens_the_form(world: World, ada: Someone) -> None:
    form = opened(await ada.types("", name="reflect"))

    await ada.fills_in(form, words=WORDS)

    assert await journal(world) == [[WORDS]]


async def test_a_note_is_typed_in_ten_seconds(world: World, ada: Someone) -> None:
    await ada.types("note wonder Who decides at night / respect strained / hindered")

    entry = await the_entry(world)
    assert await journal(world) == [["Who decides at night"]]
    assert (entry.note, entry.collaboration) == ("wonder", "hindered")
    async with world.database.transaction() as store:
        assert await store.reflections.tagged(entry.id) == (("Respect", "strained"),)
    assert await promised(world, "follow_up") == []


async def test_an_unknown_mark_is_named_and_nothing_is_kept(world: World, ada: Someone) -> None:
    reply = await ada.types("note She waits / honesty lived")

    assert "honesty lived" in said(reply).text
    assert "Respect" in said(reply).text
    assert await journal(world) == []


async def test_a_note_in_the_form_is_kept_with_its_marks(world: World, ada: Someone) -> None:
    form = opened(await ada.types("note"))
    respect = next(one for one in form.fields if isinstance(one, ChoiceField) and one.label.startswith("Respect"))

    await ada.fills_in(form, words="She waits.", **{respect.key: ("lived",)}, collaboration=("helped",))

    entry = await the_entry(world)
    assert (entry.note, entry.collaboration) == ("notice", "helped")
    async with world.database.transaction() as store:
        assert await store.reflections.tagged(entry.id) == (("Respect", "lived"),)


async def test_a_message_shortcut_brings_the_message_into_the_note(world: World, ada: Someone) -> None:
    pressed = Pressed(**ada._happening(), action=TakeNote().pack(), quoted="We always do it like this.")

    form = opened(await ada.reception.take(pressed))
    await ada.fills_in(form)

    assert await journal(world) == [["We always do it like this."]]


# -- nothing may be kept -----------------------------------------------------------------------------------------------


async def test_without_a_yes_to_keeping_a_question_comes_and_nothing_is_stored(world: World, ada: Someone) -> None:
    await keeping(world, keeps=False)
    delivery = await asked(world)

    typed = await ada.writes(WORDS)
    in_form = await ada.fills_in(opened(await ada.presses(Write(delivery))), words=WORDS)
    by_command = await ada.types(WORDS, name="reflect")

    assert said(typed).text.endswith("?")
    assert opened(in_form).text.endswith("?")
    assert said(by_command).text.endswith("?")
    assert await journal(world) == []
    assert await promised(world, "follow_up") == []


async def test_who_was_not_asked_yet_is_told_that_nothing_was_kept_and_asked(world: World, ada: Someone) -> None:
    await keeping(world, keeps=None)

    reply = await ada.writes(WORDS)

    assert "not kept" in said(reply).text
    assert KeepEntries("yes").pack() in [one.action for one in said(reply).buttons]
    assert await journal(world) == []


async def test_who_was_not_asked_yet_says_so_in_the_form_and_loses_nothing(world: World, ada: Someone) -> None:
    await keeping(world, keeps=None)
    form = opened(await ada.presses(WriteFreely()))

    await ada.fills_in(form, words=WORDS, keeping=("yes",))

    assert await journal(world) == [[WORDS]]
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        (consent,) = await store.people.consents(person.id)
    assert (person.keeps_entries, consent.given, consent.purpose) == (True, True, "keeping")


# -- the journal -------------------------------------------------------------------------------------------------------


async def test_the_journal_shows_ones_own_entries_newest_first_page_by_page(world: World, ada: Someone) -> None:
    for number in range(7):
        world.now = MORNING + timedelta(minutes=number)
        await world.someone("U1", "Ada").types(f"Thought {number}", name="reflect")

    first = opened(await ada.types("journal"))
    second = opened(await ada.presses(ShowJournal("2")))

    assert ["Thought 6" in first.items[0].text, len(first.items)] == [True, 6]
    assert "Thought 0" in second.items[1].text
    assert opened(await world.someone("U2", "Ben").types("journal")).items == ()


async def test_an_entry_is_changed_in_its_form(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    form = opened(await ada.presses(ChangeEntry((await the_entry(world)).id)))

    shown = opened(await ada.fills_in(form, **{form.fields[0].key: "She asked."}))

    assert await journal(world) == [["She asked."]]
    assert "She asked." in shown.items[0].text


async def test_an_entry_is_deleted_after_it_was_asked_whether_it_should(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    asking = opened(await ada.presses(DeleteEntry((await the_entry(world)).id)))
    assert await journal(world) == [[WORDS]]

    await ada.fills_in(asking)
    await ada.reception.take(Edited(**ada._happening(), text="Back again", message="7.0"))

    assert await journal(world) == []


async def test_the_journal_shows_of_the_coach_only_what_it_asked(world: World, ada: Someone) -> None:
    await ada.writes(WORDS)
    await question_on(world, (await the_entry(world)).id, "chat")
    kept = await journal(world, speaker="coach")

    (shown,) = opened(await ada.types("journal")).items

    assert len(kept[0][0].split("\n\n")) == 2, "with the mirror"
    assert "*Question:* What was behind it?" in shown.text
    assert kept[0][0].split("\n\n")[0] not in shown.text


async def test_who_can_see_stands_on_every_entry_of_the_journal(world: World, ada: Someone) -> None:
    await ada.writes(WORDS)

    shown = opened(await ada.types("journal"))

    assert WhoCanSee((await the_entry(world)).id).pack() in [one.action for one in shown.items[0].buttons]
