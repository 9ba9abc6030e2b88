"""The ladder of one language, read from its file: what to listen for and what to ask."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.coach.coach import MOST_WORDS

RUNGS = ("moment", "reasons", "feeling", "value", "others", "self", "ahead")
SIGNALS = ("first_person", "reasons", "others", "feelings", "ahead", "shift", "stop")
_MIRROR_WORDS = 8  # the longest mirror sentence without the phrase in it; with phrase and question it stays under 60


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the coach of one language listens for (`signals`), and its questions by rung, in the file's order."""

    short_answer: int
    phrase_least: int
    phrase_most: int
    signals: Mapping[str, re.Pattern[str]]
    mirrors: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]

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
        return self.signals[signal].search(text) is not None

    def quoted(self, signal: str, text: str) -> str:
        """The writer's own word for that, as it stands in the text; or nothing."""
        found = self.signals[signal].search(text)
        return found.group() if found else ""


def _ladder(table: Mapping[str, Any]) -> Ladder:
    lengths = table["lengths"]
    ladder = Ladder(
        short_answer=int(lengths["short_answer"]),
        phrase_least=int(lengths["phrase_least"]),
        phrase_most=int(lengths["phrase_most"]),
        signals={signal: _pattern(table["listen"][signal]) for signal in SIGNALS},
        mirrors=tuple(table["mirror"].values()),
        questions={rung: tuple(table["ask"][rung].values()) for rung in RUNGS},
    )
    _check(ladder)
    return ladder


def _check(ladder: Ladder) -> None:
    for number, mirror in enumerate(ladder.mirrors, 1):
        if mirror.count("{phrase}") != 1 or len(mirror.split()) > _MIRROR_WORDS:
            raise ValueError(f"mirror.{number} needs {{phrase}} once and {_MIRROR_WORDS} words at most")
    longest = MOST_WORDS - _MIRROR_WORDS - ladder.phrase_most
    for rung, questions in ladder.questions.items():
        for number, question in enumerate(questions, 1):
            if question.count("?") != 1 or not question.endswith("?") or len(question.split()) > longest:
                raise ValueError(f"ask.{rung}.{number} must be one question of {longest} words at most")


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, in whatever case; a star at the end stands for any ending."""
    longest_first = sorted((one.strip() for one in phrases), key=len, reverse=True)
    any_of = "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in longest_first)
    return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
