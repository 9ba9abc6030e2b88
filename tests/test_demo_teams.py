"""The demo in Teams starts with one command, and the first question is one move of the clock away."""

from pathlib import Path

import aiohttp
import pytest

from bot.demo_teams import demo
from bot.playground.cast import MANAGERS
from tests.demos import a_demo
from tests.free_port import free_port
from tests.teams_tenant import TeamsTenant

pytestmark = pytest.mark.usefixtures("agents_playground")


async def test_it_keeps_serving_without_a_terminal_and_leaves_nothing_running() -> None:
    async with a_demo("demo-teams") as address, aiohttp.ClientSession() as session:
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
