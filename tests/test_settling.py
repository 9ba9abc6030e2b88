"""What became of a message is asked for patiently: whatever keeps us from asking says nothing about the message."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat.event import Address, Posted
from bot.errors import Crowded, TryLater, Unknown
from bot.rules.patience import LEASE, LEAST_READINGS, READ_AT_ONCE, SETTLING, UNREADABLE
from storage.store import Unavailable
from storage.tables import Delivery
from tests.backstage import Backstage
from tests.promises import promised, row_of, send, settle
from tests.world import FakeChannel, World


class Crowd(FakeChannel):
    """A platform that notes how many chats are searched at the same time."""

    searching, most = 0, 0

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        self.searching += 1
        self.most = max(self.most, self.searching)
        await asyncio.sleep(0.01)
        self.searching -= 1
        return Posted(f"D{to.person}", f"{delivery}.0")


class NotNow(FakeChannel):
    """A platform that lets nobody read just now."""

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        raise Crowded(60.0, "ratelimited")


class Silent(FakeChannel):
    """A platform of which one hears nothing for longer than until the next question is due."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.asked = world, list[str]()

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        self.asked.append(delivery)
        self.world.real.passes(seconds=SETTLING.seconds)
        raise TryLater(5.0, "no answer")


class CutOff(FakeChannel):
    """A platform that could be asked, by a process whose database is away just then."""

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        raise Unavailable("ConnectionDoesNotExistError")


async def test_however_long_it_took_the_message_is_looked_for_again_and_not_sent_again(world: World) -> None:
    delivery = await promised(world)
    world.channel.memory = False
    world.channel.swallow.append(Unknown("dropped"))
    await send(world)
    world.real.passes(seconds=UNREADABLE.seconds)

    await Backstage(world.database, CutOff(), world.real).settling.settle()
    await send(world)
    assert (await row_of(world, delivery)).state == "unknown"

    world.real.passes(seconds=LEASE.seconds)
    await settle(world)
    await send(world)
    assert (await row_of(world, delivery)).state == "sent"
    assert len(world.channel.sent) == 1


@pytest.mark.parametrize("arrived", [True, False])
async def test_however_long_a_platform_says_not_now_nothing_is_sent_before_it_was_asked(
    world: World, arrived: bool
) -> None:
    delivery = await promised(world)
    world.channel.memory = False
    (world.channel.swallow if arrived else world.channel.trouble).append(Unknown("dropped"))
    await send(world)
    crowded = Backstage(world.database, NotNow(), world.real).settling
    for away in (SETTLING, timedelta(days=1), *[SETTLING] * LEAST_READINGS):
        world.real.passes(seconds=away.total_seconds())
        await crowded.settle()
        await send(world)
        assert (await row_of(world, delivery)).state == "unknown"

    world.real.passes(seconds=SETTLING.seconds)
    await settle(world)
    await send(world)
    row = await row_of(world, delivery)
    assert (row.state, row.perhaps_sent) == ("sent", False)
    assert len(world.channel.sent) == 1


async def test_a_platform_that_says_nothing_is_asked_once_a_time_about_each_message(world: World) -> None:
    for one in range(3):
        await promised(world, f"U{one}", state="unknown", settle_at=world.real(), first_attempt_at=world.real())
    silent = Silent(world)

    await Backstage(world.database, silent, world.real).settling.settle()

    assert len(silent.asked) == len(set(silent.asked)) == 3


async def test_no_search_waits_behind_a_crowd_of_others(world: World) -> None:
    number = 3 * READ_AT_ONCE + 1
    for one in range(number):
        await promised(world, f"U{one}", state="unknown", settle_at=world.real(), first_attempt_at=world.real())
    crowd = Crowd()

    await Backstage(world.database, crowd, world.real).settling.settle()

    async with world.database.reading() as store:
        states = (await store.session.exec(select(Delivery.state))).all()
    assert list(states) == ["sent"] * number
    assert crowd.most == READ_AT_ONCE
