"""Cohorts with their values, participations and legs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.interviews import Interviews
from storage.tables import (
    Cohort,
    CohortValue,
    Leg,
    Participation,
    Person,
    Role,
    Tag,
    new_id,
)


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

    async def all(self) -> tuple[Cohort, ...]:
        """Every cohort of every organisation."""
        return tuple(await self.session.exec(select(Cohort).order_by(col(Cohort.id))))

    async def cohort_of(self, participation_id: str) -> str | None:
        """The id of the cohort that somebody takes part in by that participation."""
        found = await self.session.get(Participation, participation_id)
        return found.cohort_id if found else None

    async def partners(self, cohort_id: str, person_id: str) -> tuple[Person, ...]:
        """Who is at the other end of one of the person's legs, by name, unless one of the two has left."""
        mine, theirs = aliased(Participation), aliased(Participation)
        together = or_(
            and_(col(Leg.visitor_id) == mine.id, col(Leg.host_id) == theirs.id),
            and_(col(Leg.host_id) == mine.id, col(Leg.visitor_id) == theirs.id),
        )
        found = await self.session.exec(
            select(Person)
            .join(theirs, col(theirs.person_id) == Person.id)
            .join(mine, col(mine.cohort_id) == theirs.cohort_id)
            .join(Leg, together)
            .where(mine.cohort_id == cohort_id, mine.person_id == person_id)
            .where(mine.state != "left", theirs.state != "left")
            .order_by(col(Person.name), col(Person.id))
            .distinct()
        )
        return tuple(found.all())

    async def legs(self, cohort_id: str) -> tuple[Leg, ...]:
        """The legs of a cohort, those of one pair together."""
        found = await self.session.exec(
            select(Leg).where(Leg.cohort_id == cohort_id).order_by(col(Leg.group_id), col(Leg.id))
        )
        return tuple(found.all())

    async def join(self, cohort: Cohort, person: Person, details: Mapping[str, str], now: datetime) -> bool:
        """Takes the person in, or back in; `details` are columns, empty ones change nothing. True when new."""
        row = await self.participation(cohort.id, person.id)
        joins = row is None or row.state != "active"
        if row is None:
            row = Participation(
                organisation_id=cohort.organisation_id, cohort_id=cohort.id, person_id=person.id, joined_at=now
            )
        if joins:
            row.state, row.left_on, row.joined_at = "active", None, now
        for column, value in details.items():
            setattr(row, column, value or getattr(row, column))
        cohort.plan_anew()
        self.session.add(row)
        await self.session.flush()
        return joins

    async def take_out(self, participation: Participation, today: date) -> None:
        """Ends a participation. Visits that have not begun fall away, and the other two of a trio become a pair.

        The time of their interview is free again.
        """
        participation.state, participation.left_on = "left", today
        await Interviews(self.session).release(participation)
        own = [leg for leg in await self.legs(participation.cohort_id) if participation.id in _both(leg)]
        await self.undo([leg for leg in own if not begun(leg, today)])
        visitor = next((leg.visitor_id for leg in own if leg.host_id == participation.id), "")
        host = next((leg.host_id for leg in own if leg.visitor_id == participation.id), "")
        if visitor and host and visitor != host and not any(begun(leg, today) for leg in own):
            row = Leg(cohort_id=participation.cohort_id, group_id=own[0].group_id, visitor_id=visitor, host_id=host)
            self.session.add(row)
        if cohort := await self.cohort(participation.cohort_id):
            cohort.plan_anew()
        await self.session.flush()

    async def finish(self, cohort: Cohort, today: date) -> None:
        """Ends the cohort and every participation in it."""
        cohort.state, cohort.finished_on = "finished", today
        cohort.plan_anew()
        for member in await self.members(cohort.id):
            member.participation.state = "finished"

    async def undo(self, legs: Sequence[Leg]) -> None:
        """These visits will not be."""
        await self.session.exec(delete(Leg).where(col(Leg.id).in_([leg.id for leg in legs])))

    async def pair(self, cohort: Cohort, visits: Sequence[tuple[str, str]]) -> None:
        """One pair or trio: these visits, each from a participation to the one that it visits, are its legs."""
        group = new_id()
        self.session.add_all(
            Leg(cohort_id=cohort.id, group_id=group, visitor_id=visitor, host_id=host) for visitor, host in visits
        )
        cohort.plan_anew()
        await self.session.flush()

    async def earlier_pairs(self, cohort: Cohort) -> frozenset[frozenset[str]]:
        """Who was paired in the organisation's other cohorts, as pairs of ids of persons."""
        visitor, host = aliased(Participation), aliased(Participation)
        found = await self.session.exec(
            select(visitor.person_id, host.person_id)
            .join(Leg, col(Leg.visitor_id) == visitor.id)
            .join(host, col(host.id) == Leg.host_id)
            .where(visitor.organisation_id == cohort.organisation_id, Leg.cohort_id != cohort.id)
        )
        return frozenset(frozenset(pair) for pair in found.all())

    # -- values ----------------------------------------------------------------------------------------------------

    async def values(self, cohort_id: str) -> tuple[CohortValue, ...]:
        found = await self.session.exec(
            select(CohortValue).where(CohortValue.cohort_id == cohort_id).order_by(col(CohortValue.position))
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


def begun(leg: Leg, today: date) -> bool:
    """Whether the visit has its first day today or had it before."""
    return leg.first_day_on is not None and leg.first_day_on <= today


def _both(leg: Leg) -> set[str]:
    return {leg.visitor_id, leg.host_id}
