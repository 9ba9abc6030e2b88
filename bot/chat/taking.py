"""The way in: where an edge brings every event."""

from typing import Protocol

from bot.chat.event import Event
from bot.chat.reply import Reply


class Taking(Protocol):
    """`bot.reception.Reception` is the one."""

    async def take(self, event: Event) -> Reply:
        """What comes of an event, once it is stored. Raises TryLater where it could not be."""
