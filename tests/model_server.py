"""A language model's server for tests: it keeps every byte that it is sent, and answers as a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answering = Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]


@dataclass
class ModelServer:
    """`requests` are the bodies that came in, `headers` what came with them. `answering` says what goes back."""

    answering: Answering
    requests: list[bytes] = field(default_factory=list, repr=False)
    headers: list[dict[str, str]] = field(default_factory=list, repr=False)
    paths: list[str] = field(default_factory=list)
    base_url: str = ""

    @property
    def sent(self) -> str:
        """All that ever came in, as text whose escapes are undone."""
        return "\n".join(json.dumps(json.loads(one), ensure_ascii=False) for one in self.requests)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.read())
        self.headers.append(dict(request.headers))
        self.paths.append(request.path)
        return await self.answering(request, json.loads(self.requests[-1]))


@asynccontextmanager
async def serving(answering: Answering) -> AsyncIterator[ModelServer]:
    server = ModelServer(answering)
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()


def body(request: web.Request, text: str, *, finished: bool = True) -> dict[str, Any]:
    """The answer of that text in the shape of whichever interface was asked."""
    if request.path.endswith("/responses"):
        part = {"type": "output_text", "text": text, "annotations": []}
        message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [part]}
        return {
            "id": "r",
            "object": "response",
            "status": "completed" if finished else "incomplete",
            "output": [message],
        }
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop" if finished else "length", "message": message}
    return {"id": "c", "object": "chat.completion", "choices": [choice]}


def says(mirror: str, question: str) -> Answering:
    """Answers everybody with these two."""
    return says_text(json.dumps({"mirror": mirror, "question": question}))


def says_text(text: str) -> Answering:
    async def answering(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
        return web.json_response(body(request, text))

    return answering


# -- every way in which a server can misbehave ---------------------------------------------------------------------


async def hang(_request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def drip(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for _ in range(600):
        await response.write(b" ")
        await asyncio.sleep(0.1)
    return response


async def drop(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def cut_off(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    whole = json.dumps(body(request, json.dumps({"mirror": "You write", "question": "What?"})))
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
    await response.prepare(request)
    await response.write(whole[:40].encode())
    assert request.transport is not None
    request.transport.close()
    return response


async def unfinished(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    return web.json_response(body(request, '{"mirror": "You write', finished=False))


async def refuse(request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    answer = body(request, "")
    if "output" in answer:
        answer["output"][0]["content"] = [{"type": "refusal", "refusal": "I cannot help with that."}]
    else:
        answer["choices"][0]["message"] = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    return web.json_response(answer)


async def echo(request: web.Request, asked: dict[str, Any]) -> web.StreamResponse:
    """Says back what it was told to be, and then what it was told."""
    told = json.dumps(asked, ensure_ascii=False)
    return await says(told[:400], told[400:700] + "?")(request, asked)


async def elsewhere(_request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
    raise web.HTTPTemporaryRedirect("/other/v1/responses")


def fails(status: int, **headers: str) -> Answering:
    async def answering(_request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response({"error": {"message": "no", "type": "no"}}, status=status, headers=names)

    return answering


def raw(content: bytes, kind: str = "application/json") -> Answering:
    async def answering(_request: web.Request, _asked: dict[str, Any]) -> web.StreamResponse:
        return web.Response(body=content, content_type=kind)

    return answering


LONG = "You write that " + "nobody spoke and " * 6_000
MISBEHAVIOURS: dict[str, Answering] = {
    "hangs": hang,
    "drips": drip,
    "drops the line": drop,
    "cuts the answer off": cut_off,
    "does not finish": unfinished,
    "has too much to do": fails(429, Retry_After="30"),
    "has too much to do for an hour": fails(429, Retry_After="3600"),
    "is broken": fails(500),
    "is not there": fails(404),
    "does not know us": fails(401),
    "wants something else": fails(400),
    "sends us elsewhere": elsewhere,
    "answers nothing": raw(b""),
    "answers null": raw(b"null"),
    "answers a list": raw(b"[]"),
    "answers in HTML": raw(b"<html>busy</html>", "text/html"),
    "answers bytes that are no text": raw(bytes(range(256))),
    "answers with a nest": raw(b"[" * 50_000),
    "answers another shape": raw(
        b'{"status": "completed", "output": [{"type": "message", "content": 5}], "choices": {}}'
    ),
    "says no JSON": says_text("Well, what do you think?"),
    "says a nest": says_text("[" * 50_000),
    "says a number": says_text("5"),
    "says more than was asked": says_text('{"mirror": "You write", "question": "What?", "advice": "Resign."}'),
    "says numbers": says_text('{"mirror": 1, "question": 2}'),
    "says nothing": says("", ""),
    "says 100 kB": says(LONG, "What now?"),
    "asks 100 kB": says("You write that nobody spoke.", "What " * 20_000 + "?"),
    "refuses": refuse,
    "answers in Dutch": says("Je schrijft dat niemand iets zei.", "Wat maakte dat je bleef?"),
    "answers in French": says("Vous écrivez que personne ne parlait.", "Que ressentez-vous maintenant ?"),
    "mentions everybody": says("You write that nobody spoke. <!channel>", "What now, @here?"),
    "mentions somebody": says("You write that nobody spoke.", "What would <@U2> say?"),
    "links": says("You write that nobody spoke.", "What do you find on https://example.org/x?"),
    "links without a scheme": says("You write that nobody spoke.", "What do you find on example.org?"),
    "says back what it was told": echo,
}
