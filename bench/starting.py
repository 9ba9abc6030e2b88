"""Starting: from an empty folder to the first message that could be taken, and what the idle process weighs."""

import asyncio
import os
import secrets
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp
import psutil
from aiohttp import web

from bench.loaded import loaded, unneeded
from bench.measured import Measured
from bot.playground.cast import ADMINISTRATOR, CAST
from bot.playground.playground import Playground, playground
from bot.playground.serving import application
from bot.settings import PREFIX
from storage.master_keys import new_master_key

_TIMES = 5  # starts; the median of them counts
_IDLE = 5.0  # seconds after the start at which memory is read
_TOO_LONG = 60.0  # seconds after which a start has failed
_LOOKING_AGAIN = 0.01  # seconds between two questions whether it is ready
_LIMIT_SECONDS, _LIMIT_MEGABYTES = 3.0, 150.0  # what an operator was promised
_MEGABYTE = 1_000_000


async def starting() -> list[Measured]:
    """Seconds from starting the process to ready, idle memory, and modules that the settings have no use for."""
    secret, token = secrets.token_hex(), f"xoxb-{secrets.token_hex()}"
    async with _served(playground("", secret, token, CAST)) as slack:
        environment = {
            f"{PREFIX}SLACK_API_URL": slack.api_url,
            f"{PREFIX}SLACK_SIGNING_SECRET": secret,
            f"{PREFIX}SLACK_BOT_TOKEN": token,
            f"{PREFIX}ADMINISTRATORS": ADMINISTRATOR.id,
        }
        starts = [await _start(environment) for _ in range(_TIMES)]
    names = await asyncio.to_thread(loaded)
    seconds, worked, megabytes = zip(*((one.seconds, one.worked, one.megabytes) for one in starts), strict=True)
    return [
        Measured("from start to ready", median(seconds), "s", _LIMIT_SECONDS, list(seconds)),
        Measured("of that, at work", median(worked), "s", _LIMIT_SECONDS, list(worked)),
        Measured("memory when idle", median(megabytes), "MB", _LIMIT_MEGABYTES, list(megabytes)),
        Measured("modules without use", len(unneeded(names)), "", 0, unneeded(names)),
    ]


@dataclass(frozen=True, slots=True)
class _Start:
    """`worked` is the processor's time, which other processes of a busy machine add nothing to."""

    seconds: float
    worked: float
    megabytes: float


async def _start(environment: Mapping[str, str]) -> _Start:
    """One start with empty databases. Raises RuntimeError where the bot ends, TimeoutError where it is never ready."""
    with TemporaryDirectory(prefix="exchange-coach-bench-") as folder:
        port = _free_port()
        began = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            env={**_clean(), **environment, **_own(Path(folder), port)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _ready(bot, f"http://127.0.0.1:{port}/readyz")
            seconds, process = time.perf_counter() - began, psutil.Process(bot.pid)
            worked = process.cpu_times()
            await asyncio.sleep(_IDLE)
            megabytes = process.memory_info().rss / _MEGABYTE
            return _Start(round(seconds, 2), round(worked.user + worked.system, 2), round(megabytes, 1))
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


def _own(folder: Path, port: int) -> dict[str, str]:
    return {
        f"{PREFIX}PORT": str(port),
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": new_master_key(),
    }


def _clean() -> dict[str, str]:
    """This process's environment without any setting of the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def _served(made: Playground) -> AsyncIterator[Playground]:
    """The workspace on a free port of this machine."""
    server = web.Application()
    server.add_subapp("/playground", application(made))
    runner = web.AppRunner(server, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.served_at(f"http://127.0.0.1:{runner.addresses[0][1]}/playground")
    try:
        yield made
    finally:
        await runner.cleanup()
