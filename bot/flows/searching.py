"""Searching: whose chats are looked through for messages of which the platform told us nothing."""

from dataclasses import dataclass

from bot.chat.event import Address
from storage.store import Database


@dataclass(frozen=True, slots=True)
class Searching:
    """Only those who take part now: nobody else is asked anything that they could have answered."""

    database: Database

    async def on(self, platform: str) -> tuple[Address, ...]:
        """Everybody who takes part there. Raises Unavailable."""
        async with self.database.reading() as store:
            found = await store.plans.taking_part(platform)
        return tuple(Address(platform, workspace, person) for workspace, person in found)
