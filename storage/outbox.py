"""Promises on their way out: taken by one sender at a time, finished once, and found again after a crash.

`planned → sending → sent`; `sending → planned | missed | cancelled | failed`, where nothing was written for certain;
`sending → unknown`, where it may have been, `→ sent | planned | failed`; `planned → missed | cancelled`.

Every taking raises the row's generation, and a row is finished only under the generation it was taken with: a sender
that was held up for longer than its lease can change nothing any more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, and_, bindparam, func, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.attendances import may_go_out
from storage.known import Known, known_of
from storage.standing import Standing, addressee_of, standing_of
from storage.tables import Cohort, Delivery, Person, Workspace
from storage.tables.deliveries import ROOMS


@dataclass(frozen=True, slots=True)
class Outbox:
    """`now` is the program's time, `real_now` real time: moving the program's clock ends no lease."""

    session: AsyncSession

    # -- taking ----------------------------------------------------------------------------------------------------

    async def claim(
        self, real_now: datetime, now: datetime, limit: int, lease_until: datetime, suspect_from: int
    ) -> tuple[Delivery, ...]:
        """Takes up to `limit` rows that are due, the longest due first: each goes to one sender only.

        A row that was taken `suspect_from` times may be what ends the process each time: it is taken last, and alone.
        """
        due, taken = _due(real_now, now), _taken(real_now, lease_until)
        unsuspected = and_(due, col(Delivery.attempts) < suspect_from)
        return await self._take(unsuspected, limit, **taken) or await self._take(due, 1, **taken)

    async def claim_these(
        self, deliveries: Collection[str], real_now: datetime, now: datetime, lease_until: datetime
    ) -> tuple[Delivery, ...]:
        """Takes those of the named rows that are due and that nobody has taken yet."""
        these = and_(col(Delivery.id).in_(deliveries), _due(real_now, now))
        return await self._take(these, len(deliveries), **_taken(real_now, lease_until))

    async def claim_unknown(self, real_now: datetime, limit: int, settle_at: datetime) -> tuple[Delivery, ...]:
        """Takes rows whose outcome should be known by now; another sender may take them again from `settle_at` on."""
        unsettled = and_(col(Delivery.state) == "unknown", col(Delivery.settle_at) <= real_now)
        return await self._take(unsettled, limit, settle_at=settle_at)

    async def give_up_leases(self, real_now: datetime, settle_at: datetime, readable_by: datetime) -> None:
        """What was taken and not finished within its lease may have been sent and may not."""
        lapsed = update(Delivery).where(col(Delivery.state) == "sending", col(Delivery.lease_until) <= real_now)
        generation = Delivery.generation + 1
        await self.session.exec(
            lapsed.values(state="unknown", settle_at=settle_at, lease_until=readable_by, generation=generation)
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

    async def known(self, rows: Sequence[Delivery], real_until: datetime, since: datetime) -> tuple[Known, ...]:
        """What is known of those of the rows that are still ours, with a lease that lasts beyond that real moment.

        Locks their people. `since` is how far back unasked messages are looked for (the program's time).
        """
        return await known_of(self.session, rows, real_until, since) if rows else ()

    async def standing(self, row: Delivery) -> Standing:
        """Where things stand for that promise, read afresh."""
        return await standing_of(self.session, row)

    async def addressee(self, row: Delivery) -> tuple[Person, Cohort | None]:
        """Whom that promise is for, and the cohort in which, if it is in one."""
        return await addressee_of(self.session, row)

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
        attempts = {} if counted else {"attempts": Delivery.attempts - 1}
        return await self._plan(row, lease_until=real_at, **attempts)

    async def not_now(self, row: Delivery, real_until: datetime, *, everybody: bool) -> bool:
        """The platform wants no message before then: none there, or to everybody in that workspace."""
        if everybody:
            await self._held(Workspace, (await self.standing(row)).workspace.id, real_until)
        elif row.kind not in ROOMS:  # a room rests by its row alone
            await self._held(Person, row.person_id, real_until)
        return await self.try_again(row, real_until, counted=False)

    async def _held(self, table: type[Workspace] | type[Person], whose: str, real_until: datetime) -> None:
        until = col(table.held_until)
        sooner = or_(until.is_(None), until < real_until)
        await self.session.exec(update(table).where(col(table.id) == whose, sooner).values(held_until=real_until))

    async def once_more(self, row: Delivery, real_at: datetime) -> bool:
        """Nobody can find out whether it was sent: it goes once more, and says from now on that it may be there."""
        return await self._plan(row, lease_until=real_at, perhaps_sent=True)

    async def unknown(self, row: Delivery, settle_at: datetime, readable_by: datetime | None) -> bool:
        """Its outcome is asked for at `settle_at`; a history that cannot be read is waited for until `readable_by`."""
        return await self._change(row, state="unknown", lease_until=readable_by, settle_at=settle_at)

    async def unread(self, row: Delivery, settle_at: datetime) -> bool:
        """The platform could not be asked this time either; it is asked again at `settle_at`."""
        return await self._change(row, settle_at=settle_at, unread=Delivery.unread + 1)

    async def close(self, row: Delivery, state: str, reason: str) -> bool:
        """Ends the row as missed, cancelled or failed: nothing was written, and nothing will be."""
        return await self._change(row, state=state, reason=reason[:60], sent_at=None, **_RELEASED)

    async def undeliverable(self, row: Delivery, reason: str, *, everybody: bool) -> None:
        """The person, or everybody in their workspace, cannot be reached: one failed call is enough.

        That a room cannot be reached says nothing about anybody.
        """
        await self.close(row, "failed", reason)
        if row.kind in ROOMS:
            return
        if everybody:
            await self._revoked(row.person_id)
        else:
            await self._unreachable(row.person_id)

    async def _unreachable(self, person_id: str) -> None:
        lost = update(Person).where(col(Person.id) == person_id, col(Person.state) == "active")
        await self.session.exec(lost.values(state="unreachable"))
        await self._cancel([person_id], "unreachable")

    async def _revoked(self, person_id: str) -> None:
        """The workspace of that person took its permission back: its token is forgotten."""
        workspace_id = (await self.session.get_one(Person, person_id)).workspace_id
        left = update(Workspace).where(col(Workspace.id) == workspace_id)
        await self.session.exec(left.values(installed=False, sealed_token=None))
        people = await self.session.exec(select(Person.id).where(Person.workspace_id == workspace_id))
        await self._cancel(people.all(), "workspace left")

    async def _cancel(self, people: Sequence[str], reason: str) -> None:
        planned = update(Delivery).where(col(Delivery.person_id).in_(people), col(Delivery.state) == "planned")
        await self.session.exec(planned.values(state="cancelled", reason=reason))

    async def _plan(self, row: Delivery, **changes: object) -> bool:
        return await self._change(row, **{**_RELEASED, "state": "planned", "sent_at": None, "unread": 0, **changes})

    async def _change(self, row: Delivery, **changes: object) -> bool:
        """Past the objects that the session knows: to look for them takes longer than to change the row."""
        ours = {"its_id": row.id, "its_generation": row.generation}
        computed = {name: value for name, value in changes.items() if isinstance(value, ColumnElement)}
        plain = {name: value for name, value in changes.items() if name not in computed}
        statement = _change_of(tuple(sorted(plain)))
        changing = statement.values(computed) if computed else statement
        return bool(
            await self.session.run_sync(lambda open_one: _count(open_one.connection().execute(changing, ours | plain)))
        )


_RELEASED = {"lease_until": None, "settle_at": None}


@lru_cache
def _change_of(columns: tuple[str, ...]) -> Update:
    """Sets these columns of a row that is still held under the generation with which it was taken."""
    table = Delivery.__table__  # type: ignore[attr-defined]  # SQLModel does not say that its classes have one
    held = (
        table.c.id == bindparam("its_id"),
        table.c.generation == bindparam("its_generation"),
        table.c.state.in_(("sending", "unknown")),
    )
    return update(table).where(*held).values({name: bindparam(name) for name in columns})


def _count(changed: CursorResult[Any]) -> int:
    return changed.rowcount


def _due(real_now: datetime, now: datetime) -> ColumnElement[bool]:
    return and_(col(Delivery.state) == "planned", col(Delivery.due_at) <= now, _not_held(real_now), may_go_out())


def _taken(real_now: datetime, lease_until: datetime) -> dict[str, object]:
    return {
        "state": "sending",
        "lease_until": lease_until,
        "attempts": Delivery.attempts + 1,
        "first_attempt_at": func.coalesce(Delivery.first_attempt_at, real_now),
    }


def _not_held(real_now: datetime) -> ColumnElement[bool]:
    """A planned row with a lease is held back until then, after the platform said *not now*."""
    return or_(col(Delivery.lease_until).is_(None), col(Delivery.lease_until) <= real_now)
