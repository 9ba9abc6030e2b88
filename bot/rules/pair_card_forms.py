"""A pair card as its two people see it, and what they made of it in the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bot.chat.action import FillCard
from bot.chat.occasion import Occasion
from prompts.message import Field, Form, Item, TextField, TickField
from prompts.words import Words, fill, plain
from storage.pair_cards import KINDS, both_approve
from storage.tables import CardLine

APPROVE = "approve_"  # before the key of a line: its box
LONGEST = 500  # characters of a line: a card is read at a glance
_HASH = 8  # hexadecimal digits: enough to see whether words are the ones that were shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands: its words, its version (0: none yet), and whether this person approves it."""

    kind: str
    text: str = field(default="", repr=False)
    version: int = 0
    own: bool = False
    both: bool = False

    @property
    def seen(self) -> str:
        return f"{self.version}:{_hash(self.text)}"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody made of one line. `text` is None where they left its words as they were shown."""

    line: Line
    text: str | None = field(repr=False)
    approves: bool


def line_of(row: CardLine | None, kind: str, text: str, *, is_visitor: bool) -> Line:
    if row is None:
        return Line(kind)
    approves = row.visitor_approves if is_visitor else row.host_approves
    return Line(kind, text, row.version, not row.empty and approves == row.version, both_approve(row))


def card_form(words: Words, leg: str, title: str, lines: Iterable[Line], text: str) -> Form:
    """The five lines to be written, changed and approved."""
    shown = tuple(lines)
    fields = tuple(one for line in shown for one in _fields(words, line))
    token = FillCard(leg, " ".join(line.seen for line in shown)).pack()
    return Form(title, text, fields, words.label("pair_card.save"), token)


def closed_card(words: Words, title: str, lines: Iterable[Line], text: str) -> Form:
    """The card as it stands, to be read."""
    items = tuple(
        Item(fill("**{label}**\n{text}", label=words.label(f"pair_card.{one.kind}"), text=plain(one.text)))
        for one in lines
        if one.text
    )
    return Form(title, text, items=items)


def changes(occasion: Occasion, seen: str, lines: Mapping[str, Line]) -> tuple[list[Change], list[str]]:
    """What was changed and approved; and the lines that both changed at once, which nothing is done with.

    Words that were left as they were shown are not put over what the other one made of them meanwhile, and their box
    says nothing of other words than those.
    """
    found, crossed = [], []
    for kind, shown in zip(KINDS, seen.split(), strict=False):
        line, text = lines[kind], _entered(occasion, kind)
        version, _, hashed = shown.partition(":")
        touched, current = _hash(text) != hashed, str(line.version) == version
        if touched and text == line.text:
            touched = False  # the other one wrote the very same
        if touched and not current:
            crossed.append(kind)
        elif touched:
            found.append(Change(line, text, bool(text)))
        elif current and line.version and line.text:
            found.append(Change(line, None, occasion.filled_in.get(APPROVE + kind) is True))
    return found, crossed


def written(occasion: Occasion) -> dict[str, str]:
    """Everything that stands in the form's lines."""
    return {kind: _entered(occasion, kind) for kind in KINDS}


def filled(shown: Field, value: str | bool | None) -> Field:
    """The field with that in it; as it is for None."""
    if isinstance(shown, TextField) and isinstance(value, str):
        return replace(shown, value=value)
    return replace(shown, value=value) if isinstance(shown, TickField) and isinstance(value, bool) else shown


def _fields(words: Words, line: Line) -> tuple[Field, ...]:
    text = TextField(
        line.kind,
        words.label(f"pair_card.{line.kind}"),
        line.text,
        words.label("sharing.hint"),
        optional=True,
        multiline=True,
        longest=LONGEST,
    )
    if not line.text:
        return (text,)
    hint = words.label("pair_card.both" if line.both else "pair_card.not_both")
    return text, TickField(APPROVE + line.kind, words.label("pair_card.approve"), line.own, hint)


def _entered(occasion: Occasion, kind: str) -> str:
    return occasion.entered(kind).replace("\r\n", "\n").strip()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_HASH]
