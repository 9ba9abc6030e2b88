"""Waits where a platform asks for it, as long as a person would wait for an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import TryLater

_TRIES = 3
_LONGEST = 30.0  # seconds; an answer that comes later than that answers nothing

Done = TypeVar("Done")


async def patiently(do: Callable[[], Awaitable[Done]]) -> Done:
    """Does it, a few times while the platform asks to wait. Raises what it raises, or TryLater after too long."""
    for _ in range(_TRIES - 1):
        try:
            return await do()
        except TryLater as busy:
            if busy.after > _LONGEST:
                raise
            await asyncio.sleep(busy.after)
    return await do()
