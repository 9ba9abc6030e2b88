"""Three days before a debrief people are asked for stories; a facilitator reads names only where they may."""

from datetime import UTC, datetime

from bot.chat.action import NameTeller, TellStory
from bot.flows.storytelling import AskingForStories
from tests.debriefing import Meeting, meeting, said, shown
from tests.world import World, button


async def asked(world: World) -> Meeting:
    """Three days before the debrief it was promised; that was Whit Monday, so it was sent on Tuesday."""
    held = await meeting(world, 4)
    world.now = datetime(2027, 5, 17, 7, 0, tzinfo=UTC)
    await AskingForStories(world.database).ask(world.now)
    await AskingForStories(world.database).ask(world.now)
    await held.passes(60)
    assert world.channel.sent == []
    world.now = datetime(2027, 5, 18, 8, 0, tzinfo=UTC)
    await held.passes()
    return held


async def briefed(held: Meeting) -> str:
    await held.begins()
    return (await held.goes_to("stories")).text


async def test_everybody_is_asked_once_and_may_say_nothing(world: World) -> None:
    held = await asked(world)

    assert [len(world.heard(one.external_id)) for one in held.made.people] == [1, 1, 1, 1]
    assert "Nobody has said" in await briefed(held)


async def test_nobody_is_asked_before_it_is_near(world: World) -> None:
    await meeting(world, 4)
    world.now = datetime(2027, 5, 16, 7, 0, tzinfo=UTC)

    await AskingForStories(world.database).ask(world.now)
    await world.backstage.delivering.send_due(datetime(2027, 5, 18, 8, 0, tzinfo=UTC))

    assert world.channel.sent == []


async def test_who_may_not_be_named_is_only_counted(world: World) -> None:
    held = await asked(world)
    (message,) = world.heard("U1")

    offered = shown(await held.people[0].presses(button(message, "I could tell one")))
    await held.people[0].presses(button(offered, "No, only that somebody could"))

    text = await briefed(held)
    assert "People who could tell a story: 1." in text
    assert "Ada" not in text


async def test_who_may_be_named_is(world: World) -> None:
    held = await asked(world)
    await held.people[0].presses(TellStory(held.made.cohort.id))
    await held.people[0].presses(NameTeller(held.made.cohort.id, "yes"))

    assert "Happy to be named: Ada." in await briefed(held)


async def test_a_story_is_taken_back_and_nobody_is_told(world: World) -> None:
    held = await asked(world)
    await held.people[0].presses(TellStory(held.made.cohort.id))
    await held.people[0].presses(NameTeller(held.made.cohort.id, "back"))

    assert "Nobody has said" in await briefed(held)


async def test_somebody_who_takes_no_part_offers_nothing(world: World) -> None:
    held = await asked(world)

    reply = said(await held.faye.presses(TellStory(held.made.cohort.id)))

    assert reply.text == "That is no longer there."
