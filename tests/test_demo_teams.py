"""The demo in Teams starts with one command, and the first question is one move of the clock away."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.demo_teams import demo
from bot.playground.cast import MANAGERS
from tests.teams_tenant import TeamsTenant
from tests.test_demo import REPOSITORY, STARTING, free_port

pytestmark = pytest.mark.usefixtures("agents_playground")


@asynccontextmanager
async def a_demo() -> AsyncIterator[str]:
    """`python -m bot demo-teams` as a process of its own, with nothing to read from; the client's address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo-teams"),
        cwd=REPOSITORY,
        env={**os.environ, "EXCHANGE_PORT": str(free_port())},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout
        async with asyncio.timeout(STARTING.total_seconds()):
            said = await process.stdout.readline()
        assert b"The Agents Playground is at http://" in said, said
        yield said.decode().partition(" is at ")[2].partition(" ")[0]
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STARTING.total_seconds()):
            assert await process.wait() == 0


async def test_it_keeps_serving_without_a_terminal_and_leaves_nothing_running() -> None:
    async with a_demo() as address, aiohttp.ClientSession() as session:
        page = await (await session.get(address)).text()
        assert "<script" in page

    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(address)


async def test_a_newcomer_answers_the_first_question(tmp_path: Path) -> None:
    async with demo({"EXCHANGE_PORT": str(free_port())}, tmp_path) as (application, teams):
        ada = TeamsTenant(teams).person(MANAGERS[0].id)
        await ada.presses("Yes, keep what I write")

        await application.clock.move_to_next()
        await ada.waits_for("Before we start")
        await ada.presses("Write")
        (field,) = ada.text_fields()
        problems = await ada.submits({field: "A quiet half hour on Thursdays, because nobody calls then."})

        assert problems == {}
        await ada.waits_for("Kept")
        assert teams.between.refused == []
