"""The demo starts with one command and without a terminal, and a newcomer finds the first question one press away."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.browser import Browser, chromium, needs_chromium
from tests.demos import STARTING, a_demo


async def test_it_keeps_serving_without_a_terminal_and_its_clock_can_be_moved() -> None:
    async with a_demo("demo") as address, aiohttp.ClientSession() as session:
        async with session.get(f"{address}/") as page:
            assert page.status == 200
            assert "Next thing that happens" in await page.text()
        async with session.get(f"{address}/clock") as clock:
            before = await clock.json()

        async with session.post(f"{address}/clock", json={"next": True}) as moved:
            after = await moved.json()

        late = datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["next"])
        assert timedelta() <= late < STARTING, "the clock runs on from there"
        async with session.post(f"{address}/clock", json={"to": before["now"]}) as back:
            assert back.status == 409, "the clock does not go back"
        async with session.post(f"{address}/clock", json={"to": "soon"}) as unread:
            assert unread.status == 400


async def test_its_people_go_on_by_themselves_to_the_end_of_the_program() -> None:
    async with a_demo("demo") as address, aiohttp.ClientSession() as session:
        async with session.post(f"{address}/clock", json={"next": True}) as moved:
            assert moved.status == 200, "whoever watches may move the clock beyond what a chapter waits for"
        led_to = list[str]()

        while chapter := (await seen(session, address))["chapter"]:
            led_to.append(chapter)
            async with session.post(f"{address}/playground/chapter", json={}) as played:
                assert await played.json() == {"ok": True}, f"on the way to {chapter}"

        assert led_to[:3] == ["the first visit", "the debrief", "the end of the debrief"]
        assert led_to[3:] == ["the board's answer", "day 30", "day 60", "day 90, the end"]
        async with session.post(f"{address}/playground/chapter", json={}) as beyond:
            assert not (await beyond.json())["ok"]
        last = await seen(session, address, person="U03")
        assert "the end of the program" in last["hint"]
        files = [one["name"] for post in last["messages"] for one in post["files"]]
        assert files == ["Halden-exchange-note-to-the-board.docx"]
        assert "90 days after its debrief" in last["messages"][-1]["text"]
        room = await seen(session, address, room="C01")
        assert room["messages"][-1]["text"].startswith("The debrief is over")


async def test_what_somebody_did_by_themselves_is_left_out() -> None:
    async with a_demo("demo") as address, aiohttp.ClientSession() as session:
        welcome = (await seen(session, address, person="U11"))["messages"][1]
        buttons = next(one for one in welcome["blocks"] if one["type"] == "actions")
        press = {"block_id": buttons["block_id"], "action_id": buttons["elements"][0]["action_id"]}
        async with session.post(
            f"{address}/playground/do/press", json={"person": "U11", "ts": welcome["ts"], **press}
        ) as pressed:
            assert (await pressed.json())["ok"]

        async with session.post(f"{address}/playground/chapter", json={}) as played:
            answer = await played.json()

        assert answer["ok"]
        assert "done already" in answer["notice"]


async def seen(session: aiohttp.ClientSession, address: str, **whose: str) -> dict[str, Any]:
    """What the page shows the first of its people, or that `person`, or in that `room`."""
    async with session.get(f"{address}/playground/state", params=whose) as state:
        return dict(await state.json())


@pytest.mark.browser
@needs_chromium
async def test_a_newcomer_answers_the_first_question(tmp_path: Path) -> None:
    async with a_demo("demo") as address:
        with chromium(tmp_path) as window:
            await answer_the_first_question(window, address)
            assert await window.complaints() == []


async def answer_the_first_question(window: Browser, address: str) -> None:
    await window.opens(f"{address}/")
    await window.presses("Ada Novak")
    await window.presses("Yes, keep what I write")
    await window.presses("Next thing that happens")
    await window.waits_for("Before we start")
    await window.presses("Write")
    await window.types("A quiet half hour on Thursdays, because nobody calls then.", "dialog textarea")
    await window.presses("Keep")
    await window.waits_for("Kept")
