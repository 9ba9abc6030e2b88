"""Connects the bot to Teams: what comes in goes to reception, what goes out goes through one channel."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.chat.channel import Documents, Installations, Routes
from bot.chat.taking import Taking
from bot.teams.answering import Answering
from bot.teams.connector import Connector
from bot.teams.documents import DocumentPages
from bot.teams.people import Directory
from bot.teams.perform import Performing
from bot.teams.requests import Requests
from bot.teams.send import TeamsChannel
from bot.teams.tokens import KEYS_URL, Check, Keys, Pass, own_pass
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class TeamsEdge:
    """Teams, as the wiring sees it."""

    channel: TeamsChannel
    answering: Answering
    requests: Requests
    documents: DocumentPages | None = None

    def routes(self) -> list[web.RouteDef]:
        """What a web server must answer for Teams."""
        pages = self.documents.routes() if self.documents else ()
        return [web.post("/api/messages", self.requests.take), *pages]

    async def settle(self) -> None:
        """Waits until everything that replies asked for is shown."""
        await self.answering.settle()


def connect(
    *,
    reception: Taking,
    installations: Installations,
    routes: Routes,
    words: Mapping[str, Words],
    language: str,
    session: aiohttp.ClientSession,
    app_id: str = "",
    password: str = "",
    app_type: str = "MultiTenant",
    tenants: Sequence[str] = (),
    keys_url: str = KEYS_URL,
    credentials: Pass | None = None,
    documents: Documents | None = None,
    public_url: str = "",
) -> TeamsEdge:
    """Teams, wired but not started. Without an app id nobody's token is checked: only for this machine.

    `session` is shared with all that calls out, and stays the caller's to close. `credentials` stand in for those that
    Microsoft's library fetches with the password. `documents` wait behind links to `public_url`.
    """
    home = tenants[0] if app_type == "SingleTenant" and tenants else ""
    ours = credentials or (own_pass(app_id, password, home) if app_id else None)
    connector = Connector(session, ours, local=not app_id)
    channel = TeamsChannel(connector, routes, Directory(), words, language, documents, public_url)
    answering = Answering(reception, Performing(channel), routes, installations, _key(password))
    check = Check(app_id, Keys(session, keys_url)) if app_id else None
    pages = DocumentPages(documents, words[language]) if documents else None
    return TeamsEdge(channel, answering, Requests(answering, check, frozenset(tenants)), pages)


def _key(password: str) -> bytes:
    """A key for event ids that every process of ours has, and nobody else."""
    return hashlib.sha256(f"event ids {password or secrets.token_hex()}".encode()).digest()
