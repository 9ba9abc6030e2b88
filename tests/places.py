"""A database and a key store that processes of the bot share and outlive, made from a template in a moment."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import PREFIX
from storage.engine import connect
from storage.erasure_ledger import ErasureLedger
from storage.key_store import KeyStore
from storage.master_keys import master_keys, new_master_key
from storage.migrations import migrate
from storage.store import Database
from storage.tables import new_id
from tests.postgres import copy_database, make_database, url

MASTER_KEY = new_master_key()


@dataclass(frozen=True)
class Place:
    """Where processes of the bot keep what they remember. `folder` holds the ledger, the logs, and SQLite's files."""

    folder: Path
    words: str
    keys: str

    @property
    def environment(self) -> dict[str, str]:
        """What `python -m bot serve` must be told of it."""
        return {
            f"{PREFIX}DATABASE_URL": self.words,
            f"{PREFIX}KEYS_URL": self.keys,
            f"{PREFIX}MASTER_KEYS": MASTER_KEY,
            f"{PREFIX}ERASURES_FILE": str(self.ledger),
        }

    @property
    def ledger(self) -> Path:
        return self.folder / "erasures.jsonl"

    def bytes_left(self) -> bytes:
        """All that stands in SQLite's files, their logs too; nothing for PostgreSQL."""
        return b"".join(file.read_bytes() for file in sorted(self.folder.glob("*.db*")))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """A way into it beside the bot's own."""
        keys = KeyStore(connect(self.keys), master_keys(MASTER_KEY))
        database = Database(connect(self.words), keys, ErasureLedger(self.ledger))
        try:
            yield database
        finally:
            await database.close()
            await keys.close()


@dataclass(frozen=True)
class Template:
    """A place that is never run on; copies of it are. `server` is PostgreSQL's folder, None for SQLite."""

    place: Place
    server: Path | None = None

    async def copy(self, folder: Path) -> Place:
        """A place of its own in that folder, which must not be there yet."""
        if self.server is None:
            await asyncio.to_thread(shutil.copytree, self.place.folder, folder)
            return _in_sqlite(folder)
        made = _in_postgresql(self.server, _new(folder))
        for name in ("words", "keys"):
            old, new = _name(getattr(self.place, name)), _name(getattr(made, name))
            await asyncio.to_thread(copy_database, self.server, old, new)
        return made


async def template(folder: Path, fill: Callable[[Database], Awaitable[None]], server: Path | None = None) -> Template:
    """A template with this version's tables and whatever `fill` puts into them."""
    place = await empty(folder, server)
    async with place.opened() as database:
        assert isinstance(database.keys, KeyStore)
        await database.keys.prepare()
        await migrate(database.engine)
        await fill(database)
    return Template(place, server)


async def empty(folder: Path, server: Path | None = None) -> Place:
    """A place without a single table."""
    if server is None:
        return _in_sqlite(_new(folder))
    place = _in_postgresql(server, _new(folder))
    await asyncio.to_thread(make_database, server, _name(place.words))
    await asyncio.to_thread(make_database, server, _name(place.keys))
    return place


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _in_sqlite(folder: Path) -> Place:
    return Place(folder, *(f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("words", "keys")))


def _in_postgresql(server: Path, folder: Path) -> Place:
    one = new_id()[:13].replace("-", "")
    return Place(folder, url(server, f"words_{one}"), url(server, f"keys_{one}"))


def _name(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]
