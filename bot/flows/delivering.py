"""Delivering: what was promised is sent when it is due, after one last look at whether it may still go."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import assert_never

from bot.chat.channel import Channel
from bot.chat.event import Posted
from bot.errors import Revoked, TryLater, Unknown, Unreachable, log_fault
from bot.rules.last_look import LastLook, Letter, Void
from bot.rules.limits import Go, Miss, Wait
from bot.rules.patience import AT_ONCE, MOST_ATTEMPTS, PATIENT, Patience, pause_after
from prompts.library import Library
from prompts.message import Message
from storage.fail_points import reached
from storage.store import Database, Store, Unavailable
from storage.tables import Delivery

log = logging.getLogger(__name__)

_TWO_DAYS = timedelta(days=2)  # as far back as the limits look


@dataclass(frozen=True, slots=True)
class Delivering:
    """Sends what is due. `real` tells real time, `channels` are the platforms by their names.

    `question` gives the message that brings the coach's question, or None where there is none to ask.
    """

    database: Database
    library: Library
    channels: Mapping[str, Channel]
    real: Callable[[], datetime]
    question: Callable[[Delivery, datetime], Awaitable[Message | None]]
    patience: Patience = PATIENT

    async def send_due(self, now: datetime) -> None:
        """Sends everything that is due at `now` (the program's time), what has been due longest first.

        Any number of senders may do this at the same time. Raises Unavailable when the database is away.
        """
        while rows := await self._take(now):
            reached("delivery claimed")
            await asyncio.gather(*(self._deliver_in_turn(mine, now) for mine in _by_person(rows)))

    async def send_these(self, deliveries: Collection[str], now: datetime) -> None:
        """Sends those of the named rows that are due at `now` and that nobody else is sending. Raises Unavailable."""
        async with self.database.transaction() as store:
            real = self.real()
            rows = await store.outbox.claim_these(deliveries, real, now, real + self.patience.lease)
        reached("delivery claimed")
        await self._deliver_in_turn(rows, now)

    async def next_due(self, after: datetime) -> datetime | None:
        """The program's next moment, later than that one, at which something is due."""
        async with self.database.reading() as store:
            return await store.outbox.next_due(after)

    async def next_try(self, now: datetime) -> datetime | None:
        """The real moment at which something that is due at `now`, and could not be sent, goes on."""
        async with self.database.reading() as store:
            return await store.outbox.next_try(now)

    async def _take(self, now: datetime) -> Sequence[Delivery]:
        async with self.database.transaction() as store:
            real = self.real()
            await store.restorations.doubt(now, real, real + self.patience.unreadable)
            return await store.outbox.claim(real, now, AT_ONCE, real + self.patience.lease)

    async def _deliver_in_turn(self, rows: Sequence[Delivery], now: datetime) -> None:
        for row in rows:
            await self._deliver(row, now)

    async def _deliver(self, row: Delivery, now: datetime) -> None:
        try:
            if letter := await self._letter(row, now):
                await self._post(row, letter)
        except Unavailable:
            # the row stays ours until its lease runs out; then the platform is asked what became of it
            log.warning("delivery %s waits for the database", row.id)

    # -- the last look before the write ----------------------------------------------------------------------------

    async def _letter(self, row: Delivery, now: datetime) -> Letter | None:
        """The letter, if it may go now. What may not go is planned for later, or closed with the reason."""
        if row.attempts > MOST_ATTEMPTS:
            await self._give_up(row)
            return None
        try:
            return await self._last_look(row, now)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 one message that cannot be composed must not keep the others; nothing was sent yet
            log_fault(log, f"delivery {row.id} could not be composed", fault)
            await self._fail_for_now(row)
            return None

    async def _last_look(self, row: Delivery, now: datetime) -> Letter | None:
        question = await self.question(row, now) if row.kind == "follow_up" else None
        async with self.database.transaction() as store:
            look = await self._known(store, row, question, now)
            return await self._decided(store, look, now) if look else None

    async def _known(self, store: Store, row: Delivery, question: Message | None, now: datetime) -> LastLook | None:
        """What is known of the promise now; None where it is no longer ours, or not for long enough to write."""
        fresh = await store.outbox.ours(row, self.real() + self.patience.needed_lease)
        if fresh is None:
            return None
        return LastLook(
            library=self.library,
            row=fresh,
            standing=await store.outbox.standing(fresh),
            sent=await store.deliveries.sent_prompts(fresh.person_id),
            unasked=await store.outbox.unasked_since(fresh.person_id, now - _TWO_DAYS),
            question=question,
        )

    async def _decided(self, store: Store, look: LastLook, now: datetime) -> Letter | None:
        """The letter, noted as written from here on; what may not go waits, or is closed with the reason."""
        verdict = look.verdict(now)
        match verdict:
            case Go():
                letter = look.letter()
                await store.outbox.will_write(look.row, now, letter.wording)
                return letter
            case Wait(until):
                await store.outbox.wait(look.row, until)
            case Miss(reason):
                await store.outbox.close(look.row, "missed", reason)
            case Void(reason):
                await store.outbox.close(look.row, "cancelled", reason)
            case _:
                assert_never(verdict)
        return None

    async def _give_up(self, row: Delivery) -> None:
        log.error("delivery %s failed %d times and is given up", row.id, MOST_ATTEMPTS)
        async with self.database.transaction() as store:
            await store.outbox.close(row, "failed", "too many attempts")

    async def _fail_for_now(self, row: Delivery) -> None:
        async with self.database.transaction() as store:
            await store.outbox.try_again(row, self.real() + pause_after(row.attempts), counted=True)

    # -- the write -------------------------------------------------------------------------------------------------

    async def _post(self, row: Delivery, letter: Letter) -> None:
        """The one place where we start speaking to somebody.

        What is guaranteed here: a message is never lost, and on a platform that lets us read back, or that knows a
        repeat by its id, it is never seen twice. The row was ours, with a lease longer than this call, when we last
        looked. If the answer is a clear yes or no, the row says so. If we cannot know, or stop before we have written
        the answer down, the row becomes `unknown`; nobody sends it again before the platform was asked whether it
        arrived, and a repeat carries the same id. What remains is one second copy where both fail: no history to
        read, and no memory for ids.
        """
        try:
            reached("delivery about to be sent")
            async with asyncio.timeout(self.patience.longest_call.total_seconds()):
                posted = await self._send(row, letter)
            reached("delivery answered")
        except TryLater as no:
            await self._not_now(row, no)
        except Unreachable as gone:
            await self._cannot_be_reached(row, gone)
        except (Unknown, TimeoutError):
            await self._cannot_know(row)
        except Exception as fault:  # noqa: BLE001 a channel that fails in an unforeseen way may have sent all the same
            log_fault(log, f"delivery {row.id}: its outcome is not known", fault)
            await self._cannot_know(row)
        else:
            await self._arrived(row, posted)

    async def _send(self, row: Delivery, letter: Letter) -> Posted:
        channel = self.channels[letter.to.platform]
        return await channel.send(letter.to, letter.message, delivery=row.id, thread=letter.thread)

    async def _arrived(self, row: Delivery, posted: Posted) -> None:
        async with self.database.transaction() as store:
            if not await store.outbox.sent(row, posted.room, posted.message):
                log.warning("delivery %s was sent by one who had lost it", row.id)
        reached("delivery noted")

    async def _not_now(self, row: Delivery, no: TryLater) -> None:
        """A definite no for now does not count: a platform that is busy is not a message that is wrong."""
        async with self.database.transaction() as store:
            await store.outbox.try_again(row, self.real() + timedelta(seconds=no.after), counted=False)

    async def _cannot_know(self, row: Delivery) -> None:
        real = self.real()
        async with self.database.transaction() as store:
            await store.outbox.unknown(row, real + self.patience.settling, real + self.patience.unreadable)

    async def _cannot_be_reached(self, row: Delivery, gone: Unreachable) -> None:
        log.warning("delivery %s cannot be sent: %s", row.id, gone.reason)
        async with self.database.transaction() as store:
            await store.outbox.undeliverable(row, gone.reason, everybody=isinstance(gone, Revoked))


def _by_person(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    """Each person's rows together, in their order: what was due first is read first."""
    ordered = sorted(rows, key=lambda row: (row.person_id, row.due_at, row.id))
    return [list(mine) for _, mine in groupby(ordered, key=attrgetter("person_id"))]
