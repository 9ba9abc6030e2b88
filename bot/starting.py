"""What can keep the bot from starting on this machine, said so that its operator knows which setting to change."""

import errno
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bot.care.care import Care
from bot.coach.builtin import BuiltinCoach
from bot.errors import Misconfigured
from bot.flows.restoring import Restoring
from prompts.library import PROMPTS, Library, languages
from prompts.mistakes import Mistakes
from storage.addresses import DATABASE, KEYS
from storage.erasure_ledger import ErasureLedger, NotALedger
from storage.hold import Hold
from storage.installations import Installations
from storage.key_store import KeyStore, holds_keys
from storage.master_keys import MasterKeys, master_key_file, master_keys
from storage.snapshots import Place
from storage.store import Database, Unavailable

log = logging.getLogger(__name__)

_FILES = {"EXCHANGE_DATABASE_URL": DATABASE, "EXCHANGE_KEYS_URL": KEYS}


def whole(words_url: str, keys_url: str) -> None:
    """Raises Misconfigured where a backup is being brought back, or was only half."""
    if (place := Place.of(words_url, keys_url)) and place.is_half_restored:
        raise Misconfigured("A restore is under way, or was cut short: run `python -m bot restore` again to its end.")


def alone(hold: Hold) -> None:
    """Takes the database for this process. Raises Misconfigured where another one serves on it and it is SQLite's."""
    with reaching("EXCHANGE_DATABASE_URL"):
        taken = hold.take()
    if not taken:
        raise Misconfigured(
            f"Another `python -m bot serve` works on {hold.file} already, and SQLite carries one. Stop it first, or "
            "let several work on PostgreSQL (EXCHANGE_DATABASE_URL): it carries any number."
        )


def library_of(language: str) -> Library:
    """Everything that it says. Raises Misconfigured with every mistake in it, or where it says nothing in that one."""
    if language not in (spoken := languages(PROMPTS)):
        raise Misconfigured(
            f"EXCHANGE_LANGUAGE is {language}, in which it has no words. It speaks: {', '.join(sorted(spoken))}."
        )
    try:
        return Library.load(PROMPTS, language)
    except Mistakes as mistakes:
        raise Misconfigured("\n".join(str(one) for one in mistakes.found)) from None


@cache
def care_here() -> Care:
    """With the word lists that ship. They are read once in a process: nothing else at the start takes as long."""
    return Care.read(PROMPTS)


@cache
def coach_here(language: str) -> BuiltinCoach:
    """The built-in coach as it ships, read once for the same reason."""
    return BuiltinCoach.read(PROMPTS, language, care_here().details.find)


def masters_of(given: str, file: Path, key_store: Path) -> MasterKeys:
    """The master keys that were given, or else those in the file, which is made where nothing was sealed yet.

    Raises Misconfigured. `key_store` is the file that the other one stands beside.
    """
    try:
        if given:
            return master_keys(given)
        with making("EXCHANGE_KEYS_URL"):
            if not file.exists():
                _first(file, key_store)
            return master_key_file(file)
    except ValueError as trouble:
        raise Misconfigured(f"EXCHANGE_MASTER_KEYS: {trouble}") from None


def _first(file: Path, key_store: Path) -> None:
    """Raises Misconfigured where there was a master key already: another one opens nothing that it sealed."""
    with reaching("EXCHANGE_KEYS_URL"):
        used = holds_keys(key_store)
    if used:
        raise Misconfigured(
            f"There is no master key at {file}, but people's keys are in {key_store}, and no other master key opens "
            "them. Put the file back from its copy, or name the key in EXCHANGE_MASTER_KEYS."
        )
    log.warning("made %s, the master key: keep a copy of it apart from every backup", file)


async def opened(sealed: KeyStore | Installations) -> None:
    """Raises Misconfigured where anybody's key, or a workspace's token, is under a master key that we were not given.

    What people write could be neither kept nor answered, and to that workspace nothing could be sent.
    """
    if version := await sealed.missing_master():
        raise Misconfigured(
            "There are keys or tokens that EXCHANGE_MASTER_KEYS does not open: a master key of version "
            f"{version} is missing. Put it behind the newest one (new,old), or its file back: it can go after a night "
            "with both."
        )


async def not_lost(database: Database, ledger: ErasureLedger) -> None:
    """Warns where there is no ledger although somebody was at work on that database before."""
    if ledger.is_there():
        return
    with reaching("EXCHANGE_DATABASE_URL"):
        async with database.reading() as store:
            used = await store.attendances.latest() is not None
    if used:
        log.warning(
            "there is no erasure ledger at %s, and the database was in use before: a new one is made, of whoever the "
            "database says was erased. If this machine had one, put it back: the next start adds whom it lacks",
            ledger.file,
        )


async def newest(database: Database, ledger: ErasureLedger) -> None:
    """Raises Misconfigured where that database came back from a copy, and people with it who were erased since."""
    with using(ledger.file):
        noted = ledger.noted()
    with reaching("EXCHANGE_DATABASE_URL"):
        older = await Restoring(database).is_older_than(noted)
    if older:
        way = "--taken MOMENT" if database.engine.dialect.name == "postgresql" else "DIR --replace"
        raise Misconfigured(
            f"The database of EXCHANGE_DATABASE_URL is an older copy: people are in it who were erased since, as "
            f"{ledger.file} says. First run `python -m bot restore {way}`: it erases them again."
        )


@contextmanager
def making(setting: str) -> Iterator[None]:
    """Raises Misconfigured where a file of SQLite's, or one beside it, can be neither made nor used."""
    try:
        yield
    except OSError as trouble:
        raise Misconfigured(
            f"The file of {setting}, or one beside it, cannot be made or used ({trouble.strerror}). Name one in a "
            f"folder that may be written to, for example {_FILES[setting]}."
        ) from None


@contextmanager
def reaching(setting: str) -> Iterator[None]:
    """Raises Misconfigured where the database of that setting cannot be reached or is of a later version.

    Its address is not told: it holds a password.
    """
    try:
        yield
    except Unavailable as trouble:
        raise Misconfigured(
            f"The database of {setting} cannot be reached or does not let us in ({trouble}). "
            "Does it run, and are host, name and password right?"
        ) from None
    except RuntimeError as trouble:
        raise Misconfigured(f"The database of {setting} cannot be used: {trouble}.") from None


@contextmanager
def using(ledger: Path) -> Iterator[None]:
    """Raises Misconfigured where that erasure ledger can be neither read nor written, or is something else."""
    try:
        yield
    except Unavailable as trouble:
        raise Misconfigured(f"The erasure ledger at {ledger} cannot be used ({trouble}).") from None
    except NotALedger:
        raise Misconfigured(
            f"{ledger} is no erasure ledger: no line of it names anybody who was erased, or says that it is one. Name "
            "the right file, for example data/erasures.jsonl: EXCHANGE_ERASURES_FILE tells where this machine's own is."
        ) from None


@contextmanager
def listening(host: str, port: int, setting: str = "EXCHANGE_PORT") -> Iterator[None]:
    """Raises Misconfigured where nothing can listen there."""
    try:
        yield
    except socket.gaierror:
        raise Misconfigured(_no_address(host)) from None
    except OSError as trouble:
        raise Misconfigured(_why(trouble, host, port, setting)) from None


def _why(trouble: OSError, host: str, port: int, setting: str) -> str:
    if trouble.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already. Stop what uses it, or choose another with {setting}={port + 1}."
    if trouble.errno == errno.EACCES:
        return f"Port {port} may not be used by this account. Set {setting} to one from 1024 on, for example 8080."
    if trouble.errno == errno.EADDRNOTAVAIL:
        return _no_address(host)
    return f"Nothing can listen on EXCHANGE_HOST {host} and {setting} {port}: {trouble.strerror or trouble}."


def _no_address(host: str) -> str:
    return f"EXCHANGE_HOST is {host}, which is no address of this machine, such as 127.0.0.1."
