"""Many signed message events at once, as Slack would send them, from a process of its own."""

import asyncio
import hashlib
import hmac
import json
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.child import answer
from bench.workspace import TEAM

_WORDS = "She asked who was carrying the heaviest load today, and at first nobody at the table answered her."
_LATER = "503"  # nothing was stored: Slack sends the event again, as often as this
_TIMES = 4


async def _flood(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Sends `events` of `people` in turn to `ports` in turn, always `at_once` of them unanswered.

    Tells the seconds from the first to the last answer, the answers' statuses, and the slowest but one in a hundred.
    """
    requests = [_request(at, asked) for at in range(asked["events"])]
    waiting, statuses, waits = iter(requests), Counter[str](), list[float]()
    began = time.perf_counter()
    ports = asked["ports"]
    await asyncio.gather(*(_stream(ports[at % len(ports)], waiting, statuses, waits) for at in range(asked["at_once"])))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "statuses": statuses, "p99": sorted(waits)[int(len(waits) * 0.99)]}


async def _stream(port: int, waiting: Iterator[bytes], statuses: Counter[str], waits: list[float]) -> None:
    """One kept connection: the next event once the last is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in waiting:
        began = time.perf_counter()
        for _ in range(_TIMES):
            if (status := await _sent(request, reader, writer)) != _LATER:
                break
        waits.append(time.perf_counter() - began)
        statuses[status] += 1
    writer.close()


async def _sent(request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """The status of the answer."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or 0))
    return head[9:12].decode()


def _request(at: int, asked: Mapping[str, Any]) -> bytes:
    body = json.dumps(_event(f"U{at % asked['people']:06}")).encode()
    sent_at = str(int(time.time()))
    signed = hmac.new(asked["secret"].encode(), f"v0:{sent_at}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {sent_at}",
        f"X-Slack-Signature: v0={signed}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def _event(person: str) -> Mapping[str, Any]:
    """https://docs.slack.dev/reference/events/message.im"""
    now, ids = time.time(), uuid.uuid4()
    us: Sequence[Mapping[str, Any]] = [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True}]
    said = {"type": "message", "channel_type": "im", "channel": f"D{person[1:]}", "user": person, "text": _WORDS}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": f"Ev{ids.hex}",
        "event_time": int(now),
        "authorizations": us,
        "event": {**said, "ts": f"{int(now)}.{ids.int % 1_000_000:06}", "client_msg_id": str(ids)},
    }


if __name__ == "__main__":
    asyncio.run(answer(_flood))
