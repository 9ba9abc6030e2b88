"""What the built-in coach asks where an entry stops before the next rung of its frame, and where it asks no more."""

from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

COACH = BuiltinCoach.read(Path("prompts"), "en")

MAGNETS = (
    "every family is a magnet and when they move one they say it out loud in the room like now moving number thirty "
    "one. its like on a ship. i thought it was silly first and then by the afternoon i was also saying heard"
)
FINE = (
    "A man shouted at the girl on the desk over a four euro fine. My host didn't step in, she just went and stood "
    "where the girl could see her. That was all."
)
ASKED = (
    "She never explained why she left nursing. I didn't ask. It's probably none of my business, but everything she "
    "does as a manager looks like an answer to it."
)
PARTED = (
    "What: visit 2, day 1, all as planned. So what: the gap between our overtime rules and theirs is bigger than I "
    "thought, 31 codes against 9. Now what: ask which codes nobody has used since 2019."
)


async def said(prompt: str, text: str, frame: str = "") -> str:
    question = await COACH.follow_up(Talk("en", (Spoken("person", "form", text),), frame, prompt))
    return question.text if question else ""


@pytest.mark.parametrize(
    ("frame", "prompt", "text", "asked"),
    [
        ("what_so_what", "What happened? Describe one moment.", FINE, "What made that moment stand out for you?"),
        ("notice_wonder", "What did you notice today?", MAGNETS, "wonder"),
        ("notice_wonder", "What do you realise?", MAGNETS, "your own way of working?"),
        (
            "notice_wonder",
            "Which question stays open after today?",
            ASKED,
            "first guess",
        ),
    ],
)
async def test_a_told_moment_is_asked_for_the_next_rung_of_its_frame(
    frame: str, prompt: str, text: str, asked: str
) -> None:
    assert asked in await said(prompt, text, frame)


@pytest.mark.parametrize(
    "text",
    [
        PARTED,
        FINE + " I will go and see the desk on Monday.",
        "It was warm and they were kind and there were biscuits. Honestly I did not notice so much.",
        "You've sent four questions in nine days, and I run a depot with eleven people off sick at the moment.",
    ],
)
async def test_an_entry_that_goes_further_or_fends_off_is_left_alone(text: str) -> None:
    assert not await said("What happened today?", text, "what_so_what")


async def test_a_prompt_that_asks_how_a_plan_went_asks_for_no_plan() -> None:
    once = "Did it once. Forgot it the other four days. The one time was good though, he stayed and talked."
    failed = (
        "The plan failed. If someone cries, I wait. On Wednesday someone did, and I was fetching a leaflet at once."
    )

    assert "when it did work" in await said("You made a plan. How did it go?", once, "if_then")
    assert "again" in await said("How did it go when the situation came?", failed, "if_then")


async def test_partly_alone_is_asked_which_part() -> None:
    assert "Which part" in await said("Did you do what you had planned to do?", "Partly", "if_then")


async def test_a_plan_in_general_words_is_asked_what_it_would_look_like() -> None:
    vague = "If the team needs support, then I will try to be more present and to delegate more."
    asked = await said("Which if-then plan do you take home?", vague, "if_then")

    assert "see you do then" in asked or "look like" in asked


async def test_a_step_that_is_weighed_is_asked_what_speaks_for_it() -> None:
    asked = await said(
        "How do you feel about hosting?", "I may not be inspiring tomorrow. Perhaps I should just tell him."
    )

    assert asked.startswith(("You", "“", "One", "In"))
    assert asked.endswith("What speaks for that, and what against?")


async def test_what_the_writer_does_not_say_should_be_done_is_no_step() -> None:
    asked = await said("So what?", "We pay for two years. I'm not saying we should stop it. It is a long time, though.")

    assert "stop it" not in asked
