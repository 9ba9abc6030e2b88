"""Installing into a workspace from the browser, for one bot that serves many workspaces."""

import hmac
import html
import logging
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin

from aiohttp import web

from bot.chat.web_page import web_page
from bot.errors import Trouble
from bot.slack.calls import PLATFORM, Calls, attempt
from bot.slack.manifest import scopes
from prompts.words import Words

log = logging.getLogger(__name__)

_COOKIE = "exchange_coach_install"
_VALID = 600  # seconds from the first click to the last: Slack's own code lives as long
_MOST_USED = 1000  # states remembered as used; older ones have run out by then


@dataclass(slots=True)
class Installing:
    """Slack's OAuth in two steps. The state is signed, bound to the browser by a cookie, and works once."""

    calls: Calls
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    words: Words
    _used: dict[str, None] = field(default_factory=dict, repr=False)

    async def start(self, _request: web.Request) -> web.Response:
        """Sends the browser to Slack."""
        state = self._state(int(time.time()), secrets.token_urlsafe(18))
        asked = {"client_id": self.client_id, "scope": ",".join(scopes()), "state": state, "redirect_uri": self._back}
        address = f"{urljoin(self.calls.api_url, '../oauth/v2/authorize')}?{urlencode(asked)}"
        response = web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})
        secure = self.public_url.startswith("https:")
        response.set_cookie(_COOKIE, state, max_age=_VALID, httponly=True, secure=secure, samesite="Lax", path="/slack")
        return response

    async def finish(self, request: web.Request) -> web.Response:
        """Takes the browser back from Slack, and keeps the token of the workspace."""
        state = request.query.get("state", "")
        if not self._is_ours(state) or not hmac.compare_digest(
            request.cookies.get(_COOKIE, "").encode(), state.encode()
        ):
            return self._page(401, "slack.install.stale")
        self._remember(state)
        code = request.query.get("code", "")
        if not code:  # the person said no
            return self._page(200, "slack.install.refused")
        try:
            return self._page(200, "slack.install.done", name=await self._keep(code))
        except Trouble as trouble:
            log.warning("not installed: %s: %s", type(trouble).__name__, trouble)
            return self._page(502, "slack.install.failed")

    @property
    def _back(self) -> str:
        return self.public_url.rstrip("/") + "/slack/oauth_redirect"

    async def _keep(self, code: str) -> str:
        asked = {"client_id": self.client_id, "client_secret": self.client_secret}
        asked |= {"code": code, "redirect_uri": self._back}
        # not the SDK's own method for it: that one uses a part of aiohttp that is going away
        granted = self.calls.client().api_call("oauth.v2.access", data=asked)
        answer = await attempt(granted, seconds=self.calls.timeout)
        place = answer.get("team") or answer["enterprise"]  # no team where a whole organisation installs us
        self.calls.forget_token(place["id"])
        await self.calls.installations.keep(PLATFORM, place["id"], place.get("name", ""), answer["access_token"])
        return str(place.get("name", ""))

    def _state(self, made: int, nonce: str) -> str:
        signed = hmac.new(self.client_secret.encode(), f"{made}.{nonce}".encode(), "sha256").hexdigest()
        return f"{made}.{nonce}.{signed}"

    def _is_ours(self, state: str) -> bool:
        made, _, rest = state.partition(".")
        nonce = rest.partition(".")[0]
        if not (made.isascii() and made.isdigit() and len(made) < 12) or state in self._used:
            return False
        fits = hmac.compare_digest(self._state(int(made), nonce).encode(), state.encode())
        return fits and 0 <= time.time() - int(made) <= _VALID

    def _remember(self, state: str) -> None:
        self._used[state] = None
        while len(self._used) > _MOST_USED:
            del self._used[next(iter(self._used))]

    def _page(self, status: int, key: str, **values: str) -> web.Response:
        sentence = html.escape(self.words.label(key, **values))
        page = web_page(self.words, f"<p>{sentence}</p>")
        headers = {"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer"}
        return web.Response(status=status, text=page, content_type="text/html", headers=headers)
