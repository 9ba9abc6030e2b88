"""The platforms that the settings name, each wired to reception and to what it must remember."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.chat.channel import Channel
from bot.chat.taking import Taking
from bot.clock import real_now
from bot.flows.searching import Searching
from bot.rules.patience import LONGEST_CALL
from bot.settings import Settings
from bot.slack.connect import SlackEdge, connect
from bot.slack.sweeping import Sweeping
from bot.stores import Stores
from prompts.library import Library
from storage.documents import Documents
from storage.routes import Routes

if TYPE_CHECKING:
    from bot.teams.connect import TeamsEdge

_CONNECTING = 5.0  # seconds for the connection, of all that one call to a platform may take


@dataclass(frozen=True, slots=True)
class Edges:
    """Slack and Teams; None is one that the settings do not name. `session` is shared with all that calls out."""

    slack: SlackEdge | None
    teams: "TeamsEdge | None"
    session: aiohttp.ClientSession

    def channels(self) -> Iterator[tuple[str, Channel]]:
        """What sends, by the platform's name."""
        if self.slack:
            yield "slack", self.slack.channel
        if self.teams:
            yield "teams", self.teams.channel

    def routes(self) -> list[web.RouteDef]:
        """What a web server must answer for them."""
        return [route for edge in (self.slack, self.teams) if edge for route in edge.routes()]

    async def start(self) -> None:
        """Asks the platforms. Raises Misconfigured with a sentence."""
        if self.slack:
            await self.slack.start()

    async def settle(self) -> None:
        """Waits until everything that replies asked for is shown."""
        for edge in (self.slack, self.teams):
            if edge:
                await edge.settle()

    async def finish(self) -> None:
        """Takes nothing more, and shows what was begun; what is due can still be sent."""
        if self.slack:
            await self.slack.close()
        if self.teams:
            await self.teams.settle()


def edges_of(
    settings: Settings, reception: Taking, stores: Stores, library: Library, now: Callable[[], datetime]
) -> Edges:
    """Wired; nobody is asked yet. Needs a running loop. `now` is the time by which Slack stamps messages."""
    wait = aiohttp.ClientTimeout(total=LONGEST_CALL.total_seconds(), sock_connect=_CONNECTING)
    session = aiohttp.ClientSession(timeout=wait)
    slack = _slack(settings, reception, stores, library, session) if settings.slack else None
    if slack:
        slack.sweeping = Sweeping(slack.answering, partial(Searching(stores.database).on, "slack"), now)
    teams = _teams(settings, reception, stores, library, session) if settings.teams else None
    return Edges(slack, teams, session)


def _slack(
    settings: Settings, reception: Taking, stores: Stores, library: Library, session: aiohttp.ClientSession
) -> SlackEdge:
    return connect(
        reception=reception,
        installations=stores.installations,
        words=library.words,
        language=settings.language,
        session=session,
        api_url=settings.slack_api_url,
        public_url=settings.public_url,
        signing_secrets=settings.slack_signing_secret,
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
    )


def _teams(
    settings: Settings, reception: Taking, stores: Stores, library: Library, session: aiohttp.ClientSession
) -> "TeamsEdge":
    from bot.teams.connect import connect  # Microsoft's library is loaded only where Teams is used

    return connect(
        reception=reception,
        installations=stores.installations,
        routes=Routes(stores.database, real_now),
        words=library.words,
        language=settings.language,
        session=session,
        app_id=settings.teams_app_id,
        password=settings.teams_app_password,
        app_type=settings.teams_app_type,
        tenants=settings.teams_tenants,
        documents=Documents(stores.database, real_now),
        public_url=settings.public_url,
    )
