"""Every command is answered for the roles that it is for, and refused to all others, of whom nothing is left behind."""

import pytest

from bot.chat.command import COMMANDS, ROLES, Command
from bot.chat.reply import Reply
from bot.chat.wrong_command import not_yours
from prompts.message import Message
from storage.tables import Cohort
from tests.factories import running_cohort
from tests.neighbours import all_desks
from tests.what_is_there import rows_of
from tests.world import Someone, World

# the platform ids of those who hold exactly one role, and of two who hold none
HOLDERS = {"facilitator": "F1", "sponsor": "S1", "administrator": "A1", "takes part": "U1", "stranger": "U9"}


async def staffed(world: World) -> Cohort:
    world.desks = all_desks()
    async with world.database.transaction() as store:
        made = await running_cohort(store)
    await world.someone(HOLDERS["administrator"]).types("help")
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", "T1")
        assert workspace is not None
        administrator = await store.people.at(workspace.id, HOLDERS["administrator"])
        assert administrator is not None
        await store.people.grant(administrator, "administrator", made.cohort.id, "", world.now)
    return made.cohort


def refusal(world: World, command: Command) -> Reply:
    return Reply(say=Message(not_yours(world.words["en"], command)))


@pytest.mark.one_database("the flows run on both in their own tests; this one is about who may do what")
@pytest.mark.parametrize("who", HOLDERS)
async def test_a_command_is_for_the_roles_that_it_is_for(world: World, who: str) -> None:
    cohort = await staffed(world)
    someone = world.someone(HOLDERS[who])
    await someone.types("help")

    for command in COMMANDS:
        for rest in ("", f" cohort {cohort.id}", f" cohort {cohort.id} <@U1> <@U2> threshold 9 until 2027-09-01"):
            before = await rows_of(world)
            reply = await someone.types(" ".join(command.words) + rest)

            refused = reply == refusal(world, command)
            assert refused == (bool(command.roles) and who not in command.roles), command
            assert not refused or await rows_of(world) == before


async def test_the_roles_of_another_cohort_are_worth_nothing_in_this_one(world: World) -> None:
    cohort = await staffed(world)
    async with world.database.transaction() as store:
        other = await running_cohort(store, name="Autumn", ids="B")
        for role in ROLES:
            await store.people.grant(other.people[0], role, other.cohort.id, "", world.now)
    someone, before = world.someone("UB1"), await cohort_row(world, cohort)

    for command in [one for one in COMMANDS if one.roles and one.words != ("cohort", "new")]:
        reply = await someone.types(f"{' '.join(command.words)} cohort {cohort.id}")
        await confirms(someone, reply)

    assert await cohort_row(world, cohort) == before


async def confirms(someone: Someone, reply: Reply) -> None:
    if reply.say and reply.say.buttons:
        await someone.presses(reply.say.buttons[0])


async def cohort_row(world: World, cohort: Cohort) -> object:
    return (await rows_of(world))["cohort", cohort.id]
