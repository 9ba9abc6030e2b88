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
_YEAR = re.compile(r"(?<![\w./-])(?:19|20)\d\d$")
_DIGITS = 3  # at least; a shorter number counts things


@dataclass(frozen=True, slots=True)
class RecordNumbers:
    """“MRN 12345”, “file number 20-331”, “dossier 445812”; the word belongs to what is found."""

    words: re.Pattern[str]
    after_sure_word: re.Pattern[str]
    after_other_word: re.Pattern[str]
    before_word: re.Pattern[str]

    @classmethod
    def of(cls, words: WordLists) -> "RecordNumbers":
        surely, perhaps = words.any_of("records.surely"), words.any_of("records.perhaps")
        number, between = words.any_of("records.number_words"), words.any_of("records.between", "records.number_words")
        code = rf"(?:{_STOPS}{between}){{0,2}}{_STOPS}{_CODE}(?!\w)"
        further = rf"[^.!?\n\d]{{1,{_FAR}}}?(?<![\w-]){_LETTERED}(?!\w)"
        counted = words.any_of("numbers.not_people", "beds.not_after")
        return cls(
            words=re.compile(f"(?P<surely>{surely})|{perhaps}"),
            after_sure_word=re.compile(f"{code}|{further}"),
            after_other_word=re.compile(rf"{_STOPS}{number}{code}|{_STOPS}{_LONG}(?!\w)(?!\s{counted})|{further}"),
            before_word=re.compile(rf"(?<![\w-]){_LETTERED}(?=[^\d]{{1,{_FAR}}}?(?:{surely}|{perhaps}))"),
        )

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        text = reading.small
        for word in self.words.finditer(text):
            number = (self.after_sure_word if word["surely"] else self.after_other_word).match(text, word.end())
            if number and _is_code(number[0]):
                yield Detail("record_number", word.start(), number.end())
        for found in self.before_word.finditer(text):
            yield Detail("record_number", *found.span())


def _is_code(text: str) -> bool:
    """Whether there are enough digits, and not only a year."""
    return sum(map(str.isdecimal, text)) >= _DIGITS and not _YEAR.search(text)
