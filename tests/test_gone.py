"""A person who left, or a workspace that uninstalled the bot, costs one failing call at most."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.backstage import Backstage
from tests.promises import promised, row_of
from tests.slack_edge import Connected, connected
from tests.slack_server import Fault
from tests.world import World

PEOPLE = 20


@asynccontextmanager
async def slack(world: World) -> AsyncIterator[tuple[Connected, Backstage]]:
    async with connected() as bot:
        yield bot, Backstage(world.database, bot.edge.channel, world.real)


def failing(bot: Connected, error: str) -> None:
    bot.slack.faults["chat.postMessage"] = [Fault(error=error)] * 100


async def test_a_workspace_that_uninstalled_costs_one_failing_call(world: World) -> None:
    async with slack(world) as (bot, backstage):
        failing(bot, "account_inactive")
        deliveries = [await promised(world, f"U{number}") for number in range(PEOPLE)]

        await backstage.delivering.send_due(world.now)
        later = await promised(world, "U1")
        await backstage.delivering.send_due(world.now)

        assert len(bot.slack.named("chat.postMessage")) == 1
        states = {(await row_of(world, one)).state for one in [*deliveries, later]}
        assert states <= {"failed", "cancelled"}


@pytest.mark.parametrize("error", ["user_not_found", "channel_not_found", "is_archived"])
async def test_somebody_who_left_costs_one_failing_call(world: World, error: str) -> None:
    async with slack(world) as (bot, backstage):
        failing(bot, error)
        await promised(world)
        await promised(world)
        await promised(world, due_at=world.now + timedelta(days=1))

        await backstage.delivering.send_due(world.now)
        later = await promised(world)
        await backstage.delivering.send_due(world.now + timedelta(days=2))

        assert len(bot.slack.named("chat.postMessage")) == 1
        assert (await row_of(world, later)).state == "cancelled"


async def test_while_slack_asks_us_to_wait_nobody_is_written_to(world: World) -> None:
    async with slack(world) as (bot, backstage):
        bot.slack.faults["chat.postMessage"] = [Fault(status=429, retry_after="1")] * 3
        deliveries = [await promised(world, f"U{number}") for number in range(PEOPLE)]
        calls = []

        for _ in range(60):
            await backstage.delivering.send_due(world.now)
            calls.append(len(bot.slack.named("chat.postMessage")))
            await asyncio.sleep(0.1)
            world.real.passes(seconds=0.1)

        assert {(await row_of(world, one)).state for one in deliveries} == {"sent"}
        assert len(bot.slack.named("chat.postMessage")) == PEOPLE + 3
        assert max(later - before for before, later in pairwise(calls) if later <= 3) == 1
