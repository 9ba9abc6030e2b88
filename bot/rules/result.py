"""What can come of writing to a platform, and how the promise's row tells of it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat.event import Posted
from bot.chat.given_up import give_up
from bot.errors import Crowded, Rejected, TryLater, Unknown
from bot.rules.patience import Patience
from storage.store import Store
from storage.tables import Delivery

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TooLate:
    """Too little of the lease was left to begin the write. If nobody has taken the row since, it waits as before."""


Result = Posted | TryLater | Rejected | Unknown | TooLate
"""It stands there; a no for now, or for good; nobody knows; or it was not begun."""


async def note(store: Store, row: Delivery, result: Result, real: datetime, patience: Patience) -> None:
    """Writes it into the row. `real` is real time: by it everything waits that has to be tried or asked for again."""
    match result:
        case Posted(room, message):
            if not await store.outbox.sent(row, room, message):
                log.warning("delivery %s was sent by one who had lost it", row.id)
        case TryLater(after=after):  # a definite no for now: a platform that is busy is not a message that is wrong
            until = real + timedelta(seconds=after)
            await store.outbox.not_now(row, until, everybody=isinstance(result, Crowded))
        case Rejected():
            await give_up(store, row, result)
        case TooLate():
            await store.outbox.try_again(row, real, counted=False)
        case Unknown():
            await store.outbox.unknown(row, real + patience.settling, real + patience.unreadable)
        case _:
            assert_never(result)
