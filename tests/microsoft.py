"""Microsoft's key server on this machine, for the tests: it publishes keys, and signs tokens with any."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "99999999-8888-7777-6666-555555555555"
SERVICE = "https://smba.trafficmanager.net/emea/"
ISSUER = "https://api.botframework.com"


@dataclass
class Microsoft:
    """`published` are the keys that anybody can read; `asked` counts how often they were."""

    url: str = ""
    published: dict[str, RSAPrivateKey] = field(default_factory=dict)
    asked: int = 0
    down: bool = False

    def publish(self, key_id: str) -> None:
        """That key alone, from now on."""
        self.published = {key_id: new_key()}

    def token(self, *, key_id: str = "one", key: Any = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A good token, but for what is said otherwise; a claim that is None is left out."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP_ID, "serviceurl": SERVICE, "nbf": now - 60, "exp": now + 600}
        said = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        return jwt.encode(said, key or self.published[key_id], algorithm, headers={"kid": key_id})

    async def metadata(self, _request: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=503) if self.down else web.json_response({"jwks_uri": f"{self.url}/keys"})

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [_public(name, key) for name, key in self.published.items()]})


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def activity(**said: Any) -> dict[str, Any]:
    """A message in the private chat, but for what is said otherwise; what is None is left out."""
    usual = {
        "type": "message",
        "id": "1",
        "timestamp": "2027-03-08T16:30:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:ada", "name": "Ada Novak", "aadObjectId": "ada"},
        "recipient": {"id": "28:bot", "name": "Exchange Coach"},
        "conversation": {"id": "a:private", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": "Nobody answered at first.",
        "locale": "en-GB",
        "localTimezone": "Europe/London",
    }
    return {name: value for name, value in {**usual, **said}.items() if value is not None}


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    made = Microsoft()
    made.publish("one")
    application = web.Application()
    application.add_routes([web.get("/metadata", made.metadata), web.get("/keys", made.keys)])
    runner = web.AppRunner(application, shutdown_timeout=1)  # seconds; nothing here has to end in peace
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()


def _public(name: str, key: RSAPrivateKey) -> dict[str, Any]:
    return {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "endorsements": ["msteams"]}
