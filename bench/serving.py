"""`python -m bot serve` in a process of its own, as an operator starts it."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bench.child import AS_IT_SERVES, clean_environment
from bot.settings import PREFIX

_TOO_LONG = 60.0  # seconds after which a start has failed
_LOOKING_AGAIN = 0.01  # seconds between two questions whether it is ready


@asynccontextmanager
async def serving(environment: Mapping[str, str]) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """The process and its port, once it is ready. Raises RuntimeError where it ends, TimeoutError if never ready."""
    port = _free_port()
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", AS_IT_SERVES, "bot", "serve"),
        env={**clean_environment(), **environment, f"{PREFIX}PORT": str(port)},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _ready(bot, f"http://127.0.0.1:{port}/readyz")
        yield bot, port
    finally:
        if bot.returncode is None:
            bot.terminate()
        await bot.wait()


async def _ready(bot: asyncio.subprocess.Process, address: str) -> None:
    async with asyncio.timeout(_TOO_LONG), aiohttp.ClientSession() as session:
        while not await _is_ready(session, address):
            if bot.returncode is not None:
                raise RuntimeError(f"the bot ended with {bot.returncode}")
            await asyncio.sleep(_LOOKING_AGAIN)


async def _is_ready(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(address) as answer:
            return answer.status == web.HTTPOk.status_code
    except aiohttp.ClientConnectionError:
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
