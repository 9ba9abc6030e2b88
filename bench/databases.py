"""Empty databases for measuring, as they are in service: whatever is acknowledged is on the disk."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.settings import PREFIX
from storage.addresses import driven
from storage.engine import connect
from storage.key_store import KeyStore
from storage.master_keys import master_keys, new_master_key
from storage.migrations import migrate
from storage.store import Database
from tests.postgres import make_database, postgresql, url

MASTER_KEY = new_master_key()
_DURABLE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "autovacuum": "on",
    "shared_buffers": "128MB",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words and the keys are, as an operator would write it."""

    kind: str
    words: str
    keys: str

    def told(self) -> dict[str, str]:
        return asdict(self)

    def environment(self) -> dict[str, str]:
        return {
            f"{PREFIX}DATABASE_URL": self.words,
            f"{PREFIX}KEYS_URL": self.keys,
            f"{PREFIX}MASTER_KEYS": MASTER_KEY,
        }

    @asynccontextmanager
    async def opened(self, master_key: str = MASTER_KEY) -> AsyncIterator[Database]:
        keys = KeyStore(connect(driven(self.keys)), master_keys(master_key))
        database = Database(connect(driven(self.words)), keys)
        yield database
        await database.close()
        await keys.close()


@dataclass(frozen=True, slots=True)
class Places:
    """Gives a new, migrated pair of databases whenever it is asked."""

    kind: str
    folder: Path
    _numbers: Iterator[int]

    def told(self, processes: int, delay: float) -> str:
        """What a measurement was made with. `delay` is in seconds."""
        more = f" × {processes}" if processes > 1 else ""
        return f"{self.kind}{more}" + (f", Slack takes {delay * 1000:g} ms" if delay else "")

    async def another(self) -> Place:
        number = next(self._numbers)
        place = self._sqlite(number) if self.kind == "SQLite" else self._postgresql(number)
        async with place.opened() as database:
            assert isinstance(database.keys, KeyStore)
            await database.keys.prepare()
            await migrate(database.engine)
        return place

    def _sqlite(self, number: int) -> Place:
        where = f"sqlite:///{self.folder}/{number}"
        return Place(self.kind, f"{where}.words.db", f"{where}.keys.db")

    def _postgresql(self, number: int) -> Place:
        names = (f"words{number}", f"keys{number}")
        for name in names:
            make_database(self.folder, name)
        words, keys = (url(self.folder, name) for name in names)
        return Place(self.kind, words, keys)


@contextmanager
def sqlite() -> Iterator[Places]:
    with TemporaryDirectory(prefix="exchange-coach-bench-") as folder:
        yield Places("SQLite", Path(folder), count())


@contextmanager
def postgresql_server() -> Iterator[Places]:
    with postgresql(_DURABLE) as folder:
        yield Places("PostgreSQL", folder, count())
