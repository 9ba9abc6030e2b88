"""After a return from a backup only what may have been said in between is in doubt, and only for as long as it may."""

from datetime import timedelta

import pytest

from storage.tables.deliveries import ROOM_DEBRIEF
from tests.factories import running_cohort
from tests.promises import promised, row_of
from tests.world import World


async def comes_back(world: World, hours_ago: float = 1) -> None:
    async with world.database.transaction() as store:
        taken_at = world.real() - timedelta(hours=hours_ago + 1)
        await store.restorations.begin(taken_at, world.now - timedelta(hours=hours_ago))


async def is_in_doubt(world: World, delivery: str) -> bool:
    async with world.database.transaction() as store:
        await store.restorations.doubt(world.now, world.real(), world.real())
    return (await row_of(world, delivery)).state == "unknown"


@pytest.mark.parametrize(("days", "in_doubt"), [(1, True), (27, True), (29, False)])
async def test_a_prompt_that_may_have_been_moved_is_in_doubt_for_four_weeks(
    world: World, days: int, in_doubt: bool
) -> None:
    await comes_back(world, hours_ago=24 * days)
    delivery = await promised(world, kind="prompt", prompt="B1", anchor_instance="B1:leg")

    assert await is_in_doubt(world, delivery) is in_doubt


@pytest.mark.parametrize(("days", "in_doubt"), [(1, True), (3, False)])
async def test_what_the_clock_promises_anew_is_in_doubt_for_a_night_and_a_day(
    world: World, days: int, in_doubt: bool
) -> None:
    await comes_back(world, hours_ago=24 * days)
    delivery = await promised(world, anchor_instance="once")

    assert await is_in_doubt(world, delivery) is in_doubt


async def test_a_card_of_a_debrief_that_is_led_now_was_never_said_before(world: World) -> None:
    await comes_back(world)
    delivery = await promised(world, kind=ROOM_DEBRIEF, anchor_instance="ground:1")

    assert not await is_in_doubt(world, delivery)


async def test_in_a_cohort_that_was_made_since_nothing_was_said_before(world: World) -> None:
    await comes_back(world)
    async with world.database.transaction() as store:
        made = await running_cohort(store)
        made.cohort.created_at = world.now
    old = await promised(world, anchor_instance="once")
    new = await promised(world, anchor_instance="once", cohort_id=made.cohort.id)

    assert not await is_in_doubt(world, new)
    assert await is_in_doubt(world, old)
