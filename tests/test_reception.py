"""Reception takes every event once, and refuses in clear words."""

from bot.chat.event import Commanded
from tests.world import World


async def test_an_unknown_command_suggests_the_nearest_one(world: World) -> None:
    ada = world.someone("U1", "Ada")

    reply = await ada.types("chort new")

    assert reply.say is not None
    assert "cohort new" in reply.say.text


async def test_an_event_that_comes_twice_is_answered_once(world: World) -> None:
    ada = world.someone("U1", "Ada")
    event = Commanded(**ada._happening(), name="exchange", text="chort new")

    first, second = await ada.reception.take(event), await ada.reception.take(event)

    assert first.say is not None
    assert second.say is None


async def test_a_command_of_another_role_is_refused(world: World) -> None:
    ada = world.someone("U1", "Ada")

    reply = await ada.types("cohort new")

    assert reply.say is not None
    assert "not for your role" in reply.say.text
