"""Delivering: what was promised is sent when it is due, after one last look at whether it may still go."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.chat.channel import Channel
from bot.chat.event import Posted
from bot.chat.reply import Document
from bot.errors import Rejected, TryLater, Unknown, log_fault
from bot.rules.in_turn import in_turn
from bot.rules.last_look import LastLook, Letter, Made, Making, Void
from bot.rules.last_word import last_word
from bot.rules.limits import Miss, Wait
from bot.rules.patience import AT_ONCE, LONGEST_ROUND, MOST_ATTEMPTS, PATIENT, SUSPECT_FROM, Patience, pause_after
from bot.rules.result import Result, TooLate, note
from prompts.library import Library
from storage.fail_points import reached
from storage.known import Known
from storage.store import Database, Store, Unavailable
from storage.tables import Delivery

log = logging.getLogger(__name__)

_TWO_DAYS = timedelta(days=2)  # as far back as the limits look


@dataclass(frozen=True, slots=True)
class Delivering:
    """Sends what is due. `real` tells real time, `channels` are the platforms by their names.

    `makers` make, by a row's kind, what that row brings: a message or a document, or None where there is nothing to
    bring. Once `closing` is set, nothing more is taken of what is due.
    """

    database: Database
    library: Library
    channels: Mapping[str, Channel]
    real: Callable[[], datetime]
    makers: Mapping[str, Making]
    patience: Patience = PATIENT
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def send_due(self, now: datetime) -> bool:
        """Sends what is due at `now` (the program's time), what has been due longest first.

        Whether there may be more: when a minute has passed, `now` is over. Any number of senders may do this at the
        same time. Raises Unavailable when the database is away.
        """
        began = self.real()
        while not self.closing.is_set() and (rows := await self._take(now)):
            reached("delivery claimed")
            await self._deliver_all(rows, now)
            if self.real() - began >= LONGEST_ROUND:
                return not self.closing.is_set()
        return False

    async def send_these(self, deliveries: Collection[str], now: datetime) -> None:
        """Sends those of the named rows that are due at `now` and that nobody else is sending. Raises Unavailable."""
        async with self.database.transaction() as store:
            real = self.real()
            rows = await store.outbox.claim_these(deliveries, real, now, real + self.patience.lease)
        reached("delivery claimed")
        await self._deliver_all(rows, now)

    async def next_due(self, after: datetime) -> datetime | None:
        """The program's next moment, later than that one, at which something is due."""
        async with self.database.reading() as store:
            return await store.upcoming.next_due(after)

    async def next_try(self, now: datetime) -> datetime | None:
        """The real moment at which something that is due at `now`, and could not be sent, goes on."""
        async with self.database.reading() as store:
            return await store.upcoming.next_try(now)

    async def _take(self, now: datetime) -> Sequence[Delivery]:
        async with self.database.transaction() as store:
            real = self.real()
            await store.restorations.doubt(now, real, real + self.patience.unreadable)
            return await store.outbox.claim(real, now, AT_ONCE, real + self.patience.lease, SUSPECT_FROM)

    async def _deliver_all(self, rows: Sequence[Delivery], now: datetime) -> None:
        """Everybody's first, then everybody's second: what goes to one person is looked at after what went before.

        What has to be made first goes by itself, so that nobody else waits for the coach, or for a chart. Whoever is
        to end finishes the turn that is on, and gives the others back.
        """
        for number, turn in enumerate(in_turn(rows)):
            if number and self.closing.is_set():
                await self._give_back(turn)
                continue
            ready = [row for row in turn if row.kind not in self.makers]
            made = [[row] for row in turn if row.kind in self.makers]
            await asyncio.gather(*(self._deliver(some, now) for some in (ready, *made) if some))

    async def _give_back(self, rows: Sequence[Delivery]) -> None:
        async with self.database.transaction() as store:
            for row in rows:
                await store.outbox.try_again(row, self.real(), counted=False)

    async def _deliver(self, rows: Sequence[Delivery], now: datetime) -> None:
        """Rows of as many people. They are looked at together, posted together, and noted as they arrive."""
        try:
            letters = await self._letters(rows, now)
        except Unavailable:
            _wait_for_the_database(rows)
            return
        await self._post_all(letters)

    # -- the last look before the write ----------------------------------------------------------------------------

    async def _letters(self, rows: Sequence[Delivery], now: datetime) -> Sequence[tuple[Delivery, Letter]]:
        """The letters of those that may go now. What may not go is planned for later, or closed with the reason."""
        making = await asyncio.gather(*(self._made(row, now) for row in rows))
        made = {row.id: one for row, one in zip(rows, making, strict=True)}
        async with self.database.transaction() as store:
            known = await store.outbox.known(rows, self.real() + self.patience.needed_lease, now - _TWO_DAYS)
            decided = [(one.row, await self._decided(store, one, made[one.row.id], now)) for one in known]
        return [(row, letter) for row, letter in decided if letter]

    async def _made(self, row: Delivery, now: datetime) -> Made | Exception | None:
        """What the row brings; where that cannot be had just now, what stood in its way."""
        if row.kind not in self.makers or row.attempts > MOST_ATTEMPTS:
            return None
        try:
            return await self.makers[row.kind](row, now)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 one that cannot be made must not keep the others
            return fault

    async def _decided(self, store: Store, known: Known, made: Made | Exception | None, now: datetime) -> Letter | None:
        """The letter, noted as written from here on; what may not go waits, or is closed with the reason."""
        row = known.row
        if row.attempts > MOST_ATTEMPTS:
            log.error("delivery %s failed %d times and is given up", row.id, MOST_ATTEMPTS)
            await store.outbox.close(row, "failed", "too many attempts")
            return None
        if (held := known.standing.held_until) and held > self.real():
            await store.outbox.try_again(row, held, counted=False)
            return None
        verdict = made if isinstance(made, Exception) else await self._word(store, known, made, now)
        if isinstance(verdict, Letter):
            return verdict if await store.outbox.will_write(row, now, verdict.wording) else None
        await self._keep_back(store, row, verdict)
        return None

    async def _word(
        self, store: Store, known: Known, made: Made | None, now: datetime
    ) -> Letter | Wait | Miss | Void | Exception:
        absence = await store.attendances.latest()
        back_at = absence.back_at if absence else None
        look = LastLook(self.library, known.row, known.standing, known.sent, known.unasked, made, back_at)
        return await last_word(store, look, now)

    async def _keep_back(self, store: Store, row: Delivery, verdict: Wait | Miss | Void | Exception) -> None:
        match verdict:
            case Wait(until):
                await store.outbox.wait(row, until)
            case Miss(reason):
                await store.outbox.close(row, "missed", reason)
            case Void(reason):
                await store.outbox.close(row, "cancelled", reason)
            case Exception():
                log_fault(log, f"delivery {row.id} could not be composed", verdict)
                await store.outbox.try_again(row, self.real() + pause_after(row.attempts), counted=True)
            case _:
                assert_never(verdict)

    # -- the write -------------------------------------------------------------------------------------------------

    async def _post_all(self, letters: Sequence[tuple[Delivery, Letter]]) -> None:
        """Posts them all, and notes in one transaction whatever became known while the last one was written."""
        rows = {asyncio.create_task(self._post(row, letter)): row for row, letter in letters}
        under_way = set(rows)
        while under_way:
            known, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            await self._note([(rows[one], one.result()) for one in known])

    async def _note(self, results: Sequence[tuple[Delivery, Result]]) -> None:
        try:
            async with self.database.transaction() as store:
                for row, result in results:
                    await note(store, row, result, self.real(), self.patience)
        except Unavailable:
            await self._note_alone(results)
        else:
            reached("delivery noted")

    async def _note_alone(self, results: Sequence[tuple[Delivery, Result]]) -> None:
        """One by one: what stands in the way of one note must not take the others with it."""
        if len(results) == 1:
            _wait_for_the_database([row for row, _ in results])
            return
        for one in results:
            await self._note([one])

    async def _post(self, row: Delivery, letter: Letter) -> Result:
        """The one place where we start speaking to somebody. Gives what came of it, to be written down at once.

        What is guaranteed here: a message is never lost, and on a platform that lets us read back, or that knows a
        repeat by its id, it is never seen twice. The row was ours, with a lease longer than this call, when we last
        looked. If the answer is a clear yes or no, the row says so. If we cannot know, or stop before we have written
        the answer down, the row becomes `unknown`; nobody sends it again before the platform was asked whether it
        arrived, and a repeat carries the same id. One second copy remains possible without such a history or memory.
        """
        if row.lease_until is None or row.lease_until - self.real() < self.patience.longest_call:
            return TooLate()  # the whole process stood still since the last look: others may be sending it by now
        try:
            reached("delivery about to be sent")
            async with asyncio.timeout(self.patience.longest_call.total_seconds()):
                posted = await self._handed_over(row, letter)
            reached("delivery answered")
        except (TryLater, Rejected) as no:
            return no
        except (Unknown, TimeoutError):
            return Unknown()
        except Exception as fault:  # noqa: BLE001 a channel that fails in an unforeseen way may have sent all the same
            log_fault(log, f"delivery {row.id}: its outcome is not known", fault)
            return Unknown()
        return posted

    async def _handed_over(self, row: Delivery, letter: Letter) -> Posted:
        """A file carries no id of ours and cannot be found again: it may come once more for each unknown outcome."""
        channel = self.channels[letter.to.platform]
        if isinstance(letter.message, Document):
            return await channel.file(letter.to, letter.message)
        return await channel.send(letter.to, letter.message, delivery=row.id, thread=letter.thread)


def _wait_for_the_database(rows: Sequence[Delivery]) -> None:
    """They stay ours until their leases run out; then the platform is asked what became of them."""
    for row in rows:
        log.warning("delivery %s waits for the database", row.id)
