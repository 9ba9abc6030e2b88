"""Cohorts with their values, problems, participations and legs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Cohort, CohortValue, Leg, Participation, Person, Problem, Role


@dataclass(frozen=True, slots=True)
class Member:
    """A participation with the person it is of."""

    participation: Participation
    person: Person


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Everything is found inside one organisation; what is another's does not exist."""

    session: AsyncSession

    async def of(self, person: Person, *roles: str) -> tuple[Cohort, ...]:
        """The cohorts for which the person holds one of these roles now, the oldest first."""
        held = await self._held(person, roles)
        if not held:
            return ()
        asked = select(Cohort).where(Cohort.organisation_id == person.organisation_id)
        if None not in held:
            asked = asked.where(col(Cohort.id).in_(held))
        return tuple(await self.session.exec(asked.order_by(col(Cohort.created_at), col(Cohort.name))))

    async def one(self, person: Person, cohort_id: str, *roles: str) -> Cohort | None:
        """That cohort, if it is in the person's organisation and they hold one of these roles for it now."""
        cohort = await self.session.get(Cohort, cohort_id)
        if cohort is None or cohort.organisation_id != person.organisation_id:
            return None
        return cohort if await self._held(person, roles) & {None, cohort.id} else None

    async def _held(self, person: Person, roles: Sequence[str]) -> set[str | None]:
        found = await self.session.exec(
            select(Role.cohort_id).where(
                Role.person_id == person.id,
                Role.organisation_id == person.organisation_id,
                col(Role.name).in_(roles),
                col(Role.revoked_at).is_(None),
            )
        )
        return set(found.all())

    async def joined_by(self, person: Person) -> tuple[Cohort, ...]:
        """The cohorts that the person takes part in now, the oldest first."""
        found = await self.session.exec(
            select(Cohort)
            .join(Participation, col(Participation.cohort_id) == Cohort.id)
            .where(Participation.person_id == person.id, Participation.state == "active")
            .order_by(col(Cohort.created_at), col(Cohort.name))
        )
        return tuple(found.all())

    async def cohort(self, cohort_id: str) -> Cohort | None:
        return await self.session.get(Cohort, cohort_id)

    async def named(self, organisation_id: str, name: str) -> Cohort | None:
        """The organisation's cohort of that name, however its letters are cased."""
        found = await self.session.exec(select(Cohort).where(Cohort.organisation_id == organisation_id))
        return next((one for one in found if one.name.casefold() == name.casefold()), None)

    async def add(self, cohort: Cohort) -> None:
        self.session.add(cohort)
        await self.session.flush()

    # -- people and legs -------------------------------------------------------------------------------------------

    async def members(self, cohort_id: str) -> tuple[Member, ...]:
        """Who takes part now, by name."""
        found = await self.session.exec(
            select(Participation, Person)
            .join(Person, col(Person.id) == Participation.person_id)
            .where(Participation.cohort_id == cohort_id, Participation.state == "active")
            .order_by(col(Person.name), col(Participation.id))
        )
        return tuple(Member(participation, person) for participation, person in found.all())

    async def participation(self, cohort_id: str, person_id: str) -> Participation | None:
        """The person's participation in that cohort, whatever its state."""
        found = await self.session.exec(
            select(Participation).where(Participation.cohort_id == cohort_id, Participation.person_id == person_id)
        )
        return found.first()

    async def legs(self, cohort_id: str) -> tuple[Leg, ...]:
        """The legs of a cohort, those of one pair together."""
        found = await self.session.exec(
            select(Leg).where(Leg.cohort_id == cohort_id).order_by(col(Leg.group_id), col(Leg.id))
        )
        return tuple(found.all())

    # -- values and problems ---------------------------------------------------------------------------------------

    async def values(self, cohort_id: str) -> tuple[CohortValue, ...]:
        found = await self.session.exec(
            select(CohortValue).where(CohortValue.cohort_id == cohort_id).order_by(col(CohortValue.position))
        )
        return tuple(found.all())

    async def problems(self, cohort_id: str) -> tuple[Problem, ...]:
        found = await self.session.exec(
            select(Problem).where(Problem.cohort_id == cohort_id).order_by(col(Problem.position))
        )
        return tuple(found.all())
