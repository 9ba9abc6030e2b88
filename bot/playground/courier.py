"""How the workspace tells the app what people did: signed requests, or a socket; with Slack's patience and repeats."""

import asyncio
import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.playground.refusal import Json, Unanswered
from bot.playground.weather import Weather

PATIENCE = 3.0  # seconds; https://docs.slack.dev/apis/events-api/#responding
REPEATS = (0.0, 60.0, 300.0)  # seconds before each; https://docs.slack.dev/apis/events-api/#retries


@dataclass(frozen=True, slots=True)
class Failed(Exception):
    """Why a delivery did not work, in the words of `X-Slack-Retry-Reason`; `final` if the app wants no repeat."""

    reason: str
    final: bool = False


class Way(Protocol):
    """How the app is reached. `kind` is "events_api", "slash_commands" or "interactive"."""

    async def carry(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        """The app's answer; {} where it is empty. Raises Failed."""


@dataclass
class ByRequest:
    """Signed POSTs to the app's one address. https://docs.slack.dev/authentication/verifying-requests-from-slack"""

    url: str
    secret: str
    patience: float = PATIENCE
    _session: aiohttp.ClientSession | None = None

    async def carry(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        content_type, body = _body(kind, payload)
        headers = {"Content-Type": content_type, **signed(self.secret, body), **_repeated(attempt, reason)}
        try:
            return await asyncio.wait_for(self._post(body, headers), self.patience)
        except TimeoutError:
            raise Failed("http_timeout") from None
        except aiohttp.ClientError:
            raise Failed("connection_failed") from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: bytes, headers: dict[str, str]) -> Json:
        self._session = self._session or aiohttp.ClientSession()
        async with self._session.post(self.url, data=body, headers=headers) as response:
            text = await response.text()
        if not response.ok:
            raise Failed("http_error", response.headers.get("X-Slack-No-Retry") == "1")
        return _answer(text)


def signed(secret: str, body: bytes, timestamp: int | None = None) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    moment = str(timestamp or int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def _body(kind: str, payload: Json) -> tuple[str, bytes]:
    """Events are JSON, commands a form, interactions a form with one field of JSON."""
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _repeated(attempt: int, reason: str) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}


def _answer(text: str) -> Json:
    """A command may be answered with bare text instead of JSON."""
    if not text.strip():
        return {}
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": str(answer)}


@dataclass
class Courier:
    """Brings what each person does in its order; repeats events that failed, commands and interactions never."""

    way: Way
    weather: Weather
    pace: float = 1.0  # how much of Slack's waiting before a repeat is waited here
    attempts: list[tuple[str, int, str]] = field(default_factory=list)  # event id, attempt, "" or why it failed
    _turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def bring(self, envelope: Json, whose: str) -> None:
        """An event: comes back when the first attempt is over; repeats go on behind."""
        for copy in range(self.weather.copies()):
            async with self._turns[whose]:
                failed = await self._attempt(envelope, copy, "http_timeout" if copy else "")
            if failed and not failed.final:
                self.behind(self._repeat(envelope, failed))

    async def ask(self, kind: str, payload: Json, whose: str) -> Json:
        """A command or an interaction. Raises Unanswered."""
        async with self._turns[whose]:
            try:
                return await self.way.carry(kind, payload, 0, "")
            except Failed as failed:
                raise Unanswered(failed.reason) from None

    def behind(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Waits for all deliveries, the repeats too."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _repeat(self, envelope: Json, failed: Failed) -> None:
        for attempt, pause in enumerate(REPEATS, start=1):
            await asyncio.sleep(pause * self.pace)
            again = await self._attempt(envelope, attempt, failed.reason)
            if again is None or again.final:
                return
            failed = again

    async def _attempt(self, envelope: Json, attempt: int, reason: str) -> Failed | None:
        try:
            await self.way.carry("events_api", envelope, attempt, reason)
        except Failed as failed:
            self.attempts.append((envelope["event_id"], attempt, failed.reason))
            return failed
        self.attempts.append((envelope["event_id"], attempt, ""))
        return None
