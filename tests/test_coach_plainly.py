"""What the built-in coach asks plainly, or leaves, where a cleverer question would ask for what is told already."""

from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

COACH = BuiltinCoach.read(Path("prompts"), "en")
NOTICED = "What did you notice, and what do you wonder?"
THREE = "What, so what, now what?"
PLAN = "Write an if-then plan for a moment that you know."
SEEN = "A trainee stopped the senior man in the doorway, and he thanked her. "
RINGS = (
    "If the treasurer rings during the round again, then I don't pick up, I text him that I call at five. "
    "My colleague does it with her whole board, and they have got used to it by now. "
)


async def said(prompt: str, text: str, frame: str = "") -> str:
    question = await COACH.follow_up(Talk("en", (Spoken("person", "form", text),), frame, prompt))
    return question.text if question else ""


@pytest.mark.parametrize(
    "end",
    [
        "I'd have to decide which ones, and I've put that off for two years.",
        "What I don't know is how I would explain it to the councillor.",
        "I'm stuck with who should begin.",
    ],
)
async def test_what_is_put_off_or_not_known_at_the_end_is_asked_about(end: str) -> None:
    asked = await said(THREE, f"What: they give the work away. So what: mine is all with me. Now what: {end}")

    assert "a first thought on that" in asked


@pytest.mark.parametrize(
    "text",
    [
        "It was nice to get out. Good people, good lunch, interesting to see that problems are similar everywhere.",
        "A pleasant two days with friendly colleagues. Interesting building, lovely view. I recommend it.",
    ],
)
async def test_a_polite_generality_is_asked_for_one_moment(text: str) -> None:
    assert "moment" in await said("How were the two days?", text)


@pytest.mark.parametrize("end", ["I've no lesson from it. I was glad to be there.", "No moral to it. I liked them."])
async def test_who_draws_no_lesson_is_asked_for_none(end: str) -> None:
    assert not await said("How were the two days?", f"He was ill, and we mostly drove about. {end}")


@pytest.mark.parametrize(
    "end",
    [
        "I'd want to know what happens with what I type before I write more about it.",
        "I'd like to know who reads this before I write it down.",
    ],
)
async def test_who_wants_to_know_who_reads_it_is_told_where_that_stands(end: str) -> None:
    told = f"He told me some things about his chief that I would rather not have known at all. {end}"

    assert "Who can see this" in await said("Anything to add about the visit?", told)


@pytest.mark.parametrize(
    "wonder", ["I keep turning over whether that is respect.", "It puzzles me how they got there."]
)
async def test_what_is_turned_over_at_the_end_is_a_question_of_the_writers_own(wonder: str) -> None:
    asked = await said(NOTICED, f"{SEEN}In our house that would be a scene. {wonder}", "notice_wonder")

    assert "guess" in asked
    assert "scene" not in asked


async def test_who_has_guessed_behind_what_is_not_known_is_not_asked_for_a_hunch() -> None:
    unknown = f"{SEEN}I don't know if it's habit, or if I talk first."

    assert "“I don't know" in await said(NOTICED, unknown, "notice_wonder")
    assert "“I don't know" not in await said(NOTICED, f"{unknown} I suspect that I talk first.", "notice_wonder")


async def test_a_line_that_a_short_but_is_set_against_is_not_given_back() -> None:
    told = "We compared our two charts, and his has the citizens on top. It is only a drawing. "

    assert "“" not in await said("What struck you, and so what?", f"{told}But mine doesn't have them.", "what_so_what")


async def test_a_small_thing_is_no_end_where_something_is_set_against_it() -> None:
    told = "We compared our forms at the desk, and hers is one page. A small thing. "

    assert not await said(NOTICED, told, "notice_wonder")
    assert await said(NOTICED, f"{told}But ours has eleven.", "notice_wonder")


async def test_a_plan_that_begins_with_its_moment_is_not_asked_when_it_begins() -> None:
    plan = "If the last hour is busy, then we write it on yellow paper. I'll introduce it with the evening team."

    assert "the start of it" not in await said(PLAN, plan, "if_then")


async def test_a_plan_that_tells_what_makes_it_hard_lacks_nothing() -> None:
    assert await said(PLAN, RINGS, "if_then")
    assert not await said(PLAN, f"{RINGS}For me the waiting is what's hard. I am quick to be hot.", "if_then")


async def test_a_plan_against_what_gets_in_the_way_is_the_answer_at_any_length() -> None:
    prompt = "What might get in your way as a visitor, and what will you do if it does?"
    plan = "If I begin to compare, I'll write it down and ask a question. " + "I saw that done before. " * 15

    assert not await said(prompt, f"{plan}So I'll let them finish.", "if_then")


@pytest.mark.parametrize("plan", ["If nobody speaks: count to ten.", "If no one volunteers, I sit down."])
async def test_an_if_that_whoever_is_there_sees_is_not_asked_how_one_would_notice(plan: str) -> None:
    assert "come to that" not in await said(PLAN, plan, "if_then")


async def test_a_bare_plan_for_one_visit_is_not_asked_about_a_bad_day() -> None:
    asked = await said("Make one plan for tomorrow's visit.", "if they ask me I will say yes", "if_then")

    assert asked == "What would you say if you had one sentence more?"
