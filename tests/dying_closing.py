"""A process that closes walls and is ended at one step of it, as by a power cut."""

import asyncio
from datetime import datetime
from multiprocessing import get_context

from bot.flows.closing import Closing
from storage.engine import connect
from storage.fail_points import end_at
from storage.key_store import KeyStore
from storage.master_keys import MasterKeys
from storage.store import Database

KILLED = 137  # what a process ends with that was ended by a fail point


async def closes_and_dies(database: Database, step: str, now: datetime) -> int | None:
    """The exit code of a process of its own that closes what there is to close on the same databases."""
    assert isinstance(database.keys, KeyStore)
    urls = [one.url.render_as_string(hide_password=False) for one in (database.engine, database.keys.engine)]
    process = get_context("spawn").Process(target=_close, args=(*urls, database.keys.masters, step, now))
    process.start()
    await asyncio.to_thread(process.join, 120)
    return process.exitcode


def _close(words: str, keys: str, masters: MasterKeys, step: str, now: datetime) -> None:
    end_at(step)
    asyncio.run(Closing(Database(connect(words), KeyStore(connect(keys), masters))).finish(now))
