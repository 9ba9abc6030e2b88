"""`python -m bot serve` in a process of its own, which may end at any moment and is started again."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

from bot.settings import PREFIX
from tests.free_port import free_port

SOON = 180.0  # seconds after which a start, or an end that was expected, has failed; a busy machine takes long
KILLED = 137  # the exit code at a fail point
_LOOKING_AGAIN = 0.02  # seconds

# Every process is forked from one that has read modules and words, which takes longer than all the rest of a start.
_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload(["tests.nursery", __name__])


@dataclass
class DyingBot:
    """One address at which processes follow each other. `log` takes what they write.

    All is asked of them in one thread: the pipe that tells an exit code can be read only once.
    """

    environment: Mapping[str, str]
    log: Path
    port: int = 0
    process: ForkServerProcess | None = None
    _listening: bool = False
    _session: aiohttp.ClientSession = field(default_factory=aiohttp.ClientSession)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    async def start(self, failpoint: str = "") -> bool:
        """Starts a process. Whether it came to listen; it may have ended before."""
        self.port, self._listening = self.port or free_port(), False
        more = {f"{PREFIX}PORT": str(self.port), f"{PREFIX}FAILPOINT": failpoint}
        self.process = _NURSERY.Process(target=serve, args=({**_clean(), **self.environment, **more}, str(self.log)))
        self.process.start()
        async with asyncio.timeout(SOON):
            while self.is_alive:
                if await self._listens():
                    self._listening = True
                    return True
                await asyncio.sleep(_LOOKING_AGAIN)
        return False

    async def listens(self) -> None:
        """Comes back when a process does; one that is gone is seen by that before anybody is told of its end."""
        while not (self._listening and self.is_alive and await self._listens()):  # noqa: ASYNC110 no bell rings for it
            await asyncio.sleep(_LOOKING_AGAIN)

    async def end(self) -> int:
        """Waits for the process to end by itself. Its exit code."""
        assert self.process is not None
        async with asyncio.timeout(SOON):
            while self.process.exitcode is None:  # noqa: ASYNC110 no bell rings for it
                await asyncio.sleep(_LOOKING_AGAIN)
        return self.process.exitcode

    async def kill(self) -> None:
        """Ends the process without a word, as the kernel does when memory runs out."""
        self._listening = False
        self._send(signal.SIGKILL)
        await self.end()

    async def stop(self) -> None:
        """Ends it in peace, if it still runs."""
        self._send(signal.SIGTERM)
        if self.process is not None:
            await self.end()
        await self._session.close()

    def pause(self) -> None:
        """It stands still, and does not know it."""
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        self._send(signal.SIGCONT)

    async def moves_clock(self, **wish: Any) -> None:
        """Asks for another time of the program; the process may end over it."""
        try:
            async with self._session.post(f"{self.url}/clock", json=wish) as answer:
                await answer.read()
        except (aiohttp.ClientError, ConnectionError):
            pass

    async def now(self) -> datetime:
        """The program's time."""
        async with self._session.get(f"{self.url}/clock") as answer:
            return datetime.fromisoformat((await answer.json())["now"])

    def _send(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.pid is not None and self.is_alive:
            os.kill(self.process.pid, number)

    async def _listens(self) -> bool:
        try:
            async with self._session.get(f"{self.url}/livez") as answer:
                return answer.ok
        except (aiohttp.ClientError, ConnectionError):
            return False


@asynccontextmanager
async def dying_bot(environment: Mapping[str, str], log: Path) -> AsyncIterator[DyingBot]:
    """None is left when the block ends."""
    bot = DyingBot(environment, log)
    try:
        yield bot
    finally:
        bot.go_on()
        await bot.stop()


async def until(true: Callable[[], Awaitable[object]], seconds: float = SOON) -> None:
    """Comes back when it is. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            if await true():
                return
            await asyncio.sleep(0.1)


def serve(environment: Mapping[str, str], log: str) -> None:
    """The new process: the operator's command, in that environment, and what it says in that file."""
    from bot.__main__ import main

    os.environ.clear()
    os.environ.update(environment)
    sys.stdout = sys.stderr = Path(log).open("a", buffering=1)  # noqa: SIM115 it is open for as long as the process lives
    sys.exit(main(["serve"]))


def _clean() -> dict[str, str]:
    """This process's environment without any setting of the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
