"""The page in a real browser: a newcomer reads, presses, fills in, types, and moves the clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.playground.cast import CAST
from bot.playground.playground import Shortcut, playground
from bot.playground.serving import front
from tests.browser import Browser, chromium, needs_chromium
from tests.slack_people import BOT_TOKEN, SECRET, SlackWorkspace, served
from tests.stand_in_app import StandIn, stand_in_for
from tests.test_playground_people import BUTTONS, form

pytestmark = [pytest.mark.browser, needs_chromium]

SHY = "<img src=x onerror=alert(1)> & <b>not bold</b>"


class Clock:
    """Stands in for the program's clock."""

    def __init__(self) -> None:
        self.now = datetime(2027, 3, 8, 15, 30, tzinfo=UTC)

    async def show(self, _request: web.Request) -> web.Response:
        after = (self.now + timedelta(hours=17)).isoformat()
        return web.json_response({"now": self.now.isoformat(), "next": after})

    async def move(self, request: web.Request) -> web.Response:
        self.now += timedelta(hours=17) if "next" in await request.json() else timedelta(days=1)
        return await self.show(request)


@pytest.fixture
async def workspace() -> AsyncIterator[SlackWorkspace]:
    clock = Clock()
    shortcuts = [Shortcut("write", "Write a reflection"), Shortcut("keep", "Keep this", on_message=True)]
    suggestions = ["/exchange help", "/exchange cohort new", "/reflect"]
    made = playground(
        "", SECRET, BOT_TOKEN, CAST, shortcuts=shortcuts, suggestions=suggestions, now=lambda: clock.now, pace=0
    )
    made.channel("C1", "leadership-exchange", ["U01", "U11"])
    more = [front(made), web.get("/clock", clock.show), web.post("/clock", clock.move)]
    async with served(made, *more) as workspace:
        yield workspace


@pytest.fixture
async def app(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    async with stand_in_for(workspace) as app:
        yield app


@pytest.fixture
async def browser(tmp_path: Path, workspace: SlackWorkspace) -> AsyncIterator[Browser]:
    with chromium(tmp_path / "profile") as browser:
        await browser.opens(workspace.playground.workspace.base_url.removesuffix("playground") + "?person=U11")
        yield browser
        assert await browser.complaints() == []


async def test_a_newcomer_answers_a_prompt(app: StandIn, browser: Browser, workspace: SlackWorkspace) -> None:
    await app.call("chat.postMessage", channel="DU11", text="What did you notice?", blocks=BUTTONS)
    await browser.waits_for("What did you notice?", "#scroll")

    await browser.presses("Write")
    press = await _told(app, "block_actions")
    assert (await app.call("views.open", trigger_id=press["trigger_id"], view=form()))["ok"]
    await browser.waits_for("Your day", "dialog")
    await browser.presses("Keep")
    await browser.waits_for("Please complete this required field.", "dialog .error")
    app.answers.append(web.json_response({"response_action": "errors", "errors": {"noticed": "Use the role."}}))
    await browser.types("Mrs Smith asked first", "dialog textarea")
    await browser.presses("Keep")
    await browser.waits_for("Use the role.", "dialog .error")
    await browser.types(", then waited", "dialog textarea")
    await browser.presses("Keep")
    await browser.waits_without("dialog[open]")

    sent = app.last(lambda told: told.get("type") == "view_submission")
    assert sent["view"]["state"]["values"]["noticed"]["a1"]["value"] == "Mrs Smith asked first, then waited"


async def test_what_people_and_the_app_write_is_never_markup(app: StandIn, browser: Browser) -> None:
    rich = {"type": "text", "text": SHY}
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [rich]}]}]
    await app.call("chat.postMessage", channel="DU11", text="Fallback", blocks=blocks)
    await browser.types(SHY + "\n")

    await browser.waits_for("Ada Novak", "#scroll")

    shown = await browser.reads("#scroll")
    assert shown.count(SHY) == 2
    assert await browser.runs("return document.querySelectorAll('#scroll img, #scroll b').length") == 0


async def test_what_answers_a_button_far_above_comes_into_view(app: StandIn, browser: Browser) -> None:
    await app.call("chat.postMessage", channel="DU11", text="What did you notice?", blocks=BUTTONS)
    for number in range(30):
        await app.call("chat.postMessage", channel="DU11", text=f"Something else, {number}")
    await browser.waits_for("Something else, 29", "#scroll")
    await browser.runs("document.getElementById('scroll').scrollTop = 0")

    await browser.presses("Write")
    await _told(app, "block_actions")
    await app.call("chat.postMessage", channel="DU11", text="The answer to the button")
    await browser.waits_for("The answer to the button", "#scroll")

    assert await browser.runs(
        "const place = document.getElementById('scroll').getBoundingClientRect();"
        "const last = [...document.querySelectorAll('#scroll .message')].at(-1).getBoundingClientRect();"
        "return last.bottom <= place.bottom + 1 && last.top >= place.top"
    )


async def test_commands_are_suggested_and_their_answer_is_marked_private(app: StandIn, browser: Browser) -> None:
    app.answers.append(web.json_response({"text": "Two cohorts. *Autumn* is running."}))

    await browser.types("/exchange c")
    await browser.waits_for("/exchange cohort new", "#suggestions")
    await browser.presses("/exchange cohort new")
    await browser.types("\n")

    await browser.waits_for("Only visible to you", "#scroll")
    assert "Two cohorts. Autumn is running." in await browser.reads("#scroll")
    assert app.told[-1].what["text"] == "cohort new"


async def test_home_threads_shortcuts_and_the_other_people_are_there(
    app: StandIn, browser: Browser, workspace: SlackWorkspace
) -> None:
    view = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Your journal"}}]}
    await app.call("views.publish", user_id="U11", view=view)
    said = await workspace.person("U11").says("Nobody answered at first.")
    await app.call("chat.postMessage", channel="DU11", text="What then?", thread_ts=said)
    await app.call("chat.postMessage", channel="DU12", text="Something new for Ben")

    await browser.waits_for("What then?", ".thread")
    await browser.waits_for("Something new", "#people")
    await browser.presses("Home")
    await browser.waits_for("Your journal", "#scroll")
    await browser.presses("Messages")
    await browser.presses("Shortcuts")
    await browser.presses("Write a reflection")
    await _told(app, "shortcut")
    await browser.presses("Ben Okafor")
    await browser.waits_for("Something new for Ben", "#scroll")

    assert {"home", "messages"} <= {event["tab"] for event in app.events("app_home_opened")}


async def test_the_clock_moves_to_the_next_thing_that_happens(app: StandIn, browser: Browser) -> None:
    await browser.waits_for("Mon, 8 March 2027 at 15:30", "#clock")

    await browser.presses("Next thing that happens")

    await browser.waits_for("Tue, 9 March 2027 at 08:30", "#clock")
    await browser.presses("+1 day")
    await browser.waits_for("Wed, 10 March 2027 at 08:30", "#clock")


@pytest.mark.parametrize(("width", "height"), [(390, 780), (1280, 800)])
async def test_nothing_hangs_out_of_the_window(
    app: StandIn, workspace: SlackWorkspace, tmp_path: Path, width: int, height: int
) -> None:
    await app.call("chat.postMessage", channel="DU11", text="What did you notice?", blocks=BUTTONS)
    with chromium(tmp_path / "narrow", width, height, dark=True) as browser:
        await browser.opens(workspace.playground.workspace.base_url + "/?person=U11")
        await browser.waits_for("What did you notice?", "#scroll")

        assert await browser.runs("return document.documentElement.scrollWidth") <= width
        assert await browser.runs("return document.querySelector('#text').getBoundingClientRect().bottom") <= height


async def _told(app: StandIn, kind: str) -> dict[str, Any]:
    for _ in range(500):  # ten seconds in all
        if any(one.what.get("type") == kind for one in app.told):
            break
        await asyncio.sleep(0.02)
    return app.last(lambda told: told.get("type") == kind)
