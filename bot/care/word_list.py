"""Reads patient_details.toml of every language, and makes of its lists what a text can be searched with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.care.any_of import any_of
from bot.care.reading import small
from prompts.mistakes import Mistakes, Source

FILE = "patient_details.toml"
_LISTS = {
    "dates": ("months", "day_endings"),
    "birth": ("words", "bearers", "between", "things"),
    "numbers": ("nhs", "ontario", "belgian", "bsn", "ssn", "between", "not_people"),
    "records": ("surely", "perhaps", "number_words", "between"),
    "reach": ("phone", "perhaps", "between", "at_signs"),
    "postcode": ("words", "between", "lives", "towards", "streets", "areas", "states", "not_letters"),
    "titles": ("words", "typed_small", "particles", "not_surnames", "surnames"),
    "first_names": ("names", "doubtful", "hands_on", "cared_for", "care"),
    "colleagues": ("before", "after", "roles", "between", "joints"),
    "beds": ("beds", "rooms", "also_verbs", "subjects", "not_before", "meetings", "not_after", "people", "numbers"),
}


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of all languages together, by table and key: `lists["beds.rooms"]`."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, folder: Path) -> "WordLists":
        """Raises Mistakes, with file and line, for lists that are missing, not known or not lists of words."""
        files = sorted(folder.glob(f"*/{FILE}")) or [folder / "en" / FILE]
        sources = [_source(file) for file in files]
        tables = [_read(source) for source in sources]
        if mistakes := [one for source in sources for one in source.mistakes]:
            raise Mistakes(mistakes)
        names = [f"{table}.{key}" for table, keys in _LISTS.items() for key in keys]
        return cls({name: tuple(word for table in tables for word in table[name]) for name in names})

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists[name]

    def set(self, *names: str) -> frozenset[str]:
        """The words of those lists in small letters without accents."""
        return frozenset(small(word) for name in names for word in self.lists[name])

    def any_of(self, *names: str) -> str:
        """A pattern for any phrase of those lists as whole words, in small letters without accents."""
        return any_of(small(word) for name in names for word in self.lists[name])


def _source(file: Path) -> Source:
    source = Source(f"{file.parent.parent.name}/{file.parent.name}/{file.name}", "")
    try:
        return replace(source, text=file.read_text("utf-8-sig"))
    except FileNotFoundError:
        source.wrong(1, "this file is missing")
    except UnicodeDecodeError as trouble:
        source.wrong(trouble.object[: trouble.start].count(b"\n") + 1, "this is not saved as UTF-8 text")
    return source


def _read(source: Source) -> dict[str, list[str]]:
    """The lists of one language by table and key; what is wrong goes to the source's mistakes."""
    table = None if source.mistakes else source.toml()
    if table is None:
        return {}
    lines = source.toml_lines()
    for key, sentence in _wrong(table):
        source.wrong(lines.get(key, lines.get(key.partition(".")[0], 1)), sentence)
    return {
        f"{name}.{key}": words for name, keys in table.items() if isinstance(keys, dict) for key, words in keys.items()
    }


def _wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, inside in table.items():
        if name not in _LISTS or not isinstance(inside, dict):
            yield name, f"nothing is read from a table called {name}; known are {', '.join(_LISTS)}"
            continue
        for key in inside:
            if key not in _LISTS[name]:
                yield f"{name}.{key}", f"{name}.{key} is not known; known are {', '.join(_LISTS[name])}"
    for name, keys in _LISTS.items():
        for key in keys:
            yield from _wrong_list(f"{name}.{key}", table.get(name), key)


def _wrong_list(name: str, inside: Any, key: str) -> Iterator[tuple[str, str]]:
    if not isinstance(inside, dict) or key not in inside:
        yield name, f"the list {name} is missing; a list without words is written as []"
        return
    words = inside[key]
    if not isinstance(words, list) or not all(isinstance(one, str) and one.strip(" *") for one in words):
        yield name, f"{name} must be a list of words in quotation marks"
