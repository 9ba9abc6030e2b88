"""Only what Slack signed gets in, and nothing else gets more than a no."""

import json
import random
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from bot.from_outside import Refused
from bot.slack.signature import LARGEST, Verifier
from tests.sizes import size
from tests.slack_edge import Connected, connected
from tests.slack_payloads import command, event, message
from tests.slack_server import SECRET, event_body, signed

BODY = b'{"type":"event_callback"}'
NOW = 1_804_500_000.0


def refused(headers: dict[str, str], body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,)) -> int:
    """The status with which a request is refused; 200 where it is let in."""
    verifier = Verifier(secrets, lambda: NOW)
    try:
        verifier.check_headers(headers)
        verifier.check_body(headers, body)
    except Refused as no:
        return no.status
    return 200


def with_timestamp(stamp: str) -> dict[str, str]:
    return {**signed(BODY, at=NOW), "X-Slack-Request-Timestamp": stamp}


def test_what_slack_signed_gets_in() -> None:
    assert refused(signed(BODY, at=NOW)) == 200


@pytest.mark.parametrize("secret", ["new", "old"])
def test_both_secrets_count_while_they_are_changed(secret: str) -> None:
    assert refused(signed(BODY, secret=secret, at=NOW), secrets=("new", "old")) == 200


@pytest.mark.parametrize("secrets", [("other",), ("other", "another"), ()])
def test_no_other_secret_counts(secrets: tuple[str, ...]) -> None:
    assert refused(signed(BODY, at=NOW), secrets=secrets) == 401


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-299, 200), (299, 200), (301, 401)])
def test_a_request_is_five_minutes_old_at_most(seconds: int, status: int) -> None:
    assert refused(signed(BODY, at=NOW + seconds)) == status


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "-1804500000", "+1804500000", " 1804500000", "1_804_500_000"])
@pytest.mark.parametrize("also", ["", "٣٣", "9" * 5000])
def test_a_timestamp_that_is_no_number_is_a_bad_request(stamp: str, also: str) -> None:
    assert refused(with_timestamp(stamp + also)) in {400, 401}


@pytest.mark.parametrize("signature", ["", "v0=", "v1=" + "a" * 64, "v0=" + "g" * 64, "v0=" + "é" * 64, "a" * 9999])
def test_a_signature_of_another_shape_is_a_bad_request(signature: str) -> None:
    assert refused({**signed(BODY, at=NOW), "X-Slack-Signature": signature}) == 400


def test_one_changed_byte_is_enough() -> None:
    assert refused(signed(BODY, at=NOW), BODY + b" ") == 401


@pytest.mark.parametrize(
    "headers",
    [{"Content-Encoding": "gzip"}, {"Content-Length": str(LARGEST + 1)}, {"Content-Length": "9" * 5000}],
)
def test_packed_and_huge_bodies_are_refused_unread(headers: dict[str, str]) -> None:
    assert refused({**signed(BODY, at=NOW), **headers}) == 400


async def test_over_http_a_signed_request_is_taken_and_slack_is_answered() -> None:
    async with connected() as bot:
        status, _ = await bot.sends(event_body(event(message())))

        assert status == 200
        assert len(bot.reception.taken) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
async def test_over_http_another_method_is_not_allowed(method: str) -> None:
    async with connected() as bot, bot.session.request(method, f"{bot.url}/slack/events") as answer:
        assert answer.status == 405


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"7", b"{", b'{"type":', b"\xff\xfe", b"payload=%7B", b"payload=[]", b"[" * 100_000],
)
async def test_over_http_signed_junk_is_a_bad_request(body: bytes) -> None:
    async with connected() as bot:
        for kind in ("application/json", "application/x-www-form-urlencoded", ""):
            headers = {**signed(body), "Content-Type": kind}
            async with bot.session.post(f"{bot.url}/slack/events", data=body, headers=headers) as answer:
                assert answer.status in {200, 400}
        assert bot.reception.taken == []


async def test_over_http_a_body_without_a_stated_length_is_cut_off() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    async with connected() as bot:
        headers = signed(BODY)
        async with bot.session.post(f"{bot.url}/slack/events", data=endless(), headers=headers) as answer:
            assert answer.status == 400


async def test_slack_can_check_the_address() -> None:
    async with connected() as bot:
        answer = await bot.sends(event_body({"type": "url_verification", "challenge": "xyz"}))

        assert answer == (200, {"challenge": "xyz"})


async def test_the_check_for_certificates_needs_a_signature_too() -> None:
    async with connected() as bot:
        body = urlencode({**command(), "ssl_check": "1"}).encode()
        async with bot.session.post(f"{bot.url}/slack/events", data=body) as answer:
            assert answer.status == 400
        assert bot.reception.taken == []


@pytest.mark.chaos
async def test_junk_and_forged_requests_reach_no_handler_and_break_nothing() -> None:
    chance = random.Random(2027)
    seen: dict[int, int] = {}

    async with connected() as bot:
        for _ in range(size(100_000)):
            status = await _attack(bot, chance)
            seen[status] = seen.get(status, 0) + 1

        assert set(seen) <= {400, 401, 405}, seen
        assert min(seen.get(400, 0), seen.get(401, 0)) > size(100_000) // 20
        assert bot.reception.taken == []
        assert {name for name, _, _ in bot.slack.calls} == {"auth.test"}


BODIES = (
    b"",
    b"\x00\xff",
    b"[" * 500,
    json.dumps(event(message("CANARY"))).encode(),
    urlencode(command("CANARY")).encode(),
    urlencode({"payload": json.dumps({"type": "block_actions"})}).encode(),
    urlencode({**command(), "ssl_check": "1", "token": "x"}).encode(),
    json.dumps({"type": "url_verification", "challenge": "CANARY"}).encode(),
)
STAMPS = ("", "x", "0", "-1", "1e400", "99999999999999999999", "NaN", "1804500000.5")
SIGNATURES = ("", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "0" * 64, "v0=" + "z" * 64)
KINDS = ("application/json", "application/x-www-form-urlencoded", "text/plain; charset=nope", "multipart/form-data")


async def _attack(bot: Connected, chance: random.Random) -> int:
    body = chance.choice(BODIES) + chance.randbytes(chance.randrange(8))
    headers = {"Content-Type": chance.choice(KINDS)}
    match chance.randrange(6):
        case 0:
            pass
        case 1:
            headers |= signed(body, secret="guessed")
        case 2:
            headers |= signed(body, at=time.time() - chance.choice([301, 3600, 10**9]))
        case 3:
            headers |= signed(body + b"!")
        case 4:
            headers |= {**signed(body), "X-Slack-Request-Timestamp": chance.choice(STAMPS)}
        case _:
            headers |= {**signed(body), "X-Slack-Signature": chance.choice(SIGNATURES)}
    if chance.random() < 0.05:
        headers |= {"Content-Encoding": chance.choice(["gzip", "deflate", "br", "x"]), "X-Slack-Retry-Num": "1"}
    method = "POST" if chance.random() < 0.97 else chance.choice(["GET", "PUT"])
    async with bot.session.request(method, f"{bot.url}/slack/events", data=body, headers=headers) as answer:
        return answer.status
