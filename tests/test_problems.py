"""The sponsor's list of problems: each stays itself when its words change, and none vanishes under a project."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.flows.sponsoring import Sponsoring
from bot.flows.valuing import Valuing
from storage.projects import same_problems
from storage.tables import Problem
from tests.administering import said
from tests.factories import RunningCohort, begun_project, running_cohort
from tests.world import Someone, World

BEDS = "Patients wait two days for a bed elsewhere."
NOTES = "Notes get lost between the two sites."
NIGHTS = "Night shifts change at short notice."


@pytest.fixture
async def spring(world: World) -> RunningCohort:
    world.desks = [Sponsoring().desk, Valuing().desk]
    async with world.database.transaction() as store:
        spring = await running_cohort(store)
        await store.projects.list_problems(spring.cohort.id, [BEDS, NOTES])
    return spring


async def ids(world: World, spring: RunningCohort) -> dict[str, str]:
    async with world.database.reading() as store:
        return {one.text: one.id for one in await store.projects.listed(spring.cohort.id)}


async def begins(world: World, spring: RunningCohort, problem: str, state: str = "on_track") -> None:
    async with world.database.transaction() as store:
        listed = {one.text: one.id for one in await store.projects.listed(spring.cohort.id)}
        about = {"problem_id": listed[problem], "test_on": date(2027, 1, 20), "state": state}
        await begun_project(store, spring, world.now, owners=1, confirmed=0, **about)


async def lists(world: World, *problems: str) -> str:
    """The sponsor's new list, confirmed where it may be; what is said."""
    sol = sponsor(world)
    shown = await sol.types(f"problems {'; '.join(problems)}")
    assert shown.say is not None
    return said(await sol.presses(shown.say.buttons[0])) if shown.say.buttons else said(shown)


def sponsor(world: World) -> Someone:
    return world.someone("S1", "Sol")


async def test_a_problem_in_other_words_or_in_another_place_is_the_same_problem(
    world: World, spring: RunningCohort
) -> None:
    before = await ids(world, spring)
    reworded = "Patients wait for two days until there is a bed elsewhere."

    await lists(world, NIGHTS, NOTES, reworded)

    after = await ids(world, spring)
    assert list(after) == [NIGHTS, NOTES, reworded]
    assert (after[NOTES], after[reworded]) == (before[NOTES], before[BEDS])
    assert after[NIGHTS] not in before.values()


async def test_a_problem_that_a_project_works_on_cannot_be_left_out(world: World, spring: RunningCohort) -> None:
    await begins(world, spring, BEDS)

    answer = await lists(world, NOTES)

    assert "“Beds by noon”" in answer
    assert "its owners first say with `projects` that the project has stopped" in answer
    assert list(await ids(world, spring)) == [BEDS, NOTES]


async def test_the_same_holds_in_the_form_of_the_statement(world: World, spring: RunningCohort) -> None:
    await begins(world, spring, BEDS)
    form = (await sponsor(world).types("values")).open
    assert form is not None

    answer = await sponsor(world).fills_in(form, problems=NOTES)

    assert "“Beds by noon”" in answer.problems["problems"]
    assert list(await ids(world, spring)) == [BEDS, NOTES]


async def test_a_project_that_began_while_the_new_list_was_shown_keeps_its_problem(
    world: World, spring: RunningCohort
) -> None:
    sol = sponsor(world)
    shown = await sol.types(f"problems {NOTES}")
    assert shown.say is not None
    await begins(world, spring, BEDS)

    answer = await sol.presses(shown.say.buttons[0])

    assert "“Beds by noon”" in said(answer)
    assert list(await ids(world, spring)) == [BEDS, NOTES]


async def test_under_a_stopped_project_a_problem_leaves_the_list_and_stays_with_the_project(
    world: World, spring: RunningCohort
) -> None:
    await begins(world, spring, BEDS, state="stopped")

    await lists(world, NOTES)

    assert list(await ids(world, spring)) == [NOTES]
    async with world.database.reading() as store:
        (charter,) = await store.projects.of(spring.cohort.id)
    assert charter.problem.text == BEDS


async def test_a_problem_that_nobody_works_on_is_deleted(world: World, spring: RunningCohort) -> None:
    await lists(world, NOTES)

    async with world.database.reading() as store:
        assert [one.text for one in (await store.session.exec(select(Problem))).all()] == [NOTES]


def rows(texts: Sequence[str]) -> list[Problem]:
    return [Problem(id=str(place), cohort_id="", position=place, text=text) for place, text in enumerate(texts)]


TEXTS = st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=6)


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_whatever_is_listed_every_problem_stays_itself_at_most_once(
    before: list[str], new: list[str], chance: Random
) -> None:
    after = [*before, *(one for one in new if one not in before)]
    chance.shuffle(after)

    found = same_problems(rows(before), after)

    assert len({row.id for row in found.values()}) == len(found)
    assert {after[place]: row.text for place, row in found.items() if after[place] in before} == {
        one: one for one in before
    }
