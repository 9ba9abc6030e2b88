"""Whether the bot could do its work is told from the database: the time in it, and what waits there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.flows.watching import Figures, Watching
from storage.engine import connect
from storage.store import Database, Unavailable
from tests.promises import promised, send
from tests.world import World


@dataclass
class Seconds:
    """A clock that nobody can set."""

    passed: float = 1.0

    def __call__(self) -> float:
        return self.passed


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def watching(world: World, seconds: Seconds) -> Watching:
    return Watching(world.database, world.real, lambda: world.now, seconds)


async def test_nothing_is_wrong_with_a_bot_that_has_nothing_to_do(watching: Watching) -> None:
    assert await watching.trouble() == ""
    assert await watching.figures() == Figures({}, timedelta(), held=False)


async def test_a_clock_that_went_back_is_noticed(world: World, watching: Watching) -> None:
    await watching.trouble()
    world.real.passes(hours=-1)

    assert await watching.trouble() == "time"
    assert await watching.trouble() == "time"


async def test_clocks_of_several_machines_may_differ_a_little(world: World, watching: Watching) -> None:
    await watching.trouble()
    world.real.passes(minutes=-4)

    assert await watching.trouble() == ""


async def test_a_clock_that_is_right_again_is_believed_at_once(world: World, watching: Watching) -> None:
    await watching.trouble()
    world.real.passes(hours=-1)
    await watching.trouble()
    world.real.passes(hours=1)

    assert await watching.trouble() == ""


async def test_a_clock_that_stood_wrong_in_the_future_stops_nobody_for_ever(
    world: World, watching: Watching, seconds: Seconds
) -> None:
    world.real.passes(days=30)
    await watching.trouble()
    world.real.passes(days=-30)
    assert await watching.trouble() == "time"

    seconds.passed += 3601

    assert await watching.trouble() == ""
    assert await watching.trouble() == ""


@pytest.mark.parametrize(("minutes", "word"), [(14, ""), (16, "outbox")])
async def test_what_nobody_sends_is_noticed(world: World, watching: Watching, minutes: int, word: str) -> None:
    await promised(world)
    world.now += timedelta(minutes=minutes)

    assert await watching.trouble() == word
    assert (await watching.figures()).waiting == timedelta(minutes=minutes)


async def test_what_the_platform_holds_back_does_not_wait_for_us(world: World, watching: Watching) -> None:
    await promised(world, lease_until=world.real() + timedelta(minutes=1), due_at=world.now - timedelta(hours=3))

    assert await watching.trouble() == ""


@pytest.mark.parametrize(("minutes", "word"), [(14, ""), (16, "outbox")])
async def test_what_is_held_back_no_longer_waits_from_then_on(
    world: World, watching: Watching, minutes: int, word: str
) -> None:
    free_at: datetime = world.real() - timedelta(minutes=minutes)
    await promised(world, lease_until=free_at, due_at=world.now - timedelta(hours=3))

    assert await watching.trouble() == word


async def test_promises_are_counted_by_kind_and_state(world: World, watching: Watching) -> None:
    for _ in range(3):
        await promised(world)
    await send(world)
    await promised(world, due_at=world.now + timedelta(days=1))

    assert (await watching.figures()).deliveries == {("notice", "sent"): 3, ("notice", "planned"): 1}


async def test_a_database_that_is_away_is_no_figure(world: World) -> None:
    away = Database(connect("postgresql+asyncpg://postgres@127.0.0.1:1/bot"), world.database.keys)

    with pytest.raises(Unavailable):
        await Watching(away, world.real, lambda: world.now).trouble()

    await away.close()
