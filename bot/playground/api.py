"""The door by which the app calls the workspace: Slack's Web API, its upload address and its response addresses."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.playground import accounts, conversations, messages, modals
from bot.playground.premises import Premises
from bot.playground.refusal import Json, Refused

METHODS: dict[str, Callable[[Premises, Json], Json]] = {
    "apps.connections.open": accounts.connect,
    "auth.revoke": accounts.revoke,
    "auth.test": accounts.auth_test,
    "chat.delete": messages.delete,
    "chat.getPermalink": messages.permalink,
    "chat.postEphemeral": messages.post_ephemeral,
    "chat.postMessage": messages.post_message,
    "chat.update": messages.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies,
    "files.completeUploadExternal": accounts.complete_upload,
    "files.getUploadURLExternal": accounts.upload_url,
    "oauth.v2.access": accounts.exchange_code,
    "users.info": accounts.user_info,
    "users.list": accounts.user_list,
    "users.lookupByEmail": accounts.user_by_email,
    "views.open": modals.open_view,
    "views.publish": modals.publish,
    "views.push": modals.push,
    "views.update": modals.update,
}
WITHOUT_TOKEN = {"oauth.v2.access"}  # it brings the app's own id and secret instead
JSON_ARGUMENTS = {"blocks", "view", "metadata", "files"}  # these come as JSON text where the body is a form


class Api:
    """Slack's Web API for one workspace."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/{method}", self.call),
            web.get("/api/{method}", self.call),
            web.post("/upload/{file}", self.upload),
            web.post("/respond/{ticket}", self.respond),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call, in today's weather."""
        method = request.match_info["method"]
        given = await arguments(request)
        fault = self.premises.weather.fault(method)
        await asyncio.sleep(self.premises.weather.delay(method))
        if fault == "rate_limited":  # https://docs.slack.dev/apis/web-api/rate-limits
            headers = {"Retry-After": str(self.premises.weather.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault in {"dropped_before", "failed_before"}:
            return _broken(request, dropped=fault == "dropped_before")
        answer = self.answer(method, given)
        if fault is not None:
            return _broken(request, dropped=fault == "dropped_after")
        return web.json_response(answer)

    def answer(self, method: str, given: Json) -> Json:
        """What Slack answers: `ok`, or an error by name."""
        try:
            return self._perform(method, given)
        except Refused as refused:
            self.premises.refusals.append((method, str(refused)))
            return refused.answer()

    def _perform(self, method: str, given: Json) -> Json:
        if method not in METHODS or method in self.premises.weather.unknown_methods:
            raise Refused("unknown_method")
        if method not in WITHOUT_TOKEN:
            self.premises.tokens.check(method, str(given.get("token") or ""))
        return METHODS[method](self.premises, given)

    async def upload(self, request: web.Request) -> web.Response:
        """https://docs.slack.dev/messaging/working-with-files/#uploading_files: the bytes, or a form with a file."""
        file = self.premises.workspace.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        file.content = await _content(request)
        return web.Response(text=f"OK - {len(file.content)}")

    async def respond(self, request: web.Request) -> web.Response:
        given = await request.json()
        try:
            messages.respond(self.premises, request.match_info["ticket"], given)
        except Refused as refused:
            self.premises.refusals.append(("response_url", str(refused)))
            gone = refused.error in {"expired_url", "used_url"}
            return web.json_response(refused.answer(), status=404 if gone else 400)
        return web.json_response({"ok": True})


async def arguments(request: web.Request) -> Json:
    """What was sent, whatever way: the address, a form, or JSON. https://docs.slack.dev/apis/web-api/#methods"""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(await request.text())
    else:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        given |= {name: _decoded(given[name]) for name in JSON_ARGUMENTS & set(given)}
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return {**given, "token": bearer} if bearer else given


def _object(text: str) -> Json:
    decoded = _decoded(text)
    return decoded if isinstance(decoded, dict) else {}


def _decoded(text: str) -> Any:
    """What is no JSON stays text, and is refused as what it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""


def _broken(request: web.Request, *, dropped: bool) -> web.Response:
    if dropped and request.transport is not None:
        request.transport.abort()
    return web.Response(status=500, text="internal_error")
