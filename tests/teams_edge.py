"""A Teams edge on a small Teams, with a reception that says what a test wants."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.teams.connect import TeamsEdge, connect
from bot.teams.tokens import Pass
from tests.microsoft import TENANT, activity
from tests.slack_edge import WORDS, FakeReception
from tests.slack_server import FakeInstallations
from tests.teams_server import SmallTeams, small_teams


@dataclass
class FakeRoute:
    service_url: str
    conversation: str
    bot: str


@dataclass
class FakeRoutes:
    """The protocol `Routes` in memory."""

    known: dict[tuple[str, str], FakeRoute] = field(default_factory=dict)

    async def route(self, platform: str, workspace: str, target: str = "") -> FakeRoute | None:
        return self.known.get((workspace, target))

    async def keep(
        self, platform: str, workspace: str, target: str = "", *, service_url: str, bot: str, conversation: str = ""
    ) -> None:
        before = self.known.get((workspace, target))
        self.known[workspace, target] = FakeRoute(
            service_url, conversation or (before.conversation if before else ""), bot
        )

    async def forget(self, platform: str, workspace: str, target: str = "") -> None:
        self.known = {key: way for key, way in self.known.items() if key[0] != workspace or target not in {"", key[1]}}


@dataclass
class ConnectedTeams:
    """An edge that is reached over real HTTP."""

    edge: TeamsEdge
    teams: SmallTeams
    reception: FakeReception
    routes: FakeRoutes
    session: aiohttp.ClientSession
    url: str
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def sends(self, **said: Any) -> tuple[int, Any]:
        """Sends an activity, and waits until all that it leads to is shown: status and body of the answer."""
        body = activity(**{"id": f"in {next(self._numbers)}", "serviceUrl": self.teams.url, **said})
        async with self.session.post(f"{self.url}/api/messages", json=body) as answer:
            shown = await answer.json() if answer.content_type == "application/json" else None
        await self.edge.settle()
        return answer.status, shown

    async def invokes(self, name: str, value: Any, **said: Any) -> tuple[int, Any]:
        return await self.sends(type="invoke", name=name, value=value, text=None, **said)


@asynccontextmanager
async def teams_connected(**settings: Any) -> AsyncIterator[ConnectedTeams]:
    """The tenant is known already, as after its first message."""
    reception, routes = FakeReception(), FakeRoutes()
    async with small_teams() as teams, aiohttp.ClientSession() as session:
        await routes.keep("teams", TENANT, service_url=teams.url, bot="28:bot")
        edge = connect(
            reception=reception,
            installations=FakeInstallations(),
            routes=routes,
            words=WORDS,
            language="en",
            session=session,
            **{"credentials": Pass(lambda: "our token"), **settings},
        )
        app = web.Application()
        app.add_routes(edge.routes())
        async with TestServer(app) as server:
            url = str(server.make_url("")).rstrip("/")
            yield ConnectedTeams(edge, teams, reception, routes, session, url)
