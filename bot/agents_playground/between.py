"""Stands between the bot and the Playground: passes everything on, and remembers what was said where.

The Playground shows whoever sits before it what they are told. What the bot tells others goes through here too, and is
kept; to people whom the Playground does not know, this module gives the answers that it would give.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]

_STRANGER = "a:beyond-"  # how the private chat begins with somebody whom the Playground does not know
_LARGEST = 1_000_000  # bytes of a request


@dataclass(slots=True)
class Posted:
    """A message of the bot. `first` is how it was posted, `activity` how it stands now."""

    id: str
    room: str
    at: datetime
    first: Json = field(repr=False)
    activity: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the bot answered to an activity."""

    activity: Json = field(repr=False)
    status: int
    body: Any = field(repr=False)


@dataclass(slots=True)
class Between:
    """`url` is where the Playground sends what people do, `service` where the bot sends what it says.

    `bot` is the bot's address, `client` the Playground's, `known` whom that knows, `members` everybody as Teams tells
    of them, by their id and by their e-mail address, `now` the program's clock; `posted` are the bot's messages in
    order, `refused` what the Playground would not take.
    """

    session: aiohttp.ClientSession
    url: str = ""
    bot: str = ""
    client: str = ""
    known: frozenset[str] = frozenset()
    members: Mapping[str, Json] = field(default_factory=dict)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    posted: list[Posted] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _waiting: list[tuple[Callable[[Json], bool], asyncio.Future[Answered]]] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def service(self) -> str:
        return f"{self.url}/_connector"

    def in_room(self, room: str) -> Iterable[Posted]:
        return (one for one in self.posted if one.room == room)

    def answer_to(self, wanted: Callable[[Json], bool]) -> asyncio.Future[Answered]:
        """What the bot will answer to the next activity of that kind."""
        coming: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, coming))
        return coming

    async def change(self) -> None:
        """Waits until something is said or changed."""
        await self._changed.wait()

    # -- from the people to the bot ------------------------------------------------------------------------------------

    async def inward(self, request: web.Request) -> web.Response:
        body = await request.read()
        async with self.session.post(f"{self.bot}/api/messages", data=body, headers=_kind(request)) as answer:
            said = await answer.read()
            self._tell(Answered(json.loads(body), answer.status, json.loads(said) if _is_json(answer) else None))
            return web.Response(status=answer.status, body=said, content_type=answer.content_type)

    def _tell(self, answered: Answered) -> None:
        for one in [one for one in self._waiting if one[0](answered.activity)][:1]:
            self._waiting.remove(one)
            one[1].set_result(answered)

    # -- from the bot to the people ------------------------------------------------------------------------------------

    async def outward(self, request: web.Request) -> web.Response:
        path, body = request.match_info["path"], await request.read()
        said = json.loads(body) if body else {}
        status, answer = self._stood_in(path, said) or await self._passed_on(request, body)
        if status >= 400:
            self.refused.append(f"{request.method} {path}: {status}")
        elif "/activities" in path:
            self._keep(path, said, answer)
        return web.json_response(answer, status=status)

    async def _passed_on(self, request: web.Request, body: bytes) -> tuple[int, Json]:
        url = f"{self.client}{request.rel_url.raw_path}"
        async with self.session.request(request.method, url, data=body, headers=_kind(request)) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text.strip().startswith("{") else {}

    def _stood_in(self, path: str, said: Json) -> tuple[int, Json] | None:
        """What Teams would answer about somebody whom the Playground does not know; None for all others.

        Teams knows the members of a room by their addresses too, the Playground by their ids alone.
        """
        member = path.partition("/members/")[2]
        if member in self.members.keys() - self.known:
            return 200, self.members[member]
        if path == "v3/conversations":
            who = said["members"][0]["id"]
            return None if who in self.known else (201, {"id": f"{_STRANGER}{who}"})
        if not path.startswith(f"v3/conversations/{_STRANGER}"):
            return None
        return 201, {"id": f"beyond-{next(self._numbers)}"}

    def _keep(self, path: str, said: Json, answer: Json) -> None:
        _, _, room, _, *message = path.split("/")
        before = [one for one in self.posted if one.room == room and one.id in message]
        if before:
            before[0].activity = said
        else:
            self.posted.append(Posted(str(answer["id"]), room, self.now(), said, said))
        self._changed.set()
        self._changed = asyncio.Event()


@asynccontextmanager
async def standing_between() -> AsyncIterator[Between]:
    """One that listens, on a free port of this machine. `bot`, `client` and `known` are for the caller to set."""
    async with aiohttp.ClientSession() as session:
        between = Between(session)
        server = web.Application(client_max_size=_LARGEST)
        server.add_routes([
            web.post("/api/messages", between.inward),
            web.get("/api/messages", _here),
            web.route("*", "/_connector/{path:.+}", between.outward),
        ])  # fmt: skip
        runner = web.AppRunner(server, shutdown_timeout=1, access_log=None)  # seconds; nothing has to end in peace
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        between.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield between
        finally:
            await runner.cleanup()


async def _here(_request: web.Request) -> web.Response:
    """The Playground's page knocks before it begins."""
    return web.Response()


def _kind(request: web.Request) -> dict[str, str]:
    return {"Content-Type": request.headers.get("Content-Type", "application/json")}


def _is_json(answer: aiohttp.ClientResponse) -> bool:
    return answer.content_type == "application/json"
