"""Finds what looks like a detail of a patient or client in what somebody wrote, before it is kept.

In all languages in every text; the words stand in `prompts/<language>/patient_details.toml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.care.born import BirthDates
from bot.care.checked import CheckedNumbers
from bot.care.detail import Detail, Finder
from bot.care.first_names import FirstNames
from bot.care.placed import BedsAndRooms
from bot.care.postcodes import Postcodes
from bot.care.reachable import Reachable
from bot.care.reading import Reading
from bot.care.recorded import RecordNumbers
from bot.care.titled import Titled
from bot.care.word_list import WordLists

__all__ = ["Detail", "Details"]

KINDS = (
    "nhs_number",
    "ontario_health_card",
    "belgian_national_number",
    "dutch_bsn",
    "us_ssn",
    "record_number",
    "birth_date",
    "phone",
    "email",
    "postcode",
    "title_and_surname",
    "first_name",
    "bed_or_room",
)
_LEFT_OUT = "[…]"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Details:
    """The finders, those first whose word counts where two find the same place. They keep nothing."""

    with_digits: Sequence[Finder] = field(repr=False)  # asked only where there are digits at all
    others: Sequence[Finder] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Details":
        """With the words of every language in that folder. Raises Mistakes for lists that cannot be used."""
        words = WordLists.read(folder)
        reachable, titled = Reachable.of(words), Titled.of(words)
        return cls(
            with_digits=(
                BirthDates.of(words),
                reachable.phones_said,
                CheckedNumbers.of(words),
                RecordNumbers.of(words),
                reachable.phones,
                reachable.phones_perhaps,
                Postcodes.of(words),
            ),
            others=(
                reachable.addresses,
                BedsAndRooms.of(words),
                titled.with_capital,
                titled.in_small_letters,
                FirstNames.of(words),
            ),
        )

    def find(self, text: str) -> tuple[Detail, ...]:
        """What looks like a detail, in order and without overlaps, in a time that grows with the text's length only."""
        reading = Reading.of(text)
        finders = (*self.with_digits, *self.others) if _DIGIT.search(text) else self.others
        taken, found = bytearray(len(text)), list[Detail]()
        for one in (one for finder in finders for one in finder(reading)):
            if taken.find(1, one.start, one.end) < 0:
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                found.append(one)
        return tuple(sorted(found, key=lambda one: one.start))

    def without(self, text: str) -> str:
        """The text with every detail that is found replaced by […]."""
        kept, end = list[str](), 0
        for one in self.find(text):
            kept += [text[end : one.start], _LEFT_OUT]
            end = one.end
        return "".join([*kept, text[end:]])
