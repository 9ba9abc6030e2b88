"""Finds the bed or the room in which a patient lies: “bed 4”, “room 12B”, “kamer 7”, “chambre 12”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_DIGITS = r"\d{1,4}(?:[-.]?[a-z]|[-.]\d{1,3})?(?![\w/:%]|[.,]\d|-\w)"
_LETTER = r"(?P<letter>[b-h](?!['-]?\w))"  # not A and not I, which are words
_NEAR = 30  # characters before a room in which a word may say what it is for
_FAR = 300  # characters; a longer sentence is looked at in part
_STOP = re.compile(r"[.!?\n]")


@dataclass(frozen=True, slots=True)
class BedsAndRooms:
    """A bed or a room with its number, unless people meet there or the number counts something."""

    pattern: re.Pattern[str]
    not_before: re.Pattern[str]
    also_verbs: re.Pattern[str]
    subjects: re.Pattern[str]
    meetings: re.Pattern[str]
    patients: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "BedsAndRooms":
        number = rf"(?:{_DIGITS}|{words.any_of('beds.numbers')}(?!-))(?!\s?{words.any_of('beds.not_after')})"
        bed, room = words.any_of("beds.beds"), words.any_of("beds.rooms")
        return cls(
            pattern=re.compile(rf"{bed}\s?[\s#]\s?(?:{number}|{_LETTER})|(?P<room>{room})\s?[\s#]\s?{number}"),
            not_before=re.compile(rf"{words.any_of('beds.not_before')}[\s-]$"),
            also_verbs=re.compile(words.any_of("beds.also_verbs")),
            subjects=re.compile(rf"{words.any_of('beds.subjects')}\s$"),
            meetings=re.compile(words.any_of("beds.meetings")),
            patients=re.compile(words.any_of("beds.people", "first_names.care")),
        )

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for found in self.pattern.finditer(reading.small):
            if not self._is_nobodys(reading, found):
                yield Detail("bed_or_room", *found.span())

    def _is_nobodys(self, reading: Reading, found: re.Match[str]) -> bool:
        if found["letter"] and not reading.said[found.start("letter")].isupper():
            return True
        before = max(0, found.start() - _NEAR), found.start()
        if self.not_before.search(reading.small, *before):
            return True
        if self.also_verbs.match(reading.small, found.start()) and self.subjects.search(reading.small, *before):
            return True
        return found["room"] is not None and self._people_meet(reading.small, *found.span())

    def _people_meet(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence speaks of a meeting and of no patient."""
        before = _STOP.split(text[max(0, start - _FAR) : start])[-1]
        after = _STOP.split(text[end : end + _FAR])[0]
        return any(map(self.meetings.search, (before, after))) and not any(map(self.patients.search, (before, after)))
