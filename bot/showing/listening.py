"""A channel that sends nothing anywhere: it keeps what would be sent."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.event import Address, Posted, Profile
from bot.chat.reply import Document
from bot.playground.inhabitant import Inhabitant
from prompts.message import Message


@dataclass(frozen=True, slots=True)
class Heard:
    to: Address
    message: Message
    delivery: str


@dataclass
class Listening:
    """Satisfies `Channel`, and knows the people of the sample."""

    people: Sequence[Inhabitant]
    _heard: list[Heard] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def heard(self) -> list[Heard]:
        """What was sent since this was asked last."""
        heard, self._heard = self._heard, []
        return heard

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        self._heard.append(Heard(to, message, delivery))
        return self._posted(to)

    async def replace(self, posted: Posted, message: Message, *, to: Address) -> None:
        """Replies say what they replace; nothing else does."""

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        return None

    async def file(self, to: Address, document: Document) -> Posted:
        return self._posted(to)

    async def profile(self, who: Address) -> Profile:
        one = next(one for one in self.people if one.id == who.person)
        return Profile(one.name, one.timezone, email=one.email)

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        return next((one.id for one in self.people if one.email == email), None)

    def _posted(self, to: Address) -> Posted:
        return Posted(to.room or f"D{to.person}", f"sent-{next(self._numbers)}")
