"""Starting: from an empty folder to the first message that could be taken, and what the idle process weighs."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from aiohttp import web

from bench.loaded import loaded, unneeded
from bench.measured import Measured
from bench.serving import serving
from bot.playground.cast import ADMINISTRATOR, CAST
from bot.playground.playground import Playground, playground
from bot.playground.serving import application
from bot.settings import PREFIX
from storage.master_keys import new_master_key

_TIMES = 5  # starts; the median of them counts
_IDLE = 5.0  # seconds after the start at which memory is read
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
        began = time.perf_counter()
        async with serving({**environment, **_own(Path(folder))}) as (bot, _port):
            seconds, process = time.perf_counter() - began, psutil.Process(bot.pid)
            worked = process.cpu_times()
            await asyncio.sleep(_IDLE)
            megabytes = process.memory_info().rss / _MEGABYTE
            return _Start(round(seconds, 2), round(worked.user + worked.system, 2), round(megabytes, 1))


def _own(folder: Path) -> dict[str, str]:
    return {
        f"{PREFIX}DATABASE_URL": f"sqlite:///{folder}/exchange.db",
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": new_master_key(),
    }


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
