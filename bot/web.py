"""The web server's own pages: whether the process lives, whether it is ready, and a demo's clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from json import JSONDecodeError
from typing import Protocol

from aiohttp import web

from bot.errors import log_fault

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024  # bytes; the largest platform event is a tenth of it
_READY = frozenset({"", "held"})  # a balancer must go on sending us people: what they ask for is answered
_WRITE_WITHIN = 2.0  # seconds; a platform waits three for its answer

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class MovableClock(Protocol):
    """The program's clock; `bot.clock.Clock` has this shape. Moving raises `refusal` for what it will not do."""

    movable: bool

    def now(self) -> datetime: ...
    def is_beating(self) -> bool: ...
    async def next_due(self) -> datetime | None: ...
    async def move_to(self, to: datetime) -> None: ...
    async def move_to_next(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Pages:
    """`trouble` writes into the database, or raises, and names what else is wrong; `refusal` is the clock's own."""

    trouble: Callable[[], Awaitable[str]]
    clock: MovableClock
    refusal: type[Exception]

    def application(self) -> web.Application:
        """An application with these pages, to which the platforms add theirs. Its errors tell nothing."""
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[_tell_nothing])
        application.router.add_get("/livez", self.livez)
        application.router.add_get("/readyz", self.readyz)
        if self.clock.movable:
            application.router.add_get("/clock", self.show_clock)
            application.router.add_post("/clock", self.move_clock)
        return application

    async def livez(self, _request: web.Request) -> web.Response:
        """The process answers."""
        return web.Response(text="ok")

    async def readyz(self, _request: web.Request) -> web.Response:
        """The database takes a write within two seconds, the clocks go right, and what is due is sent.

        Where not, the answer is 503 with one word: "clock", "database", "time" or "outbox". It is ready, and says
        "held", while nothing unasked is sent until the operator says so.
        """
        if not self.clock.is_beating():
            return web.Response(status=503, text="clock")
        try:
            async with asyncio.timeout(_WRITE_WITHIN):
                trouble = await self.trouble()
        except Exception as fault:  # noqa: BLE001 whatever keeps it from writing, it is not ready; the log has the reason
            log_fault(log, "not ready, because the database takes no write", fault)
            return web.Response(status=503, text="database")
        return web.Response(status=503 if trouble not in _READY else 200, text=trouble or "ok")

    async def show_clock(self, request: web.Request) -> web.Response:
        _from_here_only(request)
        return await self._time()

    async def move_clock(self, request: web.Request) -> web.Response:
        """Sets the program's clock forward: `{"to": "2027-03-08T16:30:00Z"}` or `{"next": true}`."""
        _from_here_only(request)
        wished = await _wished(request)
        try:
            if wished is None:
                await self.clock.move_to_next()
            else:
                await self.clock.move_to(wished)
        except self.refusal as refusal:
            return web.json_response({"error": str(refusal)}, status=409)
        return await self._time()

    async def _time(self) -> web.Response:
        due = await self.clock.next_due()
        return web.json_response({"now": self.clock.now().isoformat(), "next": due.isoformat() if due else None})


def _from_here_only(request: web.Request) -> None:
    """A demo's clock is moved from this machine, and by no page of somebody else's in its browser.

    Raises HTTPNotFound or HTTPUnsupportedMediaType; a browser asks before it sends JSON to a stranger.
    """
    if request.remote is None or not ip_address(request.remote).is_loopback:
        raise web.HTTPNotFound
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType


async def _wished(request: web.Request) -> datetime | None:
    """The instant to move to, or None for the next one. Raises HTTPBadRequest for anything else."""
    try:
        wished = await request.json()
        if wished == {"next": True}:
            return None
        to = datetime.fromisoformat(wished["to"])
    except (JSONDecodeError, UnicodeDecodeError, TypeError, KeyError, ValueError) as trouble:
        raise web.HTTPBadRequest(text='send {"to": "2027-03-08T16:30:00Z"} or {"next": true}') from trouble
    if to.tzinfo is None:
        raise web.HTTPBadRequest(text="an instant needs its offset, such as Z or +01:00")
    return to


@web.middleware
async def _tell_nothing(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as fault:  # noqa: BLE001 whatever went wrong, the caller learns only that something did
        log_fault(log, f"{request.method} {_kind_of_page(request)} failed", fault)
        return web.Response(status=500, text="Something on our side is not working.")


def _kind_of_page(request: web.Request) -> str:
    """The page's address as it was written in the code: the real one may be a secret, as a document's is."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "a page"
