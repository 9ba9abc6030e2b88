"""The ways to people and rooms that a platform told us, kept up to date with everything that comes from there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from storage.store import Database, Store
from storage.tables import Route


@dataclass(frozen=True, slots=True)
class Routes:
    """Satisfies `bot.chat.channel.Routes`. Each call is a short transaction of its own. `now` is real time."""

    database: Database
    now: Callable[[], datetime]

    async def route(self, platform: str, workspace: str, target: str = "") -> Route | None:
        """The way to a person or room, or (without a target) to the workspace."""
        async with self.database.reading() as store:
            return await _at(store, platform, workspace, target)

    async def keep(
        self, platform: str, workspace: str, target: str = "", *, service_url: str, bot: str, conversation: str = ""
    ) -> None:
        """Remembers the way in place of an older one. Without a conversation, the one that is known stays."""
        async with self.database.transaction() as store:
            row = await _at(store, platform, workspace, target)
            if row is None:
                row = Route(platform=platform, workspace=workspace, target=target, service_url="", seen_at=self.now())
                store.session.add(row)
            row.service_url, row.bot, row.seen_at = service_url, bot, self.now()
            row.conversation = conversation or row.conversation

    async def forget(self, platform: str, workspace: str, target: str = "") -> None:
        """There is no such way any more; without a target, there is none into the whole workspace."""
        gone = delete(Route).where(col(Route.platform) == platform, col(Route.workspace) == workspace)
        async with self.database.transaction() as store:
            await store.session.exec(gone.where(col(Route.target) == target) if target else gone)


async def _at(store: Store, platform: str, workspace: str, target: str) -> Route | None:
    found = await store.session.exec(
        select(Route).where(Route.platform == platform, Route.workspace == workspace, Route.target == target)
    )
    return found.first()
