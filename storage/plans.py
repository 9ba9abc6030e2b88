"""Which cohorts must be planned anew, and the prompts that are planned for each."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter

from sqlalchemy import insert, or_
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.deliveries import PROMPT_KINDS
from storage.standing import Company, companies_of, company_of
from storage.tables import Cohort, Delivery, Participation, Person, Role, Workspace, new_id

_PLANNED = ("running", "paused", "finished")  # a draft has no plan yet
_STALE = col(Cohort.planned) != col(Cohort.plan_wanted)


@dataclass(frozen=True, slots=True)
class Promise:
    """A prompt as the schedule wants it: everything that a planned row has of its own, and no row yet."""

    id: str
    organisation_id: str
    person_id: str
    participation_id: str | None
    cohort_id: str
    prompt: str
    anchor_instance: str
    due_at: datetime
    window_ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan of a cohort is its rows of kind "prompt"."""

    session: AsyncSession

    async def paused(self) -> tuple[Cohort, ...]:
        """The cohorts that are paused, also those whose pause is over by now."""
        return tuple(await self.session.exec(select(Cohort).where(Cohort.state == "paused")))

    async def end_pause(self, cohort: Cohort) -> None:
        """The cohort runs again, unless its pause was made longer just now. Its dates stay: they moved its plan."""
        until = col(Cohort.paused_until) == cohort.paused_until
        same = col(Cohort.id) == cohort.id, col(Cohort.state) == "paused", until
        await self.session.exec(update(Cohort).where(*same).values(state="running"))

    async def stale(self) -> tuple[str, ...]:
        """The ids of the cohorts in which something changed since they were planned."""
        found = await self.session.exec(
            select(Cohort.id).where(_STALE, col(Cohort.state).in_(_PLANNED)).order_by(col(Cohort.id))
        )
        return tuple(found.all())

    async def take(self, cohort_id: str) -> Cohort | None:
        """The cohort, locked until the end of the transaction; None when somebody else has just planned it."""
        found = await self.session.exec(select(Cohort).where(Cohort.id == cohort_id, _STALE).with_for_update())
        return found.first()

    async def company(self, cohort: Cohort) -> Company:
        """The people and visits of the cohort."""
        return await company_of(self.session, cohort.id)

    async def people(self, cohort: Cohort) -> dict[str, Person]:
        """Everybody who takes part in the cohort or has a role in it, and can be written to, by id."""
        return await self.people_of([cohort])

    async def companies(self, cohorts: Iterable[Cohort]) -> dict[str, Company]:
        """The people and visits of several cohorts, by the cohort's id."""
        return await companies_of(self.session, [cohort.id for cohort in cohorts])

    async def people_of(self, cohorts: Iterable[Cohort]) -> dict[str, Person]:
        """The same people of several cohorts together."""
        ids = [cohort.id for cohort in cohorts]
        taking_part = select(Participation.person_id).where(col(Participation.cohort_id).in_(ids))
        holding = select(Role.person_id).where(col(Role.cohort_id).in_(ids))
        theirs = or_(col(Person.id).in_(taking_part), col(Person.id).in_(holding))
        found = await self.session.exec(select(Person).where(theirs, Person.state == "active"))
        return {person.id: person for person in found.all()}

    async def taking_part(self, platform: str) -> tuple[tuple[str, str], ...]:
        """The platform's ids of everybody who takes part in a cohort now: workspace and person."""
        found = await self.session.exec(
            select(Workspace.external_id, Person.external_id)
            .join(Person, col(Person.workspace_id) == Workspace.id)
            .join(Participation, col(Participation.person_id) == Person.id)
            .join(Cohort, col(Cohort.id) == Participation.cohort_id)
            .where(
                Workspace.platform == platform,
                col(Workspace.installed),
                Person.state == "active",
                Participation.state == "active",
                col(Cohort.state).in_(("running", "paused")),
            )
            .distinct()
            .order_by(col(Workspace.external_id), col(Person.external_id))
        )
        return tuple(found.all())

    async def facilitators(self, cohort: Cohort) -> frozenset[str]:
        """The ids of those who are facilitator of that cohort now."""
        found = await self.session.exec(
            select(Role.person_id).where(
                Role.cohort_id == cohort.id, Role.name == "facilitator", col(Role.revoked_at).is_(None)
            )
        )
        return frozenset(found.all())

    async def prompts(self, cohort: Cohort) -> dict[str, Delivery]:
        """Every prompt of the cohort by its id, locked, so that none is taken out while it is being moved."""
        found = await self.session.exec(
            select(Delivery).where(Delivery.cohort_id == cohort.id, Delivery.kind == "prompt").with_for_update()
        )
        return {row.id: row for row in found.all()}

    async def add(self, promises: Iterable[Promise]) -> None:
        """Plans these prompts, of which there are none yet: in one statement, because a cohort has hundreds."""
        if rows := [dict(zip(_NAMES, _VALUES(one), strict=True), kind="prompt", detail={}) for one in promises]:
            connection = await self.session.connection()
            await connection.execute(insert(Delivery), rows)

    async def asked(self, cohort_id: str, before: datetime) -> tuple[tuple[str, str, bool], ...]:
        """Participation, prompt and whether it was answered by then, for every prompt that a cohort got by then."""
        found = await self.session.exec(
            select(Delivery.participation_id, Delivery.prompt, Delivery.answered_at)
            .join(Participation, col(Participation.id) == Delivery.participation_id)
            .where(
                Participation.cohort_id == cohort_id,
                col(Delivery.kind).in_(PROMPT_KINDS),
                col(Delivery.sent_at) < before,
            )
        )
        return tuple((who or "", prompt, bool(at and at < before)) for who, prompt, at in found.all())

    async def look_again(self) -> None:
        """Has every running cohort planned anew: program, holidays and zones may have changed with a new release."""
        await self.session.exec(update(Cohort).where(col(Cohort.state) == "running").values(plan_wanted=new_id()))


_NAMES = tuple(one.name for one in fields(Promise))
_VALUES = attrgetter(*_NAMES)
