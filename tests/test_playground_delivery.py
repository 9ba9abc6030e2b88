"""Events are repeated as Slack repeats them, commands never; over requests and over the socket alike."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.playground.weather import Weather
from tests.slack_people import APP_TOKEN, SlackWorkspace, workspace_for
from tests.stand_in_app import StandIn, stand_in_for
from tests.test_playground_people import ADA, BEN


@pytest.fixture
async def workspace() -> AsyncIterator[SlackWorkspace]:
    async with workspace_for([ADA, BEN], patience=0.3) as workspace:
        yield workspace


@pytest.fixture
async def app(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    async with stand_in_for(workspace) as app:
        yield app


async def test_an_event_that_is_not_taken_comes_three_times_more_with_its_number_and_reason(
    app: StandIn, workspace: SlackWorkspace
) -> None:
    app.answers += [web.Response(status=503) for _ in range(4)]

    await workspace.person("U1").says("Hello")
    await workspace.playground.courier.settled()

    tries = [(one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in app.told]
    assert tries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({one.what["event_id"] for one in app.told}) == 1


async def test_an_event_that_is_taken_at_last_comes_no_more(app: StandIn, workspace: SlackWorkspace) -> None:
    app.answers.append(web.Response(status=500))

    await workspace.person("U1").says("Hello")
    await workspace.playground.courier.settled()

    assert len(app.told) == 2


async def test_an_app_may_ask_for_no_repeat(app: StandIn, workspace: SlackWorkspace) -> None:
    app.answers.append(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))

    await workspace.person("U1").says("Hello")
    await workspace.playground.courier.settled()

    assert len(app.told) == 1


async def test_an_app_that_is_down_is_told_when_it_is_back(workspace: SlackWorkspace) -> None:
    workspace.playground.app_at("http://127.0.0.1:9/slack/events")  # nobody listens on the discard port

    await workspace.person("U1").says("Hello")
    await workspace.playground.courier.settled()

    assert [reason for _, _, reason in workspace.playground.courier.attempts] == ["connection_failed"] * 4


@pytest.mark.parametrize(("weather", "times"), [(Weather(events_swallowed=1), 0), (Weather(events_repeated=1), 2)])
async def test_events_can_be_swallowed_or_repeated(
    app: StandIn, workspace: SlackWorkspace, weather: Weather, times: int
) -> None:
    workspace.playground.change_weather(weather)

    await workspace.person("U1").says("Hello")

    assert len(app.told) == times
    assert len({one.what["event_id"] for one in app.told}) <= 1


async def test_what_one_person_does_arrives_in_order(app: StandIn, workspace: SlackWorkspace) -> None:
    ada = workspace.person("U1")

    await asyncio.gather(*(ada.says(f"Sentence {number}") for number in range(10)))

    assert [event["text"] for event in app.events("message")] == [f"Sentence {number}" for number in range(10)]


async def test_over_the_socket_everything_comes_in_envelopes_and_answers_go_back_in_them(
    app: StandIn, workspace: SlackWorkspace
) -> None:
    opened = await app.call("apps.connections.open", token=APP_TOKEN)
    async with app.session.ws_connect(opened["url"]) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        answering = asyncio.create_task(_answer(socket, {"slash_commands": {"text": "Two cohorts."}}, 2))

        await workspace.person("U1").says("Hello")
        await workspace.person("U1").runs("/exchange help")

        said, ran = await answering
    assert (said["type"], said["payload"]["event"]["text"], said["accepts_response_payload"]) == (
        "events_api",
        "Hello",
        False,
    )
    assert (ran["type"], ran["payload"]["command"]) == ("slash_commands", "/exchange")
    assert workspace.person("U1").sees().only_for_me == ("Two cohorts.",)
    assert app.told == []


async def test_an_envelope_that_nobody_acknowledges_comes_again(app: StandIn, workspace: SlackWorkspace) -> None:
    opened = await app.call("apps.connections.open", token=APP_TOKEN)
    async with app.session.ws_connect(opened["url"]) as socket:
        await socket.receive_json()
        await workspace.person("U1").says("Hello")
        first, second = await _answer(socket, {}, 2)

    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "http_timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_a_socket_ticket_opens_one_connection(app: StandIn, workspace: SlackWorkspace) -> None:
    opened = await app.call("apps.connections.open", token=APP_TOKEN)

    async with app.session.ws_connect(opened["url"]) as socket:
        await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await app.session.ws_connect(opened["url"])
        await workspace.playground.switchboard.refresh()
        assert (await socket.receive_json())["reason"] == "refresh_requested"


async def _answer(socket: aiohttp.ClientWebSocketResponse, payloads: dict[str, Any], times: int) -> list[Any]:
    heard = []
    for _ in range(times):
        envelope = json.loads((await socket.receive()).data)
        heard.append(envelope)
        answer = {"envelope_id": envelope["envelope_id"], "payload": payloads.get(envelope["type"])}
        await socket.send_json(answer)
    return heard
