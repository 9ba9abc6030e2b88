"""How the page, or anybody with a web client, sees the workspace through a person's eyes and acts with their hands."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.doing import Doing
from bot.playground.eyes import seen_by
from bot.playground.playground import Playground
from bot.playground.refusal import Json, Refused, Unanswered
from bot.playground.weather import Weather

PAGE = files("bot.playground").joinpath("page")
PARTS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
# The page loads nothing from anywhere else; pictures in messages may come from any server.
POLICY = "default-src 'self'; img-src 'self' data: https: http:; base-uri 'self'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Control:
    """The page, what it shows and what it can do."""

    playground: Playground

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.page),
            web.get("/page/{part}", self.part),
            web.get("/state", self.state),
            web.get("/stream", self.stream),
            web.post("/do/{what}", self.do),
            web.post("/chapter", self.play),
            web.post("/weather", self.set_weather),
            web.get("/files/{file}/{name}", self.file),
        ]

    async def page(self, _request: web.Request) -> web.Response:
        """The page; it may be served at another address too, because it names its base."""
        base = urlsplit(self.playground.workspace.base_url).path + "/"
        text = PAGE.joinpath("index.html").read_text("utf-8").replace("{base}", base)
        headers = {"Content-Security-Policy": POLICY}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def part(self, request: web.Request) -> web.Response:
        name = request.match_info["part"]
        kind = PARTS.get(name.rpartition(".")[2])
        if kind is None or name not in {part.name for part in PAGE.iterdir()}:
            raise web.HTTPNotFound
        return web.Response(text=PAGE.joinpath(name).read_text("utf-8"), content_type=kind)

    async def state(self, request: web.Request) -> web.Response:
        """What one person sees: `?person=U1`, and `&room=C1` for a channel instead of their chat with the app."""
        person = request.query.get("person", "")
        if person not in self.playground.workspace.people:
            person = next(iter(self.playground.workspace.people))
        return web.json_response(seen_by(self.playground, person, request.query.get("room", "")))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the version of the workspace, each time that it changes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        workspace, version = self.playground.workspace, -1
        with suppress(ConnectionError):  # the page was closed
            while not workspace.closed:
                version = await workspace.change(version)
                await response.write(f"data: {version}\n\n".encode())
        return response

    async def do(self, request: web.Request) -> web.Response:
        """`POST /do/say {"person": "U1", "text": "…"}`; the answer has `problems` under fields, or a `notice`."""
        what = DEEDS.get(request.match_info["what"])
        if what is None:
            raise web.HTTPNotFound
        given = await _given(request)
        try:
            problems = await what(self.playground.person(given.get("person", "")), given)
        except Unanswered:
            return web.json_response({"ok": False, "notice": "The app did not answer in time. Please try again."})
        except (Refused, LookupError) as trouble:
            return web.json_response({"ok": False, "notice": f"That did not work: {trouble}"})
        return web.json_response({"ok": not problems, "problems": problems or {}})

    async def play(self, request: web.Request) -> web.Response:
        """Lets the people do what the next chapter has for them; answers when they have."""
        await _given(request)
        if not (self.playground.chapters and self.playground.chapters.next):
            return web.json_response({"ok": False, "notice": "There is no further chapter."})
        try:
            left_out = await self.playground.chapters.play()
        except (Refused, Unanswered) as trouble:
            return web.json_response({"ok": False, "notice": f"That did not work: {trouble}"})
        notice = {"notice": "Some of it was left out: it was done already, or it is too late for it."}
        return web.json_response({"ok": True, **(notice if left_out else {})})

    async def set_weather(self, request: web.Request) -> web.Response:
        """`POST /weather {"rate_limited": 0.2}`: what is not named goes back to fair."""
        given = await _given(request)
        unknown = set(given) - {field.name for field in fields(Weather)}
        if unknown:
            raise web.HTTPBadRequest(text=f"no such weather: {', '.join(sorted(unknown))}")
        self.playground.change_weather(replace(Weather(), **{name: _set(value) for name, value in given.items()}))
        return web.json_response({"ok": True})

    async def file(self, request: web.Request) -> web.Response:
        file = self.playground.workspace.files.get(request.match_info["file"])
        if file is None or not file.shared:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": f'attachment; filename="{json.dumps(file.name)[1:-1]}"'}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)


async def _given(request: web.Request) -> Json:
    """JSON only: a form of some other page in the same browser must not act for anybody here."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    given = await request.json()
    return given if isinstance(given, dict) else {}


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) and value and isinstance(value[0], str) else value


Deed = Callable[[Doing, Json], Awaitable[dict[str, str] | None]]


async def _say(me: Doing, given: Json) -> None:
    await me.say(given["text"], room=given.get("room", ""), thread=given.get("thread", ""))


async def _edit(me: Doing, given: Json) -> None:
    await me.edit(given["ts"], given["text"], room=given.get("room", ""))


async def _delete(me: Doing, given: Json) -> None:
    await me.delete(given["ts"], room=given.get("room", ""))


async def _run(me: Doing, given: Json) -> None:
    await me.run(given["text"], room=given.get("room", ""))


async def _press(me: Doing, given: Json) -> None:
    """In a message (`ts` and `room`) or in a view (`view`, with what stands in its fields in `values`)."""
    block, action, value = given["block_id"], given["action_id"], given.get("value")
    workspace = me.premises.workspace
    if "view" not in given:
        room = workspace.room(given.get("room") or me.me).id
        post = next((one for one in workspace.seen_by(me.me, room) if one.ts == given["ts"]), None)
        if post is None:
            raise LookupError("that message is no longer there")
        await me.press(post, block, action, value)
        return
    view = workspace.view(given["view"])
    me.fill_in(view, given.get("values", {}))
    await me.press_in_view(view, block, action, value)


async def _submit(me: Doing, given: Json) -> dict[str, str]:
    view = me.premises.workspace.view(given["view"])
    me.fill_in(view, given.get("values", {}))
    return await me.submit(view)


async def _close(me: Doing, given: Json) -> None:
    await me.close(me.premises.workspace.view(given["view"]), everything=bool(given.get("everything")))


async def _shortcut(me: Doing, given: Json) -> None:
    workspace = me.premises.workspace
    post = workspace.post(given.get("room") or workspace.direct(me.me).id, given["ts"]) if given.get("ts") else None
    await me.use_shortcut(given["callback_id"], post)


async def _open(me: Doing, given: Json) -> None:
    await me.open_tab("home" if given.get("tab") == "home" else "messages")


async def _read(me: Doing, given: Json) -> None:
    me.premises.workspace.read[me.me] = given["ts"]
    me.premises.workspace.changed()


async def _profile(me: Doing, given: Json) -> None:
    await me.change_profile(**given["changes"])


async def _leave(me: Doing, _given: Json) -> None:
    await me.leave()


DEEDS: dict[str, Deed] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "run": _run,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "open": _open,
    "read": _read,
    "profile": _profile,
    "leave": _leave,
}
