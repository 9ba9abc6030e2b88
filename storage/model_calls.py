"""Counts how often a language model is asked, so that nobody can ask without end, and how often in vain."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import ModelCall, Person, Unhelpful, Workspace


@dataclass(frozen=True, slots=True)
class ModelCalls:
    """The counts of each person and each day, in the database, so that all processes count together."""

    session: AsyncSession

    async def take(self, person: Person, today: date, *, most: int, budget: int) -> bool:
        """Counts one more call for that person today; False, and nothing is counted, where there is none left.

        `most` is the person's own limit of a day, `budget` that of everybody in their workspace together.
        """
        await self._one_at_a_time(person.workspace_id)
        spent = select(func.coalesce(func.sum(col(ModelCall.times)), 0)).where(
            ModelCall.workspace_id == person.workspace_id, ModelCall.called_on == today
        )
        row = await self.session.get(ModelCall, (person.id, today), populate_existing=True)
        row = row or ModelCall(person_id=person.id, called_on=today, workspace_id=person.workspace_id)
        if row.times >= most or (await self.session.exec(spent)).one() >= budget:
            return False
        row.times += 1
        self.session.add(row)
        await self.session.flush()
        return True

    async def _one_at_a_time(self, workspace_id: str) -> None:
        """Two that count at once would both find the last call free. SQLite lets one in at a time anyway."""
        await self.session.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())

    async def not_helpful(self, cohort_id: str, today: date) -> None:
        """Counts one question of a model that was of no help: for its cohort and the day, and for nobody."""
        of_today = (col(Unhelpful.cohort_id) == cohort_id, col(Unhelpful.marked_on) == today)
        counted = await self.session.exec(update(Unhelpful).where(*of_today).values(times=Unhelpful.times + 1))
        if not counted.rowcount:
            self.session.add(Unhelpful(cohort_id=cohort_id, marked_on=today, times=1))
            await self.session.flush()

    async def not_helpful_so_far(self, cohort_id: str) -> int:
        """How many of a cohort's questions were of no help, on all days together."""
        times = select(func.coalesce(func.sum(col(Unhelpful.times)), 0)).where(Unhelpful.cohort_id == cohort_id)
        return (await self.session.exec(times)).one()

    async def forget(self, before: date) -> None:
        """Forgets the counts of the days before that one: no limit looks back so far."""
        await self.session.exec(delete(ModelCall).where(col(ModelCall.called_on) < before))
