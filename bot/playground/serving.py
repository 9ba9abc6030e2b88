"""What a web server mounts: the Web API, the socket, the page and its controls, in one."""

from aiohttp import web

from bot.playground.api import Api
from bot.playground.control import Control
from bot.playground.playground import Playground

LARGEST = 16 * 1024 * 1024  # bytes; a file that the app hands over


def application(playground: Playground) -> web.Application:
    """Everything under the playground's base address.

    `server.add_subapp("/playground", application(made))`, where made is served at `http://127.0.0.1:8080/playground`;
    `front(made)` may be served anywhere else on the same server.
    """
    served = web.Application(client_max_size=LARGEST)
    served.add_routes(Api(playground.premises).routes())
    served.add_routes([web.get("/socket", playground.switchboard.connected)])
    served.add_routes(Control(playground).routes())

    async def close(_application: web.Application) -> None:
        await playground.closes()

    served.on_shutdown.append(close)
    return served


def front(playground: Playground, path: str = "/") -> web.RouteDef:
    """The page at another address of the same server."""
    return web.get(path, Control(playground).page)
