"""Socket Mode: the app calls, and hears of everything over that one connection.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.playground.courier import PATIENCE, Failed, Way
from bot.playground.premises import Premises
from bot.playground.refusal import Json


@dataclass
class Switchboard:
    """Reaches the app by its newest socket; by request, as long as it never opened one."""

    premises: Premises
    by_request: Way
    patience: float = PATIENCE
    called: bool = False
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _awaited: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def carry(self, kind: str, payload: Json, attempt: int, reason: str) -> Json:
        if not self.called:
            return await self.by_request.carry(kind, payload, attempt, reason)
        if not self._sockets:
            raise Failed("connection_failed")
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        return await self._exchange(envelope)

    async def connected(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end. A ticket opens one only."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.premises.tokens.codes:
            raise web.HTTPUnauthorized
        self.premises.tokens.codes.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        self.called = True
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            self._sockets.remove(socket)
        return socket

    async def refresh(self) -> None:
        """Slack closes every connection after some hours; the app must call again."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            await socket.close()

    async def _exchange(self, envelope: Json) -> Json:
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._awaited[envelope["envelope_id"]] = answer
        try:
            await self._sockets[-1].send_json(envelope)
            return await asyncio.wait_for(answer, self.patience)
        except (TimeoutError, ConnectionError):
            raise Failed("http_timeout") from None
        finally:
            del self._awaited[envelope["envelope_id"]]

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            told = message.json()
            awaited = self._awaited.get(told.get("envelope_id", ""))
            if awaited is not None and not awaited.done():
                awaited.set_result(told.get("payload") or {})

    def _hello(self) -> Json:
        app = {"app_id": self.premises.workspace.app_id}
        return {"type": "hello", "num_connections": len(self._sockets), "connection_info": app, "debug_info": {}}
