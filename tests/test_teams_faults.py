"""Teams under hard luck: whatever fails and wherever the process ends, nothing is lost, and a second copy says so."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest

from bot.chat.event import Address, Posted
from bot.rules.patience import SETTLING, UNREADABLE
from bot.teams.send import TeamsChannel
from prompts.message import Message
from tests.backstage import Backstage
from tests.promises import promised, row_of
from tests.sizes import size
from tests.slack_server import Fault
from tests.teams_edge import ConnectedTeams, teams_connected
from tests.test_outbox_crashes import Ending, EndingDatabase, Killed
from tests.world import TEAM, World

MARK = "You may have this message already"


@dataclass(frozen=True)
class EndingTeams:
    """The real channel, in a process that may end before and after each call."""

    channel: TeamsChannel
    ending: Ending

    async def send(self, to: Address, message: Message, *, delivery: str, thread: str | None = None) -> Posted:
        self.ending.step()
        posted = await self.channel.send(to, message, delivery=delivery, thread=thread)
        self.ending.step()
        return posted

    async def find(self, to: Address, delivery: str, since: datetime, *, thread: str | None = None) -> Posted | None:
        self.ending.step()
        return await self.channel.find(to, delivery, since, thread=thread)

    def __getattr__(self, name: str) -> object:
        return getattr(self.channel, name)


@asynccontextmanager
async def a_tenant() -> AsyncIterator[ConnectedTeams]:
    """A small Teams that stands for the workspace of the tests' people."""
    async with teams_connected() as bot:
        await bot.routes.keep("teams", TEAM, service_url=bot.teams.url, bot="28:bot")
        yield bot


def copies(bot: ConnectedTeams, person: str) -> list[bool]:
    """Every message that stands in the person's private chat: whether it says that it may be a second copy."""
    return [MARK in str(one["attachments"]) for one in bot.teams.posted[f"a:{person}"]]


async def pass_time(world: World, backstage: Backstage, times: int) -> None:
    for _ in range(times):
        world.real.passes(seconds=SETTLING.seconds)
        await backstage.settling.settle()
        await backstage.delivering.send_due(world.now)


@pytest.mark.parametrize("at", range(1, 20))
async def test_wherever_the_process_ends_it_arrives_and_a_second_copy_says_so(world: World, at: int) -> None:
    delivery = await promised(world)
    ending = Ending(at)
    async with a_tenant() as bot:
        channel = EndingTeams(bot.edge.channel, ending)
        database = EndingDatabase(world.database.engine, world.database.keys, ending=ending)
        dying = Backstage(database, channel, world.real)  # type: ignore[arg-type]  # what it lacks it passes on

        try:
            await dying.settling.settle()
            await dying.delivering.send_due(world.now)
            await dying.settling.settle()
        except Killed:
            pass
        ending.at = 0
        await pass_time(world, dying, UNREADABLE // SETTLING + 4)

        seen = copies(bot, "U1")
        assert seen in ([False], [True], [False, True])
        assert (await row_of(world, delivery)).state == "sent"


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(3))
async def test_in_a_storm_nothing_is_lost_and_no_copy_is_unmarked(world: World, seed: int) -> None:
    chance = random.Random(seed)
    people = [f"U{number}" for number in range(size(400))]
    deliveries = {one: await promised(world, one) for one in people}
    unclear: Counter[str] = Counter()
    async with a_tenant() as bot:
        bot.edge.channel.connector.timeout = 0.2
        backstage = Backstage(world.database, bot.edge.channel, world.real)
        storm(bot, chance, unclear)
        await backstage.delivering.send_due(world.now)
        for _ in range(3):
            await pass_time(world, backstage, UNREADABLE // SETTLING + 2)
        bot.teams.faults["post"] = []
        await pass_time(world, backstage, UNREADABLE // SETTLING + 2)

        for one in people:
            seen = copies(bot, one)
            assert seen, "lost"
            assert seen.count(False) <= 1, "a copy that does not say so"
            assert (await row_of(world, deliveries[one])).state == "sent"
        extra = sum(len(copies(bot, one)) - 1 for one in people)
        assert extra <= sum(unclear.values())


def storm(bot: ConnectedTeams, chance: random.Random, unclear: Counter[str]) -> None:
    """Half of all posts fail, in every way there is; those whose outcome cannot be known are counted."""
    faults = []
    for _ in range(size(400) * 2):
        kind = chance.choice(["well", "well", "well", "429", "drop", "500", "arrived and dropped", "arrived and 502"])
        faults.append(
            Fault(
                status={"429": 429, "500": 500, "arrived and 502": 502}.get(kind, 200),
                retry_after="0" if kind == "429" else "",
                drop="drop" in kind,
                after="arrived" in kind,
            )
        )
        unclear["all"] += kind not in {"well", "429"}
    bot.teams.faults["post"] = faults
