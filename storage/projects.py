"""The sponsor's list of pressing problems, and the projects that hang on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Participation, Person, Problem, Project, ProjectOwner, ProjectUpdate

STOPPED = "stopped"
_ALIKE = 0.6  # difflib's own measure of a close match: the same problem, said in other words


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who was named as an owner, still takes part, and has confirmed it or not."""

    participation: Participation
    person: Person
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Charter:
    """A project with all that hangs on it. `owners` are in the order of their names, `updates` newest first."""

    project: Project
    problem: Problem
    owners: tuple[Owner, ...]
    updates: tuple[ProjectUpdate, ...]

    @property
    def latest(self) -> ProjectUpdate | None:
        return self.updates[0] if self.updates else None

    @property
    def owner_names(self) -> tuple[str, ...]:
        """Those who have confirmed that they are owners."""
        return tuple(one.person.name for one in self.owners if one.confirmed)

    @property
    def stands(self) -> bool:
        """Whether owners of two departments have confirmed it; before that it is only proposed."""
        confirmed = (one.participation.department for one in self.owners if one.confirmed)
        return len({one.strip().casefold() for one in confirmed} - {""}) > 1

    @property
    def goes_on(self) -> bool:
        return self.project.state != STOPPED

    @property
    def heard_at(self) -> datetime:
        """When the last word on it came: the latest update, or its making."""
        return self.latest.said_at if self.latest else self.project.made_at


@dataclass(frozen=True, slots=True)
class Projects:
    """Problems keep their ids when their words change, so that projects stay where they hang."""

    session: AsyncSession

    # -- problems --------------------------------------------------------------------------------------------------

    async def problem(self, problem_id: str) -> Problem | None:
        return await self.session.get(Problem, problem_id)

    async def listed(self, cohort_id: str) -> tuple[Problem, ...]:
        """The problems that the sponsor lists now, in their order."""
        asked = select(Problem).where(Problem.cohort_id == cohort_id, col(Problem.dropped).is_(False))
        return tuple((await self.session.exec(asked.order_by(col(Problem.position)))).all())

    async def list_problems(self, cohort_id: str, texts: Sequence[str]) -> None:
        """Makes these the cohort's pressing problems, in this order.

        One whose words stay, or are only put differently, stays the same problem. One that is gone is deleted, unless
        a project refers to it.
        """
        rows = await self.listed(cohort_id)
        kept = same_problems(rows, texts)
        for position, text in enumerate(texts):
            row = kept.get(position) or Problem(cohort_id=cohort_id, position=position, text=text)
            row.position, row.text = position, text
            self.session.add(row)
        gone = [row for row in rows if row not in kept.values()]
        bound = {one.problem_id for one in await self._on(row.id for row in gone)}
        for row in gone:
            row.dropped = True
            if row.id not in bound:
                await self.session.delete(row)
        await self.session.flush()

    async def would_drop(self, cohort_id: str, texts: Sequence[str]) -> tuple[tuple[Problem, Project], ...]:
        """The problems that such a list would take away from projects that go on, each with such a project."""
        rows = await self.listed(cohort_id)
        kept = {row.id for row in same_problems(rows, texts).values()}
        gone = {row.id: row for row in rows if row.id not in kept}
        return tuple((gone[one.problem_id], one) for one in await self._on(gone) if one.state != STOPPED)

    async def _on(self, problems: Iterable[str]) -> Sequence[Project]:
        asked = select(Project).where(col(Project.problem_id).in_([*problems])).order_by(col(Project.name))
        return (await self.session.exec(asked)).all()

    # -- projects --------------------------------------------------------------------------------------------------

    async def begin(self, project: Project, owners: Iterable[str]) -> None:
        """Keeps a new project with the participations that are named as its owners."""
        self.session.add(project)
        await self.session.flush()
        await self.name_owners(project, owners)

    async def name_owners(self, project: Project, owners: Iterable[str], now: datetime | None = None) -> None:
        """Names further owners; who was named before stays what they are."""
        named = {one.participation_id for one in await self._named(project.id)}
        at = now or project.made_at
        self.session.add_all(
            ProjectOwner(project_id=project.id, participation_id=one, named_at=at) for one in owners if one not in named
        )
        await self.session.flush()

    async def ownership(self, project_id: str, participation_id: str) -> ProjectOwner | None:
        return await self.session.get(ProjectOwner, (project_id, participation_id))

    async def withdraw(self, ownership: ProjectOwner) -> None:
        """Whoever was named is no owner, or none any more."""
        await self.session.delete(ownership)
        await self.session.flush()

    async def say(self, update: ProjectUpdate, project: Project) -> None:
        """Keeps how the project stands now."""
        project.state = update.state
        self.session.add(update)
        await self.session.flush()

    async def project(self, project_id: str) -> Project | None:
        return await self.session.get(Project, project_id)

    async def charter(self, project_id: str) -> Charter | None:
        project = await self.project(project_id)
        return (await self._charters([project]))[0] if project else None

    async def of(self, cohort_id: str) -> tuple[Charter, ...]:
        """All projects of the cohort, the oldest first, stopped ones among them."""
        return await self.of_cohorts([cohort_id])

    async def of_cohorts(self, cohorts: Collection[str]) -> tuple[Charter, ...]:
        """The same for several cohorts."""
        asked = select(Project).where(col(Project.cohort_id).in_(cohorts))
        ordered = asked.order_by(col(Project.made_at), col(Project.id))
        return await self._charters((await self.session.exec(ordered)).all())

    async def going_on(self) -> tuple[Charter, ...]:
        """Every project of all cohorts that is not stopped."""
        asked = select(Project).where(Project.state != STOPPED).order_by(col(Project.made_at), col(Project.id))
        return await self._charters((await self.session.exec(asked)).all())

    async def _named(self, project_id: str) -> Sequence[ProjectOwner]:
        return (await self.session.exec(select(ProjectOwner).where(ProjectOwner.project_id == project_id))).all()

    async def _charters(self, projects: Sequence[Project]) -> tuple[Charter, ...]:
        if not projects:
            return ()
        ids = [one.id for one in projects]
        owned = await self.session.exec(
            select(ProjectOwner, Participation, Person)
            .join(Participation, col(Participation.id) == ProjectOwner.participation_id)
            .join(Person, col(Person.id) == Participation.person_id)
            .where(col(ProjectOwner.project_id).in_(ids), Participation.state != "left")
            .order_by(col(Person.name), col(Person.id))
        )
        said = await self.session.exec(
            select(ProjectUpdate)
            .where(col(ProjectUpdate.project_id).in_(ids))
            .order_by(col(ProjectUpdate.said_at).desc(), col(ProjectUpdate.id))
        )
        problems = await self.session.exec(
            select(Problem).where(col(Problem.id).in_([one.problem_id for one in projects]))
        )
        owners, updates, on = list(owned.all()), list(said.all()), {one.id: one for one in problems.all()}
        return tuple(
            Charter(
                project=one,
                problem=on[one.problem_id],
                owners=tuple(
                    Owner(who, person, o.confirmed_at is not None)
                    for o, who, person in owners
                    if o.project_id == one.id
                ),
                updates=tuple(update for update in updates if update.project_id == one.id),
            )
            for one in projects
        )


def same_problems(rows: Sequence[Problem], texts: Sequence[str]) -> Mapping[int, Problem]:
    """Which of the new texts, by their place, say a problem that is listed already.

    The same words come first; what is left is put together by likeness, the most alike first.
    """
    likeness = sorted(
        (row.text != text, -_likeness(row.text, text), place, number)
        for place, text in enumerate(texts)
        for number, row in enumerate(rows)
        if _likeness(row.text, text) >= _ALIKE
    )
    found: dict[int, Problem] = {}
    taken: set[int] = set()
    for _, _, place, number in likeness:
        if place not in found and number not in taken:
            found[place] = rows[number]
            taken.add(number)
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()
