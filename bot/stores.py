"""What is stored and under which keys, as the settings say it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.clock import real_now
from bot.settings import Settings
from bot.starting import alone, making, masters_of, newest, not_lost, opened, reaching, using, whole
from storage.engine import connect
from storage.erasure_ledger import ErasureLedger
from storage.hold import Hold
from storage.installations import Installations
from storage.key_store import KeyStore
from storage.migrations import migrate
from storage.store import Database


@dataclass(frozen=True, slots=True)
class Stores:
    """The database, people's keys and the workspaces' tokens; `hold` keeps a second process from a database of one."""

    settings: Settings
    hold: Hold
    database: Database
    keys: KeyStore
    installations: Installations

    @property
    def rewrap(self) -> Sequence[Callable[[], Awaitable[int]]]:
        """What brings keys and tokens under the newest master key."""
        return self.keys.rewrap, self.installations.rewrap

    async def prepare(self) -> None:
        """Brings the tables up to date, and ends what was begun. Raises Misconfigured where something does not fit."""
        whole(self.settings.database_url, self.settings.keys_url)
        alone(self.hold)
        with reaching("EXCHANGE_KEYS_URL"):
            await self.keys.prepare()
            await opened(self.keys)
        with reaching("EXCHANGE_DATABASE_URL"):
            await migrate(self.database.engine)
            if self.settings.slack_client_id:  # a token that the settings give is sealed anew before it is used
                await opened(self.installations)
            await self.database.finish_erasures()
        with using(self.settings.ledger_file):
            await not_lost(self.database, ErasureLedger(self.settings.ledger_file))
            await self.database.prepare_ledger(real_now())
        if self.database.ledger and not self.settings.movable_clock:  # the program's time, by which it notes, is real
            await newest(self.database, self.database.ledger)

    async def close(self) -> None:
        """Lets go of everything."""
        await self.database.close()
        await self.keys.close()
        self.hold.let_go()


def stores_of(settings: Settings) -> Stores:
    """Wired; nothing is opened yet. Raises Misconfigured."""
    hold = Hold(settings.database_url)
    masters = masters_of(settings.master_keys, settings.master_key_file, settings.key_store_file)
    with making("EXCHANGE_KEYS_URL"):
        keys = KeyStore(connect(settings.keys_url), masters)
    with making("EXCHANGE_DATABASE_URL"):
        database = Database(connect(settings.database_url), keys, ErasureLedger(settings.ledger_file))
    return Stores(settings, hold, database, keys, Installations(database, masters, real_now))
