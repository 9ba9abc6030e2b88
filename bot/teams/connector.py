"""Calls the services of Teams: one session, one token, one try, and every outcome under the name of what to do."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.errors import Rejected, Trouble, TryLater, Unknown, Unreachable
from bot.teams.hosts import is_trusted
from bot.teams.tokens import Pass

PLATFORM = "teams"
TIMEOUT = 10.0  # seconds; Teams answers within one
DEFAULT_WAIT = 15.0  # seconds, where a refusal does not say how long
LONGEST_WAIT = 3600.0  # seconds; a server that asks for more is not believed
_NO_CONNECTION = 5.0  # seconds until it is worth knocking again

# Nothing was done and it may be tried again: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
_LATER = frozenset({412, 429})
# About the person or the room: the bot was blocked or removed there, or nobody is there any more. Every other no is
# about this one call, such as a card that is too large or not to Teams' liking.
_UNREACHABLE = frozenset({403, 404, 410})
_NO_MESSAGE = "ActivityNotFoundInConversation"  # a 404 too: what was to be changed is gone, and the chat is there
_MOST_ANSWER = 1_000_000  # bytes; what Teams answers is a few hundred


@dataclass(slots=True)
class Connector:
    """The Bot Framework's REST interface, as far as we need it. `credentials` is None where nothing is authenticated.
    `monotonic` tells seconds that no change of a clock touches.

    Its paths are those of learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
    """

    session: aiohttp.ClientSession
    credentials: Pass | None
    local: bool = False
    timeout: float = TIMEOUT
    monotonic: Callable[[], float] = time.monotonic
    _paused: dict[str, float] = field(default_factory=dict)

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Posts an activity into a conversation and gives its id there. Raises Trouble, which quotes nothing."""
        answer = await self._call("POST", service_url, f"{_in(conversation)}/activities", activity)
        return _id(answer)

    async def put(self, service_url: str, conversation: str, message: str, activity: Mapping[str, Any]) -> None:
        """Puts an activity in the place of another."""
        where = f"{_in(conversation)}/activities/{quote(message, safe='')}"
        await self._call("PUT", service_url, where, activity, repeatable=True)

    async def begin(self, service_url: str, wanted: Mapping[str, Any]) -> str:
        """A conversation as wanted (the private chat with a person exists once, however often it is begun)."""
        return _id(await self._call("POST", service_url, "v3/conversations", wanted, repeatable=True))

    async def member(self, service_url: str, conversation: str, person: str) -> Mapping[str, Any]:
        """Who that is, as the conversation's roster has it."""
        where = f"{_in(conversation)}/members/{quote(person, safe='')}"
        return await self._call("GET", service_url, where, None, repeatable=True)

    async def _call(
        self, method: str, service_url: str, path: str, body: Mapping[str, Any] | None, *, repeatable: bool = False
    ) -> dict[str, Any]:
        if not is_trusted(service_url, local=self.local):
            raise Unreachable("service not trusted")
        url = f"{service_url.rstrip('/')}/{path}"
        self._heed_pause(url)
        headers = {"Authorization": f"Bearer {await self.credentials.token()}"} if self.credentials else {}
        try:
            async with asyncio.timeout(self.timeout):
                return await self._answer(method, url, headers, body)
        except TryLater as busy:
            self._paused[url] = self.monotonic() + busy.after
            raise
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise TryLater(_NO_CONNECTION, "no connection") from None
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, Unknown) as broken:
            raise (TryLater(reason="no answer") if repeatable else _unknown(broken)) from None

    async def _answer(
        self, method: str, url: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        async with self.session.request(method, url, headers=headers, json=body, allow_redirects=False) as answer:
            text = await _body(answer)
            if answer.status >= 300:
                raise trouble(answer.status, _code(text), answer.headers)
            found = json.loads(text) if text.strip() else {}
            return found if isinstance(found, dict) else {}

    def _heed_pause(self, url: str) -> None:
        left = self._paused.get(url, 0.0) - self.monotonic()
        if left > 0:
            raise TryLater(left, "asked to wait")
        self._paused.pop(url, None)


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """All of it, in however many pieces it comes; of an answer that is far too long, the beginning."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > _MOST_ANSWER:
            break
    return bytes(body)


def trouble(status: int, code: str, headers: Mapping[str, str]) -> Trouble:
    """What a refusal means. `code` is Microsoft's own word for it, empty where the answer was none of theirs.

    A server that fails may have posted the message before it did; every other refusal is a definite no.
    """
    if status in _LATER:
        return TryLater(_wait(headers), code or f"HTTP {status}")
    if status >= 500 or status == 408:
        return Unknown(code or f"HTTP {status}")
    if status == 401:
        return TryLater(reason=code or "HTTP 401")  # our token or its setting; the person is as reachable as before
    gone = status in _UNREACHABLE and code != _NO_MESSAGE
    return (Unreachable if gone else Rejected)(code or f"HTTP {status}")


def _unknown(broken: BaseException) -> Unknown:
    return broken if isinstance(broken, Unknown) else Unknown(type(broken).__name__)


def _wait(headers: Mapping[str, str]) -> float:
    asked = headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isascii() and asked.isdigit() else DEFAULT_WAIT


def _in(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"


def _id(answer: Mapping[str, Any]) -> str:
    if not answer.get("id"):
        raise Unknown("no id")
    return str(answer["id"])


def _code(text: bytes) -> str:
    """Microsoft's word for what went wrong, and nothing else of the answer: it may quote what we sent."""
    try:
        code = json.loads(text)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(code)[:60] if str(code).replace("_", "").isalnum() else ""
