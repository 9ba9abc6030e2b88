"""The address at which Teams reaches us."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.errors import TryLater
from bot.from_outside import Refused, body_of
from bot.teams.about import tenant_of
from bot.teams.answering import Answer
from bot.teams.hosts import is_trusted
from bot.teams.shape import is_shaped
from bot.teams.tokens import CHANNEL, Check, Forged

LARGEST = 256_000  # bytes; Teams sends a tenth of it, and a body is held in memory


class Answering(Protocol):
    """Where verified activities go; `bot.teams.answering.Answering` is the one."""

    async def answer(self, activity: Mapping[str, Any]) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Requests:
    """Lets Teams' own requests through, from the tenants that may use the bot, and answers all others with a 4xx.

    Without a `check` nobody's token is looked at: for this machine alone. Without `tenants`, there all may come.
    """

    answering: Answering
    check: Check | None
    tenants: frozenset[str]

    async def take(self, request: web.Request) -> web.Response:
        try:
            activity = await self._verified(request)
        except Refused as refused:
            return refused.answer()
        except TryLater:  # Microsoft's keys cannot be had: Teams sends the activity again
            return web.Response(status=503, text="keys")
        answer = await self.answering.answer(activity)
        return (
            web.json_response(answer.body, status=answer.status) if answer.body else web.Response(status=answer.status)
        )

    async def _verified(self, request: web.Request) -> Mapping[str, Any]:
        if request.content_type != "application/json":
            raise Refused(415, "not JSON")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Refused(415, "encoded body")
        header = request.headers.get("Authorization", "")
        if self.check and not header.startswith("Bearer "):
            raise Refused(401, "no token")
        activity = _activity(await body_of(request, LARGEST, Refused(413, "body too large")))
        await self._authenticate(header, activity)
        if not is_trusted(activity["serviceUrl"], local=self.check is None):
            raise Refused(403, "foreign service")
        if activity.get("channelId") != CHANNEL:
            raise Refused(403, "foreign channel")
        tenant = tenant_of(activity)
        if not tenant or (self.tenants and tenant not in self.tenants):
            raise Refused(403, "foreign tenant")
        return activity

    async def _authenticate(self, header: str, activity: Mapping[str, Any]) -> None:
        if self.check is None:
            return
        try:
            await self.check.token(header, activity["serviceUrl"])
        except Forged:
            raise Refused(401, "bad token") from None


def _activity(body: bytes) -> Mapping[str, Any]:
    """The activity with all that every activity of Teams has. Raises Refused."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON") from None
    if not isinstance(found, dict) or not _is_whole(found):
        raise Refused(400, "not an activity")
    return found


def _is_whole(activity: Mapping[str, Any]) -> bool:
    texts = all(isinstance(activity.get(key), str) and activity[key] for key in ("type", "serviceUrl", "channelId"))
    parts = (activity.get("conversation"), activity.get("from"), activity.get("channelData", {}))
    return texts and all(isinstance(one, dict) for one in parts) and is_shaped(activity)
