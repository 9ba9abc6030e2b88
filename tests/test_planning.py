"""Planning: a cohort's dates become promises, and a change of dates moves them without losing or repeating any."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from storage.store import Store
from storage.tables import Delivery
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.world import World

A_WEEK = timedelta(days=7)


async def cohort_of(world: World, size: int = 2, **changes: object) -> RunningCohort:
    async with world.database.transaction() as store:
        return await running_cohort(store, size, **changes)  # type: ignore[arg-type]  # passed on as they are


async def plan(world: World) -> None:
    await world.backstage.planning.plan(world.now)


async def rows(world: World, **which: str) -> list[Delivery]:
    async with world.database.transaction() as store:
        found = (await store.session.exec(select(Delivery).order_by(Delivery.due_at, Delivery.id))).all()  # type: ignore[arg-type]  # a column
    return [row for row in found if all(getattr(row, key) == value for key, value in which.items())]


async def move_first_visit(world: World, made: RunningCohort, by: timedelta) -> None:
    async with world.database.transaction() as store:
        leg = next(one for one in await store.cohorts.legs(made.cohort.id) if one.id == made.legs[0].id)
        assert leg.first_day_on
        assert leg.second_day_on
        leg.first_day_on, leg.second_day_on = leg.first_day_on + by, leg.second_day_on + by
        await stale(store, made)


async def stale(store: Store, made: RunningCohort) -> None:
    cohort = await store.cohorts.cohort(made.cohort.id)
    assert cohort is not None
    cohort.plan_anew()


async def test_every_participant_is_promised_the_whole_program(world: World) -> None:
    made = await cohort_of(world, 4)

    await plan(world)

    for one in made.participations:
        assert len(await rows(world, participation_id=one.id)) == library().program.messages


async def test_planning_again_changes_nothing(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)
    before = await rows(world)

    async with world.database.transaction() as store:
        await stale(store, made)
    await plan(world)

    assert await rows(world) == before


async def test_a_moved_visit_moves_what_hangs_on_it_and_nothing_else(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)
    before = {row.id: row.due_at for row in await rows(world)}

    await move_first_visit(world, made, A_WEEK)
    await plan(world)

    after = {row.id: row for row in await rows(world, state="planned")}
    moved = {one.anchor_instance for key, one in after.items() if one.due_at != before[key]}
    assert after.keys() == before.keys()
    assert {f"X1:{made.legs[0].id}", f"X2:{made.legs[0].id}"} <= moved
    assert not moved & {"W1", "W2", "L", "I", "G"}


async def test_a_change_that_is_made_while_the_plan_is_written_is_planned_next(world: World) -> None:
    made = await cohort_of(world)

    async with world.database.transaction() as store:
        first = next(one for one in await store.cohorts.legs(made.cohort.id) if one.id == made.legs[0].id)
        cohort = await store.cohorts.cohort(made.cohort.id)
        assert cohort is not None
        meanwhile = asyncio.create_task(plan(world))
        await asyncio.wait([meanwhile], timeout=2)  # where only one may write at a time, it waits for us instead
        first.first_day_on, first.second_day_on = date(2027, 3, 15), date(2027, 3, 16)
        cohort.plan_anew()
    await meanwhile
    await plan(world)

    visitor = made.participations[0].id
    (arrival,) = await rows(world, prompt="D3", participation_id=visitor, anchor_instance=f"X1:{first.id}")
    assert arrival.due_at.date() == date(2027, 3, 15)


async def test_what_was_sent_stays_sent_when_its_date_moves(world: World) -> None:
    made = await cohort_of(world)
    await world.until("2027-03-05 16:00")
    sent = await rows(world, state="sent")

    await move_first_visit(world, made, A_WEEK)
    await world.until("2027-03-20 12:00")

    assert "D1" in {row.prompt for row in sent}
    assert [row for row in await rows(world, state="sent") if row.id in {one.id for one in sent}] == sent
    assert len({one.delivery for one in world.channel.sent}) == len(world.channel.sent)
    assert len([row for row in await rows(world, prompt="D1") if row.person_id == made.people[0].id]) == 1


async def test_what_was_missed_comes_back_when_its_date_moves_ahead(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)
    async with world.database.transaction() as store:
        await store.upcoming.miss_overdue(datetime(2027, 3, 10, tzinfo=UTC))
    world.now = datetime(2027, 3, 10, tzinfo=UTC)

    await move_first_visit(world, made, A_WEEK)
    await plan(world)

    back = await rows(world, prompt="D3", state="planned")
    assert [row.due_at.date() for row in back if row.participation_id == made.participations[0].id] == [
        date(2027, 3, 15)
    ]


async def test_a_visit_without_dates_takes_its_prompts_back(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)

    async with world.database.transaction() as store:
        for leg in await store.cohorts.legs(made.cohort.id):
            leg.first_day_on = leg.second_day_on = None
        await stale(store, made)
    await plan(world)

    assert {row.state for row in await rows(world, prompt="D3")} == {"cancelled"}
    assert {row.state for row in await rows(world, prompt="A1")} == {"planned"}


async def test_who_left_is_promised_nothing_more(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)

    async with world.database.transaction() as store:
        gone = await store.cohorts.participation(made.cohort.id, made.people[0].id)
        assert gone is not None
        gone.state, gone.left_on = "left", world.now.date()
        await stale(store, made)
    await plan(world)

    assert {row.state for row in await rows(world, person_id=made.people[0].id)} == {"cancelled"}
    assert {row.state for row in await rows(world, person_id=made.people[1].id)} == {"planned"}


async def test_a_finished_cohort_is_promised_nothing_more(world: World) -> None:
    made = await cohort_of(world)
    await plan(world)

    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(made.cohort.id)
        assert cohort is not None
        cohort.state, cohort.finished_on = "finished", world.now.date()
        cohort.plan_anew()
    await plan(world)

    assert {row.state for row in await rows(world)} == {"cancelled"}


async def test_a_draft_is_promised_nothing_yet(world: World) -> None:
    await cohort_of(world, state="draft")

    await plan(world)

    assert await rows(world) == []


async def test_a_pause_puts_off_what_falls_in_it(world: World) -> None:
    made = await cohort_of(world)
    async with world.database.transaction() as store:
        person = await store.people.person(made.people[0].id)
        assert person is not None
        person.paused_on, person.paused_until = date(2027, 1, 4), date(2027, 1, 12)

    await plan(world)

    first = (await rows(world, person_id=made.people[0].id))[0]
    assert first.prompt == "A1"
    assert first.due_at.date() == date(2027, 1, 13)


async def test_one_person_in_two_cohorts_is_planned_in_each(world: World) -> None:
    spring = await cohort_of(world)
    autumn = await cohort_of(world, name="Autumn", workshop_1=date(2027, 2, 1), workshop_2=date(2027, 2, 2))

    await plan(world)

    ada = [row.cohort_id for row in await rows(world, person_id=spring.people[0].id, prompt="A1")]
    assert sorted(one or "" for one in ada) == sorted([spring.cohort.id, autumn.cohort.id])


async def test_a_facilitator_is_promised_the_facilitators_prompts_once(world: World) -> None:
    made = await cohort_of(world)

    await plan(world)

    mine = await rows(world, person_id=made.facilitator.id)
    assert sorted(row.prompt for row in mine) == ["AF1", "BF1", "GF1"]


async def test_a_cohort_that_cannot_be_planned_does_not_keep_the_others(world: World) -> None:
    wrong = await cohort_of(world, name="Nowhere", country="XX")
    right = await cohort_of(world, name="Somewhere")

    await plan(world)

    assert await rows(world, cohort_id=wrong.cohort.id) == []
    assert await rows(world, cohort_id=right.cohort.id) != []


def test_the_program_still_has_what_these_tests_speak_of() -> None:
    keys = {prompt.key for prompt in library().program.prompts}

    assert keys >= {"A1", "D1", "D3", "AF1", "BF1", "GF1"}
