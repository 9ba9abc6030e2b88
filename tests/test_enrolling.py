"""The first card asks for a yes or a no, and people who change or go away are noticed."""

import pytest
from sqlmodel import select

from bot.chat.action import KeepEntries
from bot.chat.event import Joined, Left, Profile
from bot.flows.enrolling import Enrolling
from storage.tables import Delivery, Participation, Person
from tests.backstage import library
from tests.factories import running_cohort
from tests.world import Someone, World


@pytest.fixture
async def ada(world: World) -> Someone:
    world.desks = [Enrolling(library()).desk]
    async with world.database.transaction() as store:
        await running_cohort(store, plan_wanted="planned", planned="planned")
    return world.someone("U1", "Ada")


async def person(world: World, external_id: str = "U1") -> Person:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == external_id))).one()


@pytest.mark.parametrize(("answer", "keeps"), [("yes", True), ("no", False)])
async def test_a_yes_or_a_no_holds_at_once_and_can_be_proved(
    world: World, ada: Someone, answer: str, keeps: bool
) -> None:
    reply = await ada.presses(KeepEntries(answer))

    assert reply.replace is not None
    assert KeepEntries(answer).pack() not in [one.action for one in reply.replace.buttons]
    assert (await person(world)).keeps_entries is keeps
    async with world.database.transaction() as store:
        (consent,) = await store.people.consents((await person(world)).id)
    assert (consent.purpose, consent.given, len(consent.text_hash)) == ("keeping", keeps, 64)


async def test_an_answer_can_be_taken_back_and_both_stay_provable(world: World, ada: Someone) -> None:
    await ada.presses(KeepEntries("yes"))
    await ada.presses(KeepEntries("no"))

    async with world.database.transaction() as store:
        consents = await store.people.consents((await person(world)).id)
    assert sorted(one.given for one in consents) == [False, True]
    assert (await person(world)).keeps_entries is False


async def test_a_new_time_zone_makes_the_plan_be_made_again(world: World, ada: Someone) -> None:
    moved = {**ada._happening(), "profile": Profile(name="Ada", timezone="America/Toronto")}

    await ada.reception.take(Joined(**moved))

    assert (await person(world)).timezone == "America/Toronto"
    async with world.database.transaction() as store:
        (cohort,) = await store.cohorts.joined_by(await person(world))
    assert cohort.planned != cohort.plan_wanted


async def test_somebody_who_leaves_the_workspace_leaves_the_cohort_and_the_facilitator_is_told(
    world: World, ada: Someone
) -> None:
    await ada.reception.take(Left(**ada._happening()))

    gone = await person(world)
    assert gone.state == "gone"
    async with world.database.transaction() as store:
        participation = (
            await store.session.exec(select(Participation).where(Participation.person_id == gone.id))
        ).one()
        (notice,) = (await store.session.exec(select(Delivery).where(Delivery.kind == "notice"))).all()
    assert participation.state == "left"
    assert notice.person_id == (await person(world, "F1")).id
    assert notice.detail == {"name": "Ada", "cohort": "Spring"}


async def test_somebody_who_comes_back_can_be_reached_again(world: World, ada: Someone) -> None:
    await ada.reception.take(Left(**ada._happening()))

    await ada.reception.take(Joined(**ada._happening()))

    assert (await person(world)).state == "active"


@pytest.mark.parametrize("away", ["unreachable", "gone"])
async def test_somebody_who_writes_again_gets_the_program_again(world: World, ada: Someone, away: str) -> None:
    async with world.database.transaction() as store:
        (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one().state = away
        await store.plans.look_again()
    await world.backstage.planning.plan(world.now)
    assert await promised(world, "U1") == 0

    await ada.writes("I am back.")
    await world.backstage.planning.plan(world.now)

    assert (await person(world)).state == "active"
    assert await promised(world, "U1") == await promised(world, "U2")


async def test_who_was_erased_stays_erased(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        erased = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        erased.state = "erased"

    await ada.writes("It was quiet today.")

    assert (await person(world)).state == "erased"


async def promised(world: World, external_id: str) -> int:
    """How many prompts are planned for somebody."""
    who = await person(world, external_id)
    async with world.database.transaction() as store:
        rows = await store.session.exec(select(Delivery).where(Delivery.person_id == who.id, Delivery.kind == "prompt"))
        return sum(row.state == "planned" for row in rows)
