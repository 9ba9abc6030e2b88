"""What the built-in coach asks where an entry already gives what it would have asked for, and what it quotes then."""

from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

COACH = BuiltinCoach.read(Path("prompts"), "en")
NOTICED = "What did you notice, and what do you wonder?"

GUESSED = "The gardener sits in the board meeting and has a vote. I wonder who is my gardener. "
STOOD_OUT = (
    "A man shouted at the girl on the desk over a four euro fine. My host didn't step in, she just went and stood "
    "where the girl could see her. That was all. "
)
ENVIOUS = (
    "I realise I was jealous. Two deputies and a secretary she has! It was lunch before a word of hers got through."
)
FEARS = (
    "I hope for two quiet days, which is not the right answer, as I know. "
    "We have been without a deputy since Easter, so a library sounds like a holiday to me, and I should not say so. "
    "What I fear is that she comes on a bad shift and hears how I talk to people when I am pressed. "
    "At home they call it barking."
)
HOOKS = "I realise that at ours there are numbers above the hooks, and whoever is new gets one that was left"


async def said(prompt: str, text: str, frame: str = "") -> str:
    question = await COACH.follow_up(Talk("en", (Spoken("person", "form", text),), frame, prompt))
    return question.text if question else ""


async def test_who_has_guessed_is_not_asked_for_a_guess() -> None:
    assert "guess" in await said(NOTICED, GUESSED, "notice_wonder")
    assert "guess" in await said(NOTICED, GUESSED + "Maybe.", "notice_wonder")
    assert "guess" not in await said(NOTICED, GUESSED + "Probably the old man from the post room.", "notice_wonder")


async def test_who_says_why_a_moment_counted_is_not_asked_what_made_it_stand_out() -> None:
    assert "stand out" in await said("What happened there?", STOOD_OUT, "what_so_what")
    assert "stand out" not in await said("What happened there?", STOOD_OUT + "I felt cold.", "what_so_what")


async def test_a_feeling_that_is_named_goes_before_the_way_of_working() -> None:
    assert "jealous”" in await said("What do you realise?", ENVIOUS, "notice_wonder")


async def test_a_fear_that_was_asked_for_is_taken_up_in_a_longer_text_too() -> None:
    fearless = FEARS.replace("What I fear is", "What I see is")

    assert "a little" in await said("What are you afraid of?", FEARS)
    assert not await said("What are you afraid of?", fearless)


@pytest.mark.parametrize("condition", ["nobody reads my notes", "it gets worse"])
async def test_a_plan_whose_moment_nobody_sees_come_is_asked_how_one_would_notice(condition: str) -> None:
    assert "come to that" in await said("Your if-then?", f"If {condition} then I stop it", "if_then")


async def test_a_decision_to_do_nothing_is_no_plan() -> None:
    text = "Now I will do nothing for a week. I mean it. Last time I came back with nine ideas, and they still laugh."

    assert not await said("Now what? What is your next step?", text, "what_so_what")


async def test_a_forgotten_plan_is_asked_what_came_in_between() -> None:
    assert "like to say" in await said("You named a step. What came of it?", "Forgot.", "what_so_what")


async def test_a_line_is_given_back_with_what_goes_on_behind_it() -> None:
    assert f"“{HOOKS}”" in await said("What do you realise?", HOOKS + ".", "notice_wonder")


async def test_nothing_dictated_with_its_marks_is_given_back() -> None:
    assert "“" not in await said(NOTICED, "I never asked what they need full stop")


async def test_what_others_did_is_no_thought_of_the_writers() -> None:
    text = "The leader took the mop himself. I asked one of them. She did not understand my question. I asked twice."

    assert "“" not in await said(NOTICED, text, "notice_wonder")


@pytest.mark.parametrize("text", ["I worry that I will talk too much.", "I hope I'll stop interrupting people."])
async def test_what_is_feared_or_hoped_is_no_step_to_find_a_chance_for(text: str) -> None:
    asked = await said("", text)

    assert "chance" not in asked
    assert "start of it" not in asked
