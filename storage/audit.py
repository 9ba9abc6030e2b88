"""Who did what, chained so that a changed row shows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import AuditRow

CUT = "audit_cut"  # the deed of the row that the rest hangs on, once old rows were cut off
_LOCK = 0x45584155  # "EXAU": any number will do, as long as nothing else locks by it


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what to which thing, never what was written. Each row is hashed together with the one before it.

    One chain runs through the whole table. Cutting rows off its very end leaves no trace in it, which is why
    `audit` shows the last number: an operator who notes it down can tell. Where old rows are cut off its beginning, a
    row says up to which, with that one's hash: the chain hangs on itself.
    """

    session: AsyncSession

    async def write(
        self, *, organisation_id: str, cohort_id: str = "", actor_id: str, deed: str, thing: str, now: datetime
    ) -> AuditRow:
        """Adds a row to the end of the chain. Writers wait for each other until the transaction ends."""
        await self._alone()
        last = await self._last()
        row = AuditRow(
            number=(last.number or 0) + 1 if last else 1,
            organisation_id=organisation_id,
            cohort_id=cohort_id,
            actor_id=actor_id,
            deed=deed,
            thing=thing,
            done_at=now,
            previous=last.hash if last else "",
        )
        row.hash = _hash(row)
        self.session.add(row)
        await self.session.flush()
        return row

    async def verify(self) -> int | None:
        """The number of the first row that was changed, or that follows a missing one. None: the chain holds."""
        first, previous, expected, hangs = None, "", 1, True
        rows = await self.session.stream_scalars(
            select(AuditRow).order_by(col(AuditRow.number)).execution_options(yield_per=1000, populate_existing=True)
        )
        async for row in rows:
            if first is None:
                first, previous, expected = row, row.previous, row.number or 1
                hangs = (row.number, row.previous) == (1, "")
            if (row.number, row.previous, row.hash) != (expected, previous, _hash(row)):
                return row.number
            hangs = hangs or _holds(row, first)
            previous, expected = row.hash, expected + 1
        return None if hangs or first is None else first.number

    async def cut(self, before: datetime, now: datetime) -> int:
        """Cuts off the rows up to the first one of that moment or later; says how many.

        A new row says up to which, with the hash of that one, so that what remains can still be verified.
        """
        await self._alone()
        later = select(func.min(AuditRow.number)).where(col(AuditRow.done_at) >= before)
        last = await self._last()
        if last is None or last.number is None:
            return 0
        kept = (await self.session.exec(later)).one() or last.number + 1
        cut_off = await self.session.get(AuditRow, kept - 1)
        if cut_off is None:
            return 0
        await self.write(organisation_id="", actor_id="", deed=CUT, thing=_end(kept - 1, cut_off.hash), now=now)
        gone = await self.session.exec(delete(AuditRow).where(col(AuditRow.number) < kept))
        return gone.rowcount

    async def rows(self, organisation_id: str, limit: int) -> Sequence[AuditRow]:
        """The organisation's latest rows, newest first."""
        found = await self.session.exec(
            select(AuditRow)
            .where(AuditRow.organisation_id == organisation_id)
            .order_by(col(AuditRow.number).desc())
            .limit(limit)
        )
        return found.all()

    async def _alone(self) -> None:
        # SQLite has one writer at a time from BEGIN IMMEDIATE on; PostgreSQL is told to
        if self.session.get_bind().dialect.name == "postgresql":
            await self.session.exec(select(func.pg_advisory_xact_lock(_LOCK)))

    async def _last(self) -> AuditRow | None:
        found = await self.session.exec(select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1))
        return found.first()


def _holds(row: AuditRow, first: AuditRow) -> bool:
    """Whether that row says that everything before the first one was cut off."""
    return row.deed == CUT and row.thing == _end((first.number or 1) - 1, first.previous)


def _end(number: int, hashed: str) -> str:
    return f"{number}:{hashed}"


def _hash(row: AuditRow) -> str:
    done_at = row.done_at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [row.number, row.organisation_id, row.cohort_id, row.actor_id, row.deed, row.thing, done_at, row.previous]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
