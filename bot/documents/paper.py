"""What can stand in a document: a title, and under it headings, paragraphs, lists, tables and pictures.

What stands in it may be anybody's words: none of it is shown where such a value is printed.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a section; `level` 2 is a section within a section."""

    text: str = field(repr=False)
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text, its line breaks kept. `lead` stands before it in bold."""

    text: str = field(repr=False)
    lead: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in no order."""

    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row has as many cells as the head has."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, as wide as the text, with the same in words for those who cannot see it."""

    png: bytes = field(repr=False)
    alternative: str = field(repr=False)


Part = Heading | Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `locale` is the language that it is written in, such as `en-GB`; nobody is named as its author."""

    title: str
    under_title: str
    locale: str
    made_on: date
    parts: tuple[Part, ...]
