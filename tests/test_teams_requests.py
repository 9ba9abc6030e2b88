"""Who may speak to us as Teams: every token but a good one is refused, and nothing is done with what it came with."""

import gzip
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.teams.about import Activity
from bot.teams.answering import Answer
from bot.teams.receive import Unreadable, receive
from bot.teams.requests import LARGEST, Requests
from bot.teams.tokens import Check, Keys
from tests.microsoft import APP_ID, SERVICE, TENANT, Microsoft, activity, microsoft, new_key
from tests.sizes import size

STRANGER = new_key()


@dataclass
class Listening:
    """Stands where activities are answered, and counts them."""

    taken: list[Activity] = field(default_factory=list)

    async def answer(self, activity: Activity) -> Answer:
        self.taken.append(activity)
        return Answer()


@dataclass
class Door:
    url: str
    session: aiohttp.ClientSession
    microsoft: Microsoft
    keys: Keys
    listening: Listening
    passed: list[float] = field(default_factory=list)  # hours, by the clock that the age of keys is told by

    def hours_pass(self, hours: float) -> None:
        self.passed.append(hours)

    async def post(self, body: Any, token: str | None = "", **headers: str) -> int:
        """The status that it gets. Without a token, a good one; None for none at all."""
        bearer = {"Authorization": f"Bearer {token or self.microsoft.token()}"} if token is not None else {}
        said = {"Content-Type": "application/json", **bearer, **headers}
        data = body if isinstance(body, bytes) else json.dumps(body)
        async with self.session.post(self.url, data=data, headers=said) as answer:
            return answer.status


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with microsoft() as keeper, aiohttp.ClientSession() as session:
        passed = list[float]()
        keys = Keys(session, f"{keeper.url}/metadata", lambda: time.monotonic() + 3600 * sum(passed))
        listening = Listening()
        requests = Requests(listening, Check(APP_ID, keys), frozenset({TENANT}))
        application = web.Application()
        application.add_routes([web.post("/api/messages", requests.take)])
        runner = web.AppRunner(application, shutdown_timeout=1)  # seconds; nothing here has to end in peace
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield Door(f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages", session, keeper, keys, listening, passed)
        await runner.cleanup()


async def test_a_good_token_lets_an_activity_in(door: Door) -> None:
    assert await door.post(activity()) == 200

    assert [one["text"] for one in door.listening.taken] == ["Nobody answered at first."]


TOKENS: dict[str, Callable[[Microsoft], str]] = {
    "another audience": lambda sure: sure.token(aud="somebody-else"),
    "no audience": lambda sure: sure.token(aud=None),
    "another issuer": lambda sure: sure.token(iss="https://evil.example"),
    "no issuer": lambda sure: sure.token(iss=None),
    "the emulator's issuer": lambda sure: sure.token(
        iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP_ID, ver="1.0"
    ),
    "another algorithm": lambda sure: sure.token(key="secret" * 8, algorithm="HS256"),
    "a stranger's key under a known name": lambda sure: sure.token(key=STRANGER),
    "a key that nobody has": lambda sure: sure.token(key_id="nobody", key=STRANGER),
    "expired": lambda sure: sure.token(exp=int(time.time()) - 400),
    "not valid yet": lambda sure: sure.token(nbf=int(time.time()) + 900),
    "no service": lambda sure: sure.token(serviceurl=None),
    "another service": lambda sure: sure.token(serviceurl="https://smba.trafficmanager.net/amer/"),
    "junk": lambda _sure: "junk",
    "three parts of junk": lambda _sure: "a.b.c",
    "two words": lambda sure: f"{sure.token()} {sure.token()}",
}


@pytest.mark.parametrize("forged", TOKENS.values(), ids=TOKENS)
async def test_every_other_token_is_refused(door: Door, forged: Callable[[Microsoft], str]) -> None:
    assert await door.post(activity(), forged(door.microsoft)) == 401

    assert door.listening.taken == []


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "bearer x"])
async def test_without_a_token_nothing_is_read(door: Door, header: str) -> None:
    assert await door.post(activity(), None, **({"Authorization": header} if header else {})) == 401

    assert door.listening.taken == []


async def test_a_token_without_a_signature_is_refused(door: Door) -> None:
    head, _, _ = door.microsoft.token().partition(".")
    body = door.microsoft.token().split(".")[1]

    assert await door.post(activity(), f"{head}.{body}.") == 401
    assert await door.post(activity(), f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.") == 401


async def test_a_new_key_is_known_as_soon_as_it_is_used(door: Door) -> None:
    await door.post(activity())

    door.microsoft.publish("two")

    assert await door.post(activity(), door.microsoft.token(key_id="two")) == 200


async def test_keys_that_nobody_has_do_not_make_us_ask_again_and_again(door: Door) -> None:
    for number in range(20):
        assert await door.post(activity(), door.microsoft.token(key_id=f"no {number}", key=STRANGER)) == 401

    assert door.microsoft.asked <= 2


async def test_when_keys_cannot_be_had_teams_is_to_come_again(door: Door) -> None:
    door.microsoft.down = True

    assert await door.post(activity()) == 503
    assert door.listening.taken == []


async def test_hours_in_which_microsoft_is_away_go_unnoticed(door: Door) -> None:
    await door.post(activity())
    door.microsoft.down = True

    door.hours_pass(20)

    assert [await door.post(activity()) for _ in range(5)] == [200] * 5
    assert door.microsoft.asked == 2


async def test_keys_of_yesterday_are_not_believed_and_nobody_waits_for_new_ones(door: Door) -> None:
    await door.post(activity())
    door.microsoft.down = True

    door.hours_pass(25)

    assert [await door.post(activity()) for _ in range(5)] == [503] * 5
    assert door.microsoft.asked == 2


async def test_when_microsoft_is_back_its_keys_are_believed_again(door: Door) -> None:
    await door.post(activity())
    door.microsoft.down = True
    door.hours_pass(25)
    await door.post(activity())

    door.microsoft.down = False
    door.hours_pass(1)

    assert await door.post(activity()) == 200


ACTIVITIES: dict[str, tuple[int, dict[str, Any]]] = {
    "no service": (400, {"serviceUrl": None}),
    "an empty service": (400, {"serviceUrl": ""}),
    "a service that is no text": (400, {"serviceUrl": 7}),
    "no type": (400, {"type": None}),
    "no conversation": (400, {"conversation": None}),
    "a conversation that is none": (400, {"conversation": "a"}),
    "no sender": (400, {"from": None}),
    "another channel": (403, {"channelId": "webchat"}),
    "a foreign tenant": (403, {"channelData": {"tenant": {"id": "foreign"}}}),
    "no tenant": (403, {"channelData": {}, "conversation": {"id": "a", "conversationType": "personal"}}),
    "a tenant that is none": (400, {"channelData": {"tenant": "x"}, "conversation": {"id": "a"}}),
}


@pytest.mark.parametrize(("status", "said"), ACTIVITIES.values(), ids=ACTIVITIES)
async def test_an_activity_that_is_not_for_us_is_refused(door: Door, status: int, said: dict[str, Any]) -> None:
    assert await door.post(activity(**said)) == status

    assert door.listening.taken == []


@pytest.mark.parametrize(
    "service",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example/?smba.trafficmanager.net",
        "http://127.0.0.1:80/",
        "https://smba.trafficmanager.net:8443/",
        "https://[::1",
        "ftp://smba.trafficmanager.net/",
    ],
)
async def test_our_token_is_shown_to_no_foreign_service(door: Door, service: str) -> None:
    status = await door.post(activity(serviceUrl=service), door.microsoft.token(serviceurl=service))

    assert status == 403
    assert door.listening.taken == []


BODIES: dict[str, tuple[int, bytes]] = {
    "nothing": (400, b""),
    "no JSON": (400, b"{"),
    "a list": (400, b"[]"),
    "a number": (400, b"7"),
    "no characters": (400, b"\xff\xfe\xff"),
    "deep": (400, b"[" * 100_000),
    "large": (413, b"{" + b" " * (LARGEST + 1) + b"}"),
}


@pytest.mark.parametrize(("status", "body"), BODIES.values(), ids=BODIES)
async def test_a_body_that_is_no_activity_is_refused(door: Door, status: int, body: bytes) -> None:
    assert await door.post(body) == status

    assert door.listening.taken == []


async def test_other_kinds_of_content_are_refused(door: Door) -> None:
    good = json.dumps(activity()).encode()

    assert await door.post(good, **{"Content-Type": "text/plain"}) == 415
    assert await door.post(gzip.compress(good), **{"Content-Encoding": "gzip"}) == 415
    assert door.listening.taken == []


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
_ANY_ACTIVITY = st.fixed_dictionaries(
    {},
    optional={
        "type": _JUNK | st.sampled_from(["message", "invoke", "messageUpdate", "installationUpdate"]),
        "serviceUrl": _JUNK | st.just(SERVICE),
        "channelId": _JUNK | st.just("msteams"),
        "conversation": _JUNK | st.just({"id": "a"}),
        "from": _JUNK | st.just({"id": "b"}),
        "channelData": _JUNK | st.just({"tenant": {"id": TENANT}}),
        "value": _JUNK,
        "text": _JUNK,
        "entities": _JUNK,
    },
)
_NEARLY_GOOD = _ANY_ACTIVITY.map(lambda said: {**activity(), **dict(list(said.items())[:2])})


@pytest.mark.chaos
@settings(max_examples=size(100_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=60) | (_ANY_ACTIVITY | _NEARLY_GOOD).map(json.dumps).map(str.encode), good=st.booleans())
async def test_junk_and_forgeries_never_get_a_server_error(door: Door, body: bytes, good: bool) -> None:
    status = await door.post(body, "" if good else door.microsoft.token(key=STRANGER))

    assert status < 500
    assert good or status in {400, 401, 413, 415}


@settings(max_examples=size(20_000))
@given(
    said=_ANY_ACTIVITY, more=st.dictionaries(st.sampled_from(["name", "value", "id", "recipient", "replyToId"]), _JUNK)
)
def test_an_activity_of_any_shape_is_read_or_called_unreadable(said: dict[str, Any], more: dict[str, Any]) -> None:
    with suppress(Unreadable):
        read = receive({**activity(), **said, **more}, datetime.now(UTC), b"key")

        assert read is None or read.event.id.startswith("teams:")
