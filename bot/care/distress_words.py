"""Reads distress.toml: the phrases that tell of distress or danger, and those that only sound like it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.care.folding import folded
from bot.care.phrases import Choice, Notation, Phrase
from prompts.mistakes import Mistake, Source

DISTRESS = ("suicide", "self_harm", "harm_to_others", "harm_from_others", "despair", "exhaustion")
ROUTES = ("bullying", "patient_safety", "whistle_blowing")
GUARDS = ("own", "idioms", "negations", "reported", "another", "work_content", "topics", "well_handled")
_TABLES = {"distress": DISTRESS, "distress_of_another": DISTRESS, "route": ROUTES, "guard": GUARDS}
_READING = ("fillers", "real_words")
_ONE_WORD = re.compile(r"[a-z0-9]+\*?")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: where it stands (“distress.suicide”), and its parts, all of which must be there."""

    list: str
    parts: tuple[tuple[Phrase, ...], ...]

    @property
    def is_guard(self) -> bool:
        return self.list.startswith("guard.")


@dataclass(frozen=True, slots=True)
class DistressWords:
    """The lists of one language. Where there is a mistake in them, `mistakes` says so, and they may not be used."""

    listed: tuple[Listed, ...]
    same: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    real_words: frozenset[str]
    mistakes: tuple[Mistake, ...]

    @classmethod
    def read(cls, file: Path) -> "DistressWords":
        """Never raises for what is written in the file: what is wrong there is among the mistakes."""
        name = f"{file.parent.parent.name}/{file.parent.name}/{file.name}"
        source = Source(name, file.read_text("utf-8-sig"))
        return _Reading(source, source.toml() or {}, source.toml_lines()).words()


@dataclass(frozen=True, slots=True)
class _Reading:
    source: Source
    table: Mapping[str, Any]
    lines: Mapping[str, int]
    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    named: dict[str, Choice] = field(default_factory=dict)

    def words(self) -> DistressWords:
        if self.table:
            self._refuse_unknown()
            self.same.update(self._same())
            self.named.update(self._named())
        listed = tuple(self._listed()) if self.table else ()
        fillers, real = (frozenset(folded(one) for one in self._list("reading", key)) for key in _READING)
        return DistressWords(listed, self.same, fillers, real, tuple(self.source.mistakes))

    def _refuse_unknown(self) -> None:
        known: dict[str, tuple[str, ...] | None] = {"reading": _READING, "words": None, "same": None, **_TABLES}
        for table, inside in self.table.items():
            if table not in known:
                self._wrong(table, f"nothing is read from a table called {table}")
                continue
            keys = known[table]
            for key in set(inside) - set(keys) if keys else ():
                self._wrong(f"{table}.{key}", f"{table}.{key} is none of: {', '.join(keys or ())}")

    def _same(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for written, meant in self._inside("same").items():
            words = tuple(folded(str(meant)).split())
            if isinstance(meant, str) and words and all(_ONE_WORD.fullmatch(one) for one in words):
                yield folded(written), words
                continue
            self._wrong(f"same.{written}", f"same.{written} must say in small letters which words it stands for")

    def _named(self) -> Iterator[tuple[str, Choice]]:
        for name in self._inside("words"):
            words = [folded(one) for one in self._list("words", name)]
            for wrong in (one for one in words if not _ONE_WORD.fullmatch(one) or one in self.same):
                self._wrong(f"words.{name}", f"words.{name} has “{wrong}”; here stand single words, as they are read")
            yield name, tuple(words)

    def _listed(self) -> Iterator[Listed]:
        notation = Notation(self.named, self.same)
        for table, keys in _TABLES.items():
            for key in keys:
                for written in self._list(table, key):
                    try:
                        yield Listed(f"{table}.{key}", notation.parts(written))
                    except ValueError as trouble:
                        self._wrong(f"{table}.{key}", f"{table}.{key}, “{written}”: {trouble}")

    def _list(self, table: str, key: str) -> list[str]:
        """The texts under a key; a list that is not there is empty."""
        found = self._inside(table).get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) and one.strip() for one in found):
            return found
        self._wrong(f"{table}.{key}", f"{table}.{key} must be a list of phrases, each in quotes")
        return []

    def _inside(self, table: str) -> Mapping[str, Any]:
        found = self.table.get(table, {})
        return found if isinstance(found, Mapping) else {}

    def _wrong(self, key: str, sentence: str) -> None:
        self.source.wrong(self.lines.get(key, 1), sentence)
