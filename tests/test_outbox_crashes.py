"""The outbox under hard luck: senders held up, racing, or ended anywhere. Nothing is lost and nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.chat.event import Address, Posted
from bot.rules.patience import LEASE, MOST_ATTEMPTS, SETTLING, SUSPECT_FROM
from prompts.message import Message
from storage.engine import connect
from storage.store import Database, Store
from storage.tables import Delivery
from tests.backstage import Backstage
from tests.factories import person
from tests.promises import SENTENCE, promised, row_of, settle
from tests.sizes import size
from tests.world import FakeChannel, World


class Killed(BaseException):
    """The process ends here."""


async def test_a_sender_whose_lease_ran_out_sends_nothing(world: World) -> None:
    delivery = await promised(world)
    async with world.database.transaction() as store:
        (row,) = await store.outbox.claim(world.real(), world.now, 1, world.real() + LEASE, SUSPECT_FROM)
    world.real.passes(seconds=LEASE.seconds)

    await settle(world)
    await world.backstage.delivering._deliver([row], world.now)

    assert world.channel.sent == []
    assert (await row_of(world, delivery)).state == "unknown"


async def test_a_sender_with_too_little_of_its_lease_left_sends_nothing(world: World) -> None:
    await promised(world)
    async with world.database.transaction() as store:
        (row,) = await store.outbox.claim(world.real(), world.now, 1, world.real() + LEASE, SUSPECT_FROM)
    world.real.passes(seconds=LEASE.seconds - 1)

    await world.backstage.delivering._deliver([row], world.now)

    assert world.channel.sent == []


class StandsStill(FakeChannel):
    """While it sends for the first time, the whole process stands still for longer than any lease."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        if not self.sent:
            self.world.real.passes(seconds=LEASE.seconds)
        return await super().send(to, message, delivery=delivery, thread=thread)


async def test_who_stands_still_after_the_last_look_begins_no_more_writes(world: World) -> None:
    due = {await promised(world, "U1"), await promised(world, "U2")}
    async with world.database.transaction() as store:
        rows = await store.outbox.claim(world.real(), world.now, len(due), world.real() + LEASE, SUSPECT_FROM)
    stalled = StandsStill(world)

    await Backstage(world.database, stalled, world.real).delivering._deliver(rows, world.now)

    (written,) = {one.delivery for one in stalled.sent}
    (left,) = due - {written}
    assert (await row_of(world, left)).state == "planned"

    await world.backstage.delivering.send_due(world.now)

    assert [one.delivery for one in world.channel.sent] == [left]


FINISHES: dict[str, Callable[[Store, Delivery], Awaitable[bool]]] = {
    "sent": lambda store, row: store.outbox.sent(row, "D", "1"),
    "waiting": lambda store, row: store.outbox.wait(row, datetime(2027, 1, 5, tzinfo=UTC)),
    "again": lambda store, row: store.outbox.try_again(row, datetime(2027, 1, 5, tzinfo=UTC), counted=True),
    "unknown": lambda store, row: store.outbox.unknown(row, datetime(2027, 1, 5, tzinfo=UTC), None),
    "closed": lambda store, row: store.outbox.close(row, "failed", "late"),
    "writing": lambda store, row: store.outbox.will_write(row, datetime(2027, 1, 5, tzinfo=UTC), "x"),
}


@pytest.mark.parametrize("finish", FINISHES.values(), ids=FINISHES.keys())
async def test_a_sender_that_lost_its_row_can_change_nothing(
    world: World, finish: Callable[[Store, Delivery], Awaitable[bool]]
) -> None:
    delivery = await promised(world)
    async with world.database.transaction() as store:
        (row,) = await store.outbox.claim(world.real(), world.now, 1, world.real() + LEASE, SUSPECT_FROM)
    world.real.passes(seconds=LEASE.seconds)
    await settle(world)
    before = await row_of(world, delivery)

    async with world.database.transaction() as store:
        changed = await finish(store, row)

    assert not changed
    assert await row_of(world, delivery) == before


async def test_two_senders_never_take_the_same_row(world: World) -> None:
    number = size(200)
    async with world.database.transaction() as store:
        ada = await person(store, "U1", "Ada")
        for _ in range(number):
            await store.deliveries.notice(ada, SENTENCE, world.now)
    taken: list[str] = []

    async def take_all() -> None:
        while True:
            async with world.database.transaction() as store:
                rows = await store.outbox.claim(world.real(), world.now, 3, world.real() + LEASE, SUSPECT_FROM)
            if not rows:
                return
            assert len(rows) <= 3
            taken.extend(row.id for row in rows)

    await asyncio.gather(*(take_all() for _ in range(4)))

    assert len(taken) == len(set(taken)) == number


async def test_two_processes_on_one_database_send_everything_once(world: World, other: Database) -> None:
    number = size(100)
    for at in range(number):
        await promised(world, f"U{at % 7}")
    processes = [world.backstage, Backstage(other, world.channel, world.real)]
    world.channel.memory = False

    await asyncio.gather(*(one.delivering.send_due(world.now) for one in processes))

    assert len(world.channel.sent) == len({one.delivery for one in world.channel.sent}) == number


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """A second process's way into the same database."""
    second = Database(connect(database.engine.url.render_as_string(hide_password=False)), database.keys)
    yield second
    await second.close()


# -- a process that ends anywhere ---------------------------------------------------------------------------------


@dataclass
class Ending:
    """Ends the process at the step of that number: each transaction's begin and end, and each call, is a step."""

    at: int
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at:
            raise Killed


@dataclass
class EndingChannel(FakeChannel):
    ending: Ending | None = None

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        assert self.ending is not None
        self.ending.step()
        posted = await super().send(to, message, delivery=delivery, thread=thread)
        self.ending.step()
        return posted

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        assert self.ending is not None
        self.ending.step()
        return await super().find(to, delivery, since, thread=thread)


@dataclass
class DeadlyChannel(FakeChannel):
    """The process ends whenever it begins to send one of them, and nothing else leaves it after that."""

    deadly: str = ""
    ended: bool = False

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        self.ended = self.ended or delivery == self.deadly
        if self.ended:
            raise Killed
        return await super().send(to, message, delivery=delivery, thread=thread)


async def test_a_message_that_ends_the_process_each_time_takes_no_others_along(world: World) -> None:
    deadly, *others = [await promised(world, f"U{number}") for number in range(5)]
    channel = DeadlyChannel(deadly=deadly)
    dying = Backstage(world.database, channel, world.real)

    for _ in range(MOST_ATTEMPTS + 1):
        channel.ended = False
        with suppress(Killed):
            await dying.delivering.send_due(world.now)
        world.real.passes(seconds=SETTLING.seconds)
        await dying.settling.settle()
        world.real.passes(seconds=SETTLING.seconds)
        await dying.settling.settle()

    assert (await row_of(world, deadly)).state == "failed"
    assert [(await row_of(world, one)).state for one in others] == ["sent"] * len(others)
    assert sorted(one.delivery for one in channel.sent) == sorted(others)


async def test_what_was_tried_often_is_taken_last_and_alone(world: World) -> None:
    often = await promised(world, "U1", attempts=SUSPECT_FROM)
    once = {await promised(world, "U2"), await promised(world, "U3")}

    async def taken() -> set[str]:
        async with world.database.transaction() as store:
            rows = await store.outbox.claim(world.real(), world.now, 20, world.real() + LEASE, SUSPECT_FROM)
            return {row.id for row in rows}

    assert [await taken(), await taken(), await taken()] == [once, {often}, set()]


@dataclass(frozen=True)
class EndingDatabase(Database):
    ending: Ending | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        assert self.ending is not None
        self.ending.step()
        async with Database.transaction(self) as store:
            yield store
            self.ending.step()  # before the commit
        self.ending.step()


@pytest.mark.parametrize("history", [True, False], ids=["history is read", "history cannot be read"])
@pytest.mark.parametrize("at", range(1, 25))
async def test_wherever_the_process_ends_the_message_is_seen_once(world: World, at: int, history: bool) -> None:
    delivery = await promised(world)
    ending = Ending(at)
    channel = EndingChannel(history=history, ending=ending)
    dying = Backstage(EndingDatabase(world.database.engine, world.database.keys, ending=ending), channel, world.real)

    try:
        await dying.settling.settle()
        await dying.delivering.send_due(world.now)
        await dying.settling.settle()
    except Killed:
        pass
    for _ in range(12):
        ending.at = 0
        world.real.passes(seconds=SETTLING.seconds)
        await dying.settling.settle()
        await dying.delivering.send_due(world.now)

    assert [one.delivery for one in channel.sent] == [delivery]
    assert (await row_of(world, delivery)).state == "sent"
