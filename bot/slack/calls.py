"""Calls Slack's Web API: one session, one try, and every outcome under the name of what to do about it."""

import asyncio
import ipaddress
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat.breaker import Breaker
from bot.chat.channel import Installations
from bot.errors import Crowded, Revoked, Trouble, TryLater, Unknown
from bot.slack.refusals import FINAL, trouble
from bot.slack.silence import QUIET
from bot.slack.trust import Trust

log = logging.getLogger(__name__)

PLATFORM = "slack"
TIMEOUT = 10.0  # seconds; Slack answers within one, and what waits on us is a person
_NO_CONNECTION = 5.0  # seconds until it is worth knocking again
_NOT_LET_IN = 60.0  # seconds until a token that is not taken is tried once more
_REST = 30.0  # seconds in which a Slack that gives no answers is not asked: it must not keep the others waiting
_ONE_BY_ONE = frozenset({"chat.postMessage", "conversations.open"})  # what is called for many people at once
_TOKEN_KEPT = 60.0  # seconds; how long another process's uninstall may go unseen here

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]


@dataclass(slots=True)
class Calls:
    """The Web API of every workspace that installed us. Keeps tokens for a minute and pauses as long as asked.

    A method that gave a workspace no answer five times in a row is left alone there for half a minute.

    `monotonic` tells seconds that no change of a clock touches.
    """

    session: aiohttp.ClientSession
    api_url: str
    installations: Installations
    timeout: float = TIMEOUT
    monotonic: Callable[[], float] = time.monotonic
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    _paused: dict[tuple[str, str], float] = field(default_factory=dict)
    _breakers: dict[tuple[str, str], Breaker] = field(default_factory=dict)
    _trust: dict[tuple[str, str], Trust] = field(default_factory=dict)

    async def call(self, workspace: str, method: str, do: Call) -> dict[str, Any]:
        """What Slack answers to one call. Tried once: repeating is for those who can tell whether it was done.

        Raises TryLater, Unknown, Rejected, Unreachable or Revoked, none of which quotes what was sent.
        """
        self._heed_pause(workspace, method)
        if method not in _ONE_BY_ONE:
            return await self._made(workspace, method, do)
        trust = self._trust.setdefault((workspace, method), Trust(self.monotonic))
        async with trust.turn():
            self._heed_pause(workspace, method)  # it may have begun while we waited for our turn
            try:
                answer = await self._made(workspace, method, do)
            except (TryLater, Revoked):
                trust.was_refused()
                raise
            trust.went_through()
            return answer

    async def _made(self, workspace: str, method: str, do: Call) -> dict[str, Any]:
        client = self.client(await self._token(workspace))
        breaker = self._breakers.setdefault((workspace, method), Breaker(_REST, self.monotonic))
        if not breaker.lets_through:
            raise Crowded(_REST, "no answer")
        try:
            return await _heard(breaker, attempt(do(client), seconds=self.timeout))
        except TryLater as busy:
            self._paused[workspace, method] = self.monotonic() + busy.after
            raise
        except Revoked as revoked:
            self.forget_token(workspace)
            if revoked.reason not in FINAL:
                raise self._not_let_in(workspace, method, revoked.reason) from None
            await self.installations.forget(PLATFORM, workspace)
            raise

    def client(self, token: str | None = None) -> AsyncWebClient:
        """Slack's own client with nothing left to its defaults: it would retry, and so post twice."""
        client = AsyncWebClient(
            token=token,
            base_url=self.api_url,
            timeout=int(self.timeout),
            session=self.session,
            retry_handlers=[],
            logger=QUIET,
        )
        if _is_loopback(self.api_url):
            client.proxy = None  # a proxy of the environment is for the world outside
        return client

    def forget_token(self, workspace: str) -> None:
        self._tokens.pop(workspace, None)

    def _not_let_in(self, workspace: str, method: str, reason: str) -> Crowded:
        """Nothing was done, and nothing is over: the token may be let in again, or another one be put in its place."""
        log.error("Slack does not take the token of workspace %s just now: %s", workspace, reason)
        self._paused[workspace, method] = self.monotonic() + _NOT_LET_IN
        return Crowded(_NOT_LET_IN, reason)

    def _heed_pause(self, workspace: str, method: str) -> None:
        left = self._paused.get((workspace, method), 0.0) - self.monotonic()
        if left > 0:
            raise Crowded(left, "ratelimited")
        self._paused.pop((workspace, method), None)

    async def _token(self, workspace: str) -> str:
        token, until = self._tokens.get(workspace, ("", 0.0))
        if until > self.monotonic():
            return token
        found = await self.installations.token(PLATFORM, workspace)
        if found is None:
            raise Revoked("not_installed")
        self._tokens[workspace] = (found, self.monotonic() + _TOKEN_KEPT)
        return found


async def _heard(breaker: Breaker, answer: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """That answer; the breaker learns whether there was one."""
    try:
        data = await answer
    except Unknown:
        breaker.failed()
        raise
    except Trouble:  # a refusal is an answer
        breaker.went_well()
        raise
    breaker.went_well()
    return data


async def attempt(answer: Awaitable[AsyncSlackResponse], *, seconds: float) -> dict[str, Any]:
    """The data of one answer, or the trouble that it means. `seconds` count for the whole exchange."""
    try:
        async with asyncio.timeout(seconds):
            data = (await answer).data
    except SlackApiError as refusal:
        # its text quotes the answer, and the answer may quote us
        raise _meaning(refusal) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise TryLater(_NO_CONNECTION, "no connection") from None
    except (TimeoutError, aiohttp.ClientError, OSError, SlackRequestError, ValueError) as broken:
        raise Unknown(type(broken).__name__) from None
    return data if isinstance(data, dict) else {}


def _meaning(refusal: SlackApiError) -> Trouble:
    response = refusal.response
    if not isinstance(response, AsyncSlackResponse):  # the answer was no JSON: a proxy's page, or half an answer
        return trouble(getattr(response, "status", 0), "", getattr(response, "headers", {}))
    data = response.data if isinstance(response.data, dict) else {}
    return trouble(response.status_code, str(data.get("error") or ""), response.headers)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
