"""The page's own door: what it may fetch, what it may do, and who may not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.slack_people import SlackWorkspace, workspace_for
from tests.stand_in_app import StandIn, stand_in_for
from tests.test_playground_people import ADA, BEN, BUTTONS


@pytest.fixture
async def workspace() -> AsyncIterator[SlackWorkspace]:
    async with workspace_for([ADA, BEN]) as workspace:
        yield workspace


@pytest.fixture
async def app(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    async with stand_in_for(workspace) as app:
        yield app


async def test_a_person_acts_and_sees_only_their_own_chat(app: StandIn) -> None:
    await app.call("chat.postMessage", channel="DU1", text="What did you notice?", blocks=BUTTONS)

    said = await _posted(app, "do/say", {"person": "U1", "text": "Fewer words."})
    ada, ben = await _state(app, "U1"), await _state(app, "U2")
    where = {"ts": ada["messages"][0]["ts"], "block_id": "row", "action_id": "write"}
    pressed = await _posted(app, "do/press", {"person": "U1", **where})

    assert said == pressed == (200, {"ok": True, "problems": {}})
    assert [one["text"] for one in ada["messages"]] == ["What did you notice?", "Fewer words."]
    assert ben["messages"] == []
    assert {one["id"]: one["unread"] for one in ben["people"]} == {"U1": 1, "U2": 0}


async def test_what_does_not_work_is_said_not_raised(app: StandIn) -> None:
    gone = {"person": "U1", "ts": "1.0", "block_id": "row", "action_id": "write"}

    for what, given in [("press", gone), ("say", {"person": "U404", "text": "x"}), ("edit", {"person": "U1"})]:
        status, answer = await _posted(app, f"do/{what}", given)
        assert (status, answer["ok"]) == (200, False)
        assert answer["notice"]


async def test_a_page_of_somebody_else_can_do_nothing_here(app: StandIn) -> None:
    address = app.api_url.removesuffix("api/") + "do/say"

    async with app.session.post(address, data={"person": "U1", "text": "not hers"}) as response:
        assert response.status == 415
    assert (await _state(app, "U1"))["messages"] == []


@pytest.mark.parametrize("part", ["nothing.js", "..%2Fcontrol.py", "..%2F..%2Fpyproject.toml", "index.html"])
async def test_only_the_parts_of_the_page_are_served(app: StandIn, part: str) -> None:
    async with app.session.get(app.api_url.removesuffix("api/") + f"page/{part}") as response:
        assert response.status == 404


async def test_the_weather_is_set_and_unknown_weather_is_refused(app: StandIn, workspace: SlackWorkspace) -> None:
    fair = await _posted(app, "weather", {"history_readable": False, "unknown_methods": ["users.info"]})

    assert fair[0] == 200
    assert (await app.call("users.info", user="U1"))["error"] == "unknown_method"
    assert (await _posted(app, "weather", {"snow": 1}))[0] == 400


async def test_the_stream_tells_of_every_change(app: StandIn, workspace: SlackWorkspace) -> None:
    async with app.session.get(app.api_url.removesuffix("api/") + "stream") as response:
        before = await response.content.readline()
        await response.content.readline()

        await workspace.person("U1").says("Hello")

        after = await response.content.readline()
    assert int(after.split()[1]) > int(before.split()[1])


async def _posted(app: StandIn, what: str, given: dict[str, Any]) -> tuple[int, Any]:
    async with app.session.post(app.api_url.removesuffix("api/") + what, json=given) as response:
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else await response.text()


async def _state(app: StandIn, person: str) -> Any:
    async with app.session.get(app.api_url.removesuffix("api/") + "state", params={"person": person}) as response:
        return await response.json()
