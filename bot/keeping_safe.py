"""`python -m bot backup` and `python -m bot restore`: copies of everything while the bot runs, and the way back."""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import Misconfigured
from bot.flows.restoring import Restoring
from bot.settings import Settings
from bot.starting import alone, making, masters_of, opened, reaching, using
from storage import snapshots
from storage.engine import connect, others_connected
from storage.erasure_ledger import EmptyLedger, ErasureLedger, NoLedger
from storage.hold import Hold
from storage.key_store import KeyStore
from storage.migrations import migrate
from storage.snapshots import Place, Unusable
from storage.store import Database

_WITH_POSTGRESQL = """\
PostgreSQL is backed up by its own tools, the words first and the keys after them, while the bot runs:
  pg_dump --format=custom --file=DIR/exchange.dump "$EXCHANGE_DATABASE_URL"
  pg_dump --format=custom --file=DIR/keys.dump "$EXCHANGE_KEYS_URL"
Note the moment before the first one. To go back, load both into empty databases with pg_restore, and then run
  python -m bot restore --taken MOMENT        (such as 2027-03-08T02:00Z)"""

_APART = "A backup holds neither the master key nor the erasure ledger: keep both apart, and no backup over 30 days."
_MASTER_KEY = "in EXCHANGE_MASTER_KEYS or at {0.master_key_file}"
_FIRST = "First bring the master key and the erasure ledger to their places: a backup holds neither."


def backup(asked: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Writes a backup into a new folder, `asked` in `backup_words`; `now` is real time. Raises Misconfigured."""
    folder = asked.folder
    place = Place.of(settings.database_url, settings.keys_url)
    if place is None:
        raise Misconfigured(_WITH_POSTGRESQL)
    if not (place.words.exists() and place.keys.exists()):
        raise Misconfigured(f"There is nothing to back up at {place.words} and {place.keys}.")
    try:
        taken = snapshots.take(place, folder, now)
    except Unusable as trouble:
        raise Misconfigured(str(trouble)) from None
    sys.stdout.write(f"The backup of {taken.taken_at} is in {folder}.\n{_APART}\n")
    if not _has_master_key(settings):
        sys.stdout.write(f"Nobody can read it yet: there is no master key, {_MASTER_KEY.format(settings)}.\n")
    return 0


def backup_words() -> argparse.ArgumentParser:
    """What can stand behind `backup`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot backup",
        description="Copies everything into a new folder, while the bot runs.",
        epilog=_APART,
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    return parser


def restore(asked: argparse.Namespace, settings: Settings, now: datetime) -> int:
    """Brings a backup back, `asked` in `restore_words`; `now` is the program's time. Raises Misconfigured."""
    if not _has_master_key(settings):
        raise Misconfigured(f"First the master key: {_MASTER_KEY.format(settings)}.")
    erased = _erased(asked, settings)
    place = Place.of(settings.database_url, settings.keys_url)
    try:
        if place is None:
            again = asyncio.run(_loaded(settings, erased, _moment(asked.taken, now), now))
        else:
            again = _from_folder(settings, place, erased, asked, now)
    except Unusable as trouble:
        raise Misconfigured(str(trouble)) from None
    sys.stdout.write(f"Restored. People erased again: {again}. Start the bot with `python -m bot serve`.\n")
    return 0


def restore_words() -> argparse.ArgumentParser:
    """What can stand behind `restore`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot restore",
        description="Brings a backup back: what was sent is not sent again, who was erased stays erased.",
        epilog=_FIRST,
    )
    parser.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="the folder of the backup (SQLite)")
    parser.add_argument("--taken", metavar="MOMENT", help="when the dumps were begun that were loaded (PostgreSQL)")
    parser.add_argument("--replace", action="store_true", help="overwrite also a database that somebody uses already")
    parser.add_argument("--ledger", type=Path, action="append", default=[], help="a further erasure ledger")
    parser.add_argument("--no-ledger", action="store_true", help="go on without one: says that nobody was ever erased")
    return parser


def _has_master_key(settings: Settings) -> bool:
    return bool(settings.master_keys) or settings.master_key_file.exists()


def _erased(asked: argparse.Namespace, settings: Settings) -> frozenset[str]:
    """Everybody in any of the ledgers. Raises Misconfigured where there is none, unless it is said to be right."""
    files = list(asked.ledger)
    if ErasureLedger(settings.ledger_file).is_there() or not (files or asked.no_ledger):
        files.append(settings.ledger_file)
    return frozenset().union(*(_noted_in(file) for file in files))


def _noted_in(file: Path) -> frozenset[str]:
    try:
        with using(file):
            return ErasureLedger(file).erased()
    except NoLedger as trouble:
        missing = f"{file} is empty" if isinstance(trouble, EmptyLedger) else f"There is no erasure ledger at {file}"
        raise Misconfigured(
            f"{missing}. Bring the ledger of the lost machine there, or name it with --ledger: without it, people who "
            "were erased would come back. --no-ledger says that nobody ever was."
        ) from None


def _from_folder(
    settings: Settings, place: Place, erased: frozenset[str], asked: argparse.Namespace, now: datetime
) -> int:
    if asked.folder is None:
        raise Misconfigured("Which backup? Name its folder: python -m bot restore DIR")
    taken = snapshots.read(asked.folder)
    if not (asked.replace or place.is_empty):
        raise Misconfigured(f"There is something at {place.words} already. --replace overwrites it for good.")
    with _alone(settings.database_url):
        staged = snapshots.stage(asked.folder, place)
        urls = f"sqlite+aiosqlite:///{staged.words}", f"sqlite+aiosqlite:///{staged.keys}"
        again = asyncio.run(_made_ours(settings, urls, erased, taken.moment, now))
        snapshots.put_in_place(place)
    return again


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """A damaged database does not say who has it open: whoever serves on it holds it besides."""
    hold = Hold(url)
    alone(hold)
    try:
        yield
    finally:
        hold.let_go()


async def _loaded(settings: Settings, erased: frozenset[str], taken_at: datetime, now: datetime) -> int:
    """Does the same with what PostgreSQL's own tools brought back, where it stands."""
    for setting, url in (("EXCHANGE_DATABASE_URL", settings.database_url), ("EXCHANGE_KEYS_URL", settings.keys_url)):
        with making(setting):
            engine = connect(url)
        with reaching("EXCHANGE_DATABASE_URL and EXCHANGE_KEYS_URL"):
            used = await others_connected(engine)
        await engine.dispose()
        if used:
            raise Misconfigured("A process of the bot is connected to the database. Stop it first.")
    return await _made_ours(settings, (settings.database_url, settings.keys_url), erased, taken_at, now)


async def _made_ours(
    settings: Settings, urls: tuple[str, str], erased: frozenset[str], taken_at: datetime, now: datetime
) -> int:
    masters = masters_of(settings.master_keys, settings.master_key_file, settings.key_store_file)
    with making("EXCHANGE_KEYS_URL"):
        store = KeyStore(connect(urls[1]), masters)
    with making("EXCHANGE_DATABASE_URL"):
        database = Database(connect(urls[0]), store)
    try:
        with reaching("EXCHANGE_KEYS_URL"):
            await store.prepare()
            await opened(store)
        with reaching("EXCHANGE_DATABASE_URL"):
            await migrate(database.engine)
            await _take_in(ErasureLedger(settings.ledger_file), erased, database, now)
            return await Restoring(database).come_back(erased, taken_at, now)
    finally:
        await database.close()
        await store.close()


async def _take_in(ledger: ErasureLedger, erased: frozenset[str], database: Database, now: datetime) -> None:
    """From now on this machine's ledger knows them all: a second return, from another backup, needs no other one."""
    async with database.reading() as store:
        already = await store.people.erased()
    with using(ledger.file):
        await ledger.take_in(erased | already, now)


def _moment(text: str | None, now: datetime) -> datetime:
    """Raises Misconfigured, also for one to come: what was said since could not be looked for."""
    if text is None:
        raise Misconfigured(_WITH_POSTGRESQL)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misconfigured(f"--taken {text} is no moment that can be read. Right: --taken 2027-03-08T02:00Z") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > now:
        raise Misconfigured(f"--taken {text} is still to come: it is {now:%FT%RZ}. The dumps were begun before.")
    return moment
