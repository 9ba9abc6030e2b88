"""`python -m bot inspect`: what the care and the coach make of each text, with nothing kept and no network."""

import asyncio
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from bot.care.care import Care, Seen
from bot.chat.keeping import FORM
from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

_LANGUAGE = "en"  # of a line that names none, and of the coach where it has no words in the line's language


class Unusable(ValueError):
    """A line that holds no text to look at. The sentence is for whoever wrote it, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Inspecting:
    """`values` are the names of a cohort's values."""

    care: Care
    coach: BuiltinCoach
    values: tuple[str, ...] = ()

    @classmethod
    def read(cls, folder: Path, values: Sequence[str]) -> "Inspecting":
        """With the word lists of that folder. Raises Mistakes for lists that cannot be used."""
        care = Care.read(folder)
        return cls(care, BuiltinCoach.read(folder, _LANGUAGE, care.details.find), tuple(values))

    def lines(self, given: Iterable[str], out: TextIO) -> int:
        """Writes one line for each line, as soon as it is read. Returns 1 where one of them could not be used."""
        code = 0
        for line in given:
            if not line.strip():
                continue
            try:
                told = self.look(line)
            except Unusable as trouble:
                told, code = {"error": str(trouble)}, 1
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
        return code

    def look(self, line: str) -> dict[str, Any]:
        """What stands in one line, as it is written. Raises Unusable."""
        text, language = _read(line)
        seen = self.care.look(text)
        return {
            "patient_details": [asdict(one) for one in seen.details],
            "distress": seen.concern.distress,
            "route": seen.concern.route,
            "depth": self.coach.depth(text, language, self.values),
            "follow_up": self._follow_up(text, language, seen),
        }

    def _follow_up(self, text: str, language: str, seen: Seen) -> str | None:
        """What the built-in coach would say to it as a whole entry; nothing where the care stands in between."""
        if not seen.clear:
            return None
        talk = Talk(language, (Spoken("person", FORM, text),), values=self.values)
        question = asyncio.run(self.coach.follow_up(talk))
        return question.text if question else None


def inspect(folder: Path, values: Sequence[str]) -> int:
    """From standard input to standard output. Raises Mistakes for word lists that cannot be used."""
    return Inspecting.read(folder, values).lines(sys.stdin, sys.stdout)


def _read(line: str) -> tuple[str, str]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise Unusable("This line is not JSON. It should be an object with a text and a language.") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Unusable('This line has no text. It should look like {"text": "…", "language": "en"}.')
    language = given.get("language", _LANGUAGE)
    if not isinstance(language, str):
        raise Unusable('The language should be two letters, such as "en".')
    return given["text"], language
