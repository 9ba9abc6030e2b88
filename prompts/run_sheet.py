"""Reads run_sheet.toml: which rounds the live debrief has, in which order, and how long each lasts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from prompts.mistakes import Source

LENGTHS = (120, 165, 211)  # minutes; the three lengths of a debrief
_FIELDS = ("minutes", "collects", "hidden", "drop")

# The rounds that the bot knows how to lead: it does something of its own in each of them.
ROUNDS = (
    *("rules", "stories", "alone", "pairs", "fours", "wall", "vote", "break"),
    *("said_done", "problems", "projects", "commitments", "review", "board", "word"),
)

ROUND_WORDS = ("title", "todo", "lead")  # its name, what everybody does, and what its facilitator says or sees to


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """One round. `minutes` goes by the length of the debrief; a length that is missing leaves the round out.

    `collects`: people send something in; `hidden`: nobody sees it before it is shown to all. `drop` is its place in
    the order in which rounds are given up when time runs over; 0 for never.
    """

    key: str
    minutes: Mapping[int, int]
    collects: bool = False
    hidden: bool = False
    drop: int = 0


@dataclass(frozen=True, slots=True)
class RunSheet:
    """All rounds of the live debrief in their order."""

    rounds: tuple[PlannedRound, ...] = ()

    def of(self, length: int) -> tuple[PlannedRound, ...]:
        """The rounds of a debrief of that many minutes."""
        return tuple(one for one in self.rounds if length in one.minutes)

    def hurried(self) -> "RunSheet":
        """The same rounds, a minute each: for whoever wants to see them all."""
        return RunSheet(tuple(replace(one, minutes=dict.fromkeys(one.minutes, 1)) for one in self.rounds))

    def round(self, key: str) -> PlannedRound:
        """Raises KeyError for a round that is not in it."""
        found = {one.key: one for one in self.rounds}
        return found[key]


def read_run_sheet(source: Source) -> tuple[RunSheet, Mapping[str, int]]:
    """The run-sheet, and on which line of the file each round stands.

    What is wrong is added to the source's mistakes; the run-sheet is then not to be used.
    """
    lines = source.toml_lines()
    rows = [_Row(source, key, table, lines) for key, table in _tables(source, lines)]
    sheet = RunSheet(tuple(_round(row) for row in rows))
    for length in LENGTHS if rows else ():
        _check_length(source, sheet, length)
    return sheet, {row.key: row.line() for row in rows}


def _tables(source: Source, lines: Mapping[str, int]) -> Iterable[tuple[str, dict[str, Any]]]:
    for key, table in (source.toml() or {}).items():
        if isinstance(table, dict):
            yield key, table
        else:
            source.wrong(lines.get(key, 1), f"{key} stands outside a round; a round starts like [wall]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One round's table in the file. Each method reads one field, and says what is wrong with it."""

    source: Source
    key: str
    table: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, field: str = "") -> int:
        return self.lines.get(f"{self.key}.{field}") or self.lines.get(self.key, 1)

    def wrong(self, field: str, sentence: str) -> None:
        self.source.wrong(self.line(field), sentence)

    def yes(self, field: str) -> bool:
        value = self.table.get(field, False)
        if not isinstance(value, bool):
            self.wrong(field, f"{field} is true or false, without quotes")
        return bool(value)

    def minutes(self) -> dict[int, int]:
        value = self.table.get("minutes")
        given = value.items() if isinstance(value, dict) else ()
        known = {str(length): length for length in LENGTHS}
        if given and all(key in known and type(one) is int and one > 0 for key, one in given):
            return {known[key]: one for key, one in given}
        lengths = ", ".join(known)
        self.wrong("minutes", f"{self.key} needs minutes like {{ 120 = 5, 211 = 10 }}; lengths are {lengths}")
        return {}

    def drop(self) -> int:
        value = self.table.get("drop", 0)
        if type(value) is int and (value > 0 or "drop" not in self.table):
            return value
        self.wrong("drop", "drop is a whole number from 1 on; leave it out for a round that is never dropped")
        return 0


def _round(row: _Row) -> PlannedRound:
    if row.key not in ROUNDS:
        row.wrong("", f"the round {row.key} is not known; known are {', '.join(ROUNDS)}")
    for field in row.table:
        if field not in _FIELDS:
            row.wrong(field, f"{field} is not known; known are {', '.join(_FIELDS)}")
    made = PlannedRound(row.key, row.minutes(), row.yes("collects"), row.yes("hidden"), row.drop())
    if made.hidden and not made.collects:
        row.wrong("hidden", f"{row.key} collects nothing, so there is nothing to hide; add collects = true")
    return made


def _check_length(source: Source, sheet: RunSheet, length: int) -> None:
    total = sum(one.minutes[length] for one in sheet.of(length))
    if total != length:
        source.wrong(1, f"the rounds of the debrief of {length} minutes have {total} minutes together")
