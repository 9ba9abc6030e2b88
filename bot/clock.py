"""The clock: tells the program's time, and sees to it that whatever is due then is sent.

It only beats time. What is due when stands in the delivery table; a beat that is missed loses nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import log_fault
from bot.rules.nights import NIGHT
from bot.work import Work

log = logging.getLogger(__name__)
# It tells of every beat, and of every look that is skipped because one is under way, which looks again before it ends.
logging.getLogger("apscheduler").setLevel(logging.ERROR)

_SAFETY = timedelta(seconds=30)  # between two looks at the table, should nothing wake us
_HORIZON = timedelta(hours=1)  # a wake-up further off is left to a later look
_PATIENCE = timedelta(minutes=3)  # real time that a moving clock waits at one moment for what could not be sent there
_NIGHTLY = CronTrigger(hour=NIGHT.hour, minute=NIGHT.minute, timezone=UTC)
_UNDONE = IntervalTrigger(hours=1)  # a night that nobody was here for, that was held, or in which a step failed
_SETTLED = timedelta(minutes=5)  # after a start: by then nobody waits for us, and the machine has set its clock
_STUCK = timedelta(minutes=10)  # without a look at the table for so long, something is wrong


class WillNotMove(Exception):
    """The clock cannot be moved like that. The sentence is for whoever tried."""


def real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The program's time. It runs with real time; a movable one can be set forward, and never back.

    Leases, signatures and rate limits keep real time whatever happens here.
    """

    def __init__(
        self,
        work: Work,
        *,
        movable: bool = False,
        real: Callable[[], datetime] = real_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.movable = movable
        self._work = work
        self._real = real
        self._sleep = sleep
        self._ahead = timedelta()
        self._at_work = asyncio.Lock()
        self._tidying = asyncio.Lock()
        self._woken = False
        self._closing = False
        self._looked_at: datetime | None = None
        self._heeding: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def now(self) -> datetime:
        """The program's time, aware UTC."""
        return self._real() + self._ahead

    def go_on_from(self, moment: datetime | None) -> None:
        """Lets a movable clock go on where it had been set to before the process ended; never before real time."""
        if self.movable and moment:
            self._ahead = max(moment - self._real(), self._ahead)

    # -- beating time ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begins to beat, in the running loop, with one look at once. A night that is not done is made up for."""
        self._looked_at = self._real()
        self._set_up()
        self._scheduler.start()
        self._heeding = asyncio.create_task(self._heed())

    def close(self) -> None:
        """Begins nothing more; what is being done goes on to its end."""
        self._closing = True
        self._work.close()
        if self._scheduler.running:
            self._scheduler.pause()

    async def stop(self) -> None:
        """Lets what is being done finish, and does nothing more."""
        self.close()
        if not self._scheduler.running:
            return
        if self._heeding:
            self._heeding.cancel()
        async with self._at_work:
            self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Looks at once: something was planned for now."""
        self._woken = True
        idle = self._scheduler.running and not self._closing
        if idle and not self._at_work.locked():  # who is at work looks once more before resting
            self._wake_at(self._real())

    def is_beating(self) -> bool:
        """Whether it has begun, and looked at the table lately."""
        return self._looked_at is not None and self._real() - self._looked_at < _STUCK

    def _set_up(self) -> None:
        often = IntervalTrigger(seconds=_SAFETY.seconds)
        self._scheduler.add_job(self._look, often, next_run_time=real_now(), id="look", replace_existing=True)
        self._scheduler.add_job(self._sign, often, id="sign", replace_existing=True)
        self._scheduler.add_job(self._tidy, _NIGHTLY, id="tidy", replace_existing=True)
        if not self.movable:  # whoever moves it keeps the nights
            soon = self._real() + _SETTLED
            self._scheduler.add_job(self._tidy, _UNDONE, next_run_time=soon, id="made up for", replace_existing=True)

    async def _heed(self) -> None:
        """Begins to beat anew when real time was set back: the scheduler would wait until it is again what it was."""
        while True:
            before = self._real()
            await self._sleep(_SAFETY.seconds)
            if self._real() < before:
                log.warning("real time was set back by about %d seconds", (before - self._real()).total_seconds())
                self._looked_at = self._real()
                self._set_up()

    async def _look(self) -> None:
        self._woken = True
        async with self._at_work:
            while self._woken and not self._closing:
                self._woken = False
                await self._beat()

    async def _beat(self) -> None:
        try:
            await self._arm(await self._round())
        except Exception as fault:  # noqa: BLE001 the beat must go on: the next one finds whatever this one left undone
            log_fault(log, "a beat of the clock failed", fault)

    async def _round(self) -> datetime:
        """Does what is due now, in as many rounds as that takes. Gives the program's moment that it took for now."""
        more = True
        while more:
            now = self.now()
            await self._work.sign(now)
            await self._work.plan(now)
            await self._work.settle()
            more = await self._work.send(now)
            self._looked_at = self._real()
        return now

    async def _arm(self, now: datetime) -> None:
        """Sets the one wake-up, for whatever comes first."""
        due, next_try = await self._work.next_due(now), await self._work.next_try(now)
        moments = [due - self._ahead] if due else []
        moments += [next_try] if next_try else []
        if moments and min(moments) - self._real() < _HORIZON:
            self._wake_at(min(moments))

    def _wake_at(self, real: datetime) -> None:
        self._scheduler.add_job(self._look, DateTrigger(max(real, self._real())), id="wake", replace_existing=True)

    async def _sign(self) -> None:
        try:
            await self._work.sign(self.now())
        except Exception as fault:  # noqa: BLE001 the same: the next sign is due soon
            log_fault(log, "no sign of life could be left", fault)

    async def _tidy(self) -> None:
        try:
            async with self._tidying:
                await self._work.sign(self.now())  # how long nobody was here decides what a night may do
                await self._work.tidy(self.now())
        except Exception as fault:  # noqa: BLE001 the same: a later look does it
            log_fault(log, "the night's housekeeping failed", fault)

    # -- moving the program's time ---------------------------------------------------------------------------------

    async def move_to(self, to: datetime) -> None:
        """Sets the program's time forward, through every moment on the way at which something is due; nights that lie
        between two such moments are kept as one.

        Raises WillNotMove for a clock that cannot be moved, and for a moment that is over.
        """
        self._must_move()
        async with self._at_work:
            if to < self.now():
                raise WillNotMove(f"The clock does not go back: it is {self.now().isoformat()} already.")
            await self._go_on_to(to)
        self.wake()

    async def catch_up_with(self, moment: datetime) -> None:
        """The same; a moment that is over by now is left alone. Raises WillNotMove for a clock that cannot be moved."""
        self._must_move()
        async with self._at_work:
            if moment > self.now():
                await self._go_on_to(moment)
        self.wake()

    async def move_to_next(self) -> None:
        """Sets the program's time to the next moment at which something is due. Raises WillNotMove for none."""
        self._must_move()
        async with self._at_work:
            due = await self._work.next_due(await self._finish())
            if due is None:
                raise WillNotMove("Nothing more is planned.")
            await self._step(due)
        self.wake()

    async def next_due(self) -> datetime | None:
        """The program's next moment at which something is due."""
        return await self._work.next_due(self.now())

    def _must_move(self) -> None:
        if not self.movable:
            raise WillNotMove("This clock cannot be moved.")

    async def _step(self, to: datetime) -> datetime:
        """Sets the time, never back: real time has gone on since that moment was looked up."""
        night = _NIGHTLY.get_next_fire_time(None, self.now())
        self._ahead = max(self._ahead, to - self._real())
        if night <= self.now():
            await self._tidy()
        return await self._finish()

    async def _go_on_to(self, moment: datetime) -> None:
        done = await self._finish()
        while not self._closing and (due := await self._work.next_due(done)) and due <= moment:
            done = await self._step(due)
        await self._step(moment)

    async def _finish(self) -> datetime:
        """Does all that is due now; what must wait in real time is waited for, or its window could be skipped.

        Gives the program's moment up to which everything is done.
        """
        until = self._real() + _PATIENCE
        done = await self._round()
        while not self._closing and (next_try := await self._work.next_try(done)) and next_try <= until:
            await self._sleep(max((next_try - self._real()).total_seconds(), 0))
            done = await self._round()
        return done
