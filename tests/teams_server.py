"""A small service of Teams for the adapter's tests: posts and changes messages on loopback, and misbehaves."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.slack_server import Fault


@dataclass
class SmallTeams:
    """`calls` are what it was asked, in order; `faults` what goes wrong with the next call of a kind.

    `under_way` are the posts that have no answer yet; `asked` is set when one comes.
    """

    calls: list[tuple[str, str, Any, str]] = field(default_factory=list)
    posted: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    storm: Callable[[str, str], Fault] = lambda _kind, _room: Fault()  # what goes wrong where no fault is named
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    url: str = ""
    under_way: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def named(self, kind: str) -> list[Any]:
        """What was asked of one kind: "begin", "post", "put" or "member"."""
        return [body for name, _, body, _ in self.calls if name == kind]

    async def begin(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        person = wanted["members"][0]["id"]
        return await self._answer(request, "begin", person, wanted, lambda: {"id": f"a:{person}"})

    async def post(self, request: web.Request) -> web.StreamResponse:
        room, said = request.match_info["room"], await request.json()
        self.asked.set()
        self.under_way += 1
        try:
            return await self._answer(request, "post", room, said, lambda: self._post(room, said))
        finally:
            self.under_way -= 1

    async def put(self, request: web.Request) -> web.StreamResponse:
        room, message, said = request.match_info["room"], request.match_info["message"], await request.json()
        return await self._answer(request, "put", room, said, lambda: self._put(room, message, said))

    async def member(self, request: web.Request) -> web.StreamResponse:
        person = request.match_info["person"]
        return await self._answer(request, "member", person, None, lambda: self.members.get(person, {"id": person}))

    def _post(self, room: str, said: dict[str, Any]) -> dict[str, Any]:
        message = {**said, "id": str(next(self._numbers))}
        self.posted[room].append(message)
        return {"id": message["id"]}

    def _put(self, room: str, message: str, said: dict[str, Any]) -> dict[str, Any]:
        self.posted[room] = [{**said, "id": message} if one["id"] == message else one for one in self.posted[room]]
        return {"id": message}

    async def _answer(self, request: web.Request, kind: str, where: str, body: Any, done: Any) -> web.StreamResponse:
        self.calls.append((kind, where, body, request.headers.get("Authorization", "")))
        fault = self.faults[kind].pop(0) if self.faults[kind] else self.storm(kind, where)
        answer = done() if fault.after else None
        if fault.slow:
            await asyncio.sleep(fault.slow)
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.error or fault.status != 200:
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            refusal = {"error": {"code": fault.error, "message": "quoted"}} if fault.error else {}
            return web.json_response(refusal, status=fault.status, headers=headers)
        return web.json_response(answer or done(), status=201)


@asynccontextmanager
async def small_teams() -> AsyncIterator[SmallTeams]:
    """A running one, at `url`."""
    teams = SmallTeams()
    app = web.Application()
    app.add_routes([
        web.post("/v3/conversations", teams.begin),
        web.post("/v3/conversations/{room}/activities", teams.post),
        web.put("/v3/conversations/{room}/activities/{message}", teams.put),
        web.get("/v3/conversations/{room}/members/{person}", teams.member),
    ])  # fmt: skip
    async with TestServer(app) as server:
        teams.url = str(server.make_url("")).rstrip("/")
        yield teams
