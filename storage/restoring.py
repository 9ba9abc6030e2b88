"""After a return from a backup: what may have been sent in between is asked of the platform before it is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, or_
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Cohort, Delivery, Restoration
from storage.tables.deliveries import DEBRIEF, ROOM_DEBRIEF

_MOVED = timedelta(weeks=4)  # by more than that no visit is moved in the day or two between a backup and its return
_MADE_ANEW = timedelta(days=2)  # a night and a day: until then whatever the clock had promised in between is again
_OFTEN = 1000  # times unread: as many as nobody waits for, so that one more is the last
_EACH_ANEW = ("follow_up", DEBRIEF, ROOM_DEBRIEF)  # these follow from what somebody wrote or pressed since


@dataclass(frozen=True, slots=True)
class Restorations:
    """Knows the one return from a backup that counts, the latest, if there was any."""

    session: AsyncSession

    async def begin(self, taken_at: datetime, now: datetime) -> None:
        """Says that everything here is as it was when the backup was taken (real time); `now` is the program's time."""
        await self.session.exec(delete(Restoration))
        self.session.add(Restoration(taken_at=taken_at, restored_at=now))
        await self.session.flush()

    async def doubt(self, now: datetime, real_now: datetime, readable_by: datetime) -> None:
        """Makes what is due and may have been sent after the backup `unknown`, so that the platform is asked first.

        In doubt is whatever was due when the backup came back, and for a while whatever can be promised only once: it
        may have been promised, moved and sent in between. Nothing is doubted twice. Only what was due then waits, until
        `readable_by`, for a platform that may not be read; the rest then goes at once. *Not now* is waited out.
        """
        restoration = await self._latest()
        if restoration is None:
            return
        due = (col(Delivery.state) == "planned", col(Delivery.due_at) <= now)
        await self.session.exec(
            update(Delivery)
            .where(*due, _from_before(restoration), _may_have_gone(restoration))
            .values(
                state="unknown",
                generation=Delivery.generation + 1,
                first_attempt_at=restoration.taken_at,
                sent_at=Delivery.due_at,  # about when it was sent, if it was
                settle_at=real_now,
                lease_until=case((col(Delivery.due_at) <= restoration.restored_at, readable_by), else_=real_now),
                unread=case((col(Delivery.due_at) <= restoration.restored_at, 0), else_=_OFTEN),
            )
        )

    async def overtook(self, row: Delivery) -> bool:
        """Whether that row was due when a backup came back and may have been sent before.

        Where the platform cannot be read it is not sent: missed once is better than said twice.
        """
        restoration = await self._latest()
        if restoration is None or row.first_attempt_at is None:
            return False
        return row.first_attempt_at <= restoration.taken_at and row.due_at <= restoration.restored_at

    async def _latest(self) -> Restoration | None:
        return (await self.session.exec(select(Restoration).order_by(col(Restoration.number).desc()))).first()


def _from_before(restoration: Restoration) -> ColumnElement[bool]:
    """Not tried since the backup, nor in doubt already: that gives a row the backup's moment."""
    return or_(col(Delivery.first_attempt_at).is_(None), col(Delivery.first_attempt_at) < restoration.taken_at)


def _may_have_gone(restoration: Restoration) -> ColumnElement[bool]:
    back = restoration.restored_at
    moved = and_(col(Delivery.kind) == "prompt", col(Delivery.due_at) <= back + _MOVED)
    again = and_(col(Delivery.kind).not_in(_EACH_ANEW), col(Delivery.due_at) <= back + _MADE_ANEW)
    younger = select(Cohort.id).where(col(Cohort.created_at) > back)  # nothing was ever said to anybody in these
    known = or_(col(Delivery.cohort_id).is_(None), col(Delivery.cohort_id).not_in(younger))
    only_once = and_(col(Delivery.anchor_instance) != "", or_(moved, again), known)
    return or_(col(Delivery.due_at) <= back, only_once)
