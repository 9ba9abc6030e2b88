"""What the built-in coach hears in one entry: plain signs in the words, never a mark, a grade or a mood."""

import re
from dataclasses import dataclass, field

from bot.coach.ladder import Ladder
from bot.coach.quoting import is_list, only_asks

_BRIEF = 25  # words; below this, an entry is asked for its moment before anything else
_CLAUSE = re.compile(r"[^.!?;:\n–—]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What an entry lacks, the first thing first, with the word for a feeling and the value that it names.

    `of_event`: it tells of something that happened.
    """

    lacking: tuple[str, ...]
    feeling: str = field(default="", repr=False)
    value: str = ""
    of_event: bool = False


def read(text: str) -> str:
    """The text as the word lists are written: with straight apostrophes, letter for letter otherwise."""
    return text.replace("’", "'")


def hear(text: str, ladder: Ladder, values: tuple[str, ...]) -> Heard:
    """The order is the ladder: a word of one's own, the moment, what is behind it, another's view, the next step."""
    said = read(text)
    value = next((one for one in values if _names(said, one, ladder)), "")
    feeling = _own_feeling(said, ladder)
    seen_anew = ladder.says("shift", said)
    lacks = {
        "feeling": bool(feeling) and not seen_anew,
        "brief": len(said.split()) <= ladder.short_answer,
        "list": is_list(said, ladder),
        "asking": only_asks(said),
        "moment": len(said.split()) < _BRIEF and not ladder.says("first_person", said),
        "reasons": not seen_anew and not ladder.says("reasons", said),
        "value": bool(value) and not seen_anew,
        "others": not ladder.says("others", said),
        "self": not seen_anew and not ladder.says("first_person", said),
        "ahead": not ladder.says("ahead", said),
    }
    if seen_anew and not (lacks["others"] and lacks["ahead"]):
        return Heard(())  # it went all the way: a new view, and another's eyes or a next step with it
    lacking = tuple(rung for rung, lacking in lacks.items() if lacking)
    return Heard(lacking, feeling, value, ladder.says("happened", said))


def _own_feeling(said: str, ladder: Ladder) -> str:
    """The first word for a feeling in a clause in which the writer speaks of himself or herself; or nothing."""
    for clause in _CLAUSE.findall(said):
        found = ladder.signals["feelings"].search(clause)
        if found and ladder.says("first_person", clause):
            return found.group()
    return ""


def _names(said: str, value: str, ladder: Ladder) -> bool:
    """Whether the text names the value. One that is an everyday word counts with its capital letter only."""
    flags = re.NOFLAG if value.casefold() in ladder.everyday else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said, flags) is not None
