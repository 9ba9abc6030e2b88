"""A cohort that runs, put straight into the store, for tests that begin after the setting up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from storage.store import Store
from storage.tables import Cohort, CohortValue, Leg, Participation, Person, Problem, Project, Role, new_id
from tests.world import TEAM

NAMES = ("Ada", "Ben", "Chidi", "Dora", "Emil", "Fatma", "Goran", "Hanna", "Ines", "Jonas")
DEPARTMENTS = ("Emergency care", "Public health", "Mental health", "Housing", "Child services")
STARTED = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)  # a Monday, an hour before a World begins


@dataclass(frozen=True)
class RunningCohort:
    """What was made. `people[0]` has the platform id U1 and the name Ada, `people[1]` U2 and Ben, and so on."""

    cohort: Cohort
    people: tuple[Person, ...]
    participations: tuple[Participation, ...]
    legs: tuple[Leg, ...]
    facilitator: Person
    sponsor: Person


async def running_cohort(
    store: Store,
    size: int = 2,
    *,
    name: str = "Spring",
    workshop_1: date | None = date(2027, 1, 25),
    workshop_2: date | None = date(2027, 1, 26),
    first_visit: tuple[date, date] | None = (date(2027, 3, 8), date(2027, 3, 9)),
    second_visit: tuple[date, date] | None = (date(2027, 3, 22), date(2027, 3, 23)),
    interview: date | None = date(2027, 4, 20),
    debrief: date | None = date(2027, 5, 20),
    timezone: str = "Europe/Brussels",
    team: str = TEAM,
    ids: str = "",
    **changes: Any,
) -> RunningCohort:
    """A started cohort of so many people (an odd number makes a trio), with values, dates and three roles filled.

    `changes` are set on the cohort's row. It takes the workspace that every World has, or another one; with `ids`
    (say "A") its people have platform ids of their own: UA1, UA2, FA1, SA1.
    """
    cohort = await _cohort(store, name, workshop_1, workshop_2, debrief, timezone, team)
    for key, value in changes.items():
        setattr(cohort, key, value)
    people = [await person(store, f"U{ids}{at + 1}", NAMES[at % len(NAMES)], timezone, team) for at in range(size)]
    participations = [_participation(store, cohort, one, at, interview) for at, one in enumerate(people)]
    await store.session.flush()
    legs = _legs(store, cohort, participations, first_visit, second_visit)
    facilitator = await role(store, cohort, "facilitator", await person(store, f"F{ids}1", "Faye", timezone, team))
    sponsor = await role(store, cohort, "sponsor", await person(store, f"S{ids}1", "Sol", timezone, team))
    await store.session.flush()
    return RunningCohort(cohort, tuple(people), tuple(participations), tuple(legs), facilitator, sponsor)


async def person(
    store: Store, external_id: str, name: str, timezone: str = "Europe/Brussels", team: str = TEAM
) -> Person:
    """The person of that platform id, made if need be; has said yes to keeping entries."""
    workspace = await store.people.workspace("slack", team)
    assert workspace is not None
    if found := await store.people.at(workspace.id, external_id):
        return found
    made = Person(
        organisation_id=workspace.organisation_id,
        workspace_id=workspace.id,
        external_id=external_id,
        name=name,
        timezone=timezone,
        keeps_entries=True,
        met_at=STARTED,
    )
    store.session.add(made)
    await store.session.flush()
    return made


async def role(store: Store, cohort: Cohort | None, name: str, holder: Person) -> Person:
    """Grants a role, for that cohort or (without one) for the organisation."""
    granted = Role(
        organisation_id=holder.organisation_id,
        cohort_id=cohort.id if cohort else None,
        person_id=holder.id,
        name=name,
        granted_at=STARTED,
    )
    store.session.add(granted)
    await store.session.flush()
    return holder


async def begun_project(
    store: Store, made: RunningCohort, at: datetime, *, owners: int = 2, confirmed: int | None = None, **changes: Any
) -> Project:
    """A project about the first problem on the list, begun at that moment by so many of the first people.

    All of them have confirmed that they own it, or so many of them. `changes` are set on its row.
    """
    (problem, *_) = await store.projects.listed(made.cohort.id)
    row = Project(
        organisation_id=made.cohort.organisation_id,
        cohort_id=made.cohort.id,
        problem_id=problem.id,
        name="Beds by noon",
        affected="People who wait",
        test="One ward calls at nine",
        test_on=date(2027, 6, 10),
        measure="Hours until a bed is found",
        made_at=at,
    )
    for key, value in changes.items():
        setattr(row, key, value)
    owned_by = [one.id for one in made.participations[:owners]]
    await store.projects.begin(row, owned_by)
    for owner in owned_by[:confirmed]:
        ownership = await store.projects.ownership(row.id, owner)
        assert ownership is not None
        ownership.confirmed_at = at
    return row


async def _cohort(
    store: Store,
    name: str,
    workshop_1: date | None,
    workshop_2: date | None,
    debrief: date | None,
    timezone: str,
    team: str,
) -> Cohort:
    workspace = await store.people.workspace("slack", team)
    assert workspace is not None
    cohort = Cohort(
        organisation_id=workspace.organisation_id,
        name=name,
        state="running",
        timezone=timezone,
        country="BE",
        workshop_1_on=workshop_1,
        workshop_2_on=workshop_2,
        debrief_on=debrief,
        statement="We say what we see.",
        shortfall="We keep quiet when a senior colleague is in the room.",
        crisis_contacts="Staff care line: ring the switchboard.",
        crisis_hours="day and night",
        speak_up_route="The speak-up guardian.",
        created_at=STARTED,
        started_at=STARTED,
    )
    store.session.add(cohort)
    await store.session.flush()
    for position, value in enumerate(("Respect", "Courage", "Openness")):
        store.session.add(CohortValue(cohort_id=cohort.id, position=position, name=value))
    store.session.add(Problem(cohort_id=cohort.id, position=0, text="Patients wait two days for a bed elsewhere."))
    return cohort


def _participation(store: Store, cohort: Cohort, who: Person, at: int, interview: date | None) -> Participation:
    made = Participation(
        organisation_id=cohort.organisation_id,
        cohort_id=cohort.id,
        person_id=who.id,
        department=DEPARTMENTS[at % len(DEPARTMENTS)],
        profession="nurse" if at % 2 else "social worker",
        joined_at=STARTED,
        interview_on=interview,
    )
    store.session.add(made)
    return made


def _legs(
    store: Store,
    cohort: Cohort,
    participations: list[Participation],
    first_visit: tuple[date, date] | None,
    second_visit: tuple[date, date] | None,
) -> list[Leg]:
    legs: list[Leg] = []
    third_visit = second_visit and tuple(day + timedelta(days=14) for day in second_visit)  # nobody is in two places
    visits = (first_visit, second_visit, third_visit)
    for group in _groups(participations):
        group_id = new_id()
        for at, (visitor, host) in enumerate(pairwise([*group, group[0]])):
            leg = Leg(cohort_id=cohort.id, group_id=group_id, visitor_id=visitor.id, host_id=host.id)
            leg.first_day_on, leg.second_day_on = visits[at] or (None, None)
            legs.append(leg)
    store.session.add_all(legs)
    return legs


def _groups(participations: list[Participation]) -> list[list[Participation]]:
    """Pairs in order; the last three make a trio where the number is odd."""
    if len(participations) < 2:
        return []
    trio = participations[-3:] if len(participations) % 2 else []
    paired = participations[: len(participations) - len(trio)]
    return [list(pair) for pair in zip(paired[::2], paired[1::2], strict=True)] + ([trio] if trio else [])
