"""Ends the process at a named step where the settings ask for it: so it is tried what is promised about crashes."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from storage.fail_points import end_at, reached

_EVENTS = frozenset({"/slack/events", "/api/messages"})  # where platforms bring what people do


def cut_short(pages: web.Application, step: str) -> web.Application:
    """The pages, not yet served, in a process that ends where it reaches that step; an empty name is none."""
    end_at(step)
    if step:
        pages.middlewares.append(_answered)
    return pages


@web.middleware
async def _answered(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    response = await handler(request)
    if request.path in _EVENTS:
        await response.prepare(request)
        await response.write_eof()
        reached("event acknowledged")
    return response
