"""Requests from outside: a body is read within a size and a time, and what no platform of ours sent is refused."""

import asyncio

from aiohttp import ClientError, web
from aiohttp.http_exceptions import HttpProcessingError

_READ_WITHIN = 5.0  # seconds; platforms send a body at once, and the quickest of them waits three for the answer


class Refused(Exception):
    """Not a request that we take. `status` is the HTTP answer; the sentence quotes nothing of the request."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason

    def answer(self) -> web.Response:
        return web.Response(status=self.status, text=self.reason)


async def body_of(request: web.Request, largest: int, too_large: Refused) -> bytes:
    """The whole body. Raises `too_large` beyond that many bytes, and Refused with 400 where it cannot be read."""
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_WITHIN):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > largest:
                    raise too_large
    except (TimeoutError, OSError, ClientError, web.PayloadAccessError, HttpProcessingError, ValueError):
        raise Refused(400, "unreadable body") from None
    return bytes(body)
