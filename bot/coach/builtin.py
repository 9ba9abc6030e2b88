"""The built-in coach: it needs no model, quotes one phrase of the writer, and asks for what the entry lacks."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.coach.coach import MOST_QUESTIONS, Question, Spoken, Talk
from bot.coach.ladder import Ladder
from bot.coach.listening import Heard, hear, read
from bot.coach.quoting import phrase

# These quote the writer's word themselves, ask about all of a list, or have next to nothing to quote.
_WITHOUT_MIRROR = frozenset({"feeling", "list", "brief"})


@dataclass(frozen=True, slots=True)
class BuiltinCoach:
    """Asks by the ladder of its language file. What it makes of an entry lives for one call and is kept nowhere.

    `ladders` by language; a language without one gets the ladder of `language`.
    """

    ladders: Mapping[str, Ladder]
    language: str

    @classmethod
    def read(cls, folder: Path, language: str) -> "BuiltinCoach":
        """The coach of all languages that have a `<language>/coach.toml` in that folder.

        Raises ValueError, with file and key, for a file that cannot be used.
        """
        files = sorted(folder.glob("*/coach.toml"))
        return cls({file.parent.name: Ladder.read(file) for file in files}, language)

    async def follow_up(self, talk: Talk) -> Question | None:
        ladder = self.ladders.get(talk.language) or self.ladders[self.language]
        if _over(talk, ladder):
            return None
        text = "\n".join(one.text for one in talk.own)
        heard = hear(text, ladder, talk.values)
        rung, question = _unasked(heard, ladder, talk, text)
        mirror = "" if rung in _WITHOUT_MIRROR else _mirror(ladder, talk.own[-1].text)
        return Question(mirror, question) if question else None


def _own(talk: Talk) -> tuple[Spoken, ...]:
    return tuple(one for one in talk.turns if one.speaker == "person")


def _over(talk: Talk, ladder: Ladder) -> bool:
    own = _own(talk)
    if not own or len(talk.turns) - len(own) >= MOST_QUESTIONS:
        return True
    short = [len(one.text.split()) <= ladder.short_answer for one in own[-2:]]
    return ladder.says_stop(read(own[-1].text)) or short == [True, True]


def _unasked(heard: Heard, ladder: Ladder, talk: Talk, text: str) -> tuple[str, str]:
    """A question that this person was never asked, from the first rung that the entry lacks and was not asked for."""
    asked_here = {Question.read(one.text).question for one in talk.turns if one.speaker == "coach"}
    for rung in heard.lacking:
        every = _filled([one for group in ladder.on(rung, of_event=True) for one in group], heard)
        if asked_here.isdisjoint(every) and (fresh := _fresh(rung, heard, ladder, talk.asked)):
            return rung, fresh[_turn_of(text, len(fresh))]
    return "", ""


def _fresh(rung: str, heard: Heard, ladder: Ladder, asked: frozenset[str]) -> list[str]:
    """The questions of the best group that has one left."""
    groups = ladder.on(rung, of_event=heard.of_event)
    left = ([one for one in _filled(group, heard) if one not in asked] for group in groups)
    return next(filter(None, left), [])


def _filled(questions: Sequence[str], heard: Heard) -> list[str]:
    return [one.replace("{feeling}", heard.feeling).replace("{value}", heard.value) for one in questions]


def _mirror(ladder: Ladder, text: str) -> str:
    """One line with their own words in it, where some can be quoted."""
    quoted = phrase(text, ladder)
    if not quoted:
        return ""
    line = ladder.mirrors[_turn_of(text, len(ladder.mirrors))].replace("{phrase}", quoted)
    return line.removesuffix(".") if line.endswith("?”.") else line  # a quoted question ends with its own mark


def _turn_of(text: str, many: int) -> int:
    """Which of so many: the same for the same text, so that a repeated call asks the same, yet not always the first."""
    return zlib.crc32(text.encode()) % many
