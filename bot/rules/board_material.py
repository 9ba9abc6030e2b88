"""Brings together what a note to the board is made of, from what is stored."""

from datetime import date, timedelta

from bot.rules.board_lines import Material, ProjectFacts
from bot.rules.values_paper import values_of_all
from storage.projects import STOPPED, Charter
from storage.store import Store
from storage.tables import Cohort, Leg

UPDATE_AFTER = timedelta(days=90)  # after the debrief: the board hears a last time how things stand


async def material(store: Store, cohort: Cohort, today: date, themes: tuple[str, ...]) -> Material:
    """All of it as it stands now. `themes` are those that were voted for, the most voted first."""
    members = await store.maps.staying(cohort.id)
    legs = await store.cohorts.legs(cohort.id)
    departments = sorted({one.participation.department.strip() for one in members} - {""}, key=str.casefold)
    debrief = cohort.debrief_on
    return Material(
        people=len(members),
        groups=len({leg.group_id for leg in legs}),
        departments=tuple(departments),
        visits=len(legs),
        visits_held=sum(_held(leg, today) for leg in legs),
        themes=themes,
        values=values_of_all(await store.maps.of(cohort.id)),
        projects=tuple(_facts(one) for one in await store.projects.of(cohort.id) if _counts(one)),
        update_on=debrief + UPDATE_AFTER if debrief else None,
    )


async def everybodys_names(store: Store, cohort: Cohort) -> tuple[str, ...]:
    """The names of all who take part in the cohort, or did."""
    return tuple(name for _, name in (await store.plans.company(cohort)).names if name)


def _held(leg: Leg, today: date) -> bool:
    last = leg.second_day_on or leg.first_day_on
    return last is not None and last <= today


def _counts(charter: Charter) -> bool:
    """A project that owners of two departments stand behind, and that goes on."""
    return charter.stands and charter.project.state != STOPPED


def _facts(charter: Charter) -> ProjectFacts:
    one = charter.project
    return ProjectFacts(one.id, one.name, charter.problem.text, one.measure, one.test_on, one.help_asked)
