"""Finds postcodes: those that look like nothing else anywhere, plain digits only where an address is spoken of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.any_of import any_of
from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_CANADIAN = re.compile(r"(?<![\w-])[abceghj-nprstvxy]\d[abceghj-nprstv-z][ -]?\d[abceghj-nprstv-z]\d(?![\w-])")
_DUTCH = re.compile(r"(?<![\w.,/€$£-])(?P<digits>[1-9]\d{3}) ?(?P<letters>(?!SA|SD|SS)[A-Z]{2})(?![\w-])")
_OF_COUNTRY = re.compile(r"(?<!\w)(?:BE?|FR?|NL)-\d{4,5}(?:\s?[A-Z]{2})?(?!\w)")
_NEAR = 80  # characters before digits in which an address may be begun
_ZIP = re.compile(r"(?<![\w.,-])\d{5}(?:-\d{4})?(?!\w)")
_BEFORE_PLACE = re.compile(r"(?<![\w.,/€$£-])\d{4,5}(?:\s?[A-Z]{2})?(?=\s(?:in\s)?[A-ZÀ-Ý][a-zà-ÿ])")
_ANY = (
    r"(?P<code>[1-9]\d{3}\s?[a-z]{2}|[a-z]\d[a-z]\s?\d[a-z]\d|\d{5}-\d{4}|\d{4,5}"
    r"|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})(?!\w)"
)
_YEAR = re.compile(r"19\d\d|20[0-3]\d")  # later ones are spoken of less than the places with such postcodes


@dataclass(frozen=True, slots=True)
class Postcodes:
    """Of the United Kingdom, Canada, the Netherlands, Belgium, France and the United States."""

    british: re.Pattern[str]
    american: re.Pattern[str]
    said: re.Pattern[str]
    addressed: re.Pattern[str]
    not_letters: frozenset[str]

    @classmethod
    def of(cls, words: WordLists) -> "Postcodes":
        areas = any_of(f"{one}*" for one in words["postcode.areas"]).replace(r"\w{0,20}(?!\w)", "")
        lives, streets = words.any_of("postcode.lives"), words.any_of("postcode.streets")
        towards = words.any_of("postcode.towards")
        between = rf"(?:[\s:,(]{{1,3}}{words.any_of('postcode.between')}){{0,3}}[^.!?\n\d]{{1,20}}?(?<![\w-])"
        street = rf"{streets}(?:\s[\w'-]{{1,20}}){{0,4}}?,?\s(?:\d{{1,4}}[a-z]?,?\s)?"
        return cls(
            british=re.compile(rf"(?<![\w-]){areas}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])"),
            american=re.compile(rf"{any_of(words['postcode.states'])},?\s$"),
            said=re.compile(words.any_of("postcode.words") + between + _ANY),
            addressed=re.compile(rf"(?:{lives}\s(?:[\w'-]{{1,20}},?\s){{0,6}}|{street}|{towards}\s)$"),
            not_letters=frozenset(words["postcode.not_letters"]),
        )

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        taken = 0
        for start, end in sorted(self._spans(reading)):
            if start >= taken:
                yield Detail("postcode", start, end)
                taken = end

    def _spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for pattern in (self.british, _OF_COUNTRY):
            yield from (found.span() for found in pattern.finditer(reading.said))
        yield from (found.span() for found in _CANADIAN.finditer(reading.small))
        yield from (found.span("code") for found in self.said.finditer(reading.small))
        yield from self._dutch(reading.said)
        yield from self._american(reading.said)
        yield from self._addressed(reading)

    def _dutch(self, text: str) -> Iterator[tuple[int, int]]:
        for found in _DUTCH.finditer(text):
            if found["letters"] not in self.not_letters and not _YEAR.fullmatch(found["digits"]):
                yield found.span()

    def _american(self, text: str) -> Iterator[tuple[int, int]]:
        for found in _ZIP.finditer(text):
            if self.american.search(text, max(0, found.start() - _NEAR), found.start()):
                yield found.span()

    def _addressed(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Digits between an address and the name of a place, which has a capital letter."""
        for found in _BEFORE_PLACE.finditer(reading.said):
            is_year = _YEAR.fullmatch(found[0])
            if not is_year and self.addressed.search(reading.small, max(0, found.start() - _NEAR), found.start()):
                yield found.span()
