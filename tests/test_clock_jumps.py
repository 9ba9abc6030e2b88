"""The machine's clock jumps, forward or back: nothing is sent again, and nobody gets more than one message of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.returning import Returning
from tests.promises import promised, row_of, send
from tests.test_watching import Seconds
from tests.world import World

MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, ten o'clock in Brussels
HALF_A_MINUTE = timedelta(seconds=30)


async def beats(world: World, process: Returning, jump: timedelta = HALF_A_MINUTE) -> None:
    """The clock goes on as it should, or jumps, and the process looks at what is due."""
    world.now += jump
    world.real.now += jump
    await process.sign(world.now)
    await send(world)


@pytest.mark.parametrize("hours", [2, -2, 30 * 24, -30 * 24])
async def test_after_a_jump_nothing_is_sent_again_and_nobody_gets_two(world: World, hours: int) -> None:
    world.now, process = MORNING, Returning(world.database, world.real)
    minutes = [0, 20, 40, 60, 80, 100]
    for who in ("U1", "U2"):
        for after in minutes:
            await promised(world, who, due_at=MORNING + timedelta(minutes=after), asked_for=False)
    await beats(world, process, timedelta())
    before = len(world.channel.sent)

    await beats(world, process, timedelta(hours=hours))
    await beats(world, process)
    jumped = Counter(one.to.person for one in world.channel.sent[before:])
    await beats(world, process, -timedelta(hours=hours))
    await beats(world, process)

    assert before == 2
    assert max(jumped.values(), default=0) <= 1
    assert len({one.delivery for one in world.channel.sent}) == len(world.channel.sent)


async def test_a_jump_of_days_waits_for_the_operator(world: World) -> None:
    world.now, process = MORNING, Returning(world.database, world.real)
    due = await promised(world, due_at=MORNING + timedelta(days=1), asked_for=False)
    await beats(world, process, timedelta())

    await beats(world, process, timedelta(days=30))
    ahead = (await row_of(world, due)).state
    await beats(world, process, timedelta(days=-30))
    await process.go_on(world.now)
    await beats(world, process, timedelta(days=1))

    assert (ahead, (await row_of(world, due)).state) == ("planned", "sent")


async def test_what_a_wrong_clock_put_off_goes_on_once_the_right_one_is_believed(world: World) -> None:
    seconds = Seconds()
    world.now, process = MORNING, Returning(world.database, world.real, seconds)
    held = await promised(world, lease_until=world.real() + timedelta(days=30, minutes=1))
    await beats(world, process, timedelta(days=30))
    await beats(world, process, timedelta(days=-30))
    before = (await row_of(world, held)).state

    seconds.passed += 3601
    await beats(world, process)

    assert (before, (await row_of(world, held)).state) == ("planned", "sent")
