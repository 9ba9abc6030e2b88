"""The address at which Slack reaches us over HTTP."""

from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.from_outside import Refused, body_of
from bot.slack.signature import LARGEST, Verifier


@dataclass(frozen=True, slots=True)
class Requests:
    """Lets signed requests through to Bolt and answers all others with 400 or 401."""

    verifier: Verifier
    app: AsyncApp

    async def take(self, request: web.Request) -> web.Response:
        try:
            body = await self._verified(request)
            unpacked = _unpacked(request, body)
        except Refused as refused:
            return refused.answer()
        return await to_aiohttp_response(await self.app.async_dispatch(unpacked))

    async def _verified(self, request: web.Request) -> bytes:
        self.verifier.check_headers(request.headers)
        body = await body_of(request, LARGEST, Refused(400, "body too large"))
        self.verifier.check_body(request.headers, body)
        return body


def _unpacked(request: web.Request, body: bytes) -> AsyncBoltRequest:
    """The request as Bolt reads it. Raises Refused for what is signed but still no request of Slack's."""
    try:
        headers = {name: value for name, value in request.headers.items() if name.lower() == "content-type"}
        unpacked = AsyncBoltRequest(body=body.decode("utf-8"), headers=dict(headers))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        raise Refused(400, "unreadable body") from None
    if not isinstance(unpacked.body, dict) or not unpacked.body:
        raise Refused(400, "unreadable body")
    return unpacked
