"""Tokens both ways: whoever speaks to us is checked, our own pass is fetched. Microsoft's library is used here alone.

Its endpoint, its adapter and its connector are not: they stop the event loop while a token or a key is fetched, answer
500 to forged tokens and to every dialog, and lose the tenant. What is left of it, the check of a token and the fetching
of ours, is behind the two classes of this module.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from botframework.connector.auth import (
    AuthenticationConstants,
    ChannelValidation,
    MicrosoftAppCredentials,
    SimpleCredentialProvider,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

from bot.errors import TryLater

log = logging.getLogger(__name__)

CHANNEL = "msteams"
KEYS_URL = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
_KEYS_KEPT = 86_400.0  # seconds; Microsoft: "keys may be cached for up to 24 hours"
_KEYS_RENEWED = _KEYS_KEPT / 2
_ASKED_AGAIN = 15.0  # seconds after Microsoft was away; each asking holds requests up for as long as it may take
_SOUGHT_AT_MOST_EVERY = 300.0  # seconds; a key that nobody has must not make us ask for each request
_KEYS_WITHIN = 3.0  # seconds; the request waits meanwhile, and Teams waits about ten
_TOKEN_KEPT = 240.0  # seconds; the library hands out tokens that are good for five minutes and more


class Forged(Exception):
    """A token that does not show that Teams is speaking. Quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A public key, in the shape in which the library looks at it."""

    public_key: Any
    endorsements: list[str]


@dataclass(slots=True)
class Keys:
    """Microsoft's public keys, fetched without holding anybody up; an unknown one is looked for again.

    They are renewed long before they must be, so that hours in which Microsoft is away go unnoticed. `clock` tells
    seconds that only grow.
    """

    session: aiohttp.ClientSession
    url: str = KEYS_URL
    clock: Callable[[], float] = time.monotonic
    _keys: dict[str, _Key] = field(default_factory=dict, repr=False)
    _fetched: float = float("-inf")
    _sought: float = float("-inf")
    _away: str = ""  # what went wrong when they were last asked for
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def get(self, key_id: str) -> _Key:
        """The key of that name. Raises Forged where there is none, TryLater where Microsoft cannot be asked."""
        async with self._one_at_a_time:
            if self._is_wanted(key_id):
                await self._fetch()
            if key_id in self._keys and not self._away:
                self._sought = float("-inf")  # asking for a key that there is costs the next one no wait
        if self._age() > _KEYS_KEPT or (self._away and key_id not in self._keys):
            raise TryLater(reason=f"keys: {self._away}")
        if key_id not in self._keys:
            raise Forged("no such key")
        return self._keys[key_id]

    def _is_wanted(self, key_id: str) -> bool:
        """Whether to ask Microsoft: half a day after the last time, and for a key that is new to us; now and then."""
        now = self.clock()
        known = key_id in self._keys and self._age() < _KEYS_RENEWED
        if known or now - self._sought < (_ASKED_AGAIN if self._away else _SOUGHT_AT_MOST_EVERY):
            return False
        self._sought = now
        return True

    def _age(self) -> float:
        return self.clock() - self._fetched

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(_KEYS_WITHIN):
                listed = (await self._read(self.url))["jwks_uri"]
                found = (await self._read(listed))["keys"]
            self._keys = {one["kid"]: _key(one) for one in found if one.get("kty") == "RSA"}
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, KeyError, TypeError) as broken:
            self._away = type(broken).__name__
            log.warning("Microsoft's keys cannot be had: %s", self._away)
            return
        self._fetched, self._away = self.clock(), ""

    async def _read(self, url: str) -> Any:
        async with self.session.get(url, raise_for_status=True) as answer:
            return await answer.json(content_type=None)


def _key(published: dict[str, Any]) -> _Key:
    return _Key(RSAAlgorithm.from_jwk(json.dumps(published)), list(published.get("endorsements") or ()))


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a request comes from Teams and is meant for this app."""

    app_id: str
    keys: Keys

    async def token(self, header: str, service_url: str) -> None:
        """Raises Forged for every token but a good one for that service, TryLater where keys cannot be fetched."""
        extractor = JwtTokenExtractor(
            ChannelValidation.TO_BOT_FROM_CHANNEL_TOKEN_VALIDATION_PARAMETERS,
            self.keys.url,
            AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS,
        )
        extractor.open_id_metadata = self.keys
        ours = SimpleCredentialProvider(self.app_id, "")
        try:
            identity = await extractor.get_identity_from_auth_header(header, CHANNEL, [])
            identity = await ChannelValidation.validate_identity(identity, ours)
            meant = identity.get_claim_value(ChannelValidation.SERVICE_URL_CLAIM)
        except (TryLater, Forged):
            raise
        except Exception as doubt:  # noqa: BLE001 the library raises whatever comes up; none of it is a good token
            raise Forged(type(doubt).__name__) from None
        if not meant or meant != service_url:
            raise Forged("another service")


@dataclass(slots=True)
class Pass:
    """Our own token for what we send, fetched once for everybody and in a thread, because the library blocks.

    `fetch` gives a fresh one; it may raise whatever it likes.
    """

    fetch: Callable[[], str]
    _token: str = field(default="", repr=False)
    _until: float = 0.0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def token(self) -> str:
        """The token. Raises TryLater where none can be had."""
        async with self._one_at_a_time:
            if time.monotonic() >= self._until:
                self._token = await self._fetched()
                self._until = time.monotonic() + _TOKEN_KEPT
        return self._token

    async def _fetched(self) -> str:
        try:
            return await asyncio.to_thread(self.fetch)
        except Exception as trouble:  # noqa: BLE001 the library raises whatever comes up, and quotes what it was told
            log.warning("Microsoft gives us no token: %s", type(trouble).__name__)
            raise TryLater(reason="token") from None


def own_pass(app_id: str, password: str, tenant: str = "") -> Pass:
    """The pass of this app. `tenant` is the home of an app that is registered for one tenant only."""
    credentials = MicrosoftAppCredentials(app_id, password, channel_auth_tenant=tenant or None)
    return Pass(credentials.get_access_token)
