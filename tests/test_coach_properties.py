"""Whatever is written, the built-in coach stays short, quotes exactly, takes up no detail, and never runs dry."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import MOST_WORDS, Question, Spoken, Talk
from bot.coach.questions import ANY
from tests.backstage import library
from tests.sizes import size


@dataclass(frozen=True, slots=True)
class Place:
    start: int
    end: int


def numbers_and_names(text: str) -> list[Place]:
    """Stands in for the care: every number and every word with a capital letter after "Mrs"."""
    return [Place(*found.span()) for found in re.finditer(r"\d+|Mrs \w+|afraid|porter", text)]


COACH = BuiltinCoach.read(Path("prompts"), "en", numbers_and_names)
FREE = BuiltinCoach.read(Path("prompts"), "en")
LADDER = COACH.ladders["en"]
PROGRAM = library().program
FRAMES = sorted({prompt.framework for prompt in PROGRAM.prompts})
VALUES = ("Care", "Openness", "Respect")

PIECES = (
    "I saw the porter wait at bed 12.",
    "I was afraid.",
    "Because nobody asked, I kept quiet.",
    "Respect matters here.",
    "She said “no”.",
    "I used to think it was them.",
    "Now I see that it was me.",
    "Next time I will ask.",
    "When Mrs Jones calls, I will go.",
    "skip",
    "I don't know.",
    "Why?",
    "- one\n- two\n- three",
    "It was chaotic.",
    "Ik weet het niet, het is een dag van niets.",
    "",
    "👍",
    "“",
    "They may have felt left out.",
    "I won't answer that.",
    "He died.",
    "This bot again.",
    "It’s what I’d call odd.",
)  # fmt: skip — a list of examples
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join),
    st.text(alphabet=st.characters(codec=None), max_size=60),
)
talks = st.builds(
    lambda said, frame, language, asked: Talk(
        language,
        tuple(Spoken("coach" if number % 2 else "person", "form", one) for number, one in enumerate(said)),
        frame,
        asked=frozenset(asked),
        values=VALUES,
    ),
    st.lists(texts, min_size=1, max_size=4),
    st.sampled_from(["", "no such frame", *FRAMES]),
    st.sampled_from(["en", "nl", "xx", ""]),
    st.sets(
        st.sampled_from([one for by_rung in LADDER.questions.always.values() for q in by_rung.values() for one in q])
    ),
)


@settings(max_examples=size(4000))
@given(talks)
async def test_whatever_is_written_one_short_question_is_asked_that_was_never_asked(talk: Talk) -> None:
    question = await FREE.follow_up(talk)

    if question is None:
        return
    assert len(question.text.split()) <= MOST_WORDS
    assert question.text.count("?") == 1
    assert question.question.endswith("?")
    assert question.question not in talk.asked
    assert Question.read(question.text) == question


@settings(max_examples=size(4000))
@given(talks)
async def test_the_mirror_quotes_the_last_turn_exactly_and_nothing_that_is_flagged(talk: Talk) -> None:
    question = await COACH.follow_up(talk)

    if question is None:
        return
    last = talk.own[-1].text
    for quoted in re.findall(r"“(.*?)”", question.mirror):
        assert quoted in last
    assert not numbers_and_names(question.text)


@settings(max_examples=size(2000))
@given(talks)
async def test_the_same_talk_is_always_asked_the_same(talk: Talk) -> None:
    again = BuiltinCoach.read(Path("prompts"), "en")

    assert await again.follow_up(talk) == await FREE.follow_up(talk)


@settings(max_examples=size(2000))
@given(texts)
def test_a_guess_is_made_at_how_far_any_text_goes(text: str) -> None:
    assert FREE.depth(text, "en", VALUES) in {"habitual", "understanding", "reflection", "critical"}


ALWAYS_ALIKE = {
    "admissions": "I noticed that I never asked them.",
    "a word": "Busy.",
    "plans": "I will ask them first.",
    "feelings": "I felt tense all day long and told nobody.",
    "judgements": "It was rather chaotic there.",
    "lists": "- beds\n- phones\n- people in the corridor",
    "questions": "Why is it like that?",
    "nothing": "Nothing special today.",
}
WITHOUT_A_HOLD = {
    "plain reports": "The meeting began at nine and the chief spoke until ten.",
    "thoughts": "I think it is much the same wherever one goes, because there is never time.",
    "another language": "Het was een dag van niets en ik heb het niet gezien.",
}


@pytest.mark.parametrize("text", ALWAYS_ALIKE.values(), ids=ALWAYS_ALIKE.keys())
async def test_nobody_runs_out_of_questions_in_the_whole_program(text: str) -> None:
    asked: list[str] = []

    for prompt in PROGRAM.prompts:
        turns: tuple[Spoken, ...] = (Spoken("person", "form", text),)
        for _ in range(2):
            question = await FREE.follow_up(Talk("en", turns, prompt.framework, asked=frozenset(asked), values=VALUES))
            assert question is not None, (prompt.key, len(asked))
            asked.append(question.question)
            answer = Spoken("person", "form", "It is what people do there most days.")
            turns = (*turns, Spoken("coach", "form", question.text), answer)

    assert len(asked) == len(set(asked)) >= 2 * 31


@pytest.mark.parametrize("text", WITHOUT_A_HOLD.values(), ids=WITHOUT_A_HOLD.keys())
async def test_an_entry_without_a_hold_is_asked_nothing_twice(text: str) -> None:
    asked: list[str] = []

    for prompt in PROGRAM.prompts:
        turns = (Spoken("person", "form", text),)
        if question := await FREE.follow_up(Talk("en", turns, prompt.framework, asked=frozenset(asked), values=VALUES)):
            asked.append(question.question)

    assert len(asked) == len(set(asked))


def test_every_frame_that_the_coach_knows_is_one_of_the_program() -> None:
    known = {*LADDER.frames, *LADDER.questions.always, *LADDER.questions.of_event}

    assert known - {ANY} <= set(FRAMES)
