"""Waits where a platform asks for it, as long as a person would wait for an answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import Queued, TryLater

_TRIES = 3
_LONGEST = 30.0  # seconds; an answer that comes later than that answers nothing

Done = TypeVar("Done")


async def patiently(do: Callable[[], Awaitable[Done]]) -> Done:
    """Does it, a few times while the platform asks to wait. Raises what it raises, or TryLater after too long."""
    for _ in range(_TRIES - 1):
        try:
            return await _in_turn(do)
        except TryLater as busy:
            if busy.after > _LONGEST:
                raise
            await asyncio.sleep(busy.after)
    return await _in_turn(do)


async def _in_turn(do: Callable[[], Awaitable[Done]]) -> Done:
    """Does it once. To stand behind others is no refusal: it is waited for until the answer would come too late."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        try:
            return await do()
        except Queued as behind:
            await asyncio.sleep(behind.after)
    return await do()
