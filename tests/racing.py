"""Processes that do the same work on one database at the same time, as if on a machine each."""

import asyncio
import logging
import multiprocessing
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bot.chat.event import Address, Posted
from bot.flows.delivering import Delivering
from bot.flows.planning import Planning
from bot.flows.settling import Settling
from bot.rules.patience import PATIENT
from prompts.message import Message
from storage.engine import connect
from storage.key_store import KeyStore
from storage.store import Database, Unavailable
from storage.tables import Delivery
from tests.backstage import library
from tests.databases import MASTERS
from tests.promises import nothing_is_left
from tests.world import FakeChannel

NOW = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)  # the program's time, for all of them
RUNNERS = 8
ROUNDS = 3  # how often each scheduler finds every plan outdated
SHARE = 0.1  # of the waits after an interruption: seconds for minutes
_BREATH = 0.05  # seconds between two looks

# Every process is forked from one that has read the modules, which takes longer than all the rest of a start.
_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload(["tests.racing"])

Work = Callable[[Database, Path], Awaitable[None]]


async def race(work: Work, url: str, shared: Path, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Has all of them do the work, begun in one moment. Calls `meanwhile` again and again until the last has ended."""
    start = _NURSERY.Barrier(RUNNERS)
    runners = [_NURSERY.Process(target=_run, args=(work, url, shared, start)) for _ in range(RUNNERS)]
    for one in runners:
        await asyncio.to_thread(one.start)
    try:
        while any(one.is_alive() for one in runners):
            await meanwhile()
            await asyncio.sleep(_BREATH)
    finally:
        for one in runners:
            one.kill()
            one.join()
    assert [one.exitcode for one in runners] == [0] * RUNNERS


def _run(work: Work, url: str, shared: Path, start: Barrier) -> None:
    logging.disable()
    start.wait()
    asyncio.run(_work(work, url, shared))


async def _work(work: Work, url: str, shared: Path) -> None:
    keys = KeyStore(connect(f"sqlite+aiosqlite:///{shared.parent}/keys.db"), MASTERS)  # nothing sealed is touched here
    database = Database(connect(url), keys)
    await work(database, shared)
    await database.close()
    await keys.close()


async def schedule(database: Database, _shared: Path) -> None:
    """Plans everything, again and again, because everything has changed."""
    for _ in range(ROUNDS):
        async with database.transaction() as store:
            await store.plans.look_again()
        await Planning(database, library().program).plan(NOW)


async def send(database: Database, shared: Path) -> None:
    """Sends what is due and finds out about what is unknown, until nothing is left; each message is a line."""
    patience, channels = PATIENT.times(SHARE), {"slack": Written(shared)}
    sending = Delivering(database, library(), channels, _real, {"follow_up": _no_question}, patience)
    settling = Settling(database, channels, _real, patience)
    while not await _all_is_sent(database):
        try:
            await settling.settle()
            await sending.send_due(NOW)
        except Unavailable:
            pass  # as the clock, whose next beat finds it
        await asyncio.sleep(_BREATH)


@dataclass
class Written(FakeChannel):
    """A chat that is a file: it has no memory for ids, can be read back, and outlives every process."""

    chat: Path = Path()

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.chat = file

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        with self.chat.open("a") as written:
            written.write(f"{delivery} {os.getpid()}\n")
        return Posted(f"D{to.person}", delivery)

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        found = any(line.startswith(delivery) for line in self.chat.read_text().splitlines())
        return Posted(f"D{to.person}", delivery) if found else None


async def _all_is_sent(database: Database) -> bool:
    try:
        return await nothing_is_left(database)
    except Unavailable:
        return False


async def _no_question(_row: Delivery, _now: datetime) -> Message | None:
    return None


def _real() -> datetime:
    return datetime.now(UTC)
