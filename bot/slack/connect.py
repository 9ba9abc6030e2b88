"""Connects the bot to Slack: what comes in goes to reception, what goes out goes through one channel."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.chat.channel import Installations
from bot.chat.patience import patiently
from bot.chat.taking import Taking
from bot.errors import Misconfigured, Trouble
from bot.slack.answering import Answering
from bot.slack.bolt import bolt_app
from bot.slack.calls import PLATFORM, Calls, attempt
from bot.slack.install import Installing
from bot.slack.modals import Modals
from bot.slack.people import Directory
from bot.slack.perform import Performing
from bot.slack.refusals import not_taken
from bot.slack.requests import Requests
from bot.slack.send import SlackChannel
from bot.slack.signature import Verifier
from bot.slack.sweeping import Sweeping
from prompts.words import Words

if TYPE_CHECKING:  # loaded only where the settings use it
    from bot.slack.socket_mode import Socket

log = logging.getLogger(__name__)


@dataclass(slots=True)
class SlackEdge:
    """Slack, as the wiring sees it. `routes` are there before `start`, because Slack asks at once."""

    channel: SlackChannel
    answering: Answering
    bot_token: str = field(repr=False)
    requests: Requests | None
    installing: Installing | None
    socket: "Socket | None"
    sweeping: Sweeping | None = None
    _sweep: "asyncio.Task[None] | None" = None

    def routes(self) -> list[web.RouteDef]:
        """What a web server must answer for Slack; nothing for Socket Mode with one workspace."""
        events = [web.post("/slack/events", self.requests.take)] if self.requests else []
        if not self.installing:
            return events
        return [
            *events,
            web.get("/slack/install", self.installing.start),
            web.get("/slack/oauth_redirect", self.installing.finish),
        ]

    async def start(self) -> None:
        """Learns which workspace the bot token is of, opens the socket, and begins to look for what was lost.

        Raises Misconfigured with a sentence.
        """
        if self.bot_token:
            await self._keep_workspace()
        if self.socket:
            await self.socket.open()
        if self.sweeping:
            self._sweep = asyncio.create_task(self.sweeping.run())

    async def settle(self) -> None:
        """Waits until everything that replies asked for is shown."""
        await self.answering.settle()

    async def close(self) -> None:
        """Takes nothing more, and finishes what was begun."""
        if self._sweep:
            self._sweep.cancel()
            await asyncio.wait([self._sweep])
        if self.socket:
            await self.socket.close()
        await self.answering.settle()

    async def _keep_workspace(self) -> None:
        calls = self.channel.calls
        try:
            who = await patiently(
                lambda: attempt(calls.client(self.bot_token).auth_test(), seconds=calls.timeout),
            )
        except Trouble as trouble:
            raise not_taken("bot token", calls.api_url, trouble) from None
        workspace = who.get("team_id") or who.get("enterprise_id")
        if not workspace:
            raise Misconfigured(
                f"Slack at {calls.api_url} does not say which workspace the bot token is of (auth.test)"
            )
        await calls.installations.keep(PLATFORM, str(workspace), str(who.get("team") or ""), self.bot_token)
        log.info("connected to the Slack workspace %s", workspace)


def connect(
    *,
    reception: Taking,
    installations: Installations,
    words: Mapping[str, Words],
    language: str,
    session: aiohttp.ClientSession,
    api_url: str,
    public_url: str = "",
    signing_secrets: Sequence[str] = (),
    bot_token: str = "",
    app_token: str = "",
    client_id: str = "",
    client_secret: str = "",
) -> SlackEdge:
    """Slack, wired but not started. `session` is shared with all that calls out, and stays the caller's to close."""
    calls = Calls(session, api_url, installations)
    channel = SlackChannel(calls, Directory(calls), words, language)
    answering = Answering(reception, Performing(channel, Modals(calls)), _key(signing_secrets, app_token))
    app = bolt_app(answering, calls.client())
    many = client_id and client_secret
    return SlackEdge(
        channel=channel,
        answering=answering,
        bot_token=bot_token,
        requests=Requests(Verifier(tuple(signing_secrets)), app) if signing_secrets else None,
        installing=Installing(calls, client_id, client_secret, public_url, words[language]) if many else None,
        socket=_socket(app, calls, app_token) if app_token else None,
    )


def _socket(app: AsyncApp, calls: Calls, app_token: str) -> "Socket":
    from bot.slack.socket_mode import Socket

    return Socket(app, calls, app_token)


def _key(signing_secrets: Sequence[str], app_token: str) -> bytes:
    """A key for event ids that every process of ours has, and nobody else."""
    known = signing_secrets[0] if signing_secrets else app_token
    return hashlib.sha256(f"event ids {known or secrets.token_hex()}".encode()).digest()
