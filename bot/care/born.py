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
_LONG_AGO = r"(?:\d{1,2}[./-]\d{1,2}[./-]19\d\d|19\d\d-\d\d-\d\d)"
_IN_LAST_CENTURY = r",?\s19\d\d"
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
        day, dated = _days(words), rf"(?:{_NUMERIC}|{_days(words)}{_YEAR})(?!\w)"
        after = rf"{born}(?:(?:[\s:=,(-]{{1,3}}{between}){{0,3}}[\s:=,(-]{{0,4}}{day}(?:{_YEAR})?(?!\w)|{_GAP}{dated})"
        before = rf"(?<![\w/.-]){dated}{_SHORT_GAP}{born}"
        borne = rf"{words.any_of('birth.bearers')}{_GAP}(?:{_LONG_AGO}|{_days(words)}{_IN_LAST_CENTURY})(?!\w)"
        things = rf"{words.any_of('birth.things')}[^.!?\n]*$"
        return cls(re.compile(f"{after}|{before}|{borne}"), re.compile(things))

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for found in self.pattern.finditer(reading.small):
            if not self.things.search(reading.small, max(0, found.start() - _NEAR), found.start()):
                yield Detail("birth_date", found.start(), found.end())


def _days(words: WordLists) -> str:
    """A day and a month in words."""
    month = words.any_of("dates.months")
    endings = "|".join(sorted(words.set("dates.day_endings"), key=len, reverse=True))
    day = rf"\d{{1,2}}\s?(?:{endings})?"
    return rf"(?:{day}[\s-](?:of\s)?{month}\.?|{month}\.?\s{day})"
