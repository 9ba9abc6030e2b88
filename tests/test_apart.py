"""What the clock does for each cohort: one that something is wrong with keeps no other waiting."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from bot.clock import Clock
from bot.wiring import work
from bot.work import Work
from storage.tables import Cohort, Point, Wall
from tests.backstage import library
from tests.factories import running_cohort
from tests.promises import promised, row_of
from tests.wall_scene import ROTA, WALL, day_of_the_wall
from tests.world import World

NINE_TWO_DAYS_BEFORE = datetime(2027, 5, 18, 7, 0, tzinfo=UTC)  # in Brussels; the debriefs are on the twentieth


def whole_work(world: World) -> Work:
    """Everything that the clock drives, as the bot is put together."""
    return work(world.database, library(), world.backstage.delivering, world.backstage.channels)


async def look_twice(world: World) -> None:
    """The clock looks what there is to do, and a moment later once more."""
    clock = Clock(whole_work(world), movable=True, real=world.real, sleep=world.real.sleep)
    clock.go_on_from(world.now)
    for _ in range(2):
        await clock.move_to(clock.now())
        world.real.passes(seconds=30)


async def test_a_wall_that_cannot_be_closed_keeps_nobody_from_hearing_from_us(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    scene = await day_of_the_wall(world)
    await scene.six_points()
    await scene.reveal()
    await scene.hook(WALL, "ended")
    await damage_a_point(world)
    theirs = await another_wall(world)
    stranger = await promised(world, "U99")

    await look_twice(world)

    assert (await row_of(world, stranger)).state == "sent"
    assert (await wall_of(world, theirs)).wiped_at
    assert (await wall_of(world, scene.id)).closed_at is None
    assert f"the wall of cohort {scene.id} could not be closed: Tampered" in caplog.text
    assert not any(one in caplog.text for one in ROTA)


async def test_a_cohort_of_no_known_country_keeps_no_other_from_learning_whether_its_wall_opens(world: World) -> None:
    async with world.database.transaction() as store:
        nowhere = await running_cohort(store, ids="A", country="XX", name="Nowhere")
        here = await running_cohort(store, ids="B", country="BE", name="Somewhere")

    await whole_work(world).plan(NINE_TWO_DAYS_BEFORE)

    assert (await wall_of(world, here.cohort.id)).foretold_at
    assert (await wall_of(world, nowhere.cohort.id)).foretold_at is None


async def test_a_cohort_of_no_known_zone_keeps_no_other_paused(world: World) -> None:
    async with world.database.transaction() as store:
        for ids, zone in (("A", "Nowhere/At_All"), ("B", "UTC")):
            made = await running_cohort(store, ids=ids, name=ids, state="paused", paused_until=world.now.date())
            made.cohort.timezone = zone

    await whole_work(world).plan(NINE_TWO_DAYS_BEFORE)

    async with world.database.reading() as store:
        states = dict((await store.session.exec(select(Cohort.name, Cohort.state))).all())
    assert states == {"A": "paused", "B": "running"}


@pytest.mark.parametrize("held", [True, False])
async def test_while_the_operator_is_waited_for_no_pause_ends_and_no_wall_is_foretold(world: World, held: bool) -> None:
    async with world.database.transaction() as store:
        resting = await running_cohort(store, ids="A", state="paused", paused_until=world.now.date())
        ahead = await running_cohort(store, ids="B", country="BE", name="Somewhere")
        (await store.attendances.for_change(world.real())).held = held

    await whole_work(world).plan(NINE_TWO_DAYS_BEFORE)

    async with world.database.reading() as store:
        cohort = await store.cohorts.cohort(resting.cohort.id)
    assert cohort is not None
    assert (cohort.state == "paused") is held
    assert ((await wall_of(world, ahead.cohort.id)).foretold_at is None) is held


async def damage_a_point(world: World) -> None:
    """One bit of one sealed text is another one."""
    async with world.database.transaction() as store:
        point = (await store.session.exec(select(Point).where(col(Point.shown)).order_by(col(Point.id)))).first()
        assert point
        point.sealed = point.sealed[:-1] + bytes([point.sealed[-1] ^ 1])


async def another_wall(world: World) -> str:
    """Another cohort whose debrief is over: its wall is to be closed after the first one."""
    async with world.database.transaction() as store:
        made = await running_cohort(store, ids="Z", name="Elsewhere")
        wall = await store.walls.held(made.cohort.id)
        wall.closing_at = world.now
    return made.cohort.id


async def wall_of(world: World, cohort_id: str) -> Wall:
    async with world.database.transaction() as store:
        return await store.walls.held(cohort_id)
