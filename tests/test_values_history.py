"""The history of a cohort's values: who changed what, and when, for those who lead it."""

from datetime import timedelta

from bot.flows.recalling import Recalling
from bot.flows.valuing import Valuing
from tests.administering import said
from tests.factories import running_cohort
from tests.world import Someone, World

FIRST = "values Respect: greets by name; asks first | Candour: names own mistakes; says what is unfinished | Care"
SECOND = "values Respect: greets by name; asks before judging | Care | Courage"


async def opened(world: World) -> Someone:
    world.desks = [Valuing().desk, Recalling().desk]
    async with world.database.transaction() as store:
        await running_cohort(store)
    return world.someone("F1", "Faye")


async def states(faye: Someone, text: str) -> None:
    shown = await faye.types(text)
    assert shown.say is not None
    await faye.presses(shown.say.buttons[0])


async def test_every_change_is_told_with_who_made_it_when_and_what_it_was(world: World) -> None:
    faye = await opened(world)
    await states(faye, FIRST)
    world.now += timedelta(days=1)
    await states(faye, SECOND)

    shown = await faye.types("values history")

    assert shown.say is not None
    newest, first = (item.text for item in shown.say.items)
    assert "by Faye" in newest
    assert "5 Jan 2027" in newest
    assert "4 Jan 2027" in first
    assert "worded **Respect** anew: greets by name; asks before judging" in newest
    assert "took **Candour** away" in newest
    assert "added **Courage**" in newest
    assert "Care" not in newest
    assert "added **Candour**" in first


async def test_without_a_change_it_says_so(world: World) -> None:
    faye = await opened(world)

    assert "have not been stated yet" in said(await faye.types("values history"))


async def test_participants_are_refused(world: World) -> None:
    await opened(world)

    reply = await world.someone("U1", "Ada").types("values history")

    assert "is not for your role" in said(reply)
