"""A cohort after its debrief, and a note to the board as far as a test wants it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import select

from bot.chat.action import ChangeLine
from bot.chat.reply import Reply
from bot.flows.boarding import Boarding
from bot.flows.documenting import Documenting
from bot.flows.responding import Responding
from bot.flows.reviewing import Reviewing
from bot.flows.rewording import Rewording
from prompts.message import ChoiceField, Form
from tests.factories import RunningCohort, begun_project, running_cohort
from tests.world import Someone, World, button

HELP = "A second porter on nights"


async def opened(world: World, size: int = 8) -> RunningCohort:
    """A cohort after its debrief, with one project that owners of two departments stand behind."""
    world.desks = [one.desk for one in (Boarding(), Rewording(), Reviewing(), Responding(), Documenting())]
    async with world.database.transaction() as store:
        spring = await running_cohort(store, size)
        await begun_project(store, spring, world.now, help_asked=HELP)
    world.now = datetime(2027, 5, 21, 8, 0, tzinfo=UTC)  # ten o'clock in Brussels
    return spring


def faye(world: World) -> Someone:
    return world.someone("F1", "Faye")


def ada(world: World) -> Someone:
    return world.someone("U1", "Ada")


def sol(world: World) -> Someone:
    return world.someone("S1", "Sol")


async def pressed(who: Someone, *labels: str) -> Reply:
    """Types `board` and presses one button after the other."""
    reply = await who.types("board")
    for label in labels:
        shown = reply.say or reply.replace
        assert shown is not None, reply
        reply = await who.presses(button(shown, label))
    return reply


async def drafted(world: World) -> None:
    await pressed(faye(world), "Put it together")


async def form_of(reply: Reply) -> Form:
    assert reply.open is not None, reply
    return reply.open


def option(form: Form, key: str, containing: str) -> tuple[str, ...]:
    """The value of the option whose label holds that text."""
    field = next(one for one in form.fields if one.key == key)
    assert isinstance(field, ChoiceField)
    return (next(one.value for one in field.options if containing in one.label),)


async def reworded(world: World, spring: RunningCohort, line: str, **values: object) -> Reply:
    form = await form_of(await faye(world).presses(ChangeLine(spring.cohort.id)))
    return await faye(world).fills_in(form, line=option(form, "line", line), **values)


async def rows(world: World, table: type) -> Sequence[object]:
    async with world.database.reading() as store:
        return (await store.session.exec(select(table))).all()
