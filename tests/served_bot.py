"""`python -m bot serve` in processes of their own, as an operator starts them, for the tests that need real ones."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.playground.playground import Playground
from bot.settings import PREFIX
from storage.master_keys import new_master_key
from tests.slack_people import BOT_TOKEN, SECRET

SOON = 180.0  # seconds after which a start or an end has failed; a busy machine takes long
MASTER_KEY = new_master_key()
_LISTENING = re.compile(r"listening on http://127\.0\.0\.1:(\d+)")
_LOOKING_AGAIN = 0.02  # seconds


@dataclass
class ServedBot:
    """One process. `log` is the file that it writes to."""

    process: asyncio.subprocess.Process
    log: Path
    port: int = 0

    @property
    def said(self) -> str:
        return self.log.read_text()

    def send(self, number: signal.Signals) -> None:
        if self.process.returncode is None:
            self.process.send_signal(number)

    async def ends(self) -> int:
        """Its exit code, once it has ended."""
        async with asyncio.timeout(SOON):
            return await self.process.wait()

    async def listens(self) -> None:
        """Comes back when it does. Raises AssertionError where it ends instead."""
        async with asyncio.timeout(SOON):
            while not (found := _LISTENING.search(self.said)):
                assert self.process.returncode is None, self.said
                await asyncio.sleep(_LOOKING_AGAIN)
        self.port = int(found[1])


@asynccontextmanager
async def begun(environment: Mapping[str, str], log: Path, command: str = "serve") -> AsyncIterator[ServedBot]:
    """A process that has only been started; it is gone when the block ends."""
    with log.open("w") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "ignore", "-m", "bot", *command.split()),
            env={**_clean(), **environment},
            stdout=written,
            stderr=written,
        )
    bot = ServedBot(process, log)
    try:
        yield bot
    finally:
        bot.send(signal.SIGCONT)
        bot.send(signal.SIGKILL)
        await bot.ends()


@asynccontextmanager
async def serving(environment: Mapping[str, str], log: Path) -> AsyncIterator[ServedBot]:
    """One that listens."""
    async with begun(environment, log) as bot:
        await bot.listens()
        yield bot


def on_sqlite(folder: Path) -> dict[str, str]:
    """Where it keeps what it remembers."""
    return _place(f"sqlite:///{folder}/exchange.db", folder)


def on_postgresql(words: str, folder: Path) -> dict[str, str]:
    """The same, with the words in PostgreSQL; the keys stay in a file that processes of one machine may share."""
    return _place(words, folder)


def in_slack(playground: Playground) -> dict[str, str]:
    """A bot of that workspace, with the real time."""
    return {
        f"{PREFIX}PORT": "0",
        f"{PREFIX}SLACK_API_URL": playground.api_url,
        f"{PREFIX}SLACK_BOT_TOKEN": BOT_TOKEN,
        f"{PREFIX}SLACK_SIGNING_SECRET": SECRET,
        f"{PREFIX}ADMINISTRATORS": "F1",
    }


def _place(words: str, folder: Path) -> dict[str, str]:
    return {
        f"{PREFIX}DATABASE_URL": words,
        f"{PREFIX}KEYS_URL": f"sqlite:///{folder}/keys.db",
        f"{PREFIX}MASTER_KEYS": MASTER_KEY,
        f"{PREFIX}ERASURES_FILE": str(folder / "erasures.jsonl"),
    }


def _clean() -> dict[str, str]:
    """This process's environment without any setting of the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
