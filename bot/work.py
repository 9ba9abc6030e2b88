"""What there is to do at a beat of the clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What the clock drives. Each may run at any time and any number of times.

    `sign` leaves a sign of life, before anything is sent and while that takes long. All but `settle` are given the
    program's time; `send` tells whether there was no time for all that is due, `next_due` the program's next moment at
    which something is due, `next_try` the real moment at which something goes on that is due already. After `close`
    the others begin nothing more, and end soon.
    """

    sign: Callable[[datetime], Awaitable[None]]
    plan: Callable[[datetime], Awaitable[None]]
    settle: Callable[[], Awaitable[None]]
    send: Callable[[datetime], Awaitable[bool]]
    tidy: Callable[[datetime], Awaitable[object]]
    next_due: Callable[[datetime], Awaitable[datetime | None]]
    next_try: Callable[[datetime], Awaitable[datetime | None]]
    close: Callable[[], None] = lambda: None
