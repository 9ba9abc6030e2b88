"""Finds telephone numbers and e-mail addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phonenumbers import PhoneMetadata

from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?!\w)")
_LEAST, _MOST = 8, 15  # digits of a telephone number with its country; the most are those of ITU E.164
# with its country, or as it is dialled at home from the first zero on, or as in North America
_ABROAD = r"(?:\+|00)\s?[1-9](?:[\s.()/-]{0,3}\d){7,13}"
_AT_HOME = r"\(?0\d{1,4}\)?(?:[\s./-]{0,2}\d){6,9}"
_AMERICAN = r"(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[\s.-]\d{4}"
_PHONE = re.compile(rf"(?<![\w+.,/€$£-])(?:{_ABROAD}|{_AT_HOME}|{_AMERICAN})(?![\w]|[.,/-]\d)")
_SHAPED = r"\(?\+?\d(?:[\s.()/-]{0,2}\d){6,14}"
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2,4}(?!\1?\d)")
_REGIONS = {"GB": "0", "BE": "0", "NL": "0", "FR": "0", "US": "1", "CA": "1"}  # with what is dialled before a number
_GROUPS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reachable:
    """Telephone numbers of Britain, Belgium, the Netherlands, France, Canada and the United States, and of anywhere

    with a plus sign before them; and e-mail addresses.
    """

    said: re.Pattern[str]
    perhaps: re.Pattern[str]
    spelled: re.Pattern[str]
    plans: Mapping[str, re.Pattern[str]]

    @classmethod
    def of(cls, words: WordLists) -> "Reachable":
        number = rf"(?:[\s:.]{{1,3}}{words.any_of('reach.between')}){{0,3}}[\s:.#]{{0,3}}(?P<number>{_SHAPED})(?!\w)"
        signs = words.any_of("reach.at_signs")
        dots = r"(?:\s?[.(\[]\s?(?:dot|punt|point)?\s?[)\]]?\s?|\s(?:dot|punt|point)\s|\.)"
        spelled = (
            rf"(?<![\w.+-])[\w.+-]{{1,64}}\s?(?:{signs})\s?[\w-]{{1,63}}{dots}(?:com|org|net|uk|ca|be|nl|fr|eu)(?!\w)"
        )
        return cls(
            said=re.compile(words.any_of("reach.phone") + number),
            perhaps=re.compile(words.any_of("reach.perhaps") + number),
            spelled=re.compile(spelled),
            plans={prefix: _plan(prefix) for prefix in set(_REGIONS.values())},
        )

    def addresses(self, reading: Reading) -> Iterator[Detail]:
        """E-mail addresses, also with the sign in words."""
        for pattern in (_EMAIL,) if "@" in reading.said else ():
            yield from (Detail("email", *found.span()) for found in pattern.finditer(reading.said))
        yield from (Detail("email", *found.span()) for found in self.spelled.finditer(reading.small))

    def phones_said(self, reading: Reading) -> Iterator[Detail]:
        """Numbers after a word like “phone”."""
        yield from self._said(self.said, reading)

    def phones_perhaps(self, reading: Reading) -> Iterator[Detail]:
        """Numbers after a word like “number”, which is said of other numbers too."""
        yield from self._said(self.perhaps, reading)

    def phones(self, reading: Reading) -> Iterator[Detail]:
        """Numbers that can be nothing else, whatever stands before them."""
        for found in _PHONE.finditer(reading.said):
            if end := self._end(reading.said, *found.span()):
                yield Detail("phone", found.start(), end)

    def _said(self, pattern: re.Pattern[str], reading: Reading) -> Iterator[Detail]:
        for found in pattern.finditer(reading.small):
            if self._is_said_number(found["number"]):
                yield Detail("phone", *found.span("number"))

    def _end(self, text: str, start: int, end: int) -> int:
        """Where the number ends, with as many of its groups as make one; or 0 if it is none."""
        if _DATE.match(text, start, end):
            return 0
        groups = [one.span() for one in _GROUPS.finditer(text, start, end)]
        for count in range(len(groups), 0, -1):
            number = text[start : groups[count - 1][1]]
            if self._is_number(number):
                return groups[count - 1][1]
        return 0

    def _is_number(self, number: str) -> bool:
        groups = _GROUPS.findall(number)
        digits = "".join(groups)
        if number.startswith(("+", "00")):
            return _LEAST <= len(digits) <= _MOST
        return self._is_given_out(digits) or (number.lstrip("(").startswith("0") and _is_parted(groups))

    def _is_said_number(self, number: str) -> bool:
        """After a word that announces one, a number counts that is given out somewhere, or is written like one."""
        groups = _GROUPS.findall(number)
        digits = "".join(groups)
        if _DATE.match(number):
            return False
        if number.startswith("+") or digits.startswith("0"):
            return _LEAST <= len(digits) <= _MOST
        return self._is_given_out(digits) or list(map(len, groups)) in _SAID_SHAPES

    def _is_given_out(self, digits: str) -> bool:
        """Whether one of the regions has that number, by the tables of the library."""
        return any(
            plan.fullmatch(digits.removeprefix(prefix)) is not None
            for prefix, plan in self.plans.items()
            if digits.startswith(prefix) or prefix == "1"  # in North America, nobody dials the 1 within a city
        )


_SAID_SHAPES = ([3, 3, 4], [3, 4], [3, 2, 2, 2], [2, 2, 2, 2, 2])  # numbers in stories are given out nowhere


def _is_parted(groups: list[str]) -> bool:
    """Whether it is written in the groups in which telephone numbers are read out."""
    lengths = [len(one) for one in groups]
    return 9 <= sum(lengths) <= 11 and len(lengths) > 1 and min(lengths) > 1 and groups[0] != "00"


def _plan(prefix: str) -> re.Pattern[str]:
    """The numbers of the regions in which that is dialled first, without it."""
    known = (PhoneMetadata.metadata_for_region(region) for region, dialled in _REGIONS.items() if dialled == prefix)
    return re.compile("|".join(f"(?:{pattern})" for one in known if one for pattern in _patterns(one)))


def _patterns(known: PhoneMetadata) -> Iterator[str]:
    sorts = (known.fixed_line, known.mobile, known.toll_free, known.premium_rate, known.shared_cost, known.voip)
    for sort in (*sorts, known.personal_number, known.pager, known.uan, known.voicemail):
        if sort is not None and sort.national_number_pattern:
            yield sort.national_number_pattern
