"""After a long absence nothing unasked is sent until the operator says so; what people ask for goes on."""

from datetime import timedelta

import pytest

from bot.clock import Clock
from bot.flows.returning import Returning, Waiting
from bot.flows.watching import Watching
from tests.promises import promised, row_of, send
from tests.world import World


async def is_away(world: World, **time: float) -> None:
    """Nobody is at work for so long, and then somebody is."""
    await world.backstage.returning.sign(world.now)
    world.now += timedelta(**time)
    world.real.passes(**time)
    await world.backstage.returning.sign(world.now)


async def unasked(world: World, id: str = "U1", **changes: object) -> str:
    return await promised(world, id, asked_for=False, **changes)


async def test_after_a_long_absence_nothing_unasked_is_sent(world: World, caplog: pytest.LogCaptureFixture) -> None:
    delivery = await unasked(world)

    await is_away(world, hours=37)
    await send(world)

    assert (await row_of(world, delivery)).state == "planned"
    assert "python -m bot resume" in caplog.text


@pytest.mark.parametrize(("hours", "state"), [(35.9, "sent"), (36.1, "planned")])
async def test_a_shorter_absence_waits_for_nobody(world: World, hours: float, state: str) -> None:
    delivery = await unasked(world)

    await is_away(world, hours=hours)
    world.now = world.now.replace(hour=9)
    await send(world)

    assert (await row_of(world, delivery)).state == state


async def test_what_was_asked_for_goes_on_meanwhile(world: World) -> None:
    await unasked(world)
    answer = await promised(world)

    await is_away(world, hours=37)
    await send(world)

    assert (await row_of(world, answer)).state == "sent"


@pytest.mark.parametrize(("hours", "is_held"), [(1, False), (48, True)])
async def test_the_figures_and_the_log_tell_an_absence_that_is_held_from_one_that_is_caught_up_with(
    world: World, caplog: pytest.LogCaptureFixture, hours: int, is_held: bool
) -> None:
    await unasked(world)

    await is_away(world, hours=hours)

    figures = await Watching(world.database, world.real, lambda: world.now).figures()
    assert figures.held is is_held
    assert ("nobody is caught up with yet" in caplog.text, "everybody is caught up with" in caplog.text) == (
        is_held,
        not is_held,
    )


async def test_what_becomes_due_meanwhile_is_held_too(world: World) -> None:
    await unasked(world)
    await is_away(world, hours=48)
    later = await unasked(world, due_at=world.now + timedelta(hours=1))

    world.now += timedelta(hours=2)
    await send(world)

    assert (await row_of(world, later)).state == "planned"


async def test_the_operator_hears_how_many_and_then_it_goes_on(world: World) -> None:
    older, newest = await unasked(world), await unasked(world, due_at=world.now + timedelta(hours=1))
    over = await unasked(world, "U2", window_ends_at=world.now + timedelta(hours=1))
    await is_away(world, hours=48)
    await send(world)

    waiting = await world.backstage.returning.go_on(world.now)
    await send(world)

    assert waiting == Waiting(people=1, missed=2)
    states = {name: (await row_of(world, name)).state for name in (older, newest, over)}
    assert states == {older: "missed", newest: "sent", over: "missed"}


async def test_asking_how_many_changes_nothing(world: World) -> None:
    await unasked(world)
    await is_away(world, hours=48)

    assert await world.backstage.returning.waiting(world.now) == Waiting(people=1, missed=0)
    assert await world.backstage.returning.is_held()


async def test_what_is_held_is_said_and_does_not_count_as_overdue(world: World) -> None:
    await unasked(world)
    await is_away(world, hours=48)
    watching = Watching(world.database, world.real, lambda: world.now)

    assert await watching.trouble() == "held"
    assert (await watching.figures()).waiting == timedelta()


async def test_what_is_held_does_not_keep_the_clock_busy(world: World) -> None:
    await unasked(world, lease_until=world.real() + timedelta(minutes=1))
    await is_away(world, hours=48)

    assert await world.backstage.delivering.next_try(world.now) is None


async def test_a_new_database_waits_for_nobody(world: World) -> None:
    delivery = await unasked(world)

    await world.backstage.returning.sign(world.now)
    await send(world)

    assert (await row_of(world, delivery)).state == "sent"


async def test_a_bot_that_has_promised_nothing_yet_waits_for_nobody(world: World) -> None:
    await is_away(world, days=30)

    assert not await world.backstage.returning.is_held()


async def test_a_clock_that_is_moved_forward_is_no_absence(world: World) -> None:
    clock = Clock(world.backstage.work, movable=True, real=world.real, sleep=world.real.sleep)
    clock.go_on_from(world.now)
    deliveries = [await unasked(world, due_at=world.now + timedelta(days=days)) for days in (1, 2, 3)]

    await clock.move_to(world.now + timedelta(days=30))

    assert [(await row_of(world, one)).state for one in deliveries] == ["sent"] * 3
    assert not await world.backstage.returning.is_held()


async def test_as_long_as_any_process_is_at_work_nobody_is_away(world: World) -> None:
    stopped, working = (Returning(world.database, world.real) for _ in range(2))
    await unasked(world, due_at=world.now + timedelta(days=3))
    await stopped.sign(world.now)
    for _ in range(10):
        world.real.passes(minutes=4)
        await working.sign(world.now)

    await stopped.sign(world.now)

    async with world.database.reading() as store:
        row = await store.attendances.latest()
    assert row is not None
    assert (row.held, row.back_at) == (False, None)
