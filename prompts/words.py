"""Every sentence that the bot says outside the prompts, looked up by key and filled in safely."""

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from prompts.message import Markdown

# What means something in our Markdown subset; a backslash before it makes it a plain character.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#+!|~&-]|(?<=\d)[.)])")


def plain(text: str) -> Markdown:
    """That text as Markdown that shows exactly it: no mark, link, mention or list comes to life."""
    return Markdown(_MARKS.sub(r"\\\1", text))


def fill(text: str, /, **values: object) -> Markdown:
    """Markdown with its gaps filled in, values escaped unless they are Markdown already.

    Raises KeyError for a gap that was given no value.
    """
    return Markdown(_Escaping().vformat(text, (), values))


class _Escaping(string.Formatter):
    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> Markdown:
        value = kwargs[str(key)]
        return value if isinstance(value, Markdown) else plain(str(value))


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language, by dotted key: `words.say("pause.done", until="8 March")`."""

    language: str
    sentences: Mapping[str, str]

    @classmethod
    def read(cls, language: str, file: Path) -> "Words":
        """The sentences of a TOML file. Raises tomllib.TOMLDecodeError, which names line and column."""
        return cls(language, dict(flat("", tomllib.loads(file.read_text("utf-8")))))

    @property
    def locale(self) -> str:
        """The locale by whose habits dates are written: `language.locale`, or the language itself."""
        return self.sentences.get("language.locale", self.language)

    def say(self, key: str, **values: object) -> Markdown:
        """The sentence with its gaps filled in, values escaped unless they are Markdown already.

        Raises KeyError for a key that is not there and for a gap that was given no value.
        """
        return fill(self.sentences[key], **values)

    def label(self, key: str, **values: object) -> str:
        """The same for plain text: button labels, titles, field labels. Nothing is escaped."""
        return string.Formatter().vformat(self.sentences[key], (), {name: str(value) for name, value in values.items()})

    def under(self, prefix: str) -> dict[str, str]:
        """All sentences whose key starts with that prefix and a dot, by the rest of their key, in file order."""
        start = prefix + "."
        return {key[len(start) :]: text for key, text in self.sentences.items() if key.startswith(start)}


def flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    """Every text of nested tables with its dotted key, in file order."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            found += flat(f"{prefix}{key}.", value)
        else:
            found.append((prefix + key, str(value).strip()))
    return found
