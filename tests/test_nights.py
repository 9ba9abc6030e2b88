"""What is done once a night is done by the bot as it is put together, and not only where a test calls it."""

from datetime import UTC, datetime

from sqlmodel import select

from bot.wiring import work
from storage.tables import Delivery
from storage.tables.deliveries import DOCUMENT
from tests.backstage import library
from tests.debriefing import meeting
from tests.world import World

THREE_DAYS_BEFORE = datetime(2027, 5, 17, 0, 30, tzinfo=UTC)  # 02:30 in Brussels; the debrief is on the twentieth
A_MONTH_AFTER = datetime(2027, 6, 19, 0, 30, tzinfo=UTC)


async def test_a_night_asks_for_stories_and_a_later_one_tells_the_board(world: World) -> None:
    await meeting(world, 4)
    backstage = world.backstage
    does = work(world.database, library(), backstage.delivering, backstage.channels)

    await does.tidy(THREE_DAYS_BEFORE)
    asked = await promised(world)
    await does.tidy(A_MONTH_AFTER)

    assert asked.count("story.asked") == 4
    assert (await promised(world)).count(DOCUMENT) == 1


async def promised(world: World) -> list[str]:
    """The promises by what they are about, documents as such."""
    async with world.database.reading() as store:
        rows = (await store.session.exec(select(Delivery))).all()
    return [one.kind if one.kind == DOCUMENT else one.prompt for one in rows]
