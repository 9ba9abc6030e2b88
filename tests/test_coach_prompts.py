"""The built-in coach takes up what the prompt had asked."""

import pytest

from bot.coach.coach import Spoken, Talk
from tests.coached import COACH, rungs_of


@pytest.mark.parametrize(
    ("prompt", "rung"),
    [
        ("What surprised you?", "expected"),
        ("What are you taking home?", "taken"),
        ("What would you tell a colleague?", "told"),
        ("What did you admire?", "admired"),
        ("What are you worried about?", "worry"),
        ("What would you like to ask your host?", "to_ask"),
        ("Which picture comes to mind?", "picture"),
        ("So what does that mean?", "likeness"),
    ],
)
async def test_the_question_takes_up_what_was_asked(prompt: str, rung: str) -> None:
    answer = Spoken("person", "form", "The way in which they begin on time, even on the day of the audit.")

    assert rung in rungs_of(await COACH.follow_up(Talk("en", (answer,), "", prompt)))


@pytest.mark.parametrize(
    ("prompt", "text", "rung"),
    [
        ("What was the best thing somebody said?", "“We have a Thursday.” That was the head of the kitchens.", "heard"),
        ("What are you worried about?", "- the rain\n- Steve, who tells the story\n- that she sees it", "worries"),
        ("What are you worried about?", "One thing. That she sees it. It is in the cellar.", "worry"),
        ("What do you expect from the visit?", "I would like to see how they plan a week.", "hopes"),
        ("Which promise have you not kept?", "Leaving at five. It went well until the audit came.", "again"),
        ("What is still unclear to you?", "How to win the doctors for it.", "asking"),
        ("What did you notice about yourself?", "That I explain. All the time. Even to me.", "oneself"),
        ("What happened to your plan?", "I didn't do it. The moment came, and it went by.", "again"),
        ("Name three things.", "A kettle with a label. A dead plant that gets watered. A wedge.", "list"),
        ("So what, now what?", "So what: I was hoping for better. Now what: ?", "open"),
    ],
)
async def test_the_question_takes_up_how_the_prompt_was_answered(prompt: str, text: str, rung: str) -> None:
    answer = Spoken("person", "form", text)

    assert rung in rungs_of(await COACH.follow_up(Talk("en", (answer,), "", prompt)))


async def test_a_list_of_things_to_do_is_asked_for_the_one_that_may_slip() -> None:
    listed_steps = Spoken("person", "form", "- phone Piet on Thursday\n- return the badge\n- be kinder to people")

    question = await COACH.follow_up(Talk("en", (listed_steps,), "what_so_what", "Now what will you do?"))

    assert "undone" in rungs_of(question)


async def test_a_row_of_steps_is_asked_for_the_one_that_may_slip() -> None:
    steps = Spoken(
        "person", "form", "Tell the registry, get the numbers for the spring, and decide whose problem it is."
    )

    assert "undone" in rungs_of(await COACH.follow_up(Talk("en", (steps,), "what_so_what", "Now what?")))


async def test_what_may_come_in_between_is_asked_what_is_done_then() -> None:
    obstacle = Spoken("person", "form", "The audit, as ever, and my own impatience.")

    assert "obstacle" in rungs_of(
        await COACH.follow_up(Talk("en", (obstacle,), "if_then", "What could get in the way?"))
    )


async def test_a_few_words_about_a_step_are_not_asked_for_the_day_that_the_prompt_named() -> None:
    few = Spoken("person", "form", "Ask first")

    assert "hold" in rungs_of(await COACH.follow_up(Talk("en", (few,), "", "What will you do on Monday?")))


async def test_a_bare_no_is_an_answer_where_the_prompt_asks_whether_a_promise_was_kept_and_else_a_refusal() -> None:
    turns = (Spoken("person", "form", "No."),)
    kept = await COACH.follow_up(Talk("en", turns, "what_so_what", "You made a promise. Did you keep it?"))

    assert "unkept" in rungs_of(kept)
    assert await COACH.follow_up(Talk("en", turns, "", "Would you like to add something?")) is None
