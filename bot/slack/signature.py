"""Tells real requests of Slack from all others, before anything reads what is in them."""

import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.from_outside import Refused

LARGEST = 1_000_000  # bytes; Slack's own payloads stay far below, and a body is held in memory
TOLERANCE = 300  # seconds between Slack's clock and ours, as Slack recommends against replays

# A number of seconds or bytes: no sign, no spaces, no digits of other scripts, which `int` would take.
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks a request against one or, while they are changed, two signing secrets. `now` is real time."""

    secrets: tuple[str, ...] = field(repr=False)
    now: Callable[[], float] = time.time

    def check_headers(self, headers: Mapping[str, str]) -> None:
        """What can be refused before the body is read. Raises Refused with 400 or 401."""
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Refused(400, "encoded body")
        length = headers.get("Content-Length", "0")
        if not _NUMBER.fullmatch(length) or int(length) > LARGEST:
            raise Refused(400, "body too large")
        sent_at = headers.get("X-Slack-Request-Timestamp", "")
        if not _NUMBER.fullmatch(sent_at):
            raise Refused(400, "no timestamp")
        if not _SIGNATURE.fullmatch(headers.get("X-Slack-Signature", "")):
            raise Refused(400, "no signature")
        if abs(self.now() - int(sent_at)) > TOLERANCE:
            raise Refused(401, "timestamp out of range")

    def check_body(self, headers: Mapping[str, str], body: bytes) -> None:
        """Whether Slack signed exactly these bytes. Raises Refused with 400 or 401."""
        if len(body) > LARGEST:
            raise Refused(400, "body too large")
        signed = b"v0:" + headers["X-Slack-Request-Timestamp"].encode() + b":" + body
        given = headers["X-Slack-Signature"].encode()
        # every secret is tried, so that the time taken does not tell which one is in use
        fitting = [hmac.compare_digest(sign(secret, signed), given) for secret in self.secrets]
        if not any(fitting):
            raise Refused(401, "wrong signature")


def sign(secret: str, signed: bytes) -> bytes:
    """Slack's signature over `v0:<timestamp>:<body>`."""
    return b"v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
