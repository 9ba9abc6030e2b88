"""A Slack edge on a small Slack, with a reception that says what a test wants."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.event import Event
from bot.chat.reply import Reply
from bot.slack.connect import SlackEdge, connect
from prompts.words import Words
from tests.slack_server import SECRET, TOKEN, FakeInstallations, SmallSlack, sends, small_slack

WORDS = {"en": Words.read("en", Path("prompts/en/interface.toml"))}


@dataclass
class FakeReception:
    """Takes every event, and answers as it is told."""

    reply: Reply | Callable[[Event], Reply] = field(default_factory=Reply)
    trouble: Exception | None = None
    taken: list[Event] = field(default_factory=list)

    async def take(self, event: Event) -> Reply:
        if self.trouble:
            raise self.trouble
        self.taken.append(event)
        return self.reply(event) if callable(self.reply) else self.reply


@dataclass
class Connected:
    """An edge that is reached over real HTTP."""

    edge: SlackEdge
    slack: SmallSlack
    reception: FakeReception
    installations: FakeInstallations
    session: aiohttp.ClientSession
    url: str

    async def sends(self, body: tuple[bytes, str]) -> tuple[int, Any]:
        """Sends a signed request, and waits until all that it leads to is shown."""
        answer = await sends(self.session, f"{self.url}/slack/events", body)
        await self.edge.settle()
        return answer


@asynccontextmanager
async def connected(**settings: Any) -> AsyncIterator[Connected]:
    reception, installations = FakeReception(), FakeInstallations()
    async with small_slack() as slack, aiohttp.ClientSession() as session:
        edge = connect(
            reception=reception,
            installations=installations,
            words=WORDS,
            language="en",
            session=session,
            api_url=f"{slack.url}/api/",
            **{"signing_secrets": (SECRET,), "bot_token": TOKEN, **settings},
        )
        app = web.Application()
        app.add_routes(edge.routes())
        server = TestServer(app)
        await server.start_server(auto_decompress=False)  # as bot.web has it: what we refuse is not unpacked either
        try:
            await edge.start()
            yield Connected(edge, slack, reception, installations, session, str(server.make_url("")).rstrip("/"))
        finally:
            await edge.close()
            await server.close()
