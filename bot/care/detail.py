"""One place in a text that looks like a detail of a patient or client."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.care.reading import Reading


@dataclass(frozen=True, slots=True)
class Detail:
    """The text from `start` up to `end`, counted in characters, is one of that kind."""

    kind: str
    start: int
    end: int


Finder = Callable[[Reading], Iterator[Detail]]  # finds one sort of detail; its finds do not overlap
