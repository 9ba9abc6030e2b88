"""Promises on their way out: taken by one sender at a time, finished once, and found again after a crash.

`planned → sending → sent`; `sending → planned | missed | cancelled | failed`, where nothing was written for certain;
`sending → unknown`, where it may have been, `→ sent | planned | failed`; `planned → missed | cancelled`.

Every taking raises the row's generation, and a row is finished only under the generation it was taken with: a sender
that was held up for longer than its lease can change nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.standing import Standing, standing_of
from storage.tables import Delivery, Person


@dataclass(frozen=True, slots=True)
class Outbox:
    """`now` is the program's time, `real_now` real time: moving the program's clock ends no lease."""

    session: AsyncSession

    # -- taking ----------------------------------------------------------------------------------------------------

    async def claim(self, real_now: datetime, now: datetime, limit: int, lease_until: datetime) -> tuple[Delivery, ...]:
        """Takes up to `limit` rows that are due, the longest due first: each goes to one sender only."""
        due = and_(col(Delivery.state) == "planned", col(Delivery.due_at) <= now, _not_held(real_now))
        return await self._take(
            due,
            limit,
            state="sending",
            lease_until=lease_until,
            attempts=Delivery.attempts + 1,
            first_attempt_at=func.coalesce(Delivery.first_attempt_at, real_now),
        )

    async def claim_unknown(self, real_now: datetime, limit: int, settle_at: datetime) -> tuple[Delivery, ...]:
        """Takes rows whose outcome should be known by now; another sender may take them again from `settle_at` on."""
        unsettled = and_(col(Delivery.state) == "unknown", col(Delivery.settle_at) <= real_now)
        return await self._take(unsettled, limit, settle_at=settle_at)

    async def give_up_leases(self, real_now: datetime, settle_at: datetime) -> None:
        """What was taken and not finished within its lease may have been sent and may not."""
        lapsed = update(Delivery).where(col(Delivery.state) == "sending", col(Delivery.lease_until) <= real_now)
        await self.session.exec(
            lapsed.values(state="unknown", settle_at=settle_at, lease_until=None, generation=Delivery.generation + 1)
        )

    async def _take(self, which: ColumnElement[bool], limit: int, **changes: object) -> tuple[Delivery, ...]:
        """One statement takes the rows. SQLite compiles no `FOR UPDATE`; there BEGIN IMMEDIATE lets one in at a time.

        The rows are picked in a CTE, because PostgreSQL may otherwise pick, and take, more than the limit.
        """
        pick = (
            select(Delivery.id)
            .where(which)
            .order_by(col(Delivery.due_at), col(Delivery.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("pick")
        )
        taking = (
            update(Delivery)
            .where(col(Delivery.id).in_(select(pick.c.id)))
            .values(generation=Delivery.generation + 1, **changes)
            .returning(Delivery)
        )
        taken = await self.session.exec(taking, execution_options={"synchronize_session": False})
        return tuple(sorted(taken.scalars().all(), key=lambda row: (row.due_at, row.id)))

    # -- the last look ---------------------------------------------------------------------------------------------

    async def is_ours(self, row: Delivery, real_until: datetime) -> bool:
        """Whether the row is still under our generation, with a lease that lasts beyond that real moment.

        Locks the person, so that two senders cannot both find room for one more message to them.
        """
        await self.session.exec(select(Person.id).where(Person.id == row.person_id).with_for_update())
        found = await self.session.exec(
            select(Delivery.id).where(
                *self._held_by_us(row), col(Delivery.state) == "sending", col(Delivery.lease_until) > real_until
            )
        )
        return found.first() is not None

    async def standing(self, row: Delivery) -> Standing:
        """Where things stand for that promise, read afresh."""
        return await standing_of(self.session, row)

    async def unasked_since(self, person_id: str, since: datetime) -> tuple[datetime, ...]:
        """When unasked messages went, or may have gone, to that person since then (the program's time)."""
        found = await self.session.exec(
            select(Delivery.sent_at).where(
                Delivery.person_id == person_id,
                col(Delivery.asked_for).is_(False),
                col(Delivery.sent_at) >= since,
                col(Delivery.state).in_(("sending", "sent", "unknown")),
            )
        )
        return tuple(moment for moment in found.all() if moment is not None)

    async def will_write(self, row: Delivery, now: datetime, wording: str) -> bool:
        """Notes, before the write, when and in which wording it happens: it counts from here on, whatever comes."""
        return await self._change(row, sent_at=now, wording=wording)

    # -- finishing: each tells whether the row was still ours ------------------------------------------------------

    async def sent(self, row: Delivery, room: str, message: str) -> bool:
        return await self._change(row, state="sent", room=room, message=message, **_RELEASED)

    async def wait(self, row: Delivery, due_at: datetime) -> bool:
        """Not before that moment of the program's time. It was not tried, so it does not count as an attempt."""
        return await self._plan(row, due_at=due_at, attempts=Delivery.attempts - 1)

    async def try_again(self, row: Delivery, real_at: datetime, *, counted: bool) -> bool:
        """Nothing was written for certain; not before that real moment. A definite *not now* is not counted."""
        attempts = Delivery.attempts if counted else Delivery.attempts - 1
        return await self._plan(row, lease_until=real_at, attempts=attempts)

    async def unknown(self, row: Delivery, settle_at: datetime) -> bool:
        return await self._change(row, state="unknown", lease_until=None, settle_at=settle_at)

    async def close(self, row: Delivery, state: str, reason: str) -> bool:
        """Ends the row as missed, cancelled or failed: nothing was written, and nothing will be."""
        return await self._change(row, state=state, reason=reason[:60], sent_at=None, **_RELEASED)

    async def _plan(self, row: Delivery, **changes: object) -> bool:
        return await self._change(row, **{**_RELEASED, "state": "planned", "sent_at": None, **changes})

    async def _change(self, row: Delivery, **changes: object) -> bool:
        changed = await self.session.exec(update(Delivery).where(*self._held_by_us(row)).values(**changes))
        return bool(changed.rowcount)

    @staticmethod
    def _held_by_us(row: Delivery) -> Sequence[ColumnElement[bool]]:
        return (
            col(Delivery.id) == row.id,
            col(Delivery.generation) == row.generation,
            col(Delivery.state).in_(("sending", "unknown")),
        )

    # -- what comes next -------------------------------------------------------------------------------------------

    async def next_due(self, after: datetime | None = None) -> datetime | None:
        """The program's next moment at which something is due (later than `after`, where that is given)."""
        asked = select(func.min(Delivery.due_at)).where(col(Delivery.state) == "planned")
        if after is not None:
            asked = asked.where(col(Delivery.due_at) > after)
        return (await self.session.exec(asked)).one()

    async def next_try(self, now: datetime) -> datetime | None:
        """The real moment at which something that is due already can be tried, settled or taken over again."""
        waiting = select(func.min(Delivery.lease_until)).where(
            or_(
                col(Delivery.state) == "sending",
                and_(col(Delivery.state) == "planned", col(Delivery.due_at) <= now),
            )
        )
        settling = select(func.min(Delivery.settle_at)).where(col(Delivery.state) == "unknown")
        moments = [(await self.session.exec(waiting)).one(), (await self.session.exec(settling)).one()]
        return min((moment for moment in moments if moment is not None), default=None)

    async def miss_overdue(self, now: datetime) -> None:
        """Marks as missed what was planned and whose window is over."""
        over = update(Delivery).where(col(Delivery.state) == "planned", col(Delivery.window_ends_at) <= now)
        await self.session.exec(over.values(state="missed", reason="window"))


_RELEASED = {"lease_until": None, "settle_at": None}


def _not_held(real_now: datetime) -> ColumnElement[bool]:
    """A planned row with a lease is held back until then, after the platform said *not now*."""
    return or_(col(Delivery.lease_until).is_(None), col(Delivery.lease_until) <= real_now)
