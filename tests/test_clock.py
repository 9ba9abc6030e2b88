"""The clock: it beats, it wakes, and a movable one goes forward through everything that is due, never back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, WillNotMove
from bot.errors import TryLater
from bot.flows.housekeeping import Housekeeping
from bot.rules.patience import SETTLING
from bot.work import Work
from storage.store import Unavailable
from tests.backstage import RealTime
from tests.promises import promised, row_of
from tests.world import World

START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LATEST = timedelta(seconds=20)  # a busy machine takes long, and the next beat comes thirty after the first


def movable(world: World) -> Clock:
    clock = Clock(world.backstage.work, movable=True, real=world.real, sleep=world.real.sleep)
    clock.go_on_from(START)
    return clock


def beating(world: World) -> Clock:
    """A clock on real time; what a World promises is due in its future, so its program time is set there."""
    clock = Clock(world.backstage.work, movable=True)
    clock.go_on_from(START)
    return clock


@asynccontextmanager
async def started(clock: Clock) -> AsyncIterator[Clock]:
    clock.start()
    try:
        yield clock
    finally:
        await clock.stop()


async def eventually(seen: Callable[[], object]) -> None:
    async with asyncio.timeout(LATEST.total_seconds()):
        while not seen():  # noqa: ASYNC110 - see below
            await asyncio.sleep(0.01)  # what is waited for happens in a database, which rings no bell


# -- moving --------------------------------------------------------------------------------------------------------


async def test_a_movable_clock_goes_on_where_it_was_and_runs_with_real_time(world: World) -> None:
    clock = movable(world)

    world.real.passes(seconds=90)

    assert clock.now() == START + timedelta(seconds=90)


async def test_it_goes_on_after_a_restart_where_something_was_last_sent(world: World) -> None:
    await promised(world, due_at=START + timedelta(days=9))
    await movable(world).move_to_next()
    restarted = Clock(world.backstage.work, movable=True, real=world.real)

    restarted.go_on_from(await Housekeeping(world.database).last_moment())

    assert restarted.now() == START + timedelta(days=9)


@pytest.mark.parametrize("before", [None, datetime(2020, 1, 1, tzinfo=UTC)])
async def test_it_never_runs_behind_real_time(world: World, before: datetime | None) -> None:
    clock = Clock(world.backstage.work, movable=True, real=world.real)

    clock.go_on_from(before)

    assert clock.now() == world.real()


async def test_a_real_clock_runs_with_real_time_whatever_was_sent(world: World) -> None:
    clock = Clock(world.backstage.work, real=world.real)

    clock.go_on_from(START + timedelta(days=400))

    assert clock.now() == world.real()


async def test_moving_goes_through_every_moment_on_the_way(world: World) -> None:
    moments = [START + timedelta(days=days) for days in (3, 1, 2)]
    deliveries = [await promised(world, due_at=at) for at in moments]

    await movable(world).move_to(START + timedelta(days=4))

    assert [(await row_of(world, one)).sent_at for one in deliveries] == moments


async def test_nights_that_are_passed_over_are_kept_once_between_two_moments(world: World) -> None:
    nights = list[datetime]()

    async def keep(now: datetime) -> None:
        nights.append(now)

    clock = Clock(replace(world.backstage.work, tidy=keep), movable=True, real=world.real, sleep=world.real.sleep)
    clock.go_on_from(START)
    await promised(world, due_at=START + timedelta(days=3))

    await clock.move_to(START + timedelta(hours=2))
    await clock.move_to(START + timedelta(days=5))

    assert nights == [START + timedelta(days=3), START + timedelta(days=5)]


async def test_moving_stops_at_the_moment_that_was_asked_for(world: World) -> None:
    delivery = await promised(world, due_at=START + timedelta(days=2))
    clock = movable(world)

    await clock.move_to(START + timedelta(days=1))

    assert clock.now() == START + timedelta(days=1)
    assert (await row_of(world, delivery)).state == "planned"


async def test_moving_to_the_next_moment_sends_what_is_due_there_and_no_more(world: World) -> None:
    first, second = [await promised(world, due_at=START + timedelta(days=days)) for days in (1, 2)]
    clock = movable(world)

    await clock.move_to_next()

    assert clock.now() == START + timedelta(days=1)
    assert [(await row_of(world, one)).state for one in (first, second)] == ["sent", "planned"]


async def test_with_nothing_planned_there_is_no_next_moment(world: World) -> None:
    with pytest.raises(WillNotMove, match="Nothing more is planned"):
        await movable(world).move_to_next()


async def test_it_never_goes_back(world: World) -> None:
    clock = movable(world)

    with pytest.raises(WillNotMove, match="does not go back"):
        await clock.move_to(START - timedelta(seconds=1))

    assert clock.now() == START


async def test_whoever_catches_up_with_a_moment_that_is_over_stays_where_they_are(world: World) -> None:
    clock = movable(world)
    await clock.catch_up_with(START + timedelta(hours=1))

    await clock.catch_up_with(START)

    assert clock.now() == START + timedelta(hours=1)


async def test_a_real_clock_does_not_move(world: World) -> None:
    clock = Clock(world.backstage.work)

    with pytest.raises(WillNotMove, match="cannot be moved"):
        await clock.move_to(datetime(2099, 1, 1, tzinfo=UTC))


async def test_what_the_platform_puts_off_is_waited_for_before_the_clock_goes_on(world: World) -> None:
    delivery = await promised(world, due_at=START + timedelta(hours=1), window_ends_at=START + timedelta(hours=2))
    world.channel.trouble = [TryLater(30)]

    await movable(world).move_to(START + timedelta(days=30))

    assert (await row_of(world, delivery)).state == "sent"


async def test_an_unknown_outcome_is_settled_before_the_clock_goes_on(world: World) -> None:
    delivery = await promised(world, due_at=START + timedelta(hours=1), window_ends_at=START + timedelta(hours=2))
    world.channel.trouble = [RuntimeError()]
    before = world.real()

    await movable(world).move_to(START + timedelta(days=30))

    assert (await row_of(world, delivery)).state == "sent"
    assert world.real() - before >= SETTLING


async def test_a_platform_that_never_answers_does_not_hold_the_clock_for_ever(world: World) -> None:
    await promised(world)
    world.channel.trouble = [TryLater(60)] * 1000
    clock = movable(world)

    await clock.move_to(START + timedelta(days=1))

    assert timedelta(days=1) <= clock.now() - START < timedelta(days=1, minutes=10)


async def test_what_becomes_due_while_the_clock_waits_is_not_passed_over(world: World) -> None:
    await promised(world, "U1")
    in_between = await promised(
        world, "U2", due_at=START + timedelta(seconds=10), window_ends_at=START + timedelta(minutes=5)
    )
    world.channel.trouble = [TryLater(30)]

    await movable(world).move_to(START + timedelta(days=1))

    assert (await row_of(world, in_between)).state == "sent"


# -- beating -------------------------------------------------------------------------------------------------------


async def test_what_is_due_is_sent_by_the_first_beat(world: World) -> None:
    await promised(world)

    async with started(beating(world)):
        await eventually(lambda: world.channel.sent)


async def test_a_wake_sends_at_once_what_was_planned_for_now(world: World) -> None:
    async with started(beating(world)) as clock:
        await asyncio.sleep(0.3)
        await promised(world)
        clock.wake()
        await eventually(lambda: world.channel.sent)


async def test_the_clock_wakes_itself_for_the_next_moment(world: World) -> None:
    await promised(world, due_at=START + timedelta(seconds=1))

    async with started(beating(world)):
        await eventually(lambda: world.channel.sent)


async def test_a_beat_that_fails_does_not_end_the_beating(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[datetime] = []

    async def plan(now: datetime) -> None:
        seen.append(now)
        if len(seen) == 1:
            raise Unavailable

    async with started(Clock(idle(plan))) as clock:
        await eventually(lambda: seen)
        clock.wake()
        await eventually(lambda: len(seen) > 1)

    assert "a beat of the clock failed" in caplog.text


async def test_wakes_while_at_work_lead_to_one_more_look(world: World) -> None:
    seen: list[datetime] = []
    go_on = asyncio.Event()

    async def plan(now: datetime) -> None:
        seen.append(now)
        await go_on.wait()

    async with started(Clock(idle(plan))) as clock:
        await eventually(lambda: seen)
        for _ in range(5):
            clock.wake()
        go_on.set()
        await eventually(lambda: len(seen) == 2)


async def test_stopping_lets_the_work_at_hand_finish() -> None:
    finished: list[datetime] = []
    begun = asyncio.Event()

    async def plan(now: datetime) -> None:
        begun.set()
        await asyncio.sleep(0.2)
        finished.append(now)

    clock = Clock(idle(plan))
    clock.start()
    await begun.wait()
    await clock.stop()

    assert finished


async def test_a_clock_that_has_not_looked_for_long_says_so() -> None:
    real = RealTime()

    async with started(Clock(idle(nothing), real=real)) as clock:
        fresh = clock.is_beating()
        real.passes(minutes=11)

        assert (fresh, clock.is_beating()) == (True, False)


async def test_a_clock_that_has_not_begun_says_so() -> None:
    assert not Clock(idle(nothing)).is_beating()


async def test_a_clock_that_is_set_back_beats_on(caplog: pytest.LogCaptureFixture) -> None:
    real, looks, set_back = RealTime(), list[datetime](), asyncio.Event()

    async def plan(now: datetime) -> None:
        looks.append(now)

    async def half_a_minute(seconds: float) -> None:
        await set_back.wait()
        await asyncio.sleep(0.01)

    async with started(Clock(idle(plan), real=real, sleep=half_a_minute)) as clock:
        await eventually(lambda: looks)
        real.passes(hours=-2)
        set_back.set()
        await eventually(lambda: len(looks) > 1)

        assert clock.is_beating()
    assert looks[1] == looks[0] - timedelta(hours=2)
    assert "set back" in caplog.text


async def test_a_round_that_takes_long_goes_on_by_the_time_that_it_is_by_then() -> None:
    real, sent_at = RealTime(START), list[datetime]()

    async def send(now: datetime) -> bool:
        sent_at.append(now)
        real.passes(seconds=60)
        return len(sent_at) < 3

    async with started(Clock(idle(nothing, send), real=real)):
        await eventually(lambda: len(sent_at) >= 3)

    assert sent_at == [START, START + timedelta(minutes=1), START + timedelta(minutes=2)]


async def nothing(now: datetime) -> None:
    """Does nothing, at any time."""


def idle(
    plan: Callable[[datetime], Awaitable[None]], send: Callable[[datetime], Awaitable[bool]] | None = None
) -> Work:
    """Work that is all done, but for planning, and for sending where that is given."""

    async def settled() -> None:
        return None

    async def none(now: datetime) -> datetime | None:
        return None

    async def sent(now: datetime) -> bool:
        return False

    return Work(sign=nothing, plan=plan, settle=settled, send=send or sent, tidy=nothing, next_due=none, next_try=none)
