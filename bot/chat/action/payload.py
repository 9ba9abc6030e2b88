"""What a button or a form stands for: small typed payloads that fit into a platform's fields."""

import json
from dataclasses import astuple, dataclass, fields
from typing import ClassVar

from bot.chat.legible import legible

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
        if len(values) != len(fields(kind)) or not all(isinstance(one, str) and legible(one) == one for one in values):
            raise BadAction(f"not a payload of {name}")
        return kind(*values)
