"""When the facilitator learns whether the wall opens."""

from datetime import UTC, date, datetime

import pytest

from bot.flows.foretelling import Foretelling
from storage.tables import Cohort
from tests.backstage import library
from tests.factories import running_cohort
from tests.world import World

MONDAY, THURSDAY, AFTER_WHITSUN = date(2027, 5, 24), date(2027, 5, 20), date(2027, 5, 19)


@pytest.mark.parametrize(
    ("debrief_on", "too_early", "in_time"),
    [
        (THURSDAY, "2027-05-17 12:00", "2027-05-18 09:00"),
        (MONDAY, "2027-05-20 12:00", "2027-05-21 09:00"),  # two days before is a Saturday
        (AFTER_WHITSUN, "2027-05-13 12:00", "2027-05-14 09:00"),  # and here Whit Monday, after a weekend
    ],
)
async def test_it_is_told_two_days_before_or_on_the_last_working_day_before_that(
    world: World, debrief_on: date, too_early: str, in_time: str
) -> None:
    foretelling = Foretelling(world.database, library().words, "en")
    async with world.database.transaction() as store:
        made = await running_cohort(store, 8)
        cohort = await store.session.get_one(Cohort, made.cohort.id)
        cohort.country, cohort.timezone, cohort.debrief_on = "BE", "UTC", debrief_on

    await foretelling.tell(datetime.fromisoformat(too_early).replace(tzinfo=UTC))
    assert await shut(world, cohort) is False

    await foretelling.tell(datetime.fromisoformat(in_time).replace(tzinfo=UTC))
    assert await shut(world, cohort) is True


async def shut(world: World, cohort: Cohort) -> bool:
    """Whether the facilitator was told that the wall stays shut, as it does where nobody offered anything."""
    async with world.database.reading() as store:
        return cohort.id in await store.walls.staying_shut([cohort.id])
