"""The permission to ask a language model about one entry, once: given at the moment of the call, for that call only."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Permit:
    """`alias` stands for the writer, who cannot be told from it. `seconds` is all the time that is left.

    `names` are the people whom the store knows around the writer, each with the role by which they are told of:
    "self", "partner", "facilitator" or "colleague".
    """

    alias: str
    seconds: float
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
