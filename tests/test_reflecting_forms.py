"""Reflecting by forms and buttons: written, read again, put off, skipped and stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.action import (
    Answer,
    ChangeEntry,
    DeleteEntry,
    GoOn,
    Later,
    Skip,
    StopHere,
    Want,
    Write,
)
from tests.reflecting import LIBRARY, MORNING, WORDS, ada_who_writes, asked, journal, promised, question_on, the_entry
from tests.replies import opened, said
from tests.world import Someone, World, button


@pytest.fixture
async def ada(world: World) -> Someone:
    return await ada_who_writes(world)


# -- forms -------------------------------------------------------------------------------------------------------------


async def test_what_is_written_in_the_form_turns_the_prompt_into_its_outcome(world: World, ada: Someone) -> None:
    delivery = await asked(world)
    form = opened(await ada.presses(Write(delivery)))

    reply = await ada.fills_in(form, words=WORDS)

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
    await ada.fills_in(opened(await ada.presses(Write(await asked(world, "C1", "1.0")))), words="Who decides at night?")

    form = opened(await ada.presses(Write(await asked(world, "D3", "2.0"))))

    assert "Who decides at night?" in form.text


async def test_an_empty_form_says_so_and_keeps_nothing(world: World, ada: Someone) -> None:
    form = opened(await ada.presses(Write(await asked(world))))

    reply = await ada.fills_in(form, words="  ")

    assert list(reply.problems) == ["words"]
    assert await journal(world) == []


async def test_a_full_form_goes_on_in_another_one(world: World, ada: Someone) -> None:
    reply = await ada.fills_in(opened(await ada.presses(Write(await asked(world)))), words="a" * 3000)
    more = opened(await ada.presses(button(said(reply), "Go on")))

    await ada.fills_in(more, words="b")

    assert await journal(world) == [["a" * 3000, "b"]]


async def test_a_full_form_goes_on_by_reply(world: World, ada: Someone) -> None:
    await ada.fills_in(opened(await ada.presses(Write(await asked(world)))), words="a" * 3000)

    await ada.writes("b", thread="10.0")

    assert await journal(world) == [["a" * 3000, "b"]]


async def test_a_commitment_is_kept_as_one_sentence(world: World, ada: Someone) -> None:
    form = opened(await ada.presses(Write(await asked(world, "H4"))))

    reply = await ada.fills_in(form, cue="nobody speaks", deed="")
    assert list(reply.problems) == ["deed"]
    await ada.fills_in(form, cue="nobody speaks", deed="wait ten seconds")

    assert await journal(world) == [["If nobody speaks, then I will wait ten seconds"]]


async def test_the_question_on_a_form_is_read_and_answered_in_a_form(world: World, ada: Someone) -> None:
    await ada.fills_in(opened(await ada.presses(Write(await asked(world)))), words=WORDS)
    entry = await the_entry(world)
    await question_on(world, entry.id)

    form = opened(await ada.presses(Answer(entry.id)))
    assert "What was behind it?" in form.text
    reply = await ada.fills_in(form, words="Tired people.")

    assert await journal(world) == [[WORDS, "Tired people."]]
    assert reply.replaced is not None
    assert reply.replaced.message == "50.0"


async def test_nobody_opens_the_form_of_somebody_else(world: World, ada: Someone) -> None:
    delivery = await asked(world)
    await ada.fills_in(opened(await ada.presses(Write(delivery))), words=WORDS)
    entry = await the_entry(world)
    ben = world.someone("U2", "Ben")

    for action in (Write(delivery), Answer(entry.id), GoOn(entry.id), ChangeEntry(entry.id), DeleteEntry(entry.id)):
        reply = await ben.presses(action)
        assert reply.open is None
        assert said(reply).text == "That is no longer there."


# -- the other buttons -------------------------------------------------------------------------------------------------


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
    await ada.fills_in(opened(await ada.presses(Write(await asked(world)))), words="Trust.")
    entry = await the_entry(world)
    await question_on(world, entry.id, mirror="")

    form = opened(await ada.presses(Answer(entry.id)))

    assert form.title == "A question for you"
    assert form.text == "**You wrote:** Trust.\n\n**What was behind it?**"


async def test_stop_here_ends_the_questions(world: World, ada: Someone) -> None:
    await ada.writes(WORDS, message="7.0")

    await ada.presses(StopHere((await the_entry(world)).id))
    await ada.writes("One more thing.", thread="7.0")

    assert await promised(world, "follow_up") == []
