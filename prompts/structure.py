"""Reads program.toml: which prompts there are, when they are due, for whom, and how long they stay open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from prompts.mistakes import Source
from prompts.program import VISITS, Anchor, Audience, FormKind, Moment, Page, Phase, Program, Prompt
from prompts.when import read_when

OFFERED_RING = 5  # the outermost: such a prompt is offered first and sent only if it is wanted
LONGEST_WINDOW = 168  # hours; a question that is more than a week old is about something else by then
_FIELDS = ("when", "audience", "ring", "framework", "window", "form", "answer", "needs", "recalls", "opens")
_ON_A_LEG = frozenset({Audience.VISITOR, Audience.HOST})
_FOR_FACILITATORS = frozenset({Page.DATES, Page.VALUES, Page.WEEK, Page.INTERVIEWS})
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_program(source: Source) -> tuple[Program, Mapping[str, int]]:
    """The program, and on which line of the file each of its prompts stands.

    What is wrong is added to the source's mistakes; the program is then not to be used.
    """
    lines = source.toml_lines()
    rows = [
        _Row(source, phase, key, table, lines)
        for phase, tables in (source.toml() or {}).items()
        for key, table in _tables(source, phase, tables, lines)
    ]
    phases: dict[str, list[Prompt]] = {}
    for row in rows:
        phases.setdefault(row.phase, []).append(_prompt(row))
    program = Program(tuple(Phase(key, tuple(prompts)) for key, prompts in phases.items()))
    for row in rows:
        _check(row, program)
    return program, {row.key: row.line() for row in rows}


def _tables(
    source: Source, phase: str, tables: object, lines: Mapping[str, int]
) -> Iterable[tuple[str, dict[str, Any]]]:
    found = tables.items() if isinstance(tables, dict) else [("", tables)]
    for key, table in found:
        if isinstance(table, dict):
            yield key, table
            continue
        name = f"{phase}.{key}".rstrip(".")
        source.wrong(lines.get(name, 1), f"{name} stands outside a prompt; a prompt starts like [{phase}.{phase}1]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One prompt's table in the file. Each method reads one field, and says what is wrong with it."""

    source: Source
    phase: str
    key: str
    table: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, field: str = "") -> int:
        name = f"{self.phase}.{self.key}"
        return self.lines.get(f"{name}.{field}") or self.lines.get(name, 1)

    def wrong(self, field: str, sentence: str) -> None:
        self.source.wrong(self.line(field), sentence)

    def text(self, field: str, default: str | None = None) -> str:
        value = self.table.get(field, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.wrong(field, f"{self.key} needs {field}, a text in quotes")
        return ""

    def number(self, field: str, least: int, most: int) -> int:
        value = self.table.get(field)
        if type(value) is int and least <= value <= most:
            return value
        self.wrong(field, f"{self.key} needs {field}, a whole number from {least} to {most}")
        return least

    def choice(self, field: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        value = self.text(field, default)
        if value in set(kind):
            return kind(value)
        if value:
            self.wrong(field, f"the {field} {value} is not known; known are {', '.join(kind)}")
        return next(iter(kind))

    def choices(self, field: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        value, known = self.table.get(field, []), list(kind)
        if isinstance(value, list) and all(one in known for one in value):
            return tuple(kind(one) for one in value)
        self.wrong(field, f"{field} is a list; known are {', '.join(known)}")
        return ()

    def moment(self) -> Moment:
        text = self.text("when")
        try:
            return read_when(text) if text else Moment(Anchor.WORKSHOP_1)
        except ValueError as trouble:
            self.wrong("when", str(trouble))
            return Moment(Anchor.WORKSHOP_1)

    def yes(self, field: str) -> bool:
        value = self.table.get(field, True)
        if not isinstance(value, bool):
            self.wrong(field, f"{field} is true or false, without quotes")
        return bool(value)

    def keys(self, field: str) -> tuple[str, ...]:
        value = self.table.get(field, [])
        if isinstance(value, list) and all(isinstance(key, str) for key in value):
            return tuple(value)
        self.wrong(field, f'{field} is a list of prompts, like ["A3", "C1"]')
        return ()


def _prompt(row: _Row) -> Prompt:
    for field in row.table:
        if field not in _FIELDS:
            row.wrong(field, f"{field} is not known; known are {', '.join(_FIELDS)}")
    ring = row.number("ring", 1, OFFERED_RING)
    return Prompt(
        key=row.key,
        phase=row.phase,
        moment=row.moment(),
        audience=row.choice("audience", Audience),
        ring=ring,
        framework=row.text("framework"),
        window_hours=row.number("window", 1, LONGEST_WINDOW),
        form=row.choice("form", FormKind, FormKind.REFLECTION),
        answer=row.yes("answer"),
        offered=ring == OFFERED_RING,
        needs=row.text("needs", ""),
        recalls=row.keys("recalls"),
        opens=row.choices("opens", Page),
    )


def _check(row: _Row, program: Program) -> None:
    """What can only be judged once every prompt is read."""
    keys = [prompt.key for prompt in program.prompts]
    if not row.key.isalnum() or not row.key.isascii() or not row.key[0].isupper():
        row.wrong("", f"{row.key} is no name for a prompt; write letters and a number, like {row.phase}1")
    if keys.count(row.key) > 1:
        row.wrong("", f"there are two prompts {row.key}")
        return
    prompt = program.prompt(row.key)
    _check_audience(row, prompt)
    _check_pages(row, prompt)
    earlier = keys[: keys.index(row.key)]
    for field, named in (("needs", (prompt.needs,)), ("recalls", prompt.recalls)):
        for key in named:
            if key and key not in earlier:
                row.wrong(field, f"{row.key} {field} {key}, but no prompt before it has that name")


def _check_audience(row: _Row, prompt: Prompt) -> None:
    on_visit = prompt.moment.anchor in VISITS
    if prompt.audience in _ON_A_LEG and not on_visit:
        row.wrong("when", f"there is a {prompt.audience} only on a visit; hang {row.key} on X1 or X2")
    if prompt.audience is Audience.PARTICIPANT and on_visit:
        row.wrong("audience", f"on a visit everyone is two things; {row.key} goes to visitor, host or pair")


def _check_pages(row: _Row, prompt: Prompt) -> None:
    if Page.READINESS in prompt.opens and prompt.moment.anchor not in VISITS:
        row.wrong("opens", f"only a prompt that hangs on X1 or X2 opens {Page.READINESS}")
    for page in prompt.opens:
        if page in _FOR_FACILITATORS and prompt.audience is not Audience.FACILITATOR:
            row.wrong("opens", f"only a facilitator's prompt opens {page}")
