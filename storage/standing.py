"""Where things stand for one promise at this moment: the person, their cohort, and what they have been sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.commitments import promises_of
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
from storage.tables.deliveries import ROOMS

_Found = TypeVar("_Found")


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
    """All that is looked at before a promise is kept. `roles` are those that the person holds now.

    `workspace` is where it will be said: the person's, or, for what is said in a cohort's room, the room's. `promises`
    are the ids of the person's own if-then promises that go on, the newest first.
    """

    person: Person
    workspace: Workspace
    organisation: Organisation
    cohort: Cohort | None
    participation: Participation | None
    company: Company
    roles: tuple[Role, ...]
    in_room: bool = False
    promises: tuple[str, ...] = ()

    @property
    def held_until(self) -> datetime | None:
        """Until when (real time) the platform wants no message there; None where it never said so.

        What is said in a room is not held back by a pause of the private chat.
        """
        moments = (None if self.in_room else self.person.held_until, self.workspace.held_until)
        return max((moment for moment in moments if moment), default=None)


async def standing_of(session: AsyncSession, row: Delivery) -> Standing:
    """Where things stand for that promise, read afresh."""
    person, cohort = await addressee_of(session, row)
    participation = await session.get(Participation, row.participation_id) if row.participation_id else None
    held = await session.exec(select(Role).where(Role.person_id == person.id, col(Role.revoked_at).is_(None)))
    return Standing(
        person=person,
        workspace=await session.get_one(Workspace, place_of(row, person, cohort)),
        organisation=await session.get_one(Organisation, person.organisation_id),
        cohort=cohort,
        participation=participation,
        company=await company_of(session, cohort.id) if cohort else Company(),
        roles=tuple(held.all()),
        in_room=row.kind in ROOMS,
        promises=tuple((await promises_of(session, [person.id]))[person.id]),
    )


async def addressee_of(session: AsyncSession, row: Delivery) -> tuple[Person, Cohort | None]:
    """Whom it is for, and the cohort in which: all that the language of it needs."""
    participation = await session.get(Participation, row.participation_id) if row.participation_id else None
    cohort_id = participation.cohort_id if participation else row.cohort_id
    cohort = await session.get(Cohort, cohort_id) if cohort_id else None
    return await session.get_one(Person, row.person_id), cohort


def place_of(row: Delivery, person: Person, cohort: Cohort | None) -> str:
    """The workspace in which that is said; the person's own, too, where a cohort has no room."""
    room = cohort.room_workspace_id if row.kind in ROOMS and cohort else None
    return room or person.workspace_id


async def company_of(session: AsyncSession, cohort_id: str) -> Company:
    """The people and visits of a cohort, each in an order that does not change."""
    return (await companies_of(session, [cohort_id]))[cohort_id]


async def companies_of(session: AsyncSession, cohorts: Iterable[str]) -> dict[str, Company]:
    """The same for each of these cohorts, by its id."""
    asked = sorted(cohorts)
    if not asked:
        return {}
    taking_part = await session.exec(
        select(Participation, Person.name)
        .join(Person, col(Person.id) == Participation.person_id)
        .where(col(Participation.cohort_id).in_(asked))
        .order_by(col(Participation.id))
    )
    legs = await session.exec(select(Leg).where(col(Leg.cohort_id).in_(asked)).order_by(col(Leg.id)))
    stated = select(CohortValue).where(col(CohortValue.cohort_id).in_(asked))
    values = await session.exec(stated.order_by(col(CohortValue.position)))
    answered = await session.exec(
        select(Delivery.cohort_id, Delivery.participation_id)
        .where(col(Delivery.cohort_id).in_(asked), col(Delivery.answered_at).is_not(None))
        .distinct()
    )
    people = _by_cohort((one.cohort_id, (one, name)) for one, name in taking_part.all())
    visits = _by_cohort((leg.cohort_id, leg) for leg in legs.all())
    held = _by_cohort((value.cohort_id, value) for value in values.all())
    heard = _by_cohort((cohort or "", who) for cohort, who in answered.all() if who)
    return {
        one: Company(
            participations=tuple(participation for participation, _ in people[one]),
            names=tuple((participation.id, name) for participation, name in people[one]),
            answered=frozenset(heard[one]),
            legs=tuple(visits[one]),
            values=tuple(held[one]),
        )
        for one in asked
    }


def _by_cohort(found: Iterable[tuple[str, _Found]]) -> defaultdict[str, list[_Found]]:
    sorted_out = defaultdict[str, list[_Found]](list)
    for cohort_id, one in found:
        sorted_out[cohort_id].append(one)
    return sorted_out
