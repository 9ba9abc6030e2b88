"""Reading whom to add to a cohort, from typed words or from a table, and naming every row that cannot be read."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.chat.people_named import named
from bot.chat.wrong import Wrong

_KEYS = ("department", "profession", "site", "reports-to", "cohort")
_ONE_WORD = ("reports-to", "cohort")

# how the columns of a table may be headed, besides by their own names
_HEADINGS = {
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "reports to": "reports_to",
    "reports-to": "reports_to",
    "manager": "reports_to",
}
_COLUMNS = ("email", "name", "department", "profession", "site", "reports_to")
DETAILS = _COLUMNS[2:]  # what is known of somebody's place at work
LONGEST = 100  # characters of a department, profession or site, as the table holds it


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added: by `mention` (a platform id) or by `email`."""

    mention: str = ""
    email: str = ""
    name: str = ""
    department: str = ""
    profession: str = ""
    reports_to: str = ""
    site: str = ""

    @property
    def who(self) -> str:
        return self.name or self.email or self.mention

    def keep(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those who could be read, and what could not, by its line (or word)."""

    people: tuple[Newcomer, ...] = ()
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    cohort: str = ""


def newcomer(token: str) -> Newcomer | None:
    """Somebody named by a mention or an e-mail address."""
    found = named(token)
    return Newcomer(mention=found.external_id, email=found.email) if found else None


def typed_newcomers(arguments: Sequence[str]) -> Newcomers:
    """`@ada @ben department "Emergency care" profession nurse reports-to boss@x.org @eve site "East wing"`.

    What follows people belongs to all of them, until other people are named.
    """
    reading = _Reading()
    for word in _apart(arguments):
        reading.take(word)
    return reading.read()


def table_newcomers(text: str) -> Newcomers:
    """A table with a heading line, parted by commas, semicolons or tabs."""
    lines = text.strip().splitlines()
    if not lines:
        return Newcomers(wrong={"": Wrong("gathering.no_table")})
    mark = max(",;\t", key=lines[0].count)
    rows = csv.reader(lines, delimiter=mark)
    heading = [_column(cell) for cell in next(rows)]
    if "email" not in heading:
        return Newcomers(wrong={"": Wrong("gathering.no_email_column")})
    people: dict[str, Newcomer] = {}
    wrong: dict[str, Wrong] = {}
    for row in rows:
        line = str(rows.line_num)
        found = _row(heading, row)
        if isinstance(found, Wrong):
            wrong[line] = replace(found, gaps={"line": line, **found.gaps})
        elif found and found.email in people:
            wrong[line] = Wrong("gathering.row_twice", {"line": line, "email": found.email})
        elif found:
            people[found.email] = found
    return Newcomers(tuple(people.values()), wrong)


@dataclass
class _Reading:
    """What has been read so far of typed words."""

    groups: list[tuple[list[Newcomer], dict[str, str]]] = field(default_factory=list)
    wrong: dict[str, Wrong] = field(default_factory=dict)
    cohort: str = ""
    key: str = ""

    def take(self, word: str) -> None:
        key = word.casefold().replace("_", "-").rstrip(":")
        if key in _KEYS:
            self.key = key
        elif self.key in _ONE_WORD:
            self._one_word(word)
        elif someone := newcomer(word):
            self._someone(someone)
        elif self.key and self._of_somebody:
            self._detail(word)
        else:
            self.wrong[word] = Wrong("gathering.not_somebody", {"text": word})

    def _one_word(self, word: str) -> None:
        key, self.key = self.key, ""
        if key == "cohort":
            self.cohort = self.cohort or word
        elif (boss := newcomer(word)) and self._of_somebody:
            self._given["reports_to"] = boss.email or boss.mention
        else:
            self.wrong[word] = Wrong("gathering.not_somebody", {"text": word})

    def _detail(self, word: str) -> None:
        self._given[self.key] = f"{self._given.get(self.key, '')} {word.strip(',;')}".strip()[:LONGEST]

    @property
    def _of_somebody(self) -> bool:
        """Whether people went before, if only such as cannot be read: then it is they who are wrong, once."""
        return bool(self.groups or self.wrong)

    @property
    def _given(self) -> dict[str, str]:
        """Where the details go of those who were named last; of people who cannot be read, nowhere."""
        return self.groups[-1][1] if self.groups else {}

    def _someone(self, someone: Newcomer) -> None:
        if not self.groups or self.groups[-1][1]:
            self.groups.append(([], {}))
        self.groups[-1][0].append(someone)
        self.key = ""

    def read(self) -> Newcomers:
        people: dict[str, Newcomer] = {}
        for group, given in self.groups:
            details: dict[str, Any] = given
            people |= {one.email or one.mention: replace(one, **details) for one in group}
        return Newcomers(tuple(people.values()), self.wrong, self.cohort)


def _apart(arguments: Sequence[str]) -> list[str]:
    """Addresses that were pasted without spaces are taken apart; a quoted text with a comma is not.

    The rest of a shown name that was cut at its spaces (`<@U1|Ada`, `Lovelace>`) is dropped.
    """
    words: list[str] = []
    in_name = False
    for word in arguments:
        parts = word.replace(";", ",").split(",") if "@" in word else [word]
        if not in_name:
            words += [_bare(part) for part in parts if part]
        in_name = (in_name or word.startswith("<@")) and ">" not in word
    return words


def _bare(word: str) -> str:
    """An address without the brackets that mail programs put around it."""
    return word if word.startswith(("<@", "<mailto:")) else word.strip("<>")


def _column(heading: str) -> str:
    name = heading.strip().casefold().lstrip("\ufeff")
    return _HEADINGS.get(name, name)


def _row(heading: list[str], row: list[str]) -> Newcomer | Wrong | None:
    """The person of a row; None for an empty one."""
    cells = [cell.strip() for cell in row]
    if not any(cells):
        return None
    if len(cells) > len(heading):
        return Wrong("gathering.row_too_long", {"cells": str(len(cells)), "columns": str(len(heading))})
    given = {key: cell[:LONGEST] for key, cell in zip(heading, cells, strict=False) if key in _COLUMNS}
    found = newcomer(given.pop("email", ""))
    if found is None or not found.email:
        return Wrong("gathering.row_no_email")
    if given.get("reports_to") and newcomer(given["reports_to"]) is None:
        return Wrong("gathering.row_no_manager", {"text": given["reports_to"]})
    texts: dict[str, Any] = given | {"reports_to": given.get("reports_to", "").casefold()}
    return replace(found, **texts)
