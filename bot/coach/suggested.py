"""What is asked of whoever suggests the themes of a wall, said without loading anything that speaks to a model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.chat.permit import Permit


@dataclass(frozen=True, slots=True)
class Suggested:
    """One theme with the ids of its points."""

    name: str = field(repr=False)
    points: tuple[str, ...]


class Suggesting(Protocol):
    """Whoever suggests themes."""

    async def suggest(self, texts: Mapping[str, str], language: str, permit: Permit) -> tuple[Suggested, ...]:
        """Every one of these points under exactly one theme; nothing where there is nothing that may be shown.

        `texts` are those of people who agreed to it, by the ids of points. What tells of distress is not told, and
        stands under none.
        """
