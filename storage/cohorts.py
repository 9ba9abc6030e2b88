"""Cohorts with their values, problems, participations and legs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Cohort, CohortValue, Draft, Invitation, Leg, Participation, Person, Problem, Role, Tag


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

    async def set_values(self, cohort_id: str, values: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Makes these the cohort's values, in this order. One that keeps its name keeps its tags."""
        kept = {one.name.casefold(): one for one in await self.values(cohort_id)}
        for position, (name, behaviours) in enumerate(values):
            row = kept.pop(name.casefold(), None) or CohortValue(cohort_id=cohort_id, position=position, name=name)
            row.position, row.name, row.behaviours = position, name, list(behaviours)
            self.session.add(row)
        gone = [one.id for one in kept.values()]
        await self.session.exec(delete(Tag).where(col(Tag.value_id).in_(gone)))
        await self.session.exec(delete(CohortValue).where(col(CohortValue.id).in_(gone)))
        await self.session.flush()

    async def set_problems(self, cohort_id: str, texts: Sequence[str]) -> None:
        """Makes these the cohort's pressing problems, in this order."""
        await self.session.exec(delete(Problem).where(col(Problem.cohort_id) == cohort_id))
        self.session.add_all(
            Problem(cohort_id=cohort_id, position=position, text=text) for position, text in enumerate(texts)
        )
        await self.session.flush()

    # -- changes that wait to be confirmed, and people who wait to be found ----------------------------------------

    async def keep_draft(
        self, person: Person, cohort_id: str | None, change: str, values: Mapping[str, Any], now: datetime
    ) -> str:
        """Keeps a change until that person confirms it, and gives it an id."""
        draft = Draft(person_id=person.id, cohort_id=cohort_id, change=change, values=dict(values), made_at=now)
        self.session.add(draft)
        await self.session.flush()
        return draft.id

    async def take_draft(self, person: Person, draft_id: str, change: str) -> Draft | None:
        """That person's draft of that change, which is then gone. None for any other."""
        draft = await self.session.get(Draft, draft_id)
        if draft is None or draft.person_id != person.id or draft.change != change:
            return None
        await self.session.delete(draft)
        return draft

    async def forget_drafts(self, before: datetime) -> None:
        """Drafts that nobody confirmed in time are forgotten."""
        await self.session.exec(delete(Draft).where(col(Draft.made_at) < before))

    async def invite(self, invitation: Invitation) -> None:
        """Remembers somebody to be looked up; what is known already of the same address is replaced."""
        found = await self.session.exec(
            select(Invitation).where(Invitation.cohort_id == invitation.cohort_id, Invitation.email == invitation.email)
        )
        if earlier := found.first():
            await self.session.delete(earlier)
            await self.session.flush()
        self.session.add(invitation)
        await self.session.flush()

    async def invitations(self, cohort_id: str = "", *, state: str) -> tuple[Invitation, ...]:
        """Who waits or was not found, in one cohort or in all, the first invited first."""
        asked = select(Invitation).where(Invitation.state == state)
        if cohort_id:
            asked = asked.where(Invitation.cohort_id == cohort_id)
        return tuple(await self.session.exec(asked.order_by(col(Invitation.invited_at), col(Invitation.email))))
