"""Finds dates of birth: a date with a word for being born beside it. Any other date is nobody's business here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_NEAR = 40  # characters before a word for being born, in which it may be said what was born
_NUMERIC = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{1,2}\s\d{1,2}\s\d{4}|\d{8}"
_YEAR = r"(?:,?[\s-]{1,2}(?:of\s|in\s)?\d{4}|[\s-]'?\d{2}(?![\w:]))"
_LAST_CENTURY = r"19\d\d"
_YEARS_AGO = r"(?:19\d\d|20[01]\d)"  # later years are those of plans and meetings, unless the word is right beside them
_SHORT_GAP = r"[\s:=,(-][^.!?;\n\d]{0,20}?"  # what may stand between a date with its year and the word
_GAP = r"[^.!?;\n\d]{0,40}?(?<![\w/.-])"  # what may stand between the word and a date with its year


@dataclass(frozen=True, slots=True)
class BirthDates:
    """“born on 3 May 1951”, “DOB 03/05/51”, “3 mei 1951 (geboortedatum)”; the word belongs to what is found."""

    pattern: re.Pattern[str]
    things: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "BirthDates":
        born, between = words.any_of("birth.words"), words.any_of("birth.between")
        day, gap = _days(words), rf"(?:[\s:=,(-]{{1,3}}{between}){{0,3}}[\s:=,(-]{{0,4}}"
        beside = rf"(?:{_NUMERIC}|{day}{_YEAR}?)(?!\w)"
        after = rf"{born}(?:{gap}{beside}|{_GAP}{_in(_YEARS_AGO, day)})"
        before = rf"(?<![\w/.-])(?:{_in(_YEARS_AGO, day)}{_SHORT_GAP}|{beside}{gap}){born}"
        borne = rf"{words.any_of('birth.bearers')}{_GAP}{_in(_LAST_CENTURY, day)}"
        things = rf"{words.any_of('birth.things')}[^.!?\n]*$"
        return cls(re.compile(f"{after}|{before}|{borne}"), re.compile(things))

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for found in self.pattern.finditer(reading.small):
            if not self.things.search(reading.small, max(0, found.start() - _NEAR), found.start()):
                yield Detail("birth_date", found.start(), found.end())


def _in(year: str, day: str) -> str:
    """A whole date in one of these years."""
    return rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{year}|{year}-\d\d-\d\d|{day},?\s{year})(?!\w)"


def _days(words: WordLists) -> str:
    """A day and a month in words."""
    month = words.any_of("dates.months")
    endings = "|".join(sorted(words.set("dates.day_endings"), key=len, reverse=True))
    day = rf"\d{{1,2}}\s?(?:{endings})?"
    return rf"(?:{day}[\s-](?:of\s)?{month}\.?|{month}\.?\s{day})"
