"""The built-in coach mirrors one line in the writer's own words and asks one open question, two at most."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.coach import MOST_WORDS, Question
from bot.coach.ladder import Ladder
from tests.backstage import library
from tests.coached import BARE, COACH, SEEN, listed, rungs_of, talk


async def test_the_second_question_asks_for_something_else() -> None:
    first = await COACH.follow_up(talk(SEEN))
    assert first is not None

    second = await COACH.follow_up(talk(SEEN, first.text, "I cannot tell you more than that about it today."))

    assert rungs_of(second).isdisjoint(rungs_of(first))


async def test_no_third_question_is_asked() -> None:
    assert await COACH.follow_up(talk(BARE, "What?", SEEN, "And?", SEEN)) is None


@pytest.mark.parametrize("answer", ["Skip", "later, please", "that's all", "That’s all.", "No."])
async def test_who_says_stop_is_asked_no_more(answer: str) -> None:
    assert await COACH.follow_up(talk(SEEN, "What do you think was behind it?", answer)) is None


async def test_two_short_answers_running_end_the_talk() -> None:
    assert await COACH.follow_up(talk("It was fine.", "What made it so?", "The people there.")) is None


async def test_one_short_answer_does_not_end_the_talk() -> None:
    assert await COACH.follow_up(talk(SEEN, "What do you think was behind it?", "Tired people.")) is not None


async def test_a_person_is_never_asked_the_same_question_twice() -> None:
    asked: list[str] = []
    while question := await COACH.follow_up(talk(BARE, asked=frozenset(asked))):
        asked.append(question.question)

    assert len(asked) == len(set(asked)) > 40


def test_the_button_that_tells_who_reads_it_is_named_as_it_is_labelled() -> None:
    label = library().words["en"].label("prompt.who")

    assert all(f"“{label}”" in one for one in listed("who_reads"))


@given(st.lists(st.text(max_size=400), min_size=1, max_size=5), st.sampled_from(["", "I felt proud because ", BARE]))
async def test_whatever_is_written_the_coach_stays_short_and_quotes_exactly(texts: list[str], start: str) -> None:
    texts = texts[: len(texts) - (len(texts) + 1) % 2]  # the last one to speak is the person
    texts[-1] = start + texts[-1]

    question = await COACH.follow_up(talk(*texts))

    if question is None:
        return
    assert len(question.text.split()) <= MOST_WORDS
    assert question.question.count("?") == 1
    assert not question.mirror or question.mirror.split("“")[1].split("”")[0] in texts[-1]
    assert Question.read(question.text) == question


def test_a_question_that_is_no_question_is_refused_with_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "coach.toml"
    file.write_text(
        Path("prompts/en/coach.toml")
        .read_text("utf-8")
        .replace("Which part of this matters most to you?", "Matters most.")
    )

    with pytest.raises(ValueError, match=r"coach\.toml: ask\.any\.part\.1"):
        Ladder.read(file)
