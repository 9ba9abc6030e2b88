"""Reads the lists of distress: the signs of distress or danger, how strong each is, and what only sounds like one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.care.folding import folded
from bot.care.phrases import Choice, Form, Notation
from prompts.mistakes import Mistake, Source

FILES = "distress*.toml"
DISTRESS = ("suicide", "self_harm", "harm_to_others", "harm_from_others", "despair", "exhaustion")
ROUTES = ("bullying", "patient_safety", "whistle_blowing")
SUPPORT, CALM, SETTLED = "any", "calm", "settled"  # what adds to any distress, what speaks against it, against a route
STRENGTHS = {"strong": 4, "medium": 2, "weak": 1}  # a strong sign is heard alone, the others only together
GUARDS = ("own", "idioms", "negations", "reported", "elsewhere", "topics")
_SIGNS = (*DISTRESS, *ROUTES, SUPPORT, CALM, SETTLED)
_READING = ("fillers", "joints", "real_words")
_ONE_WORD = re.compile(r"[a-z0-9]+\*?")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the sign or guard that it is, how strong it is (0 for a guard), and the forms it may have."""

    meaning: str
    strength: int
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class DistressWords:
    """The lists of one language. Where there is a mistake in them, `mistakes` says so, and they may not be used."""

    listed: tuple[Listed, ...]
    same: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    joints: frozenset[str]
    real_words: frozenset[str]
    mistakes: tuple[Mistake, ...]

    @classmethod
    def read(cls, folder: Path) -> "DistressWords":
        """All files of a language. Never raises for what is written there: what is wrong is among the mistakes."""
        files = [_File.read(file) for file in sorted(folder.glob(FILES))]
        same = {written: meant for file in files for written, meant in file.same()}
        named = {name: words for file in files for name, words in file.named(same)}
        listed = tuple(one for file in files for one in file.listed(Notation(named, same)))
        fillers, joints, real = (frozenset(w for file in files for w in file.reading(key)) for key in _READING)
        return cls(listed, same, fillers, joints, real, tuple(one for file in files for one in file.source.mistakes))


@dataclass(frozen=True, slots=True)
class _File:
    """One file while it is read."""

    source: Source
    table: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "_File":
        name = f"{file.parent.parent.name}/{file.parent.name}/{file.name}"
        source = Source(name, file.read_text("utf-8-sig"))
        read = cls(source, source.toml() or {}, source.toml_lines())
        read._refuse_unknown()
        return read

    def reading(self, key: str) -> Iterator[str]:
        return (folded(one) for one in self._list(f"reading.{key}", self._inside("reading").get(key, [])))

    def same(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for written, meant in self._inside("same").items():
            words = tuple(folded(str(meant)).split())
            if isinstance(meant, str) and words and all(_ONE_WORD.fullmatch(one) for one in words):
                yield folded(written), words
                continue
            self._wrong(f"same.{written}", f"same.{written} must say in small letters which words it stands for")

    def named(self, same: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Choice]]:
        for name, listed in self._inside("words").items():
            words = [folded(one) for one in self._list(f"words.{name}", listed)]
            for wrong in (one for one in words if not _ONE_WORD.fullmatch(one) or one in same):
                self._wrong(f"words.{name}", f"words.{name} has “{wrong}”; here stand single words, as they are read")
            yield name, tuple(words)

    def listed(self, notation: Notation) -> Iterator[Listed]:
        for guard, lines in self._inside("guard").items():
            yield from self._each(f"guard.{guard}", guard, 0, lines, notation)
        for sign in (one for one in _SIGNS if one in self.table):
            for heading, strengths in self._inside(sign).items():
                for strength, lines in strengths.items() if isinstance(strengths, Mapping) else ():
                    key = f"{sign}.{heading}.{strength}"
                    yield from self._each(key, sign, STRENGTHS.get(strength, 0), lines, notation)

    def _each(self, key: str, meaning: str, strength: int, lines: object, notation: Notation) -> Iterator[Listed]:
        for written in self._list(key, lines):
            try:
                yield Listed(meaning, strength, notation.forms(written))
            except ValueError as trouble:
                self._wrong(key, f"{key}, “{written}”: {trouble}")

    def _refuse_unknown(self) -> None:
        for table in self.table:
            if table not in {"reading", "words", "same", "guard", *_SIGNS}:
                self._wrong(table, f"nothing is read from a table called {table}")
        for key in set(self._inside("guard")) - set(GUARDS):
            self._wrong(f"guard.{key}", f"guard.{key} is none of: {', '.join(GUARDS)}")
        for key in set(self._inside("reading")) - set(_READING):
            self._wrong(f"reading.{key}", f"reading.{key} is none of: {', '.join(_READING)}")
        for sign in (one for one in _SIGNS if one in self.table):
            for heading, inside in self._inside(sign).items():
                self._refuse_strengths(f"{sign}.{heading}", inside)

    def _refuse_strengths(self, heading: str, inside: object) -> None:
        for strength in set(inside) - set(STRENGTHS) if isinstance(inside, Mapping) else {"it"}:
            self._wrong(f"{heading}.{strength}", f"{heading}: {strength} is none of: {', '.join(STRENGTHS)}")

    def _list(self, key: str, found: object) -> list[str]:
        if isinstance(found, list) and all(isinstance(one, str) and one.strip() for one in found):
            return found
        self._wrong(key, f"{key} must be a list of phrases, each in quotes")
        return []

    def _inside(self, table: str) -> Mapping[str, Any]:
        found = self.table.get(table, {})
        return found if isinstance(found, Mapping) else {}

    def _wrong(self, key: str, sentence: str) -> None:
        self.source.wrong(self.lines.get(key, 1), sentence)
