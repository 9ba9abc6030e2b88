"""What a button or a form stands for: small typed payloads that fit into a platform's fields."""

import json
from dataclasses import astuple, dataclass, fields
from typing import ClassVar

LONGEST = 2000  # characters; a Slack button's value holds no more


class BadAction(ValueError):
    """A payload that no button of ours carries."""


@dataclass(frozen=True, slots=True)
class Action:
    """The root of all actions. Fields are strings; the packed form is `["Name","field",…]`."""

    known: ClassVar[dict[str, type["Action"]]] = {}

    def __init_subclass__(cls) -> None:
        Action.known[cls.__name__] = cls

    def pack(self) -> str:
        """The payload as text. Raises BadAction when it is longer than a button can carry."""
        packed = json.dumps([type(self).__name__, *astuple(self)], separators=(",", ":"), ensure_ascii=False)
        if len(packed) > LONGEST:
            raise BadAction(f"{type(self).__name__} is {len(packed)} characters long, {LONGEST} are allowed")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> "Action":
        """The action of a payload. Raises BadAction for anything that `pack` did not write."""
        try:
            name, *values = json.loads(packed)
            kind = Action.known[name]
        except (ValueError, TypeError, KeyError) as trouble:
            raise BadAction("not a payload of ours") from trouble
        if len(values) != len(fields(kind)) or not all(isinstance(value, str) for value in values):
            raise BadAction(f"not a payload of {name}")
        return kind(*values)


# -- the buttons that more than one flow puts up; each flow adds its own below --------------------------------------


@dataclass(frozen=True, slots=True)
class Write(Action):
    """Opens the private form of a prompt."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Later(Action):
    """Asks a prompt once more, later, because the person wished it."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Skip(Action):
    """Closes a prompt without an answer, without a question why."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Want(Action):
    """Takes an offered prompt (ring 5) up."""

    delivery: str


@dataclass(frozen=True, slots=True)
class WhoCanSee(Action):
    """Tells the stored truth about one entry; with an empty id, the general rule."""

    entry: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Action):
    """Opens the private form with the question that waits for an entry."""

    entry: str


@dataclass(frozen=True, slots=True)
class StopHere(Action):
    """No more questions on this entry."""

    entry: str


@dataclass(frozen=True, slots=True)
class ShareEntry(Action):
    """Starts sharing one entry: whom with, and the exact words."""

    entry: str


@dataclass(frozen=True, slots=True)
class ReadShare(Action):
    """Opens what somebody shared with the presser."""

    share: str


@dataclass(frozen=True, slots=True)
class ShowJournal(Action):
    """Opens the presser's own journal in a form. `page` counts from "1"."""

    page: str = "1"


@dataclass(frozen=True, slots=True)
class WriteFreely(Action):
    """Opens the form of a free entry."""


@dataclass(frozen=True, slots=True)
class TakeNote(Action):
    """Opens the form of a note: a notice or a wonder, with optional tags."""


@dataclass(frozen=True, slots=True)
class Run(Action):
    """A button that stands for a typed command: `Run("pause until")`."""

    command: str
