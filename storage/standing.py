"""Where things stand for one promise at this moment: the person, their cohort, and what they have been sent."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import (
    Cohort,
    CohortValue,
    Delivery,
    Leg,
    Organisation,
    Participation,
    Person,
    Role,
    Workspace,
)


@dataclass(frozen=True, slots=True)
class Company:
    """The people and visits of one cohort, those who left included.

    `names` are people's names by their participation's id, `answered` the ids of those who answered any prompt.
    """

    participations: tuple[Participation, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    answered: frozenset[str] = frozenset()
    legs: tuple[Leg, ...] = ()
    values: tuple[CohortValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is looked at before a promise is kept. `roles` are those that the person holds now."""

    person: Person
    workspace: Workspace
    organisation: Organisation
    cohort: Cohort | None
    participation: Participation | None
    company: Company
    roles: tuple[Role, ...]


async def standing_of(session: AsyncSession, row: Delivery) -> Standing:
    """Where things stand for that promise, read afresh."""
    person = await session.get_one(Person, row.person_id)
    participation = await session.get(Participation, row.participation_id) if row.participation_id else None
    cohort_id = participation.cohort_id if participation else row.cohort_id
    cohort = await session.get(Cohort, cohort_id) if cohort_id else None
    held = await session.exec(select(Role).where(Role.person_id == person.id, col(Role.revoked_at).is_(None)))
    return Standing(
        person=person,
        workspace=await session.get_one(Workspace, person.workspace_id),
        organisation=await session.get_one(Organisation, person.organisation_id),
        cohort=cohort,
        participation=participation,
        company=await company_of(session, cohort.id) if cohort else Company(),
        roles=tuple(held.all()),
    )


async def company_of(session: AsyncSession, cohort_id: str) -> Company:
    """The people and visits of a cohort, each in an order that does not change."""
    taking_part = await session.exec(
        select(Participation, Person.name)
        .join(Person, col(Person.id) == Participation.person_id)
        .where(Participation.cohort_id == cohort_id)
        .order_by(col(Participation.id))
    )
    found = taking_part.all()
    legs = await session.exec(select(Leg).where(Leg.cohort_id == cohort_id).order_by(col(Leg.id)))
    values = await session.exec(
        select(CohortValue).where(CohortValue.cohort_id == cohort_id).order_by(col(CohortValue.position))
    )
    answered = await session.exec(
        select(Delivery.participation_id)
        .where(Delivery.cohort_id == cohort_id, col(Delivery.answered_at).is_not(None))
        .distinct()
    )
    return Company(
        participations=tuple(participation for participation, _ in found),
        names=tuple((participation.id, name) for participation, name in found),
        answered=frozenset(one for one in answered.all() if one),
        legs=tuple(legs.all()),
        values=tuple(values.all()),
    )
