"""What the built-in coach hears in one entry: plain signs in the words, never a mark, a grade or a mood."""

import re
from dataclasses import dataclass, field

from bot.coach.ladder import Ladder

_BRIEF = 25  # words; below this, an entry is asked for its moment before anything else
_CLAUSE = re.compile(r"[^.!?;:\n–—]+")
# the clause that is quoted: the first that says one of these, in this order
_TELLING = ("shift", "feelings", "reasons", "ahead", "first_person")


@dataclass(frozen=True, slots=True)
class Heard:
    """What an entry lacks, the first thing first, with the word for a feeling and the value that it names."""

    lacking: tuple[str, ...]
    feeling: str = field(default="", repr=False)
    value: str = ""


def read(text: str) -> str:
    """The text as the word lists are written: with straight apostrophes, letter for letter otherwise."""
    return text.replace("’", "'")


def hear(text: str, ladder: Ladder, values: tuple[str, ...]) -> Heard:
    """The order is the ladder: the moment, what is behind it, another's view, oneself, the next step."""
    said = read(text)
    value = next((one for one in values if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said, re.IGNORECASE)), "")
    feeling = ladder.quoted("feelings", said)
    seen_anew = ladder.says("shift", said)
    lacks = {
        "moment": len(said.split()) < _BRIEF and not ladder.says("first_person", said),
        "reasons": not seen_anew and not ladder.says("reasons", said),
        "feeling": bool(feeling) and not seen_anew,
        "value": bool(value) and not seen_anew,
        "others": not ladder.says("others", said),
        "self": not seen_anew and not ladder.says("first_person", said),
        "ahead": not ladder.says("ahead", said),
    }
    if seen_anew and not (lacks["others"] and lacks["ahead"]):
        return Heard(())  # it went all the way: a new view, and another's eyes or a next step with it
    return Heard(tuple(rung for rung, lacking in lacks.items() if lacking), feeling, value)


def phrase(text: str, ladder: Ladder) -> str:
    """A clause of the text, word for word, of the length that may be quoted; or nothing where there is none."""
    clauses = [one for one in (_trimmed(found) for found in _CLAUSE.findall(text)) if one]
    fitting = [one for one in clauses if ladder.phrase_least <= len(one.split()) <= ladder.phrase_most]
    if fitting:
        return _most_telling(fitting, ladder)
    return next((_start(one, ladder.phrase_most) for one in clauses if len(one.split()) > ladder.phrase_most), "")


def _trimmed(clause: str) -> str:
    return clause.strip(" \t\"'“”‘’()*_-,")


def _most_telling(clauses: list[str], ladder: Ladder) -> str:
    for signal in _TELLING:
        for clause in clauses:
            if ladder.says(signal, read(clause)):
                return clause
    return clauses[0]


def _start(clause: str, most: int) -> str:
    """The first words of a clause that is too long, cut at its last comma if there is one."""
    start = clause[: list(re.finditer(r"\S+", clause))[most - 1].end()]
    before, comma, _ = start.rpartition(",")
    return before if comma and len(before.split()) > 2 else start
