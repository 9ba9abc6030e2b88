"""What is done once a night is done by the bot as it is put together, and not only where a test calls it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.clock import Clock, real_now
from bot.flows.housekeeping import Housekeeping
from bot.wiring import work
from storage.tables import Delivery
from storage.tables.deliveries import DOCUMENT
from tests.backstage import library
from tests.debriefing import meeting
from tests.test_clock import eventually, idle, nothing, started
from tests.world import World

THREE_DAYS_BEFORE = datetime(2027, 5, 17, 0, 30, tzinfo=UTC)  # 02:30 in Brussels; the debrief is on the twentieth
A_MONTH_AFTER = datetime(2027, 6, 19, 0, 30, tzinfo=UTC)
A_START = datetime(2027, 5, 17, 1, 0, tzinfo=UTC)
THE_NIGHT = datetime(2027, 5, 17, 2, 30, tzinfo=UTC)


async def test_a_night_asks_for_stories_and_a_later_one_tells_the_board(world: World) -> None:
    await meeting(world, 4)
    backstage = world.backstage
    does = work(world.database, library(), backstage.delivering, backstage.channels)

    await does.tidy(THREE_DAYS_BEFORE)
    asked = await promised(world)
    await does.tidy(A_MONTH_AFTER)

    assert asked.count("story.asked") == 4
    assert (await promised(world)).count(DOCUMENT) == 1


async def test_a_night_that_found_nobody_here_is_made_up_for_soon_after_the_next_start() -> None:
    kept: list[datetime] = []

    async def keep(now: datetime) -> None:
        kept.append(now)

    def five_minutes_ago() -> datetime:
        return real_now() - timedelta(minutes=5)

    async with started(Clock(replace(idle(nothing), tidy=keep), real=five_minutes_ago)):
        await eventually(lambda: kept)


@pytest.mark.parametrize(("movable", "ago"), [(False, timedelta(minutes=4)), (True, timedelta(hours=1))])
async def test_not_while_others_start_too_nor_where_a_clock_is_moved(movable: bool, ago: timedelta) -> None:
    kept, looks = list[datetime](), list[datetime]()

    async def keep(now: datetime) -> None:
        kept.append(now)

    async def look(now: datetime) -> None:
        looks.append(now)

    async with started(Clock(replace(idle(look), tidy=keep), movable=movable, real=lambda: real_now() - ago)) as clock:
        await eventually(lambda: looks)
        clock.wake()
        await eventually(lambda: len(looks) > 1)

    assert not kept


async def test_whoever_makes_up_for_a_night_leaves_the_next_one_to_itself(world: World) -> None:
    kept: list[datetime] = []

    async def keep(now: datetime) -> None:
        kept.append(now)

    housekeeping = Housekeeping(world.database, before=[keep])
    for now in (A_START, A_START + timedelta(hours=1), THE_NIGHT, THE_NIGHT + timedelta(hours=23)):
        await housekeeping.once_a_night(now)

    assert kept == [A_START, THE_NIGHT]


async def promised(world: World) -> list[str]:
    """The promises by what they are about, documents as such."""
    async with world.database.reading() as store:
        rows = (await store.session.exec(select(Delivery))).all()
    return [one.kind if one.kind == DOCUMENT else one.prompt for one in rows]
