"""Finds dates of birth: a date with a word for being born beside it. Any other date is nobody's business here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_NEAR = 40  # characters before a word for being born, in which it may be said what was born
_NUMERIC = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{1,2}\s\d{1,2}\s\d{4}|\d{8}"
_YEAR = r"(?:,?\s{1,2}(?:of\s|in\s)?\d{4}|\s'?\d{2}(?![\w:]))"


@dataclass(frozen=True, slots=True)
class BirthDates:
    """“born on 3 May 1951”, “DOB 03/05/51”, “3 mei 1951 (geboortedatum)”; the word belongs to what is found."""

    pattern: re.Pattern[str]
    things: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "BirthDates":
        born, between, date = words.any_of("birth.words"), words.any_of("birth.between"), _date(words)
        after = rf"{born}(?:[\s:=,(-]{{1,3}}{between}){{0,3}}[\s:=,(-]{{0,4}}(?:{date})(?!\w)"
        before = rf"(?<![\w/.-])(?:{date})[\s:=,(-]{{1,3}}(?:{between}[\s:=,(-]{{1,2}}){{0,2}}{born}"
        things = rf"{words.any_of('birth.things')}[^.!?\n]*$"
        return cls(re.compile(f"{after}|{before}"), re.compile(things))

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for found in self.pattern.finditer(reading.small):
            if not self.things.search(reading.small, max(0, found.start() - _NEAR), found.start()):
                yield Detail("birth_date", found.start(), found.end())


def _date(words: WordLists) -> str:
    month, ending = (
        words.any_of("dates.months"),
        "|".join(sorted(words.set("dates.day_endings"), key=len, reverse=True)),
    )
    day = rf"\d{{1,2}}\s?(?:{ending})?"
    return rf"{_NUMERIC}|{day}\s(?:of\s)?{month}\.?{_YEAR}?|{month}\.?\s{day}{_YEAR}?|{day}[-/]{month}[-/]\d{{2,4}}"
