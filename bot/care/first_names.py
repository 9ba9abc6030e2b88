"""Finds first names of patients and clients: a first name in a sentence about care that is not a colleague's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.care.detail import Detail
from bot.care.reading import Reading, small
from bot.care.word_list import WordLists

_SENTENCE = re.compile(r"[^.!?\n]+")
_NAME = re.compile(r"(?<![\w'-])[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?(?!\w)")
_ANY_NAME = re.compile(r"(?<![\w'-])[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?(?!\w)")
_SURNAME = re.compile(r"\s(?:(?:de|van|der|den|le|la)\s){0,2}[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,}(?![\w'])")
_NEAR = 40  # characters before a name in which a word may say whose name it is
_WORD = r"[a-z]{2,20}(?:-[a-z]{2,20})?"


@dataclass(frozen=True, slots=True)
class FirstNames:
    """“I helped Maria to the toilet”, “Jan viel uit bed”; every mention of such a name in the text is found."""

    care: re.Pattern[str]
    cared_for: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    no_names: frozenset[str]
    names: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, words: WordLists) -> "FirstNames":
        roles, between, joints = (words.any_of(f"colleagues.{name}") for name in ("roles", "between", "joints"))
        role = rf"\s?[,(-]\s?(?!{joints})(?:{between}\s?){{0,3}}(?:[\w-]{{2,20}}\s){{0,2}}?{roles}"
        hands_on, cared_for = words.any_of("first_names.hands_on"), words.any_of("first_names.cared_for")
        return cls(
            care=re.compile(rf"{words.any_of('first_names.care')}|{words.any_of('beds.beds')}\s\d"),
            cared_for=re.compile(rf"(?:(?P<hands_on>{hands_on})|{cared_for}),?\s(?P<name>{_WORD})"),
            before=re.compile(rf"{words.any_of('colleagues.before', 'colleagues.roles')},?\s$"),
            after=re.compile(rf"(?:\s{joints}\s[a-z-]{{2,20}})?\s?{words.any_of('colleagues.after')}|{role}"),
            no_names=words.set("titles.not_surnames", "titles.words", "dates.months"),
            names=words.set("first_names.names", "first_names.doubtful"),
            doubtful=words.set("first_names.doubtful"),
        )

    def __call__(self, reading: Reading) -> Iterator[Detail]:
        patients = {reading.said[start:end] for start, end in self._spans(reading)}
        if not patients:
            return
        mentions = [one for one in _ANY_NAME.finditer(reading.said) if one[0] in patients]
        colleagues = {one[0] for one in mentions if self._is_colleague(reading, one)}
        for one in mentions:
            if one[0] not in colleagues:
                yield Detail("first_name", *one.span())

    def _spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for found in self.cared_for.finditer(reading.small):
            word = reading.said[found.start("name") : found.end("name")]
            is_any_name = found["hands_on"] and _NAME.fullmatch(word) and found["name"] not in self.no_names
            if is_any_name or self._is_name(word):
                yield found.span("name")
        for sentence in _SENTENCE.finditer(reading.said):
            if self.care.search(reading.small, *sentence.span()):
                yield from self._in_care(reading, sentence)

    def _in_care(self, reading: Reading, sentence: re.Match[str]) -> Iterator[tuple[int, int]]:
        first = sentence.end() - len(sentence[0].lstrip())
        for name in _NAME.finditer(reading.said, *sentence.span()):
            opens_as_a_word = name.start() == first and small(name[0]) in self.doubtful
            if self._is_name(name[0]) and not opens_as_a_word:
                yield name.span()

    def _is_name(self, word: str) -> bool:
        """Whether it is a first name; one that is an everyday word too, with its capital letter only."""
        known = small(word.partition("-")[0])
        return known in self.names and (word[0].isupper() or known not in self.doubtful)

    def _is_colleague(self, reading: Reading, name: re.Match[str]) -> bool:
        if self.before.search(reading.small, max(0, name.start() - _NEAR), name.start()):
            return True
        surname = _SURNAME.match(reading.said, name.end())
        return self.after.match(reading.small, (surname or name).end()) is not None
