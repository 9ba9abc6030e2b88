"""`python -m bot resume`: after a long absence the operator lets the bot go on with what nobody asked for.

Only then is anything forgotten again: a leap of the machine's clock looks like an absence.
"""

import argparse
import asyncio
import sys
from datetime import datetime

from bot.clock import real_now
from bot.errors import Misconfigured
from bot.flows.housekeeping import Housekeeping
from bot.flows.returning import Returning, Waiting
from bot.settings import Settings
from bot.starting import making, masters_of, reaching
from storage.engine import connect
from storage.key_store import KeyStore
from storage.migrations import migrate
from storage.snapshots import Place
from storage.store import Database

_SAID = """\
People who get a message now, or in the morning after their quiet hours and days off: {people}
Messages that are missed, because there is a newer one or their time is over: {missed}
By this machine's clock it is {now:%Y-%m-%d %H:%M} UTC. Is that right? Within the hour after going on, whatever has been
kept for long enough by that time (reflections, identifiers, the audit trail) is deleted for good, as in every night.
"""
_GOES_ON = "The bot goes on with what nobody asked for; a running one does so within half a minute.\n"
_STILL_HELD = "Nothing was changed. `python -m bot resume` lets it go on.\n"
_NOT_HELD = "Nothing is held back: there is nothing to resume.\n"


def resume(asked: argparse.Namespace, settings: Settings) -> int:
    """Says how many would hear from us and how many messages are missed, and lets it go on. Raises Misconfigured."""
    place = Place.of(settings.database_url, settings.keys_url)
    if place and not (place.words.exists() and place.keys.exists()):
        raise Misconfigured(f"There is nothing to resume at {place.words} and {place.keys}.")
    waiting = asyncio.run(_resumed(settings, preview=asked.preview))
    if waiting is None:
        sys.stdout.write(_NOT_HELD)
        return 0
    sys.stdout.write(_SAID.format(people=waiting.people, missed=waiting.missed, now=real_now()))
    sys.stdout.write(_STILL_HELD if asked.preview else _GOES_ON)
    return 0


def resume_words() -> argparse.ArgumentParser:
    """What can stand behind `resume`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot resume",
        description="Lets the bot go on with what nobody asked for, after it was away for more than 36 hours.",
        epilog="Each person gets the newest message that is still open, and no other of those that were due meanwhile.",
    )
    parser.add_argument("--preview", action="store_true", help="say what would be sent, and change nothing")
    return parser


async def _resumed(settings: Settings, *, preview: bool) -> Waiting | None:
    masters = masters_of(settings.master_keys, settings.master_key_file, settings.key_store_file)
    with making("EXCHANGE_KEYS_URL"):
        keys = KeyStore(connect(settings.keys_url), masters)
    with making("EXCHANGE_DATABASE_URL"):
        database = Database(connect(settings.database_url), keys)
    try:
        with reaching("EXCHANGE_DATABASE_URL"):
            await migrate(database.engine)
            returning, now = Returning(database, real_now), await _now(database, settings)
            if not await returning.is_held():
                return None
            return await (returning.waiting(now) if preview else returning.go_on(now))
    finally:
        await database.close()
        await keys.close()


async def _now(database: Database, settings: Settings) -> datetime:
    """The program's time: a clock that was set forward goes on from where anything was last sent."""
    last = await Housekeeping(database).last_moment() if settings.movable_clock else None
    return max(last, real_now()) if last else real_now()
