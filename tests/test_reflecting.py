"""Whatever somebody writes is kept once, for them alone, and followed by the promise of one question."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.action import (
    Answer,
    ChangeEntry,
    DeleteEntry,
    GoOn,
    KeepEntries,
    Later,
    ShowJournal,
    Skip,
    StopHere,
    TakeNote,
    Want,
    WhoCanSee,
    Write,
    WriteFreely,
)
from bot.chat.event import Deleted, Edited, Posted, Pressed
from bot.chat.reply import Reply
from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Question
from bot.flows.answering import Answering
from bot.flows.journalling import Journalling
from bot.flows.noting import Noting
from bot.flows.reflecting import Reflecting
from bot.rules.visibility import own
from prompts.library import Library
from prompts.message import ChoiceField, Form, Message
from storage.tables import Delivery, Entry, Person
from tests.factories import running_cohort
from tests.world import Someone, World, button

LIBRARY = Library.load(Path("prompts"))
COACH = BuiltinCoach.read(Path("prompts"), "en")
DESKS = [
    Reflecting(COACH, LIBRARY).desk,
    Answering(LIBRARY, COACH).desk,
    Noting(COACH).desk,
    Journalling(LIBRARY).desk,
]
MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Brussels
WORDS = "She asked who was carrying the heaviest load. Nobody answered at first."


@pytest.fixture
async def ada(world: World) -> Someone:
    world.desks, world.now = DESKS, MORNING
    async with world.database.transaction() as store:
        await running_cohort(store, debrief=None)
    return world.someone("U1", "Ada")


async def asked(world: World, prompt: str = "D3", message: str = "10.0", sent_at: datetime = MORNING) -> str:
    """That prompt was sent to Ada; its delivery's id."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        (cohort,) = await store.cohorts.joined_by(person)
        participation = await store.cohorts.participation(cohort.id, person.id)
        assert participation is not None
        row = Delivery(
            organisation_id=person.organisation_id,
            person_id=person.id,
            participation_id=participation.id,
            cohort_id=cohort.id,
            kind="prompt",
            prompt=prompt,
            anchor_instance=f"I#{message}",
            state="sent",
            due_at=sent_at,
            sent_at=sent_at,
            wording=next(iter(LIBRARY.prompt("en", prompt).wordings)),
            room="DU1",
            message=message,
        )
        await store.deliveries.add(row)
        return row.id


async def question_on(
    world: World, entry_id: str, surface: str = "form", mirror: str = "You write: “Nobody answered”."
) -> Delivery:
    """The coach's question on that entry was stored and sent."""
    async with world.database.transaction() as store:
        entry = await store.session.get_one(Entry, entry_id)
        (row,) = await promised(world, "follow_up", store=store)
        position = int(row.anchor_instance.rpartition(":")[2])
        text = Question(mirror, "What was behind it?").text
        await store.reflections.seal_turn(entry, position, "coach", surface, text, "", world.now)
        row.state, row.sent_at, row.room, row.message = "sent", world.now, "DU1", "50.0"
        return row


async def promised(world: World, kind: str, state: str = "planned", store: object = None) -> list[Delivery]:
    statement = select(Delivery).where(Delivery.kind == kind, Delivery.state == state)
    if store is not None:
        return list(await store.session.exec(statement))  # type: ignore[attr-defined]  # a Store, inside its transaction
    async with world.database.transaction() as fresh:
        return list(await fresh.session.exec(statement))


async def journal(world: World, *, speaker: str = "person") -> list[list[str]]:
    """Ada's entries, newest first, each with what was said in it."""
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        found = []
        for entry in await store.reflections.journal(person.id):
            turns = [(one, own(one, person.id)) for one in await store.reflections.turns(entry.id)]
            found.append(
                [await store.reflections.open_turn(one, by) for one, by in turns if by and one.speaker == speaker]
            )
    return found


async def the_entry(world: World) -> Entry:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Entry))).one()


def form(reply: Reply) -> Form:
    assert reply.open is not None
    return reply.open


def said(reply: Reply) -> Message:
    message = reply.say or reply.replace
    assert message is not None
    return message


async def keeping(world: World, keeps: bool | None) -> None:
    async with world.database.transaction() as store:
        (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one().keeps_entries = keeps


# -- typed in the chat ---------------------------------------------------------------------------------------------


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


# -- forms ---------------------------------------------------------------------------------------------------------


async def test_what_is_written_in_the_form_turns_the_prompt_into_its_outcome(world: World, ada: Someone) -> None:
    delivery = await asked(world)
    opened = form(await ada.presses(Write(delivery)))

    reply = await ada.fills_in(opened, words=WORDS)

    assert reply.replace is not None
    assert "Kept, 10:00. Only you can see it." in reply.replace.text
    assert [one.label for one in reply.replace.buttons] == ["Who can see this", "Share", "Change"]
    assert WORDS not in reply.replace.text
    assert reply.replaced is not None
    assert reply.replaced.message == "10.0"
    assert await journal(world) == [[WORDS]]


async def test_the_form_shows_ones_own_earlier_answer_where_the_prompt_goes_back_to_it(
    world: World, ada: Someone
) -> None:
    await ada.fills_in(form(await ada.presses(Write(await asked(world, "C1", "1.0")))), words="Who decides at night?")

    opened = form(await ada.presses(Write(await asked(world, "D3", "2.0"))))

    assert "Who decides at night?" in opened.text


async def test_an_empty_form_says_so_and_keeps_nothing(world: World, ada: Someone) -> None:
    opened = form(await ada.presses(Write(await asked(world))))

    reply = await ada.fills_in(opened, words="  ")

    assert list(reply.problems) == ["words"]
    assert await journal(world) == []


async def test_a_full_form_goes_on_in_another_one(world: World, ada: Someone) -> None:
    reply = await ada.fills_in(form(await ada.presses(Write(await asked(world)))), words="a" * 3000)
    more = form(await ada.presses(button(said(reply), "Go on")))

    await ada.fills_in(more, words="b")

    assert await journal(world) == [["a" * 3000, "b"]]


async def test_a_full_form_goes_on_by_reply(world: World, ada: Someone) -> None:
    await ada.fills_in(form(await ada.presses(Write(await asked(world)))), words="a" * 3000)

    await ada.writes("b", thread="10.0")

    assert await journal(world) == [["a" * 3000, "b"]]


async def test_a_commitment_is_kept_as_one_sentence(world: World, ada: Someone) -> None:
    opened = form(await ada.presses(Write(await asked(world, "H4"))))

    reply = await ada.fills_in(opened, cue="nobody speaks", deed="")
    assert list(reply.problems) == ["deed"]
    await ada.fills_in(opened, cue="nobody speaks", deed="wait ten seconds")

    assert await journal(world) == [["If nobody speaks, then I will wait ten seconds"]]


async def test_the_question_on_a_form_is_read_and_answered_in_a_form(world: World, ada: Someone) -> None:
    await ada.fills_in(form(await ada.presses(Write(await asked(world)))), words=WORDS)
    entry = await the_entry(world)
    await question_on(world, entry.id)

    opened = form(await ada.presses(Answer(entry.id)))
    assert "What was behind it?" in opened.text
    reply = await ada.fills_in(opened, words="Tired people.")

    assert await journal(world) == [[WORDS, "Tired people."]]
    assert reply.replaced is not None
    assert reply.replaced.message == "50.0"


async def test_nobody_opens_the_form_of_somebody_else(world: World, ada: Someone) -> None:
    delivery = await asked(world)
    await ada.fills_in(form(await ada.presses(Write(delivery))), words=WORDS)
    entry = await the_entry(world)
    ben = world.someone("U2", "Ben")

    for action in (Write(delivery), Answer(entry.id), GoOn(entry.id), ChangeEntry(entry.id), DeleteEntry(entry.id)):
        reply = await ben.presses(action)
        assert reply.open is None
        assert said(reply).text == "That is no longer there."


# -- the other buttons ---------------------------------------------------------------------------------------------


async def test_later_asks_again_in_two_hours(world: World, ada: Someone) -> None:
    reply = await ada.presses(Later(await asked(world)))

    (row,) = await promised(world, "later")
    assert row.due_at == MORNING + timedelta(hours=2)
    assert "12:00" in said(reply).text


async def test_later_on_a_friday_evening_asks_on_monday_morning(world: World, ada: Someone) -> None:
    delivery = await asked(world)
    world.now = datetime(2027, 3, 5, 18, 30, tzinfo=UTC)  # 19:30 in Brussels
    ada = world.someone("U1", "Ada")

    await ada.presses(Later(delivery))

    (row,) = await promised(world, "later")
    assert row.due_at == datetime(2027, 3, 8, 6, 30, tzinfo=UTC)  # Monday 07:30, when quiet hours end


async def test_a_skipped_prompt_is_closed(world: World, ada: Someone) -> None:
    await ada.presses(Skip(await asked(world)))

    await ada.writes(WORDS)

    assert (await the_entry(world)).kind == "free"


async def test_an_offered_prompt_that_is_wanted_takes_the_place_of_its_offer(world: World, ada: Someone) -> None:
    offered = next(prompt.key for prompt in LIBRARY.program.prompts if prompt.offered)

    reply = await ada.presses(Want(await asked(world, offered)))

    assert reply.replace is not None
    assert "Write" in [one.label for one in reply.replace.buttons]


async def test_a_question_without_a_mirror_stands_under_what_was_written(world: World, ada: Someone) -> None:
    await ada.fills_in(form(await ada.presses(Write(await asked(world)))), words="Trust.")
    entry = await the_entry(world)
    await question_on(world, entry.id, mirror="")

    opened = form(await ada.presses(Answer(entry.id)))

    assert opened.title == "A question for you"
    assert opened.text == "**You wrote:** Trust.\n\n**What was behind it?**"


async def test_stop_here_ends_the_questions(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")

    await ada.presses(StopHere((await the_entry(world)).id))
    await ada.writes("One more thing.", thread="7.0")

    assert await promised(world, "follow_up") == []


# -- free entries and notes ----------------------------------------------------------------------------------------


async def test_words_after_reflect_are_kept_as_a_free_entry(world: World, ada: Someone) -> None:
    reply = await ada.types("Nobody asked the night shift.", name="reflect")

    assert await journal(world) == [["Nobody asked the night shift."]]
    assert "Kept" in said(reply).text


async def test_reflect_without_words_opens_the_form(world: World, ada: Someone) -> None:
    opened = form(await ada.types("", name="reflect"))

    await ada.fills_in(opened, words=WORDS)

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
    opened = form(await ada.types("note"))
    respect = next(one for one in opened.fields if isinstance(one, ChoiceField) and one.label.startswith("Respect"))

    await ada.fills_in(opened, words="She waits.", **{respect.key: ("lived",)}, collaboration=("helped",))

    entry = await the_entry(world)
    assert (entry.note, entry.collaboration) == ("notice", "helped")
    async with world.database.transaction() as store:
        assert await store.reflections.tagged(entry.id) == (("Respect", "lived"),)


async def test_a_message_shortcut_brings_the_message_into_the_note(world: World, ada: Someone) -> None:
    pressed = Pressed(**ada._happening(), action=TakeNote().pack(), quoted="We always do it like this.")

    opened = form(await ada.reception.take(pressed))
    await ada.fills_in(opened)

    assert await journal(world) == [["We always do it like this."]]


# -- nothing may be kept -------------------------------------------------------------------------------------------


async def test_without_a_yes_to_keeping_a_question_comes_and_nothing_is_stored(world: World, ada: Someone) -> None:
    await keeping(world, keeps=False)
    delivery = await asked(world)

    typed = await ada.writes(WORDS)
    in_form = await ada.fills_in(form(await ada.presses(Write(delivery))), words=WORDS)
    by_command = await ada.types(WORDS, name="reflect")

    assert said(typed).text.endswith("?")
    assert form(in_form).text.endswith("?")
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
    opened = form(await ada.presses(WriteFreely()))

    await ada.fills_in(opened, words=WORDS, keeping=("yes",))

    assert await journal(world) == [[WORDS]]
    async with world.database.transaction() as store:
        person = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        (consent,) = await store.people.consents(person.id)
    assert (person.keeps_entries, consent.given, consent.purpose) == (True, True, "keeping")


# -- the journal ---------------------------------------------------------------------------------------------------


async def test_the_journal_shows_ones_own_entries_newest_first_page_by_page(world: World, ada: Someone) -> None:
    for number in range(7):
        world.now = MORNING + timedelta(minutes=number)
        await world.someone("U1", "Ada").types(f"Thought {number}", name="reflect")

    first = form(await ada.types("journal"))
    second = form(await ada.presses(ShowJournal("2")))

    assert ["Thought 6" in first.items[0].text, len(first.items)] == [True, 6]
    assert "Thought 0" in second.items[1].text
    assert form(await world.someone("U2", "Ben").types("journal")).items == ()


async def test_an_entry_is_changed_in_its_form(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    opened = form(await ada.presses(ChangeEntry((await the_entry(world)).id)))

    shown = form(await ada.fills_in(opened, **{opened.fields[0].key: "She asked."}))

    assert await journal(world) == [["She asked."]]
    assert "She asked." in shown.items[0].text


async def test_an_entry_is_deleted_after_it_was_asked_whether_it_should(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")
    asking = form(await ada.presses(DeleteEntry((await the_entry(world)).id)))
    assert await journal(world) == [[WORDS]]

    await ada.fills_in(asking)
    await ada.reception.take(Edited(**ada._happening(), text="Back again", message="7.0"))

    assert await journal(world) == []


async def test_the_journal_shows_of_the_coach_only_what_it_asked(world: World, ada: Someone) -> None:
    await ada.writes(WORDS)
    await question_on(world, (await the_entry(world)).id, "chat")
    kept = await journal(world, speaker="coach")

    (shown,) = form(await ada.types("journal")).items

    assert len(kept[0][0].split("\n\n")) == 2, "with the mirror"
    assert "*Question:* What was behind it?" in shown.text
    assert kept[0][0].split("\n\n")[0] not in shown.text


async def test_who_can_see_stands_on_every_entry_of_the_journal(world: World, ada: Someone) -> None:
    await ada.writes(WORDS)

    shown = form(await ada.types("journal"))

    assert WhoCanSee((await the_entry(world)).id).pack() in [one.action for one in shown.items[0].buttons]
