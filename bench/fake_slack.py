"""A fake Slack that costs next to nothing: it says yes to everything, at once or after a while, and counts."""

import asyncio
import json
import re
import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from bench.child import answer
from bench.workspace import TEAM, TIMEZONE

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_METHOD = re.compile(rb"/api/([A-Za-z.]+)")
_PERSON = re.compile(rb"user=(U\w+)|users=(U\w+)|\"users?\": ?\"(U\w+)")


class Workspace:
    """What all connections share: how long an answer takes, in seconds, and how many messages were posted."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.posted = 0
        self._numbers = count(int(time.time()))

    def answer(self, request: bytes) -> bytes:
        found = _METHOD.search(request)
        body = json.dumps({"ok": True, **self._said(found[1].decode() if found else "", request)}).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
        return head + str(len(body)).encode() + b"\r\n\r\n" + body

    def _said(self, method: str, request: bytes) -> Mapping[str, Any]:
        if method == "chat.postMessage":
            self.posted += 1
            return {"channel": "D1", "ts": f"{next(self._numbers)}.000100"}
        if method == "auth.test":
            bot = {"user_id": "UBOT", "bot_id": "B1", "user": "coach"}
            return {"team_id": TEAM, "team": "Bench", "url": "https://bench.example/", **bot}
        person = next((one.decode() for one in _whom(request) if one), "U0")
        if method == "conversations.open":
            return {"channel": {"id": f"D{person[1:]}"}}
        return {"user": {"id": person, "name": person, "real_name": person, "tz": TIMEZONE, "locale": "en-GB"}}


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with kept connections, as much of it as the clients of this measurement speak."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while request := self._whole():
            said = self._workspace.answer(request)
            if self._workspace.delay:
                asyncio.get_running_loop().call_later(self._workspace.delay, self._say, said)
            else:
                self._say(said)

    def _say(self, said: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(said)

    def _whole(self) -> bytes:
        """The next request, once all of it is there."""
        end = self._read.find(b"\r\n\r\n") + 4
        if end < 4:
            return b""
        length = _LENGTH.search(self._read, 0, end)
        end += int(length[1]) if length else 0
        if len(self._read) < end:
            return b""
        request, self._read = self._read[:end], self._read[end:]
        return request


def _whom(request: bytes) -> tuple[bytes, ...]:
    found = _PERSON.search(request)
    return tuple(one or b"" for one in found.groups()) if found else ()


async def main() -> None:
    """Answers where it listens and how much was posted; `delay` changes how long an answer takes."""
    workspace = Workspace()
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(workspace), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"

    async def told(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        workspace.delay = asked.get("delay", workspace.delay)
        return {"url": url, "posted": workspace.posted}

    await answer(told)


if __name__ == "__main__":
    asyncio.run(main())
