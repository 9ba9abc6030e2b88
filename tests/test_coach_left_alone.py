"""What the built-in coach takes for no words of the writer's to ask about, and what it finds held out at the end."""

from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

COACH = BuiltinCoach.read(Path("prompts"), "en")
NOTICED = "What did you notice?"
PROMISE = "Write one if-then sentence."
SEEN = "The boss eats with the cleaners. Nobody gets up when he comes in. "
PUT_OFF = "Day two was moved to the 9th because half the house had flu. We had a coffee on the phone. "
CALM = "If I get angry in a meeting, then I breathe. "
TALKED = "Everybody says good morning twice, and it took me a day to see why. "
CONDITIONS = "They have forty volunteers and a garden. We have two rooms above a betting shop."


async def said(prompt: str, text: str, frame: str = "") -> str:
    question = await COACH.follow_up(Talk("en", (Spoken("person", "form", text),), frame, prompt, values=("Respect",)))
    return question.text if question else ""


async def test_a_request_to_whoever_runs_the_programme_is_no_question_of_the_writers() -> None:
    request, question = "Could you please send the questions later?", "Would that be possible at ours?"

    assert "wonder" in await said(NOTICED, SEEN + request, "notice_wonder")
    assert "a first answer" in await said(NOTICED, SEEN + question, "notice_wonder")
    assert not await said("What happened today?", PUT_OFF + request, "what_so_what")
    assert not await said(NOTICED, request)


@pytest.mark.parametrize(
    "told",
    [
        "I asked him, do you stop everybody?",
        "He looked at me and said: who needs that list?",
        "He said to me, you never sit down, do you?",
    ],
)
async def test_what_was_said_to_somebody_is_no_question_of_the_writers(told: str) -> None:
    asked = await said("What do you wonder?", f"A porter stopped me at the gate and wanted my name. {told}")

    assert not [one for one in ("You ask", "own question", "guess") if one in asked]


async def test_what_the_writer_asked_himself_or_herself_is_still_a_question() -> None:
    assert "guess" in await said("What do you wonder?", "I asked myself, do they ever stop?")
    assert "guess" in await said("What do you wonder?", "My question is: who needs that list?")


@pytest.mark.parametrize("leave", ["I'll write more tomorrow.", "(Sorry, that's the best I can do today.)"])
async def test_who_takes_leave_is_asked_nothing(leave: str) -> None:
    assert await said(PROMISE, CALM, "if_then")
    assert await said(NOTICED, TALKED, "notice_wonder")
    assert not await said(PROMISE, CALM + leave, "if_then")
    assert not await said(NOTICED, TALKED + leave, "notice_wonder")


@pytest.mark.parametrize("remark", ["Not sure this is a reflection.", "Hope that counts.", "Sorry this is short."])
async def test_a_remark_about_the_entry_is_not_taken_up(remark: str) -> None:
    assert "wonder" in await said(NOTICED, SEEN, "notice_wonder")
    assert "wonder" in await said(NOTICED, SEEN + remark, "notice_wonder")


@pytest.mark.parametrize(
    "text",
    [
        "RESPECT, COURAGE, TRUST. All in steel letters at the entrance.",
        "There is a poster in the canteen. Respect stands on it in four colours. Under it two people were shouting.",
        "On every mug it says 'Respect', and in the sink there were forty of them.",
    ],
)
async def test_a_value_on_a_wall_is_not_the_writers_theme(text: str) -> None:
    assert "Respect" not in await said(NOTICED, text, "notice_wonder")


async def test_a_value_that_the_writer_speaks_of_is() -> None:
    assert "Respect" in await said("What matters to you?", "It is about respect, in the end.")


@pytest.mark.parametrize(
    "prompt", ["Which resistance do you expect? If it comes, then …", "What helps on bad days? If …, then …"]
)
async def test_a_plan_against_what_is_hard_is_not_asked_what_makes_it_hard(prompt: str) -> None:
    assert not await said(prompt, "If the night shift says there's no time, then I'll stay one night.", "if_then")


async def test_a_plan_that_names_what_makes_it_hard_is_not_asked_for_it() -> None:
    plan = "If somebody asks for overtime, then I'll say that I answer tomorrow."
    asks = ("hard on a bad day", "get in the way")

    bare = await said(PROMISE, plan, "if_then")
    assert any(one in bare for one in asks)
    hindered = await said(PROMISE, f"{plan} The temptation is to say yes at once.", "if_then")
    assert not any(one in hindered for one in asks)


async def test_an_answer_that_is_owed_behind_a_plan_is_asked_for() -> None:
    plan = "If Ana sends me her draft, then I only write questions in it. "
    asked = await said(PROMISE, plan + "She asked me what I think of her work. I had no answer.", "if_then")

    assert any(one in asked for one in ("like to answer", "say to that"))


@pytest.mark.parametrize(
    "row",
    [
        "listen more, talk less, leave on time",
        "I want to ask more, talk less and sleep.",
        "More walking, fewer emails, breaks.",
    ],
)
async def test_a_row_of_bare_wishes_is_asked_which_comes_first(row: str) -> None:
    assert "comes first" in await said("Now what?", row, "what_so_what")
    assert "comes first" not in await said(NOTICED, row, "notice_wonder")


@pytest.mark.parametrize("leave", ["that's it, but", "anyway. but"])
async def test_what_stays_with_the_writer_is_asked_after_behind_a_leave(leave: str) -> None:
    text = f"the boss has no office. {leave} I can't stop thinking about it"

    assert await said(NOTICED, text, "notice_wonder") in {"What makes that stay with you?", "Where does that lead you?"}


@pytest.mark.parametrize("tired", ["knackered", "Dead tired.", "tired but happy"])
async def test_who_is_tired_is_asked_for_no_picture(tired: str) -> None:
    asked = await said("How are you arriving here?", tired)

    assert asked
    assert "see before you" not in asked


async def test_a_reason_that_is_only_denied_is_asked_for() -> None:
    told = "I left early again. I said it was the train. It wasn't because of the train. "
    shorter = "I left early again. I said it was the train. It wasn't the train."
    outcome = "You planned to stay to the end. How did it go?"

    assert "if you like to say" in await said(outcome, told, "if_then")
    assert "if you like to say" in await said(outcome, shorter, "if_then")
    for reason in ("I didn't dare to look at her.", "I would have seen it if I had looked up once."):
        assert "What was it then" not in await said(outcome, told + reason, "if_then")


async def test_a_thought_that_has_led_to_a_step_is_not_asked_where_it_leads() -> None:
    thought = "I wonder what they are like without me. I suppose it is me who makes them so polite. "
    prompt = "What do you make of it?"

    led_on = await said(prompt, thought + "Tomorrow I'd like to sit with them for an hour.", "notice_wonder")
    assert not any(one in led_on for one in ("thoughts go", "thought take", "lead you"))


async def test_a_comparison_of_conditions_is_no_waste_of_time() -> None:
    assert "survive" in await said("So what?", f"I don't see the point for us. {CONDITIONS}", "what_so_what")
    assert "survive" not in await said("So what?", "I don't see the point of this.", "what_so_what")
