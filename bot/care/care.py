"""The care: what is looked for in everything that somebody writes, before it is kept and before any model sees it."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.care.details import Detail, Details
from bot.care.distress import Concern, Distress


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in one text: the places that look like patient details, and what it tells of its writer."""

    details: tuple[Detail, ...] = ()
    concern: Concern = field(default_factory=Concern)

    @property
    def calm(self) -> bool:
        """Whether it tells of no distress and of nothing that has a route of its own."""
        return not (self.concern.distress or self.concern.route)

    @property
    def clear(self) -> bool:
        """Whether nothing was seen in it at all."""
        return self.calm and not self.details


@dataclass(frozen=True, slots=True)
class Care:
    """Both detectors. They need no network and no clock, and keep nothing."""

    details: Details
    distress: Distress

    @classmethod
    def read(cls, folder: Path) -> "Care":
        """With the word lists of every language in that folder. Raises Mistakes for lists that cannot be used."""
        return cls(Details.read(folder), Distress.read(folder))

    def look(self, text: str) -> Seen:
        return Seen(self.details.find(text), self.distress.hear(text))
