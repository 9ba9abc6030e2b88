"""Twenty messages that nobody asked for go out to Teams at once: beside Microsoft's own library, in the same run."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.core.turn_context import TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    MicrosoftAppCredentials,
    ServiceClientCredentialsFactory,
)

from bench.measured import Measured
from bot.teams.connector import Connector
from bot.teams.tokens import Pass

_MESSAGES = 20
_TOKEN_TAKES = 0.150  # seconds; what a token of Microsoft's takes on a good day
_LOOKING = 0.005  # seconds between two looks at whether the event loop still turns
_STALL = 50.0  # milliseconds: from there on a person notices that everything stands still
_APP_ID = "11111111-2222-3333-4444-555555555555"


@dataclass
class _Tokens:
    """Gives tokens slowly, and counts them."""

    fetched: int = 0

    def fetch(self) -> str:
        self.fetched += 1
        time.sleep(_TOKEN_TAKES)
        return "token"


async def proactive() -> list[Measured]:
    """Seconds, tokens fetched and the longest stall of the event loop, ours and theirs; limits are on ours."""
    with _service() as url:
        our_tokens, their_tokens = _Tokens(), _Tokens()
        ours = await _watched(lambda: _ours(url, our_tokens))
        theirs = await _watched(lambda: _theirs(url, their_tokens))
    return [
        Measured("20 to Teams: tokens fetched", our_tokens.fetched, "", 1),
        Measured("20 to Teams: longest stall", round(ours[1], 1), "ms", _STALL),
        Measured("20 to Teams", round(ours[0], 2), "s", round(theirs[0], 2)),
        Measured("the same by stock: tokens fetched", their_tokens.fetched, "", _MESSAGES),
        Measured("the same by stock: longest stall", round(theirs[1], 1), "ms", float("inf")),
    ]


async def _ours(url: str, tokens: _Tokens) -> None:
    async with aiohttp.ClientSession() as session:
        connector = Connector(session, Pass(tokens.fetch), local=True)
        said = {"type": "message", "text": "Hello"}
        await asyncio.gather(*(connector.post(url, f"a:{number}", said) for number in range(_MESSAGES)))


async def _theirs(url: str, tokens: _Tokens) -> None:
    factory = BotFrameworkAuthenticationFactory.create(credential_factory=_Credentials(tokens))
    adapter = _Stock(factory)

    async def hello(turn: TurnContext) -> None:
        await turn.send_activity("Hello")

    await asyncio.gather(
        *(adapter.continue_conversation(_reference(url, number), hello, _APP_ID) for number in range(_MESSAGES))
    )


class _Stock(CloudAdapterBase):  # type: ignore[misc]  # the library ships no types
    """Microsoft's adapter as it is."""


class _SlowCredentials(MicrosoftAppCredentials):  # type: ignore[misc]  # the same
    """As the library has them, each instance with a token of its own; only Microsoft is left out."""

    tokens: _Tokens
    kept: str = ""

    def get_access_token(self, force_refresh: bool = False) -> str:
        self.kept = self.kept or self.tokens.fetch()
        return self.kept


class _Credentials(ServiceClientCredentialsFactory):  # type: ignore[misc]  # the same
    def __init__(self, tokens: _Tokens) -> None:
        self.tokens = tokens

    async def is_valid_app_id(self, app_id: str) -> bool:
        return app_id == _APP_ID

    async def is_authentication_disabled(self) -> bool:
        return False

    async def create_credentials(self, *_about: object, **_more: object) -> MicrosoftAppCredentials:
        made = _SlowCredentials(_APP_ID, "secret")
        made.tokens = self.tokens
        return made


def _reference(url: str, number: int) -> ConversationReference:
    return ConversationReference(
        user=ChannelAccount(id=f"29:{number}"),
        bot=ChannelAccount(id="28:bot"),
        conversation=ConversationAccount(id=f"a:{number}"),
        channel_id="msteams",
        service_url=url,
        locale="en",
    )


async def _watched(do: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """How many seconds it took, and for how many milliseconds the event loop stood still at the longest."""
    stalls: list[float] = []
    watching = asyncio.create_task(_watch(stalls))
    await asyncio.sleep(_LOOKING * 4)
    started = time.perf_counter()
    await do()
    seconds = time.perf_counter() - started
    watching.cancel()
    return seconds, max(stalls) * 1000


async def _watch(stalls: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(_LOOKING)
        stalls.append(time.perf_counter() - before - _LOOKING)


@contextmanager
def _service() -> Iterator[str]:
    """A service of Teams in a thread of its own, so that a loop that stands still does not hold it up."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), [""]

    async def take(request: web.Request) -> web.Response:
        return web.json_response({"id": Activity.deserialize(await request.json()).type}, status=201)

    async def start() -> web.AppRunner:
        application = web.Application()
        application.add_routes([web.post("/v3/conversations/{room}/activities", take)])
        application.add_routes([web.post("/v3/conversations/{room}/activities/{message}", take)])
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found[0] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        return runner

    def serve() -> None:
        runner = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
