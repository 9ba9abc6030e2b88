"""A small Slack for the adapter's tests: answers the Web API on loopback, remembers what it was sent, misbehaves."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-test"


@dataclass
class Fault:
    """What goes wrong once: an HTTP status or Slack's own word, a lost connection, before or after it was done."""

    status: int = 200
    error: str = ""
    retry_after: str = ""
    drop: bool = False
    slow: float = 0.0
    after: bool = False
    held: asyncio.Event | None = None  # it is answered once this is set


@dataclass
class SmallSlack:
    calls: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    storm: Callable[[str, str], Fault] = lambda _method, _room: Fault()  # what goes wrong where no fault is named
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    uploads: list[bytes] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: set[Any] = field(default_factory=set)
    most: int = 100  # messages a page, however many are asked for; of some apps Slack takes fifteen
    url: str = ""
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def named(self, method: str) -> list[dict[str, Any]]:
        """What was asked of one method, in order."""
        return [asked for name, asked, _ in self.calls if name == method]

    async def api(self, request: web.Request) -> web.StreamResponse:
        method, asked = request.match_info["method"], await _arguments(request)
        self.lines.add(request.transport)
        self.calls.append((method, asked, request.headers.get("Authorization", "")))
        fault = self.faults[method].pop(0) if self.faults[method] else self.storm(method, asked.get("channel", ""))
        if fault.after:
            self._done(method, asked)
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.held:
            await fault.held.wait()
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.error or fault.status != 200:
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            body = {"ok": False, "error": fault.error} if fault.error else {}
            return web.json_response(body, status=fault.status, headers=headers)
        if method in self.missing:
            return web.json_response({"ok": False, "error": "unknown_method"})
        return web.json_response(self._done(method, asked))

    def _done(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        if method in self.answers:
            return {"ok": True, **self.answers[method]}
        answer = getattr(self, method.replace(".", "_"), None)
        return {"ok": True, **(answer(asked) if answer else {})}

    def auth_test(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": "T1", "team": "Halden Health", "user_id": "UBOT", "bot_id": "B1"}

    def conversations_open(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": f"D{asked['users']}"}}

    def chat_postMessage(self, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 Slack calls it so
        message = {**asked, "ts": f"{time.time():.6f}{next(self._numbers)}"}
        if parent := next((one for one in self.posted if one["ts"] == asked.get("thread_ts")), None):
            parent |= {"latest_reply": message["ts"], "thread_ts": parent["ts"]}
        self.posted.append(message)
        return {"channel": asked["channel"], "ts": message["ts"]}

    def conversations_history(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The newest first or, where only `oldest` is given, those nearest to it first: as Slack documents it."""
        here = [one for one in self._since(asked) if one.get("thread_ts", one["ts"]) == one["ts"]]
        answer = self._page(here if asked.get("oldest") else here[::-1], asked)
        return {**answer, "messages": sorted(answer["messages"], key=_when, reverse=True)}

    def conversations_replies(self, asked: dict[str, Any]) -> dict[str, Any]:
        thread = [one for one in self._since(asked) if one.get("thread_ts") == asked["ts"]]
        return self._page(thread, asked)

    def _since(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        oldest = float(asked.get("oldest") or 0)
        here = [one for one in self.posted if one["channel"] == asked["channel"]]
        return sorted((one for one in here if _when(one) > oldest or one["ts"] == asked.get("ts")), key=_when)

    def _page(self, messages: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, Any]:
        start, most = int(asked.get("cursor") or 0), min(int(asked["limit"]), self.most)
        more = str(start + most) if start + most < len(messages) else ""
        return {
            "messages": messages[start : start + most],
            "has_more": bool(more),
            "response_metadata": {"next_cursor": more},
        }

    def users_info(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"user": self.users.get(asked["user"], {"id": asked["user"], "name": asked["user"]})}

    def files_getUploadURLExternal(self, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 the same
        return {"upload_url": f"{self.url}/upload", "file_id": "F1"}

    def apps_connections_open(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"{self.url}/socket"}

    def oauth_v2_access(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"access_token": "xoxb-new", "team": {"id": "T2", "name": "Second"}}

    async def upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    async def respond(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.sockets.append(line)
        async for message in line:
            self.acknowledged.append(json.loads(message.data))
        return line


def _when(message: dict[str, Any]) -> float:
    return float(message["ts"])


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**dict(request.query), **dict(await request.post())}


@asynccontextmanager
async def small_slack() -> AsyncIterator[SmallSlack]:
    """A running one, at `url`; its Web API is under `/api/`."""
    slack = SmallSlack()
    app = web.Application()
    app.add_routes([
        web.route("*", "/api/{method}", slack.api),
        web.post("/upload", slack.upload),
        web.post("/respond", slack.respond),
        web.get("/socket", slack.socket),
    ])  # fmt: skip
    async with TestServer(app) as server:
        slack.url = str(server.make_url("")).rstrip("/")
        yield slack


@dataclass
class FakeInstallations:
    """The protocol `Installations` in memory."""

    tokens: dict[str, str] = field(default_factory=lambda: {"T1": TOKEN}, repr=False)
    names: dict[str, str] = field(default_factory=dict)

    async def token(self, platform: str, workspace: str) -> str | None:
        return self.tokens.get(workspace)

    async def keep(self, platform: str, workspace: str, name: str, token: str) -> None:
        self.tokens[workspace], self.names[workspace] = token, name

    async def forget(self, platform: str, workspace: str) -> None:
        self.tokens.pop(workspace, None)


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers by which Slack signs a body."""
    moment = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def event_body(payload: dict[str, Any]) -> tuple[bytes, str]:
    return json.dumps(payload).encode(), "application/json"


def interaction_body(payload: dict[str, Any]) -> tuple[bytes, str]:
    return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"


def command_body(payload: dict[str, str]) -> tuple[bytes, str]:
    return urlencode(payload).encode(), "application/x-www-form-urlencoded"


async def sends(session: aiohttp.ClientSession, url: str, body: tuple[bytes, str]) -> tuple[int, Any]:
    """Sends a signed request as Slack does: status and body of the answer."""
    content, kind = body
    headers = {**signed(content), "Content-Type": kind}
    async with session.post(url, data=content, headers=headers) as answer:
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else text
