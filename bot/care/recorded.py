"""Finds numbers of medical records and files, by the words before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.reading import Reading
from bot.care.word_list import WordLists

_CODE = (
    r"(?=[\w./-]{0,14}\d)(?:[a-z]{1,4}[-/. ]?)?\d[\w]{0,14}(?:[-/.]\w{1,10}| \d{3,10}){0,3}"  # "12345", "AB-2031/77"
)
_LONG = r"(?:[a-z]{1,4}[-/.]?\d{3,12}|\d{5,12}|\d{2,6}[-/.]\d{2,8})(?:[-/.]\w{1,10}){0,2}"
_LETTERED = r"[a-z]{1,4}[-/.](?:\d{1,4}[-/.])?\d{3,10}"
_FAR = 60  # characters between such a word and a code that can hardly be anything else
_STOPS = r"[\s:#°.,(\"'-]{0,4}"
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = 3  # at least; a shorter number counts things


@dataclass(frozen=True, slots=True)
class RecordNumbers:
    """“MRN 12345”, “file number 20-331”, “dossier 445812”; the word belongs to what is found."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "RecordNumbers":
        surely, perhaps = words.any_of("records.surely"), words.any_of("records.perhaps")
        number, between = words.any_of("records.number_words"), words.any_of("records.between", "records.number_words")
        said = rf"(?:{surely}|{perhaps}{_STOPS}{number})(?:{_STOPS}{between}){{0,2}}{_STOPS}(?P<code>{_CODE})(?!\w)"
        long = rf"{perhaps}{_STOPS}(?P<long>{_LONG})(?!\w)"
        further = rf"(?:{surely}|{perhaps})[^.!?\n\d]{{1,{_FAR}}}?(?<![\w-])(?P<lettered>{_LETTERED})(?!\w)"
        backwards = rf"(?<![\w-])(?P<first>{_LETTERED})(?=[^\d]{{1,{_FAR}}}?(?:{surely}|{perhaps}))"
        return cls(re.compile(f"{said}|{long}|{further}|{backwards}"))

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        for found in self.pattern.finditer(reading.small):
            code = found["code"] or found["long"] or found["lettered"] or found["first"]
            if sum(map(str.isdecimal, code)) >= _DIGITS and not _YEAR.fullmatch(code):
                yield Detail("record_number", found.start(), found.end())
