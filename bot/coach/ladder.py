"""The ladder of one language, read from its file: what to listen for and what to ask."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.coach.coach import MOST_WORDS

RUNGS = ("feeling", "brief", "list", "asking", "moment", "reasons", "value", "others", "self", "ahead")
SIGNALS = ("first_person", "reasons", "others", "feelings", "ahead", "shift", "happened")
_MIRROR_WORDS = 8  # the longest mirror sentence without the phrase in it; with phrase and question it stays under 60


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the coach of one language listens for (`signals`), and its questions by rung, in the file's order.

    `questions` fit every entry, `questions_of_event` only one that tells of something that happened. The sets of words
    are in small letters.
    """

    short_answer: int
    phrase_least: int
    phrase_most: int
    list_least: int
    signals: Mapping[str, re.Pattern[str]]
    stop: re.Pattern[str]
    starts: frozenset[str]
    capitals: frozenset[str]
    subjects: frozenset[str]
    goes_on: frozenset[str]
    joints: frozenset[str]
    everyday: frozenset[str]
    mirrors: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]
    questions_of_event: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, file: Path) -> "Ladder":
        """Raises ValueError, naming file and key, for a question or a list that cannot be used."""
        try:
            return _ladder(tomllib.loads(file.read_text("utf-8")))
        except (KeyError, TypeError, AttributeError) as trouble:
            raise ValueError(f"{file}: {trouble} is missing or not as it should be") from trouble
        except ValueError as trouble:
            raise ValueError(f"{file}: {trouble}") from trouble

    def says(self, signal: str, text: str) -> bool:
        """Whether the text has a sign of that."""
        return self.signals[signal].search(text) is not None

    def says_stop(self, text: str) -> bool:
        """Whether a short answer says that it is enough: such a word alone, or with a comma or full stop after it."""
        return len(text.split()) <= self.short_answer and self.stop.match(text.strip()) is not None

    def on(self, rung: str, *, of_event: bool) -> tuple[tuple[str, ...], ...]:
        """The questions of a rung for an entry that tells of something that happened, or for one that does not:

        groups of them, those that fit best first.
        """
        return (self.questions_of_event.get(rung, ()), self.questions[rung]) if of_event else (self.questions[rung],)


def _ladder(table: Mapping[str, Any]) -> Ladder:
    lengths, quote = table["lengths"], table["quote"]
    ladder = Ladder(
        short_answer=int(lengths["short_answer"]),
        phrase_least=int(lengths["phrase_least"]),
        phrase_most=int(lengths["phrase_most"]),
        list_least=int(lengths["list_least"]),
        signals={signal: _pattern(table["listen"][signal]) for signal in SIGNALS},
        stop=re.compile(rf"{_pattern(table['listen']['stop']).pattern}\s*(?:[.,;!…]|$)", re.IGNORECASE),
        starts=_words(quote["starts"]),
        capitals=_words(quote["capitals"]),
        subjects=_words(quote["subjects"]),
        goes_on=_words(quote["goes_on"]),
        joints=_words(quote["joints"]),
        everyday=_words(table["value"]["everyday"]),
        mirrors=tuple(table["mirror"].values()),
        questions={rung: tuple(table["ask"][rung].values()) for rung in RUNGS},
        questions_of_event={rung: tuple(asked.values()) for rung, asked in table["ask_of_event"].items()},
    )
    _check(ladder)
    return ladder


def _check(ladder: Ladder) -> None:
    for number, mirror in enumerate(ladder.mirrors, 1):
        if mirror.count("{phrase}") != 1 or len(mirror.split()) > _MIRROR_WORDS:
            raise ValueError(f"mirror.{number} needs {{phrase}} once and {_MIRROR_WORDS} words at most")
    longest = MOST_WORDS - _MIRROR_WORDS - ladder.phrase_most
    for table, asked in (("ask", ladder.questions), ("ask_of_event", ladder.questions_of_event)):
        for rung, questions in asked.items():
            _check_questions(f"{table}.{rung}", questions, longest)


def _check_questions(where: str, questions: tuple[str, ...], longest: int) -> None:
    for number, question in enumerate(questions, 1):
        if question.count("?") != 1 or not question.endswith("?") or len(question.split()) > longest:
            raise ValueError(f"{where}.{number} must be one question of {longest} words at most")


def _words(listed: list[str]) -> frozenset[str]:
    return frozenset(one.casefold() for one in listed)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, in whatever case; a star at the end stands for any ending."""
    longest_first = sorted((one.strip() for one in phrases), key=len, reverse=True)
    any_of = "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
