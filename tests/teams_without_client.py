"""A tenant of Teams without Microsoft's client in it: what people do goes straight to the bot, what it says is kept."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.agents_playground.between import standing_between
from bot.agents_playground.hands import Teams
from bot.playground.inhabitant import Inhabitant
from bot.teams.requests import LARGEST

_NOBODY = Inhabitant("nobody", "Nobody")  # the first of `Teams.people` sits before the client, and there is none


@asynccontextmanager
async def tenant_without_client(people: Sequence[Inhabitant]) -> AsyncIterator[Teams]:
    """Needs no node. `teams.between.bot` names the bot later; without an address, nobody is found by it."""
    async with standing_between() as between, aiohttp.ClientSession() as session:
        between.members = {
            one.id: {"id": one.id, "aadObjectId": one.id, "name": one.name, "email": one.email} for one in people
        }

        async def passed_on(request: web.Request) -> web.Response:
            body, kind = await request.read(), {"Content-Type": "application/json"}
            async with session.post(f"{between.url}/api/messages", data=body, headers=kind) as answer:
                return web.Response(status=answer.status)

        app = web.Application(client_max_size=LARGEST)
        app.add_routes([web.post("/_internal/v1/customActivities", passed_on)])
        async with TestServer(app) as server:
            rooms = {one.id: f"a:beyond-{one.id}" for one in people}
            yield Teams([_NOBODY, *people], between, str(server.make_url("")).rstrip("/"), rooms)
