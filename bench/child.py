"""A process of its own that answers in lines of JSON: load and fake Slack must not slow down what is measured."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.settings import PREFIX

_LINE = 1 << 22  # characters of one answer at most

# Runs a module as on a machine of its own: only the tests bring pygments, and a library of ours loads it where it is.
AS_IT_SERVES = """
import runpy, sys
sys.modules["pygments"] = None
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True, slots=True)
class Child:
    """A module of ours in a process of its own."""

    process: asyncio.subprocess.Process

    async def ask(self, **question: Any) -> dict[str, Any]:
        """The answer to one question. Raises RuntimeError where the process ended instead."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a process of the measurement ended with {await self.process.wait()}")
        return dict(json.loads(line))


@asynccontextmanager
async def child(module: str) -> AsyncIterator[Child]:
    """`python -m module`, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", AS_IT_SERVES, module),
        env=clean_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE,
    )
    try:
        yield Child(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


async def answer(answering: Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]) -> None:
    """The child's side: answers every line, until there are no more."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        sys.stdout.write(json.dumps(await answering(json.loads(line))) + "\n")
        sys.stdout.flush()


def clean_environment() -> dict[str, str]:
    """This process's environment without any setting of the bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
