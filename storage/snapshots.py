"""Copies of both SQLite databases, taken while they are in use, with what proves later that they are whole."""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from storage.on_disk import keep

WORDS, KEYS, MANIFEST = "exchange.db", "keys.db", "manifest.json"
_STAGED = ".restoring"  # after the name of a database that is being brought back
_LOGS = ("-wal", "-shm", "-journal")  # after the name of a database: what SQLite keeps beside it
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
_KIND = 0xFF  # of an error of SQLite's, which tells more about it in its higher bits
_BLOCK = 1024 * 1024  # bytes read at a time


class Unusable(Exception):
    """This copy cannot be used, or not there. The sentence is for the operator."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a folder with a copy says of itself: the moment before it was begun (UTC), and the sum of each file."""

    taken_at: str
    schema: str
    sums: dict[str, str]

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)


@dataclass(frozen=True, slots=True)
class Place:
    """The files that the bot keeps its data and its keys in."""

    words: Path
    keys: Path

    @classmethod
    def of(cls, words_url: str, keys_url: str) -> "Place | None":
        """None where one of the two is no SQLite file."""
        if not (words_url.startswith("sqlite") and keys_url.startswith("sqlite")):
            return None
        return cls(Path(make_url(words_url).database or ""), Path(make_url(keys_url).database or ""))

    @property
    def staged(self) -> "Place":
        """Where what comes back is made ready, beside what it replaces."""
        return Place(*(file.with_name(file.name + _STAGED) for file in (self.words, self.keys)))

    @property
    def is_half_restored(self) -> bool:
        """Whether a return is under way here, or was cut short."""
        return self.staged.words.exists() or self.staged.keys.exists()

    @property
    def is_used(self) -> bool:
        """Whether a process has one of the files open."""
        return any(file.exists() and _is_open(file) for file in (self.words, self.keys))

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost here; what cannot be read may be worth something to somebody."""
        try:
            return _count(self.words, "organisation") == 0 and _count(self.keys, "person_key") == 0
        except sqlite3.Error:
            return False


def take(place: Place, folder: Path, now: datetime) -> Snapshot:
    """Copies both databases as they are while others read and write. Raises Unusable.

    The words come first: a key is made before the first words under it are kept, so that every row of the copy has
    its key in the other file. Only the last file, the manifest, makes a backup of the folder.
    """
    _make(folder)
    for source, name in ((place.words, WORDS), (place.keys, KEYS)):
        _copy(source, folder / name)
    sums = {name: _sum(folder / name) for name in (WORDS, KEYS)}
    snapshot = Snapshot(now.isoformat(), _schema(folder / WORDS), sums)
    _write(folder / MANIFEST, json.dumps(asdict(snapshot), indent=2) + "\n")
    return snapshot


def read(folder: Path) -> Snapshot:
    """What the folder holds, every byte of it checked. Raises Unusable."""
    try:
        snapshot = Snapshot(**json.loads((folder / MANIFEST).read_text("utf-8")))
        changed = [name for name in (WORDS, KEYS) if _sum(folder / name) != snapshot.sums[name]]
        _ = snapshot.moment
    except (OSError, ValueError, TypeError, KeyError):
        raise Unusable(f"{folder} is no whole backup: its manifest or a file named there cannot be read.") from None
    if changed:
        raise Unusable(f"{folder} was changed or damaged since it was made: {', '.join(changed)}.")
    return snapshot


def stage(folder: Path, place: Place) -> Place:
    """Puts the copies beside the place's own files, to be made ready there. Raises Unusable, as while the bot runs."""
    staged = place.staged
    for name, file in ((KEYS, staged.keys), (WORDS, staged.words)):
        with _writing(file):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            discard(file)
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
            shutil.copyfile(folder / name, file)
    if place.is_used:
        discard(staged.keys)
        discard(staged.words)
        raise Unusable(f"A process has {place.words} open. Stop it first.")
    return staged


def put_in_place(place: Place) -> None:
    """Puts what is ready where it belongs, the keys first. Stopped in between, it is to be done again from the start.

    Until then `is_half_restored` keeps the bot from starting on words and keys that do not belong together. Raises
    Unusable.
    """
    for staged, file in ((place.staged.keys, place.keys), (place.staged.words, place.words)):
        with _writing(file):
            _settle(staged)
            _discard(file, _LOGS)  # of a damaged one they are there still, and would be read into what comes back
            staged.replace(file)
            keep(file.parent)


def discard(file: Path) -> None:
    """Removes a database with its logs and index."""
    _discard(file, ("", *_LOGS))


def _discard(file: Path, suffixes: Sequence[str]) -> None:
    for suffix in suffixes:
        file.with_name(file.name + suffix).unlink(missing_ok=True)


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise Unusable(f"{file} cannot be written: {trouble.strerror}.") from None


def _copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True)) as used,
            closing(sqlite3.connect(target)) as new,
        ):
            used.backup(new)  # in one step: one moment of the source, and nobody waits for it
        _settle(target)
    except sqlite3.Error as trouble:
        raise Unusable(f"{source} cannot be copied ({trouble}).") from None


def _settle(file: Path) -> None:
    """Brings the database's log into its one file, looks whether that is whole, and keeps it through a power cut."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Unusable(f"{file} is damaged.")
    keep(file)


def _is_open(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            # only whoever is alone may give up the shared log
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as trouble:
        return trouble.sqlite_errorcode & _KIND not in _DAMAGED
    return False


def _count(file: Path, table: str) -> int:
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as connection:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) if there else 0  # noqa: S608 our own two names


def _schema(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        try:
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        except (sqlite3.Error, TypeError):
            raise Unusable(f"{file} holds no database of this bot.") from None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Unusable(f"{folder} is not empty: name a new folder for each backup.")
    except OSError as trouble:
        raise Unusable(f"{folder} cannot be used: {trouble.strerror}.") from None


def _sum(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.draft")
    draft.write_text(text, "utf-8")
    draft.chmod(0o600)
    keep(draft)
    draft.replace(file)
    keep(file.parent)
