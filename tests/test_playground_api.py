"""The playground refuses what Slack refuses, by Slack's names, and misbehaves when it is told to."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.inhabitant import Inhabitant
from bot.playground.weather import Weather
from tests.slack_people import APP_TOKEN, BOT_TOKEN, SlackWorkspace, workspace_for
from tests.stand_in_app import StandIn, stand_in_for
from tests.test_playground_people import ADA, BEN, form

GONE = Inhabitant("U9", "Gone Away", deleted=True)


@pytest.fixture
async def workspace() -> AsyncIterator[SlackWorkspace]:
    async with workspace_for([ADA, BEN, GONE]) as workspace:
        workspace.playground.channel("C1", "exchange", ["U1"])
        workspace.playground.channel("C2", "elsewhere", ["U1"], with_app=False)
        yield workspace


@pytest.fixture
async def app(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    async with stand_in_for(workspace) as app:
        yield app


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": plain("Write"), **more}


def actions(*elements: Any, **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str = "v", text: str = "Label") -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def menu(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "a", "options": [option()], **more}


def entry(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": "f", "label": plain("Label"), "element": element, **more}


def typed(**more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": "a", **more}


def rich(*parts: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(*pieces: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(pieces)}


def options(number: int) -> list[dict[str, Any]]:
    return [option(str(one)) for one in range(number)]


GOOD_BLOCKS = [
    [section("x" * 3000)],
    [{"type": "section", "fields": [plain("x" * 1000)] * 10}],
    [{"type": "section", "text": plain("Pick"), "accessory": menu(options=options(100))}],
    [{"type": "header", "text": plain("x" * 150)}],
    [actions(*(button(action_id=str(one), text=plain("x" * 75)) for one in range(25)))],
    [actions(button(value="x" * 2000, style="primary"))],
    [{"type": "context", "elements": [plain("x")] * 10}],
    [{"type": "divider"}] * 50,
    [{"type": "image", "alt_text": "A chart", "image_url": "https://halden.example/chart.png"}],
    [{"type": "markdown", "text": "**bold**"}],
    [rich(paragraph({"type": "text", "text": "Bold", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}))],
    [rich({"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [paragraph()]})],
    [rich({"type": "rich_text_quote", "elements": [{"type": "link", "url": "https://halden.example"}]})],
    [rich({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}]})],
]

BAD_BLOCKS: list[tuple[Any, str]] = [
    ("nonsense", "invalid_blocks_format"),
    ({"type": "section"}, "invalid_blocks_format"),
    ([{"type": "divider"}] * 51, "invalid_blocks"),
    ([section("x" * 3001)], "invalid_blocks"),
    ([section("")], "invalid_blocks"),
    ([{"type": "section"}], "invalid_blocks"),
    ([{"type": "section", "fields": [plain("x")] * 11}], "invalid_blocks"),
    ([{"type": "section", "fields": [plain("x" * 2001)]}], "invalid_blocks"),
    ([{"type": "section", "text": "not an object"}], "invalid_blocks"),
    ([{**section(), "colour": "red"}], "invalid_blocks"),
    ([{"type": "header", "text": plain("x" * 151)}], "invalid_blocks"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
    ([{"type": "carousel_of_nothing"}], "invalid_blocks"),
    ([actions()], "invalid_blocks"),
    ([actions(*(button(action_id=str(one)) for one in range(26)))], "invalid_blocks"),
    ([actions(button(), button())], "invalid_blocks"),
    ([actions(button(text=plain("x" * 76)))], "invalid_blocks"),
    ([actions(button(value="x" * 2001))], "invalid_blocks"),
    ([actions(button(action_id="x" * 256))], "invalid_blocks"),
    ([actions(button(style="secondary"))], "invalid_blocks"),
    ([actions({"type": "lever", "action_id": "a"})], "invalid_blocks"),
    ([actions(typed())], "invalid_blocks"),
    ([actions(menu(options=[]))], "invalid_blocks"),
    ([actions(menu(options=options(101)))], "invalid_blocks"),
    ([actions(menu(options=[option("x" * 151)]))], "invalid_blocks"),
    ([actions(menu(options=[option(text="x" * 76)]))], "invalid_blocks"),
    ([actions(menu(options=[option(), option()]))], "invalid_blocks"),
    ([actions(menu(initial_option=option("other")))], "invalid_blocks"),
    ([actions({"type": "checkboxes", "action_id": "a", "options": options(11)})], "invalid_blocks"),
    ([actions({"type": "radio_buttons", "action_id": "a", "options": options(11)})], "invalid_blocks"),
    ([actions({"type": "overflow", "action_id": "a", "options": options(6)})], "invalid_blocks"),
    ([actions({"type": "datepicker", "action_id": "a", "initial_date": "8 March"})], "invalid_blocks"),
    ([actions({"type": "timepicker", "action_id": "a", "initial_time": "24:00"})], "invalid_blocks"),
    ([actions(button(), block_id="same"), actions(button(), block_id="same")], "invalid_blocks"),
    ([actions(button(), block_id="x" * 256)], "invalid_blocks"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "invalid_blocks"),
    ([{"type": "image", "image_url": "https://halden.example/chart.png"}], "invalid_blocks"),
    ([{"type": "markdown", "text": "x" * 12_001}], "invalid_blocks"),
    ([rich(paragraph({"type": "text", "text": ""}))], "invalid_blocks"),
    ([rich(paragraph({"type": "broadcast", "range": "here"}))], "invalid_blocks"),
    ([rich(paragraph({"type": "text", "text": "x", "style": {"loud": True}}))], "invalid_blocks"),
    ([rich({"type": "rich_text_list", "style": "fancy", "elements": [paragraph()]})], "invalid_blocks"),
    (
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]})],
        "invalid_blocks",
    ),
    ([section("x" * 2900)] * 5, "msg_blocks_too_long"),
]

BAD_VIEWS: list[tuple[dict[str, Any], str]] = [
    ({"title": plain("x" * 25)}, "invalid_arguments"),
    ({"submit": plain("x" * 25)}, "invalid_arguments"),
    ({"close": plain("x" * 25)}, "invalid_arguments"),
    ({"private_metadata": "x" * 3001}, "invalid_arguments"),
    ({"callback_id": "x" * 256}, "invalid_arguments"),
    ({"blocks": [{"type": "divider"}] * 101}, "invalid_arguments"),
    ({"blocks": [entry(typed(max_length=3001))]}, "invalid_arguments"),
    ({"blocks": [entry(typed(max_length=3, initial_value="four"))]}, "invalid_arguments"),
    ({"blocks": [entry(typed(), label=plain("x" * 2001))]}, "invalid_arguments"),
    ({"blocks": [entry(typed(), hint=plain("x" * 2001))]}, "invalid_arguments"),
    ({"blocks": [entry(typed(placeholder=plain("x" * 151)))]}, "invalid_arguments"),
    ({"blocks": [entry(button())]}, "invalid_arguments"),
    (
        {"blocks": [entry(typed(focus_on_load=True)), entry(typed(focus_on_load=True), block_id="g")]},
        "invalid_arguments",
    ),
    ({"blocks": [{"type": "markdown", "text": "x"}]}, "invalid_arguments"),
    ({"type": "home"}, "invalid_arguments"),
    ({"blocks": [section("x" * 2900)] * 90}, "view_too_large"),
    ({"blocks": [section("Look, <!channel>")]}, "strict_broadcast"),
]

BAD_CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.fly", {}, "unknown_method"),
    ("chat.postMessage", {"channel": "DU1"}, "no_text"),
    ("chat.postMessage", {"channel": "DU1", "text": " "}, "no_text"),
    ("chat.postMessage", {"channel": "DU1", "blocks": [section()]}, "no_text"),
    ("chat.postMessage", {"channel": "DU1", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "DU1", "text": "<!here> look"}, "strict_broadcast"),
    ("chat.postMessage", {"text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "C2", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "DU9", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "DU1", "text": "x", "thread_ts": "1.0"}, "invalid_thread_ts"),
    ("chat.postMessage", {"channel": "DU1", "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ("chat.postEphemeral", {"channel": "C1", "user": "U2", "text": "x"}, "user_not_in_channel"),
    ("chat.update", {"channel": "DU1", "ts": "1.0", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "DU1", "ts": "1.0"}, "message_not_found"),
    ("conversations.open", {"users": "U404"}, "user_not_found"),
    ("conversations.open", {"users": "U9"}, "user_disabled"),
    ("conversations.open", {"users": "UBOT"}, "cannot_dm_bot"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.info", {"channel": "U1"}, "channel_not_found"),
    ("conversations.history", {"channel": "C2"}, "not_in_channel"),
    ("users.info", {"user": "U404"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@halden.example"}, "users_not_found"),
    ("views.open", {"trigger_id": "1.2.X", "view": form()}, "invalid_trigger_id"),
    ("views.open", {"view": form()}, "invalid_arguments"),
    ("views.update", {"view_id": "V404", "view": form()}, "not_found"),
    ("views.publish", {"user_id": "U404", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "F404"}]}, "file_not_found"),
    ("oauth.v2.access", {"code": "spent"}, "invalid_code"),
]


@pytest.mark.parametrize("blocks", GOOD_BLOCKS)
async def test_what_slack_takes_is_taken(app: StandIn, blocks: Any) -> None:
    answer = await app.call("chat.postMessage", channel="DU1", text="Fallback", blocks=blocks)

    assert answer["ok"], answer


@pytest.mark.parametrize(("blocks", "error"), BAD_BLOCKS)
async def test_blocks_that_slack_refuses_are_refused(app: StandIn, blocks: Any, error: str) -> None:
    answer = await app.call("chat.postMessage", channel="DU1", text="Fallback", blocks=blocks)

    assert answer.get("error") == error, answer


@pytest.mark.parametrize(("change", "error"), BAD_VIEWS)
async def test_views_that_slack_refuses_are_refused(app: StandIn, change: dict[str, Any], error: str) -> None:
    answer = await app.call("views.open", trigger_id="unused", view=form(**change))

    assert answer["error"] == error, answer


@pytest.mark.parametrize(("method", "given", "error"), BAD_CALLS)
async def test_calls_that_slack_refuses_are_refused_and_remembered(
    app: StandIn, workspace: SlackWorkspace, method: str, given: dict[str, Any], error: str
) -> None:
    answer = await app.call(method, **given)

    assert (answer["ok"], answer["error"]) == (False, error)
    assert workspace.playground.refusals[-1][0] == method


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-forged", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")]
)
async def test_only_the_app_may_call(app: StandIn, token: str, error: str) -> None:
    assert (await app.call("auth.test", token=token))["error"] == error


async def test_a_revoked_token_is_dead(app: StandIn) -> None:
    await app.call("auth.revoke")

    assert (await app.call("auth.test"))["error"] == "token_revoked"


async def test_a_code_is_exchanged_once_for_a_token_that_works(app: StandIn, workspace: SlackWorkspace) -> None:
    code = workspace.playground.premises.tokens.new_code()

    granted = await app.call("oauth.v2.access", token="", code=code)

    assert (await app.call("auth.test", token=granted["access_token"]))["team_id"] == "T1"
    assert (await app.call("oauth.v2.access", token="", code=code))["error"] == "invalid_code"


async def test_a_trigger_opens_one_form(app: StandIn, workspace: SlackWorkspace) -> None:
    await workspace.person("U1").runs("/exchange")
    trigger = app.told[-1].what["trigger_id"]

    assert (await app.call("views.open", trigger_id=trigger, view=form()))["ok"]
    assert (await app.call("views.open", trigger_id=trigger, view=form()))["error"] == "exchanged_trigger_id"


async def test_a_view_is_updated_only_as_it_stands(app: StandIn, workspace: SlackWorkspace) -> None:
    await workspace.person("U1").runs("/exchange")
    opened = await app.call("views.open", trigger_id=app.told[-1].what["trigger_id"], view=form())
    view = {"view_id": opened["view"]["id"], "hash": opened["view"]["hash"], "view": form()}

    assert (await app.call("views.update", **view))["ok"]
    assert (await app.call("views.update", **view))["error"] == "hash_conflict"


async def test_forms_and_json_are_both_understood(app: StandIn) -> None:
    body = {"channel": "DU1", "text": "Hello", "blocks": '[{"type": "divider"}]', "token": BOT_TOKEN}
    async with app.session.post(app.api_url + "chat.postMessage", data=body) as response:
        answer = await response.json()

    assert answer["message"]["blocks"][0]["type"] == "divider"


async def test_history_tells_what_was_posted_with_its_metadata_but_not_what_stands_in_threads(app: StandIn) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"id": "d1"}}
    parent = await app.call("chat.postMessage", channel="DU1", text="One", metadata=metadata)
    await app.call("chat.postMessage", channel="DU1", text="In thread", thread_ts=parent["ts"])
    await app.call("chat.postMessage", channel="DU1", text="Two")

    first = await app.call("conversations.history", channel="DU1", limit=1, include_all_metadata=True)
    rest = await app.call("conversations.history", channel="DU1", cursor=first["response_metadata"]["next_cursor"])
    since = await app.call("conversations.history", channel="DU1", oldest=parent["ts"])
    thread = await app.call("conversations.replies", channel="DU1", ts=parent["ts"], include_all_metadata=True)

    assert [one["text"] for one in (*first["messages"], *rest["messages"])] == ["Two", "One"]
    assert [one["text"] for one in since["messages"]] == ["Two"]
    assert [one["text"] for one in thread["messages"]] == ["One", "In thread"]
    assert thread["messages"][0]["metadata"] == metadata
    assert "metadata" not in rest["messages"][0]


async def test_a_repeated_client_msg_id_posts_once_where_that_is_honoured(
    app: StandIn, workspace: SlackWorkspace
) -> None:
    one = await app.call("chat.postMessage", channel="DU1", text="Once", client_msg_id="d1")
    again = await app.call("chat.postMessage", channel="DU1", text="Once", client_msg_id="d1")
    workspace.playground.change_weather(Weather(honours_client_msg_id=False))
    third = await app.call("chat.postMessage", channel="DU1", text="Once", client_msg_id="d1")

    assert one["ts"] == again["ts"] != third["ts"]


async def test_a_response_url_can_be_used_five_times(app: StandIn, workspace: SlackWorkspace) -> None:
    ada = workspace.person("U1")
    await ada.runs("/exchange")
    url = app.told[-1].what["response_url"]

    answers = []
    for number in range(6):
        async with app.session.post(url, json={"text": f"Answer {number}"}) as response:
            answers.append((response.status, (await response.json()).get("error")))

    assert answers == [(200, None)] * 5 + [(404, "used_url")]
    assert len(ada.sees().only_for_me) == 5


async def test_a_file_is_handed_over_in_three_steps(app: StandIn, workspace: SlackWorkspace) -> None:
    content = b'{"entries": []}'
    ticket = await app.call("files.getUploadURLExternal", filename="journal.json", length=str(len(content)))
    await app.session.post(ticket["upload_url"], data=content)
    files = [{"id": ticket["file_id"], "title": "Your journal"}]
    await app.call("files.completeUploadExternal", files=files, channel_id="DU1", initial_comment="Here it is.")

    post = workspace.playground.workspace.seen_by("U1", "DU1")[-1]
    async with app.session.get(post.files[0]["url_private"]) as response:
        assert await response.read() == content
    assert workspace.person("U1").sees().last == "Here it is.\n[Your journal]"


async def test_people_are_told_with_their_zone_unless_the_weather_is_without(
    app: StandIn, workspace: SlackWorkspace
) -> None:
    user = (await app.call("users.info", user="U1", include_locale="true"))["user"]
    found = (await app.call("users.lookupByEmail", email="BEN@halden.example"))["user"]
    workspace.playground.change_weather(Weather(without_timezones=True))
    bare = (await app.call("users.info", user="U1"))["user"]

    assert (user["tz"], user["locale"], found["id"]) == ("America/Toronto", "en-GB", "U2")
    assert "tz" not in bare
    assert "locale" not in bare


@pytest.mark.parametrize(
    ("weather", "method", "error"),
    [
        (Weather(unknown_methods=frozenset({"conversations.open"})), "conversations.open", "unknown_method"),
        (Weather(history_readable=False), "conversations.history", "missing_scope"),
        (Weather(locked_rooms=frozenset({"DU1"})), "conversations.history", "not_in_channel"),
    ],
)
async def test_bad_weather_is_an_ordinary_error(
    app: StandIn, workspace: SlackWorkspace, weather: Weather, method: str, error: str
) -> None:
    workspace.playground.change_weather(weather)

    assert (await app.call(method, users="U1", channel="DU1"))["error"] == error


async def test_a_forecast_says_what_happens_to_the_next_calls(app: StandIn, workspace: SlackWorkspace) -> None:
    foul = ["rate_limited", "failed_before", "failed_after", "dropped_before", "dropped_after", ""]
    workspace.playground.change_weather(Weather(forecast=foul, retry_after=7))
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}

    outcomes: list[Any] = []
    for number in range(6):
        message = {"channel": "DU1", "text": f"Message {number}"}
        try:
            async with app.session.post(app.api_url + "chat.postMessage", json=message, headers=headers) as response:
                outcomes.append((response.status, response.headers.get("Retry-After")))
        except aiohttp.ClientError:
            outcomes.append("dropped")

    assert outcomes == [(429, "7"), (500, None), (500, None), "dropped", "dropped", (200, None)]
    assert workspace.person("U1").sees().messages == ("Message 2", "Message 4", "Message 5")


def test_the_same_seed_brings_the_same_weather() -> None:
    days = [Weather(seed=3, rate_limited=0.2, dropped_after=0.2) for _ in range(2)]

    one, other = ([day.fault("chat.postMessage") for _ in range(50)] for day in days)

    assert one == other
    assert {"rate_limited", "dropped_after", None} == set(one)
