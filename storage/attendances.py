"""When the bot was last at work, and whom it owes what after an absence."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Attendance, Delivery, Entry
from storage.tables.deliveries import NUDGE

_UNASKED = col(Delivery.asked_for).is_(False)
_NO_NUDGE = col(Delivery.kind) != NUDGE  # nudges give way: after an absence none of them is sent
_MOVING = ("planned", "sending", "unknown")
_UNWRITTEN = (col(Delivery.state).in_(("planned", "sending")), col(Delivery.sent_at).is_(None))


def may_go_out() -> ColumnElement[bool]:
    """True for what was asked for; for the rest, while nobody holds it back."""
    held = select(Attendance.id).where(col(Attendance.held).is_(True))
    return or_(col(Delivery.asked_for).is_(True), ~exists(held))


@dataclass(frozen=True, slots=True)
class Attendances:
    """One row for all processes. Real time tells how long nobody was there, the program's time what was due by then."""

    session: AsyncSession

    async def latest(self) -> Attendance | None:
        """As it stands; None before the first sign of life."""
        return await self.session.get(Attendance, 1)

    async def is_held(self) -> bool:
        """Whether nothing unasked is sent, and nothing forgotten, until the operator says so."""
        row = await self.latest()
        return row is not None and row.held

    async def for_change(self, real_now: datetime) -> Attendance:
        """The same, locked; a new one was seen right now."""
        locked = select(Attendance).with_for_update()
        if found := (await self.session.exec(locked)).first():
            return found
        with suppress(IntegrityError):  # another process has just begun as well
            async with self.session.begin_nested():
                self.session.add(Attendance(seen_at=real_now))
        return (await self.session.exec(locked)).one()

    async def end_waits(self, real_now: datetime, longest: datetime) -> None:
        """Ends leases and waits that reach beyond that real moment: a clock that stood wrong in the future set them."""
        for moment in (Delivery.lease_until, Delivery.settle_at):
            ahead = update(Delivery).where(col(moment) > longest, col(Delivery.state).in_(_MOVING))
            await self.session.exec(ahead.values({col(moment): real_now}))

    async def has_charge(self) -> bool:
        """Whether anything unasked is promised to anybody, or anything kept that somebody wrote."""
        promised = select(Delivery.id).where(_UNASKED, col(Delivery.state) == "planned").limit(1)
        kept = select(Entry.id).limit(1)
        return bool((await self.session.exec(promised)).first() or (await self.session.exec(kept)).first())

    async def rivals(self, row: Delivery, until: datetime) -> tuple[Delivery, ...]:
        """What else unasked that person was promised for after that row and until that moment, the newest first.

        Also what was sent of it, or may have been.
        """
        found = await self.session.exec(
            select(Delivery)
            .where(
                Delivery.person_id == row.person_id,
                _UNASKED,
                _NO_NUDGE,
                or_(col(Delivery.due_at) > row.due_at, (col(Delivery.due_at) == row.due_at) & (Delivery.id > row.id)),
                col(Delivery.due_at) <= until,
                col(Delivery.state).in_(("planned", "sending", "sent", "unknown")),
            )
            .order_by(col(Delivery.due_at).desc(), col(Delivery.id).desc())
        )
        return tuple(found.all())

    async def miss_older(self, row: Delivery) -> None:
        """Gives up whatever unasked was due to that person before that row, or with it, and is not written yet; also
        where a sender has just taken it."""
        others = update(Delivery).where(
            col(Delivery.person_id) == row.person_id,
            col(Delivery.id) != row.id,
            _UNASKED,
            *_UNWRITTEN,
            col(Delivery.due_at) <= row.due_at,
        )
        await self.session.exec(others.values(**_MISSED, generation=Delivery.generation + 1))

    async def waiting(self, now: datetime) -> tuple[int, int]:
        """How many people something unasked waits for that is due and still open, and how many promises will be missed
        because there is a newer one, or because it is too late for them."""
        due = _UNASKED, col(Delivery.state) == "planned", col(Delivery.due_at) <= now
        still_open = or_(col(Delivery.window_ends_at).is_(None), col(Delivery.window_ends_at) > now)
        people = select(func.count(col(Delivery.person_id).distinct())).where(*due, still_open, _NO_NUDGE)
        promises = (await self.session.exec(select(func.count()).select_from(Delivery).where(*due))).one()
        waiting = (await self.session.exec(people)).one()
        return waiting, promises - waiting


_MISSED = {"state": "missed", "reason": "newer", "lease_until": None, "settle_at": None}
