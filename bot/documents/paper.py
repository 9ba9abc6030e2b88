"""What can stand in a document: a title, and under it headings, paragraphs, lists, tables and pictures."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a section; `level` 2 is a section within a section."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text, its line breaks kept. `lead` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list in no order."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row has as many cells as the head has."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, as wide as the text, with the same in words for those who cannot see it."""

    png: bytes = field(repr=False)
    alternative: str


Part = Heading | Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `locale` is the language that it is written in, such as `en-GB`; nobody is named as its author."""

    title: str
    under_title: str
    locale: str
    made_on: date
    parts: tuple[Part, ...]
