"""Talks with the built-in coach as it ships, and what its questions may ask for."""

from pathlib import Path

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Question, Spoken, Talk
from bot.coach.live import lines
from bot.coach.questions import RUNGS, was

COACH = BuiltinCoach.read(Path("prompts"), "en")
LADDER = COACH.ladders["en"]

BARE = "The team met at eight."
SEEN = "I saw the ward sister wait until everybody else had spoken, and then I asked her one question about it."


def talk(*texts: str, asked: frozenset[str] = frozenset(), values: tuple[str, ...] = ()) -> Talk:
    """Texts by turns: the person's, the coach's, the person's…"""
    turns = tuple(Spoken("coach" if number % 2 else "person", "form", text) for number, text in enumerate(texts))
    return Talk("en", turns, asked=asked, values=values)


def rungs_of(question: Question | None) -> set[str]:
    """What the question may ask for: the rungs on which it stands."""
    assert question is not None
    return {rung for rung in RUNGS if any(was(one).fullmatch(question.question) for one in listed(rung))}


def line_of(text: str) -> str:
    """The line that is given back before a question; or nothing."""
    return next(iter(lines(text, LADDER).values()), "")


def listed(rung: str) -> list[str]:
    """The questions on that rung where the prompt has no frame."""
    return [one for group in LADDER.questions.on(rung, "", of_event=True) for one in group]
