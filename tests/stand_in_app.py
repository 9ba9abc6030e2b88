"""A very small app, so that the playground can be tested without the real one."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from tests.slack_people import BOT_TOKEN, SlackWorkspace

Json = dict[str, Any]


@dataclass
class Told:
    """One request of the playground. `what` is an event, the fields of a command, or the payload of an interaction."""

    what: Json
    headers: dict[str, str]
    body: bytes


@dataclass
class StandIn:
    """Remembers what it was told. `answers` are the next HTTP answers; `on` may act for an interaction's type."""

    api_url: str
    session: aiohttp.ClientSession
    told: list[Told] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)

    async def call(self, method: str, token: str = BOT_TOKEN, **given: Any) -> Json:
        """One Web API call; what Slack answers, whatever it is."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.session.post(self.api_url + method, json=given, headers=headers) as response:
            answer: Json = await response.json()
            return answer

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.told.append(Told(_read(body), dict(request.headers), body))
        return self.answers.pop(0) if self.answers else web.Response()

    def last(self, wanted: Callable[[Json], object]) -> Json:
        return [one.what for one in self.told if wanted(one.what)][-1]

    def events(self, kind: str) -> list[Json]:
        return [one.what["event"] for one in self.told if one.what.get("event", {}).get("type") == kind]


def _read(body: bytes) -> Json:
    if body.startswith(b"{"):
        return dict(json.loads(body))
    fields = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    return dict(json.loads(fields["payload"])) if "payload" in fields else fields


@asynccontextmanager
async def stand_in_for(workspace: SlackWorkspace) -> AsyncIterator[StandIn]:
    """The small app, listening; the workspace knows where."""
    async with aiohttp.ClientSession() as session:
        app = StandIn(workspace.playground.api_url, session)
        server = web.Application()
        server.router.add_post("/slack/events", app.hear)
        runner = web.AppRunner(server, shutdown_timeout=1)  # seconds
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        workspace.playground.app_at(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield app
        await workspace.playground.courier.settled()
        await runner.cleanup()
