"""Finds numbers that a health service or a state gave to a person, by how they are parted and by their check digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.numbers import (
    is_belgian_national_number,
    is_dutch_bsn,
    is_nhs_number,
    is_ontario_health_card,
    is_us_ssn,
)
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_RULES = {
    "nhs_number": is_nhs_number,
    "ontario_health_card": is_ontario_health_card,
    "belgian_national_number": is_belgian_national_number,
    "dutch_bsn": is_dutch_bsn,
    "us_ssn": is_us_ssn,
}
# How people part such a number, as the lengths of its groups. A number that is parted otherwise needs a word before it.
_SHAPES = {
    (10,): ("nhs_number", "ontario_health_card"),
    (3, 3, 4): ("nhs_number", "ontario_health_card"),
    (3, 7): ("nhs_number",),
    (6, 4): ("nhs_number",),
    (4, 3, 3): ("ontario_health_card",),
    (4, 6): ("ontario_health_card",),
    (5, 5): ("nhs_number", "ontario_health_card"),
    (11,): ("belgian_national_number",),
    (2, 2, 2, 3, 2): ("belgian_national_number",),
    (6, 3, 2): ("belgian_national_number",),
    (6, 5): ("belgian_national_number",),
    (9,): ("dutch_bsn",),
    (4, 2, 3): ("dutch_bsn",),
    (3, 2, 4): ("us_ssn",),
}
# by how many digits there are: the fewest that a group must have if they are parted in another way, and the kinds
_ODD = {
    9: (2, ("dutch_bsn",)),
    10: (3, ("nhs_number", "ontario_health_card")),  # pairs of digits are hours, days and telephone numbers
    11: (2, ("belgian_national_number",)),
}
_MOST_GROUPS = 5
_NEAR = 60  # characters before a number in which a word may say whose it is
_RUN = re.compile(r"\d+(?:(?: - |[ .-]{1,2}|/)\d+)*")
_GROUP = re.compile(r"\d+")
_VERSION = re.compile(r"[ -]?[A-Z]{2}(?!\w)")  # the version code of an Ontario health card
_MORE_BEFORE = tuple("+_,€$£")
_ATTACHED = re.compile(r"[a-z]{2}(?!\w)")  # the same, typed without a blank
_SHORTEST, _LONGEST = 9, 11  # digits
_NAMED = {"nhs": "nhs_number", "ontario": "ontario_health_card", "belgian": "belgian_national_number"} | {
    "bsn": "dutch_bsn",
    "ssn": "us_ssn",
}


@dataclass(frozen=True, slots=True)
class CheckedNumbers:
    """Numbers with check digits, and social security numbers of the United States."""

    named: re.Pattern[str]  # words that say which number follows; the group that matched is the kind
    not_people: re.Pattern[str]
    not_after: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "CheckedNumbers":
        kinds = "|".join(f"(?P<{kind}>{words.any_of(f'numbers.{name}')})" for name, kind in _NAMED.items())
        between, others = words.any_of("numbers.between"), words.any_of("numbers.not_people")
        return cls(
            named=re.compile(rf"(?:{kinds})(?:[\s:#'(\"=.-]{{1,3}}{between}){{0,3}}[\s:#'(\"=.-]{{0,4}}$"),
            not_people=re.compile(rf"(?:{others}|[€$£])[\s:#nr.°-]{{0,6}}$"),
            not_after=re.compile(rf"\s?(?:{others}|[€$£%])"),
        )

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for run in _RUN.finditer(reading.said):
            if run.end() - run.start() >= _SHORTEST and _stands_alone(reading.said, run.start(), run.end()):
                yield from self._in_run(reading, run)

    def _in_run(self, reading: Reading, run: re.Match[str]) -> Iterator[Detail]:
        text = reading.small
        groups = [one.span() for one in _GROUP.finditer(text, run.start(), run.end())]
        said = self._said(text, groups)
        first = 0
        while first < len(groups):
            count, kind = (not first and said) or self._at(text, groups[first : first + _MOST_GROUPS])
            if kind:
                yield Detail(kind, groups[first][0], _end(reading.said, kind, groups[first + count - 1][1]))
            first += count

    def _at(self, text: str, groups: list[tuple[int, int]]) -> tuple[int, str]:
        """How many of the groups, from the first one on, are a number, and of which kind; or 1 and no kind."""
        start = groups[0][0]
        if start and text[start - 1] in ".-/":
            return 1, ""
        for count in range(len(groups), 0, -1):
            kinds = self._kinds([end - begin for begin, end in groups[:count]], text[start])
            kind = _first_that_fits(kinds, _digits(text, groups[:count]))
            if kind and _ends_there(text, groups[count - 1][1]) and not self._is_another(kind, text, groups[:count]):
                return count, kind
        return 1, ""

    def _kinds(self, lengths: list[int], first: str) -> tuple[str, ...]:
        """The kinds of number that are usually parted like that, or can be."""
        if usual := _SHAPES.get(tuple(lengths)):
            return usual
        least, kinds = _ODD.get(sum(lengths), (0, ()))
        is_dialled = first == "0"
        return kinds if min(lengths) >= least and not is_dialled else ()

    def _said(self, text: str, groups: list[tuple[int, int]]) -> tuple[int, str] | None:
        """The same for a number at the start of a run whose kind a word before it tells, however it is parted."""
        start = groups[0][0]
        if not (word := self.named.search(text, max(0, start - _NEAR), start)):
            return None
        kind = str(word.lastgroup)
        for count in range(1, min(_LONGEST, len(groups)) + 1):
            if _RULES[kind](_digits(text, groups[:count])):
                return count, kind
        return None

    def _is_another(self, kind: str, text: str, groups: list[tuple[int, int]]) -> bool:
        """Whether nine digits in one piece, one in eleven of which would pass, are said to be something else."""
        if kind != "dutch_bsn":
            return False
        start, end = groups[0][0], groups[-1][1]
        before = self.not_people.search(text, max(0, start - _NEAR), start)
        return before is not None or self.not_after.match(text, end) is not None


def _first_that_fits(kinds: tuple[str, ...], digits: str) -> str:
    return next((kind for kind in kinds if _RULES[kind](digits)), "")


def _digits(text: str, groups: list[tuple[int, int]]) -> str:
    return "".join(text[start:end] for start, end in groups)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the digits are no part of a word, of an amount or of a telephone number with its country."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and before not in _MORE_BEFORE and after != "_"


def _ends_there(text: str, end: int) -> bool:
    """Whether the digits do not go on as those of a longer number or an amount."""
    after = text[end : end + 2]
    goes_on = after[1:].isdecimal() and after[0] in ".,-/:"
    return not goes_on and (not after[:1].isalpha() or _ATTACHED.match(text, end) is not None)


def _end(text: str, kind: str, end: int) -> int:
    version = _VERSION.match(text, end) if kind == "ontario_health_card" else None
    return version.end() if version else end
