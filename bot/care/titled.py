"""Finds people who are named by title and surname: “Mrs Peters”, “mevrouw de Vries”, “Mme Dupont”, “Dr Smith”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.any_of import any_of
from bot.care.detail import Detail
from bot.care.reading import Reading, small
from bot.care.word_list import WordLists

_LARGE = r"[A-ZÀ-ÖØ-Þ]"
_SURNAME = rf"(?:[A-Z]')?{_LARGE}[\w'-]{{1,30}}"
_INITIALS = rf"(?:{_LARGE}\.[\s-]?){{0,3}}"
_MONSIEUR = r"(?<![\w.])MM?\.\s"  # the French short form: without its full stop, a letter that may mean anything


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, what may stand before a surname, and the surname; all of it is found."""

    written: re.Pattern[str]
    typed_small: re.Pattern[str]
    not_surnames: frozenset[str]
    first_names: frozenset[str]

    @classmethod
    def of(cls, words: WordLists) -> "Titled":
        titles = words["titles.words"]
        title = any_of(form for one in titles for form in (one, one[0].upper() + one[1:], one.upper()))
        before = rf"(?:{any_of(words['titles.particles'])}(?:\s|(?<='))){{0,2}}"
        before_small = rf"(?:{words.any_of('titles.particles')}(?:\s|(?<='))){{0,2}}"
        some_title, any_title = words.any_of("titles.typed_small"), words.any_of("titles.words")
        return cls(
            written=re.compile(
                rf"(?:{title}\.?\s{{1,3}}|{_MONSIEUR}){_INITIALS}{before}(?P<surname>{_SURNAME})"
                rf"(?P<second>\s{before}{_SURNAME})?"
            ),
            typed_small=re.compile(
                rf"{any_title}\.?\s{{1,3}}{before_small}{words.any_of('titles.surnames')}"
                rf"|{some_title}\.?\s{{1,3}}{before_small}(?P<word>[a-z]{{3,30}})(?!\w)"
            ),
            not_surnames=words.set("titles.not_surnames"),
            first_names=words.set("first_names.names"),
        )

    def with_capital(self, reading: Reading) -> Iterator[Detail]:
        """Surnames that begin with a capital letter."""
        for found in self.written.finditer(reading.said):
            surname = found["surname"].removesuffix("'s").rstrip("'-")
            if small(surname) not in self.not_surnames:
                yield Detail("title_and_surname", found.start(), self._end(found, surname))

    def in_small_letters(self, reading: Reading) -> Iterator[Detail]:
        """Surnames in small letters: known ones after any title, any word after titles that nothing else follows."""
        for found in self.typed_small.finditer(reading.small):
            typed_small = reading.said[found.start()].islower()
            if not found["word"] or (typed_small and found["word"] not in self.not_surnames):
                yield Detail("title_and_surname", *found.span())

    def _end(self, found: re.Match[str], surname: str) -> int:
        """The name goes on with a second word if the first one is a first name."""
        if found["second"] and small(surname) in self.first_names:
            return found.end()
        return found.start("surname") + len(surname)
