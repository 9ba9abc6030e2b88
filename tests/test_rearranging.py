"""Somebody cannot come: new dates that fit both, everything that hangs on them, and no word on why."""

from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from sqlmodel import select

from bot.chat.action import FindNewDates
from bot.flows.arranging import Arranging
from bot.flows.planning import Planning
from bot.flows.preferring import Preferring
from bot.flows.rearranging import Rearranging
from prompts.message import ChoiceField, Form
from storage.tables import AuditRow, Delivery, Leg, Participation, Person
from tests.backstage import library
from tests.factories import RunningCohort, role, running_cohort
from tests.replies import opened, said
from tests.world import Someone, World, button

LIBRARY = library()
BEFORE_THE_VISIT = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)  # a Friday; the first visit begins on Monday, 8 March
Row = TypeVar("Row")
REASONS = ("ill", "sick", "health", "doctor", "unwell")


@pytest.fixture
async def made(world: World) -> RunningCohort:
    world.desks = (Arranging(LIBRARY).desk, Rearranging(LIBRARY).desk, Preferring(LIBRARY).desk)
    world.now = BEFORE_THE_VISIT
    async with world.database.transaction() as store:
        return await running_cohort(store, size=2)


def choices(form: Form) -> dict[str, list[str]]:
    return {one.label: [two.value for two in one.options] for one in form.fields if isinstance(one, ChoiceField)}


async def asked(faye: Someone, made: RunningCohort, until: date | None = None, leg: str = "", who: int = 0) -> Form:
    """Faye says that the person at that place cannot come."""
    form = opened(await faye.presses(FindNewDates(made.cohort.id, leg)))
    return opened(await faye.fills_in(form, who=(made.participations[who].id,), until=until))


async def rows(world: World, table: type[Row]) -> list[Row]:
    async with world.database.transaction() as store:
        return list(await store.session.exec(select(table)))


async def test_the_next_visit_gets_new_days_that_fit_both_and_everything_moves(
    world: World, made: RunningCohort
) -> None:
    await Planning(world.database, LIBRARY.program).plan(world.now)
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made)
    preview = said(await faye.fills_in(form))
    before = await rows(world, Leg)
    done = said(await faye.presses(button(preview, "Change the dates")))
    await Planning(world.database, LIBRARY.program).plan(world.now)

    assert choices(form) == {
        "Ada visits Ben": ["2027-03-10 2027-03-11", "2027-03-11 2027-03-12", "2027-03-12 2027-03-15"]
    }
    assert {one.first_day_on for one in before} == {date(2027, 3, 8), date(2027, 3, 22)}
    assert "Messages that move:" in preview.text
    assert "coming messages move along" in done.text
    assert {one.first_day_on for one in await rows(world, Leg)} == {date(2027, 3, 10), date(2027, 3, 22)}
    instance = f"X1:{made.legs[0].id}"
    evening = [one for one in await rows(world, Delivery) if (one.prompt, one.anchor_instance) == ("D2", instance)]
    assert {one.due_at.date() for one in evening} == {date(2027, 3, 10)}


async def test_who_is_away_longer_moves_every_visit_in_that_time(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made, until=date(2027, 3, 24))
    preview = said(await faye.fills_in(form))
    await faye.presses(button(preview, "Change the dates"))

    # two working days after Wednesday, 24 March, and the second visit beside where the first one goes
    assert [days[0] for days in choices(form).values()] == ["2027-03-30 2027-03-31", "2027-04-01 2027-04-02"]
    assert {one.first_day_on for one in await rows(world, Leg)} == {date(2027, 3, 30), date(2027, 4, 1)}


async def test_a_pause_comes_along_and_can_be_ended(world: World, made: RunningCohort) -> None:
    faye, ada = world.someone("F1", "Faye"), world.someone("U1", "Ada")

    form = await asked(faye, made, until=date(2027, 3, 10))
    preview = said(await faye.fills_in(form))
    await faye.presses(button(preview, "Change the dates"))
    paused = {one.external_id: one.paused_until for one in await rows(world, Person)}
    await world.until("2027-03-05 12:00")
    notice = next(one for one in world.heard("U1") if "I send you no questions" in one.text)
    await ada.presses(button(notice, "End the pause"))

    assert "Ada gets no questions until Wed, 10 Mar 2027" in preview.text
    assert (paused["U1"], paused["U2"]) == (date(2027, 3, 10), None)
    assert {one.paused_until for one in await rows(world, Person)} == {None}


async def test_without_the_tick_nothing_pauses(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made, until=date(2027, 3, 10))
    await faye.presses(button(said(await faye.fills_in(form, pause=False)), "Change the dates"))

    assert {one.paused_until for one in await rows(world, Person)} == {None}


async def test_a_longer_pause_of_ones_own_is_not_made_shorter(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        ada = await store.session.get(Person, made.people[0].id)
        assert ada is not None
        ada.paused_on, ada.paused_until = date(2027, 3, 1), date(2027, 4, 30)
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made, until=date(2027, 3, 10))
    preview = said(await faye.fills_in(form))
    await faye.presses(preview.buttons[0])

    ada = next(one for one in await rows(world, Person) if one.external_id == "U1")
    assert (ada.paused_on, ada.paused_until) == (date(2027, 3, 1), date(2027, 4, 30))


async def test_both_are_told_calmly_and_nobody_why(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made)
    shown = said(await faye.fills_in(form))
    done = said(await faye.presses(button(shown, "Change the dates")))
    await world.until("2027-03-05 12:00")

    told = {who: next(one for one in world.heard(who) if "has moved" in one.text) for who in ("U1", "U2")}
    assert "Your visit to Ben is now on Wed, 10 Mar 2027" in told["U1"].text
    assert "The visit of Ada to you is now on Wed, 10 Mar 2027" in told["U2"].text
    assert button(told["U2"], "What should be ready")
    everything = " ".join([form.text, shown.text, done.text, *(one.text for one in told.values())]).casefold().split()
    assert not {word.strip(".,:*") for word in everything} & set(REASONS)
    assert {row.deed for row in await rows(world, AuditRow)} == {"dates_moved"}


async def test_where_nothing_fits_before_the_debrief_moving_it_is_offered(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        cohort = await store.cohorts.cohort(made.cohort.id)
        assert cohort is not None
        cohort.debrief_on = date(2027, 3, 25)
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made, until=date(2027, 3, 19), leg=made.legs[0].id)
    debrief = opened(await faye.presses(form.items[0].buttons[0]))

    assert "before the debrief on Thu, 25 Mar 2027 no two days are left" in form.items[0].text
    assert "The first that fit after it are Fri, 26 Mar 2027 and Mon, 29 Mar 2027" not in form.items[0].text
    assert [one.label for one in form.items[0].buttons] == ["Move the debrief", "Set days by hand"]
    assert "The debrief" in debrief.text


async def test_an_interview_and_another_cohort_are_in_the_way(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        ben = await store.session.get(Participation, made.participations[1].id)
        assert ben is not None
        ben.interview_on = date(2027, 3, 12)
        busy = (date(2027, 3, 16), date(2027, 3, 17))
        other = await running_cohort(store, name="Autumn", first_visit=busy, second_visit=None, interview=None)
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made)

    assert other.people[0].id == made.people[0].id
    (days,) = choices(form).values()
    assert days == ["2027-03-10 2027-03-11", "2027-03-15 2027-03-18", "2027-03-18 2027-03-19"]


async def test_a_visit_that_is_named_moves_and_only_its_people_can_be_away(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    first = opened(await faye.presses(FindNewDates(made.cohort.id, made.legs[1].id)))
    form = await asked(faye, made, leg=made.legs[1].id, who=1)

    assert set(choices(first)) == {"Who cannot come?"}
    assert set(choices(form)) == {"Ben visits Ada"}


async def test_an_interview_in_that_time_is_named_and_stays(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        ada = await store.session.get(Participation, made.participations[0].id)
        assert ada is not None
        ada.interview_on = date(2027, 3, 9)
    faye = world.someone("F1", "Faye")

    form = await asked(faye, made, until=date(2027, 3, 9))

    assert "The interview with Ada: Tue, 9 Mar 2027" in form.text


async def test_what_was_offered_and_is_taken_by_now_is_refused_at_its_field(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")
    form = await asked(faye, made)
    async with world.database.transaction() as store:
        ben = await store.session.get(Participation, made.participations[1].id)
        assert ben is not None
        ben.interview_on = date(2027, 3, 10)

    reply = await faye.fills_in(form)

    assert list(reply.problems) == [f"move.{made.legs[0].id}"]


async def test_a_date_that_became_wrong_before_it_was_confirmed_changes_nothing(
    world: World, made: RunningCohort
) -> None:
    faye = world.someone("F1", "Faye")
    form = await asked(faye, made, until=date(2027, 3, 10))
    preview = said(await faye.fills_in(form))
    world.now = datetime(2027, 4, 30, 9, 0, tzinfo=UTC)

    refused = said(await faye.presses(button(preview, "Change the dates")))

    assert "is in the past" in refused.text
    assert {one.first_day_on for one in await rows(world, Leg)} == {date(2027, 3, 8), date(2027, 3, 22)}
    assert {one.paused_until for one in await rows(world, Person)} == {None}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("dates away Ada", "I cannot tell whom “Ada” means"),
        ("dates away <@U1> until Friday", "is not a date"),
        ("dates away <@U1> until 2026-03-01", "That day is over"),
        ("dates away <@U1> until 2028-03-01", "90 days at most"),
    ],
)
async def test_wrong_use_is_answered_with_an_example(
    world: World, made: RunningCohort, typed: str, answer: str
) -> None:
    reply = await world.someone("F1", "Faye").types(typed)

    assert answer in said(reply).text.replace("\\", "")
    assert "`dates away @ada until" in said(reply).text


async def test_it_can_be_typed_as_well(world: World, made: RunningCohort) -> None:
    form = opened(await world.someone("F1", "Faye").types("dates away <@U1> until 2027-03-10"))

    assert list(choices(form)) == ["Ada visits Ben"]


async def test_only_who_leads_the_cohort_can_look_for_dates(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        other = await running_cohort(store, name="Autumn", ids="B")
        await role(store, None, "sponsor", other.people[0])
    for who in ("U1", "FB1", "UB1", "U77"):
        reply = await world.someone(who).presses(FindNewDates(made.cohort.id))

        assert "no longer there" in said(reply).text


async def test_a_form_that_names_two_people_is_answered_for_the_first(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")
    first, second = (one.id for one in made.participations[:2])

    form = opened(await faye.presses(FindNewDates(made.cohort.id)))
    both, alone = [opened(await faye.fills_in(form, who=who)) for who in ((first, second), (first,))]

    assert both == alone
