"""The maps of a cohort's values, made once for each window, and what they are made from."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.cohorts import Member
from storage.tables import CohortValue, Entry, Participation, Person, Tag, ValuesChange, ValuesMap


@dataclass(frozen=True, slots=True)
class Maps:
    """A map that is kept stays as it is: nothing here changes one or takes one away."""

    session: AsyncSession

    async def of(self, cohort_id: str) -> tuple[ValuesMap, ...]:
        """The cohort's maps, the earliest window first."""
        found = await self.session.exec(
            select(ValuesMap).where(ValuesMap.cohort_id == cohort_id).order_by(col(ValuesMap.closed_at))
        )
        return tuple(found.all())

    async def keep(self, made: ValuesMap) -> None:
        """Keeps it, unless its window has a map already."""
        if await self.session.get(ValuesMap, (made.cohort_id, made.window)) is None:
            self.session.add(made)
            await self.session.flush()

    async def changed(self, cohort_id: str, done_by: str, now: datetime) -> None:
        """Notes that that person has just changed the cohort's values, and how they stand since."""
        asked = select(CohortValue).where(CohortValue.cohort_id == cohort_id).order_by(col(CohortValue.position))
        stated = [{"name": one.name, "behaviours": list(one.behaviours)} for one in await self.session.exec(asked)]
        self.session.add(ValuesChange(cohort_id=cohort_id, done_by=done_by, done_at=now, stated=stated))
        await self.session.flush()

    async def changes(self, cohort_id: str) -> tuple[ValuesChange, ...]:
        """Every change of the cohort's values, the earliest first."""
        asked = select(ValuesChange).where(ValuesChange.cohort_id == cohort_id)
        found = await self.session.exec(asked.order_by(col(ValuesChange.done_at), col(ValuesChange.id)))
        return tuple(found.all())

    async def staying(self, cohort_id: str) -> tuple[Member, ...]:
        """Who takes part, or did until the cohort's end."""
        found = await self.session.exec(
            select(Participation, Person)
            .join(Person, col(Person.id) == Participation.person_id)
            .where(Participation.cohort_id == cohort_id, Participation.state != "left")
        )
        return tuple(Member(participation, person) for participation, person in found.all())

    async def marks(self, cohort_id: str, opens: datetime, closes: datetime) -> tuple[tuple[str, str, str], ...]:
        """Marks on what was written from `opens` until before `closes`: the person's id, the value's id, how seen."""
        found = await self.session.exec(
            select(Entry.person_id, Tag.value_id, Tag.seen)
            .join(Tag, col(Tag.entry_id) == Entry.id)
            .join(CohortValue, col(CohortValue.id) == Tag.value_id)
            .where(CohortValue.cohort_id == cohort_id, Entry.written_at >= opens, Entry.written_at < closes)
        )
        return tuple((person, value, seen) for person, value, seen in found.all())
