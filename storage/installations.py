"""The workspaces that the bot is installed in, with the token of each, sealed under the master key."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from storage.master_keys import MasterKeys
from storage.store import Database, Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installations:
    """Satisfies `bot.chat.channel.Installations`. Each call is a short transaction of its own.

    Nothing is remembered in between: a token that another process forgot is gone. `now` tells when a workspace came.
    """

    database: Database
    masters: MasterKeys = field(repr=False)
    now: Callable[[], datetime]

    async def token(self, platform: str, workspace: str) -> str | None:
        """The workspace's token; None where the bot is not installed."""
        async with self.database.reading() as store:
            found = await store.people.workspace(platform, workspace)
        if found is None or not found.installed or found.sealed_token is None:
            return None
        return self.masters.unwrap(found.sealed_token, _bound(platform, workspace)).decode()

    async def keep(self, platform: str, workspace: str, name: str, token: str) -> None:
        """Remembers the workspace as installed, with an organisation of its own when it is new."""
        sealed = self.masters.wrap(token.encode(), _bound(platform, workspace))
        try:
            await self._keep(platform, workspace, name, sealed)
        except Unavailable:  # several processes that start together may all find it new: by now it is there
            await self._keep(platform, workspace, name, sealed)

    async def _keep(self, platform: str, workspace: str, name: str, sealed: bytes) -> None:
        async with self.database.transaction() as store:
            row = await store.people.install(platform, workspace, name, self.now())
            row.sealed_token = sealed

    async def forget(self, platform: str, workspace: str) -> None:
        """The workspace took its permission back: its token is forgotten and nothing is sent there."""
        async with self.database.transaction() as store:
            if row := await store.people.workspace(platform, workspace):
                row.installed, row.sealed_token = False, None

    async def missing_master(self) -> str:
        """The version of a master key under which a token stands, and which is not among ours; "" for none."""
        async with self.database.transaction() as store:
            lacking = [self.masters.lacks(row.sealed_token or b"") for row in await store.people.with_token()]
        return next(filter(None, lacking), "")

    async def rewrap(self) -> int:
        """Seals every token under the newest master key; says how many it sealed anew. One that does not open stays as
        it is, and the log counts it."""
        async with self.database.transaction() as store:
            tokens = [(row, row.sealed_token or b"") for row in await store.people.with_token()]
            old = [(row, sealed) for row, sealed in tokens if not self.masters.is_newest(sealed)]
            anew = [
                (row, self.masters.wrapped_anew(sealed, _bound(row.platform, row.external_id))) for row, sealed in old
            ]
            for row, sealed in anew:
                row.sealed_token = sealed or row.sealed_token
        if closed := sum(sealed is None for _, sealed in anew):
            log.error("tokens that do not open, and stay under an older master key: %d", closed)
        return len(anew) - closed


def _bound(platform: str, workspace: str) -> bytes:
    return f"workspace token|{platform}|{workspace}".encode()
