"""Socket Mode: we call Slack and keep the line open, for networks that let nobody in."""

import asyncio
from dataclasses import dataclass, field

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.chat.patience import patiently
from bot.errors import Trouble, TryLater
from bot.slack.calls import Calls, attempt
from bot.slack.refusals import not_taken
from bot.slack.silence import QUIET

_SOON = 2.0  # seconds
_CONNECTED_WITHIN = 10.0  # seconds to wait for the line at start; after that it goes on trying alone


@dataclass(slots=True)
class Socket:
    """The open line. What comes over it is taken like a request over HTTP; what is not acknowledged comes again."""

    app: AsyncApp
    calls: Calls
    app_token: str = field(repr=False)
    _handler: AsyncSocketModeHandler | None = None
    _connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connects, and stays connected. Raises Misconfigured where Slack does not take the token."""
        address = await self._address()
        client = self.calls.client()
        handler = AsyncSocketModeHandler(self.app, self.app_token, logger=QUIET, web_client=client)
        handler.client.proxy = client.proxy
        handler.client.wss_uri = address
        self._handler = handler
        self._connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call] # Bolt has it so
        await asyncio.wait({self._connecting}, timeout=_CONNECTED_WITHIN)

    async def close(self) -> None:
        if self._connecting:
            self._connecting.cancel()
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call] # Bolt has it so

    async def _address(self) -> str:
        try:
            answer = await patiently(self._ask)
        except Trouble as trouble:
            raise not_taken("app token", self.calls.api_url, trouble) from None
        return str(answer["url"])

    async def _ask(self) -> dict[str, str]:
        client = self.calls.client()
        answer = await attempt(client.apps_connections_open(app_token=self.app_token), seconds=self.calls.timeout)
        if not answer.get("url"):
            raise TryLater(_SOON, "no address")
        return answer
