"""Settling: finding out what became of messages that may have been sent and may not."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.channel import Channel
from bot.chat.event import Posted
from bot.chat.given_up import give_up
from bot.errors import Rejected, TryLater, Unknown, Unreachable, log_fault
from bot.rules.last_look import address_of
from bot.rules.patience import LEAST_READINGS, PATIENT, READ_AT_ONCE, SKEW, Patience
from storage.store import Database, Unavailable
from storage.tables import Delivery
from storage.tables.deliveries import ROOMS

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settling:
    """Asks the platform, and believes only what it can read there. `real` tells real time."""

    database: Database
    channels: Mapping[str, Channel]
    real: Callable[[], datetime]
    patience: Patience = PATIENT
    closing: asyncio.Event = field(default_factory=asyncio.Event)  # once it is set, nothing more is looked for

    async def settle(self) -> None:
        """Asks once about every message whose outcome should be known by now. Raises Unavailable.

        What has to be asked again waits for the next time, however long this one takes: nobody is kept waiting for
        a platform that says nothing.
        """
        began = self.real()
        async with self.database.transaction() as store:
            until = began + self.patience.settling
            await store.outbox.give_up_leases(began, until, began + self.patience.unreadable)
        while not self.closing.is_set() and (rows := await self._take(began)):
            await asyncio.gather(*(self._find_out(row) for row in rows))

    async def _take(self, began: datetime) -> tuple[Delivery, ...]:
        async with self.database.transaction() as store:
            return await store.outbox.claim_unknown(began, READ_AT_ONCE, self.real() + self.patience.lease)

    async def _find_out(self, row: Delivery) -> None:
        try:
            async with asyncio.timeout(self.patience.longest_call.total_seconds()):
                posted = await self._found(row)
        except Unavailable:  # our own database, which says nothing of the platform's history: it is asked for again
            log.warning("delivery %s waits for the database", row.id)
        except TryLater as no:
            await self._ask_again(row, timedelta(seconds=no.after))
        except Unreachable as gone:
            await self._cannot_be_reached(row, gone)
        except (Unknown, Rejected, TimeoutError):
            await self._cannot_read(row)
        except Exception as fault:  # noqa: BLE001 one message that cannot be looked for must not keep the others from being found
            log_fault(log, f"delivery {row.id} could not be looked for", fault)
            await self._cannot_read(row)
        else:
            await self._settled(row, posted)

    async def _found(self, row: Delivery) -> Posted | None:
        async with self.database.reading() as store:
            standing = await store.outbox.standing(row)
        to = address_of(standing)
        since = (row.first_attempt_at or self.real()) - SKEW
        return await self.channels[to.platform].find(to, row.id, since, thread=row.detail.get("thread"))

    async def _settled(self, row: Delivery, posted: Posted | None) -> None:
        """It stands there, so it was sent; or it does not, so it is sent again."""
        async with self.database.transaction() as store:
            if posted:
                await store.outbox.sent(row, posted.room, posted.message)
                return
            await store.outbox.try_again(row, self.real(), counted=True)

    async def _cannot_read(self, row: Delivery) -> None:
        """Waits for the history to be readable; when that takes too long, sends once more for this try.

        The repeat says that it may be a second copy. It carries the same id too, by which some platforms know it.
        Nothing is repeated in a room.
        """
        real = self.real()
        async with self.database.transaction() as store:
            if _may_be_readable_yet(row, real):
                await store.outbox.unread(row, real + self.patience.settling)
            elif await store.restorations.overtook(row):
                await store.outbox.close(row, "missed", "restored")
            elif row.kind in ROOMS:  # a whole room would read it twice
                log.warning("delivery %s to a room may not have arrived, and is not repeated", row.id)
                await store.outbox.close(row, "failed", "perhaps sent")
            else:
                await store.outbox.once_more(row, real)

    async def _ask_again(self, row: Delivery, after: timedelta) -> None:
        """*Not now* says nothing about the history: it counts as no failure, however often it is said."""
        async with self.database.transaction() as store:
            settle_at = self.real() + max(after, self.patience.settling)
            await store.outbox.unknown(row, settle_at, row.lease_until)

    async def _cannot_be_reached(self, row: Delivery, gone: Unreachable) -> None:
        async with self.database.transaction() as store:
            await give_up(store, row, gone)


def _may_be_readable_yet(row: Delivery, real: datetime) -> bool:
    """Time alone tells nothing: after an hour in which nobody tried, the first failure is no more than one failure."""
    return row.lease_until is None or real < row.lease_until or row.unread + 1 < LEAST_READINGS
