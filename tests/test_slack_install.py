"""A workspace is installed from the browser that started it, once, and the manifests say what the code does."""

from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import DummyCookieJar

from bot.chat.event import Address
from bot.slack.interactions import SHORTCUTS
from bot.slack.manifest import HTTP, SOCKET, manifest, scopes
from prompts.message import Message
from tests.slack_edge import Connected, connected
from tests.slack_server import SECRET, Fault

MANY = {"client_id": "111.222", "client_secret": "hush", "public_url": "https://bot.example.org", "bot_token": ""}


async def started(bot: Connected) -> tuple[str, str]:
    """The state that Slack is given, and the cookie that the browser keeps."""
    bot.session._cookie_jar = DummyCookieJar()
    async with bot.session.get(f"{bot.url}/slack/install", allow_redirects=False) as answer:
        assert answer.status == 302
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert asked["redirect_uri"] == ["https://bot.example.org/slack/oauth_redirect"]
        assert asked["scope"] == [",".join(scopes())]
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "HttpOnly" in answer.headers["Set-Cookie"]
        return asked["state"][0], answer.headers["Set-Cookie"].partition(";")[0]


async def returns(bot: Connected, state: str, cookie: str, code: str = "c0de") -> tuple[int, str]:
    params = {"state": state, **({"code": code} if code else {"error": "access_denied"})}
    where = f"{bot.url}/slack/oauth_redirect"
    async with bot.session.get(where, params=params, headers={"Cookie": cookie}) as answer:
        return answer.status, await answer.text()


async def test_a_workspace_is_installed_once() -> None:
    async with connected(**MANY) as bot:
        state, cookie = await started(bot)

        first = await returns(bot, state, cookie)
        again = await returns(bot, state, cookie)

        assert first[0] == 200
        assert "Second" in first[1]
        assert again[0] == 401
        assert bot.installations.tokens["T2"] == "xoxb-new"
        [asked] = bot.slack.named("oauth.v2.access")
        assert asked["code"] == "c0de"


@pytest.mark.parametrize(
    ("state", "cookie"),
    [("", ""), ("1.2.3", "exchange_coach_install=1.2.3"), ("éé.é.é", "x=y"), ("q9" * 2500, "x=y")],
)
async def test_a_state_that_is_not_ours_installs_nothing(state: str, cookie: str) -> None:
    async with connected(**MANY) as bot:
        status, _ = await returns(bot, state, cookie)

        assert status == 401
        assert bot.slack.named("oauth.v2.access") == []


async def test_a_state_from_another_browser_installs_nothing() -> None:
    async with connected(**MANY) as bot:
        state, _ = await started(bot)
        _, other = await started(bot)

        assert (await returns(bot, state, other))[0] == 401
        assert (await returns(bot, state, ""))[0] == 401


async def test_somebody_who_says_no_is_left_alone() -> None:
    async with connected(**MANY) as bot:
        state, cookie = await started(bot)

        status, page = await returns(bot, state, cookie, code="")

        assert status == 200
        assert "not installed" in page


@pytest.mark.parametrize("fault", [Fault(error="invalid_code"), Fault(500), Fault(drop=True)])
async def test_when_slack_does_not_confirm_the_page_says_so(fault: Fault) -> None:
    async with connected(**MANY) as bot:
        state, cookie = await started(bot)
        bot.slack.faults["oauth.v2.access"] = [fault]

        status, page = await returns(bot, state, cookie)

        assert status == 502
        assert "did not confirm" in page


def test_the_two_manifests_differ_in_how_slack_reaches_us_and_in_nothing_else() -> None:
    http, socket = manifest(HTTP), manifest(SOCKET)

    assert socket["settings"]["socket_mode_enabled"]
    assert not http["settings"]["socket_mode_enabled"]
    assert http["oauth_config"]["scopes"] == socket["oauth_config"]["scopes"]
    assert http["features"]["shortcuts"] == socket["features"]["shortcuts"]
    assert (
        http["settings"]["event_subscriptions"]["bot_events"]
        == (socket["settings"]["event_subscriptions"]["bot_events"])
    )
    assert {one["command"] for one in http["features"]["slash_commands"]} == {"/exchange", "/reflect"}
    assert all(one["should_escape"] for one in socket["features"]["slash_commands"])


def test_every_shortcut_of_the_manifest_is_answered() -> None:
    assert {one["callback_id"] for one in manifest(HTTP)["features"]["shortcuts"]} == set(SHORTCUTS)


async def test_nothing_that_is_printed_of_an_edge_holds_a_secret() -> None:
    async with connected(**MANY | {"bot_token": "xoxb-test", "app_token": "xapp-test"}) as bot:
        await bot.edge.channel.send(Address("slack", "T1", "U1"), Message("Hello"), delivery="d1")
        printed = repr(bot.edge)

    assert "Calls" in printed
    assert not any(secret in printed for secret in ("xoxb-test", "xapp-test", "hush", SECRET))
