"""When a platform says *not now*, every process heeds it, and so does the next one after a restart."""

from datetime import timedelta

import pytest

from bot.chat.event import Address, Posted
from bot.errors import Crowded, Trouble, TryLater
from prompts.message import Message
from tests.backstage import Backstage
from tests.factories import person
from tests.promises import SENTENCE, promised, row_of
from tests.world import FakeChannel, World

SHORT_OF_IT = timedelta(seconds=29)


class Busy(FakeChannel):
    """Refuses the first message, and counts how often it is asked at all."""

    def __init__(self, no: Trouble) -> None:
        super().__init__()
        self.no: Trouble | None = no
        self.asked = 0

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        self.asked += 1
        if no := self.no:
            self.no = None
            raise no
        return await super().send(to, message, delivery=delivery, thread=thread)


def another_process(world: World, channel: FakeChannel) -> Backstage:
    """Remembers nothing but what stands in the database."""
    return Backstage(world.database, channel, world.real)


async def told_not_now(world: World, no: Trouble) -> Busy:
    busy = Busy(no)
    await promised(world, "U1")
    await another_process(world, busy).delivering.send_due(world.now)
    assert busy.asked == 1
    return busy


@pytest.mark.parametrize("who", ["U1", "U2"])
async def test_what_a_platform_says_of_everybody_holds_everybody_of_the_workspace(world: World, who: str) -> None:
    busy = await told_not_now(world, Crowded(30))
    await promised(world, who)
    world.real.passes(seconds=SHORT_OF_IT.seconds)

    await another_process(world, busy).delivering.send_due(world.now)
    assert busy.asked == 1

    world.real.passes(seconds=1)
    await another_process(world, busy).delivering.send_due(world.now)
    assert len(busy.sent) == 2


async def test_what_a_platform_says_of_one_chat_holds_that_person_alone(world: World) -> None:
    busy = await told_not_now(world, TryLater(30))
    mine, theirs = await promised(world, "U1"), await promised(world, "U2")

    await another_process(world, busy).delivering.send_due(world.now)

    assert (await row_of(world, theirs)).state == "sent"
    assert (await row_of(world, mine)).state == "planned"
    assert busy.asked == 2


async def test_waiting_for_the_platform_is_no_attempt_and_is_gone_on_with_in_time(world: World) -> None:
    busy = await told_not_now(world, Crowded(30))
    delivery = await promised(world, "U2")

    await another_process(world, busy).delivering.send_due(world.now)

    row = await row_of(world, delivery)
    assert row.attempts == 0
    assert (
        await world.backstage.delivering.next_try(world.now) == row.lease_until == world.real() + timedelta(seconds=30)
    )


async def test_a_shorter_wish_does_not_end_a_longer_one(world: World) -> None:
    busy = await told_not_now(world, Crowded(30))
    async with world.database.transaction() as store:
        row = await row_of(world, await promised(world, "U2"))
        await store.outbox.not_now(row, world.real() + timedelta(seconds=5), everybody=True)
    world.real.passes(seconds=6)

    await another_process(world, busy).delivering.send_due(world.now)

    assert busy.asked == 1


async def test_people_of_another_workspace_do_not_wait(world: World) -> None:
    busy = await told_not_now(world, Crowded(30))
    async with world.database.transaction() as store:
        await store.people.install("slack", "T2", "Elsewhere", world.now)
        elsewhere = await store.deliveries.notice(await person(store, "U9", "Zoe", team="T2"), SENTENCE, world.now)

    await another_process(world, busy).delivering.send_due(world.now)

    assert [one.delivery for one in busy.sent] == [elsewhere.id]
