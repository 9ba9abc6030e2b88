"""A demo as a process of its own, as a newcomer starts it with one command."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.free_port import free_port

# Until a test gives up; how long a start really takes is for the benchmark to say.
STARTING = timedelta(seconds=180)
REPOSITORY = Path(__file__).parent.parent


@asynccontextmanager
async def a_demo(command: str) -> AsyncIterator[str]:
    """`python -m bot` with that command, with nothing to read from: the address that its first line gives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", command),
        cwd=REPOSITORY,
        env={**os.environ, "EXCHANGE_PORT": str(free_port())},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout
        async with asyncio.timeout(STARTING.total_seconds()):
            said = await process.stdout.readline()
        found = re.search(r" is at (http://[\w.:]+)", said.decode())
        assert found, said
        yield found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STARTING.total_seconds()):
            assert await process.wait() == 0
