"""A person decides when they are left in peace, on which days they work, in which language, and when they leave."""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from bot.chat.reply import Reply
from bot.flows.departing import Departing
from bot.flows.preferring import Preferring
from prompts.hours import wall
from prompts.message import Message
from storage.store import Database
from storage.tables import AuditRow, Delivery, Person
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.replies import opened
from tests.world import Someone, World, button

NOW = datetime(2027, 2, 22, 9, 0, tzinfo=UTC)  # a Monday, two weeks before the first visit


@pytest.fixture
async def ada(world: World) -> Someone:
    """Ada in a cohort that runs and whose plan is made."""
    world.desks, world.now = (Preferring(library()).desk, Departing(library()).desk), NOW
    async with world.database.transaction() as store:
        made = await running_cohort(store, 2)
        made.cohort.planned = made.cohort.plan_wanted
    return world.someone("U1", "Ada")


# -- a pause -----------------------------------------------------------------------------------------------------------


async def test_a_pause_has_an_end_and_is_planned_at_once(world: World, ada: Someone) -> None:
    reply = await ada.types("pause until 2027-03-05")

    person = await the(world, "U1")
    assert "Fri, 5 Mar 2027, that day included" in said(reply).text
    assert (person.paused_on, person.paused_until) == (date(2027, 2, 22), date(2027, 3, 5))
    assert await stale(world)


async def test_without_a_date_a_form_asks_for_it(world: World, ada: Someone) -> None:
    form = opened(await ada.types("pause until"))

    await ada.fills_in(form, until=date(2027, 3, 5))

    assert (await the(world, "U1")).paused_until == date(2027, 3, 5)


@pytest.mark.parametrize("typed", ["soon", "2027-13-01", "2027-02-21", "2027-05-24"])
async def test_a_pause_that_cannot_be_is_refused_with_an_example(world: World, ada: Someone, typed: str) -> None:
    reply = await ada.types(f"pause until {typed}")

    assert "pause until 2027-03-08" in said(reply).text
    assert (await the(world, "U1")).paused_until is None
    assert not await stale(world)


@pytest.mark.parametrize("until", [None, date(2027, 2, 21), date(2027, 5, 24)])
async def test_a_form_with_a_pause_that_cannot_be_says_so_under_its_field(
    world: World, ada: Someone, until: date | None
) -> None:
    form = opened(await ada.types("pause until"))

    reply = await ada.fills_in(form, until=until)

    assert list(reply.problems) == ["until"]
    assert (await the(world, "U1")).paused_until is None


async def test_ninety_days_are_the_longest_pause(world: World, ada: Someone) -> None:
    await ada.types("pause until 2027-05-23")

    assert (await the(world, "U1")).paused_until == date(2027, 5, 23)


async def test_today_is_the_persons_own_today(world: World, ada: Someone) -> None:
    world.now = datetime(2027, 2, 22, 23, 30, tzinfo=UTC)  # 23 February in Brussels

    over, from_now = await ada.types("pause until 2027-02-22"), await ada.types("pause until 2027-02-23")

    assert "over" in said(over).text
    assert "Paused until" in said(from_now).text


async def test_a_pause_names_the_days_of_the_exchange_that_fall_into_it(ada: Someone) -> None:
    over_a_visit = said(await ada.types("pause until 2027-03-22")).text
    before_it = said(await ada.types("pause until 2027-03-07")).text

    assert "not write to you about them: Mon, 8 Mar 2027, Tue, 9 Mar 2027, Mon, 22 Mar 2027." in over_a_visit
    assert "about them" not in before_it


async def test_nothing_unasked_comes_while_paused(world: World, ada: Someone) -> None:
    await ada.types("pause until 2027-03-05")

    await world.until("2027-03-05 23:59")
    silent = texts_to(world, "U1")
    await world.until("2027-03-08 18:00")

    assert silent == []
    assert texts_to(world, "U1") != []
    assert texts_to(world, "U2") != []


async def test_resuming_ends_the_pause(world: World, ada: Someone) -> None:
    await ada.types("pause until 2027-04-30")
    world.now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    reply = await ada.types("resume")
    await world.until("2027-03-08 18:00")

    assert "over" in said(reply).text
    assert texts_to(world, "U1") != []


async def test_resuming_without_a_pause_says_that_there_is_none(ada: Someone) -> None:
    assert "no pause" in said(await ada.types("resume")).text


# -- quiet hours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["21:30-06:15", "21:30 - 6:15", "21:30–06:15"])
async def test_quiet_hours_are_two_times(world: World, ada: Someone, typed: str) -> None:
    reply = await ada.types(f"quiet {typed}")

    person = await the(world, "U1")
    assert "21:30 to 06:15" in said(reply).text
    assert (person.quiet_from, person.quiet_to) == (time(21, 30), time(6, 15))
    assert await stale(world)


async def test_the_form_of_quiet_hours_shows_the_hours_that_hold(world: World, ada: Someone) -> None:
    form = opened(await ada.types("quiet"))
    assert [one.value for one in form.fields] == [time(20, 0), time(7, 30)]

    await ada.fills_in(form, to=time(9, 0))

    person = await the(world, "U1")
    assert (person.quiet_from, person.quiet_to) == (time(20, 0), time(9, 0))


@pytest.mark.parametrize("typed", ["late", "20:00", "25:00-07:30", "20:00-07:61", "06:00-05:00"])
async def test_hours_that_cannot_be_quiet_are_refused_with_an_example(world: World, ada: Someone, typed: str) -> None:
    reply = await ada.types(f"quiet {typed}")

    assert "quiet 20:00-07:30" in said(reply).text
    assert (await the(world, "U1")).quiet_from == time(20, 0)


async def test_the_same_hour_twice_means_no_quiet_hours(world: World, ada: Someone) -> None:
    reply = await ada.types("quiet 08:00-08:00")

    assert said(reply).text.startswith("No quiet hours")
    assert (await the(world, "U1")).quiet_from == time(8, 0)


async def test_nothing_unasked_comes_in_quiet_hours(world: World, ada: Someone) -> None:
    await ada.types("quiet 17:00-11:00")

    await world.until("2027-06-01 12:00")

    assert {hour for hour, _ in await local(world, "U1")} <= set(range(11, 17))
    assert not {hour for hour, _ in await local(world, "U2")} <= set(range(11, 17))


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("mon-fri", "12345"),
        ("mon,tue,sat", "126"),
        ("Mon, Tue, SAT", "126"),
        ("fri-mon", "1567"),
        ("mon - wed sun", "1237"),
        ("all", "1234567"),
    ],
)
async def test_days_are_typed_as_they_are_said(world: World, ada: Someone, typed: str, pattern: str) -> None:
    await ada.types(f"days {typed}")

    assert (await the(world, "U1")).pattern == pattern
    assert await stale(world)


async def test_the_cohorts_own_days_can_be_chosen_again(world: World, ada: Someone) -> None:
    await ada.types("days mon,sat")

    reply = await ada.types("days cohort")

    assert "of your cohort" in said(reply).text
    assert (await the(world, "U1")).pattern == ""


@pytest.mark.parametrize("typed", ["someday", "mon-", "-fri", "8", ","])
async def test_days_that_are_none_are_refused_with_an_example(world: World, ada: Someone, typed: str) -> None:
    await ada.types("days mon,sat")

    reply = await ada.types(f"days {typed}")

    assert "days mon,tue,sat" in said(reply).text
    assert (await the(world, "U1")).pattern == "16"


async def test_days_are_ticked_in_a_form_and_none_means_the_cohorts_own(world: World, ada: Someone) -> None:
    await ada.fills_in(opened(await ada.types("days")), days=("6", "1"))
    chosen = (await the(world, "U1")).pattern

    form = opened(await ada.types("days"))
    await ada.fills_in(form, days=())

    assert chosen == "16"
    assert form.fields[0].value == ("1", "6")
    assert (await the(world, "U1")).pattern == ""


async def test_messages_come_on_the_days_that_were_chosen(world: World, ada: Someone) -> None:
    await ada.types("days tue,sat")

    await world.until("2027-06-01 12:00")

    program_days = {date(2027, 3, 8), date(2027, 3, 9), date(2027, 3, 22), date(2027, 3, 23), date(2027, 5, 20)}
    others = {day.isoweekday() for _, day in await local(world, "U1") if day not in program_days}
    assert others == {2, 6}


async def test_whoever_works_nights_is_left_alone_while_asleep(world: World, ada: Someone) -> None:
    await ada.types("days nights")

    person = await the(world, "U1")
    assert (person.pattern, person.quiet_from, person.quiet_to) == ("1234567", time(8, 0), time(16, 0))


async def test_a_facilitators_own_plan_follows_too(world: World, ada: Someone) -> None:
    await world.someone("F1", "Faye").types("quiet 18:00-09:00")

    assert await stale(world)


# -- language ----------------------------------------------------------------------------------------------------------


async def test_a_language_that_is_spoken_can_be_chosen_and_stays(world: World, ada: Someone) -> None:
    await ada.types("language en")

    await world.someone("U1", "Ada", language="nl").types("resume")

    person = await the(world, "U1")
    assert (person.language, person.chosen_language) == ("en", True)


async def test_a_language_that_is_not_spoken_is_refused(world: World, ada: Someone) -> None:
    reply = await ada.types("language tlh")

    assert "I speak: en" in said(reply).text
    assert not (await the(world, "U1")).chosen_language


async def test_languages_are_offered_in_a_form(world: World, ada: Someone) -> None:
    form = opened(await ada.types("language"))

    reply = await ada.fills_in(form, language=("en",))

    assert "English" in said(reply).text


# -- leaving -----------------------------------------------------------------------------------------------------------


async def test_leaving_shows_first_what_it_does(world: World, ada: Someone) -> None:
    reply = await ada.types("leave")

    assert "You need no reason" in said(reply).text
    assert await state_of(world, "U1") == "active"


async def test_whoever_leaves_hears_nothing_more_and_keeps_what_they_wrote(world: World, ada: Someone) -> None:
    reply = await ada.presses(button(said(await ada.types("leave")), "Leave"))
    await world.until("2027-06-01 12:00")

    assert "still yours" in shown(reply).text
    assert await state_of(world, "U1") == "left"
    assert texts_to(world, "U1") == []
    assert await planned(world, "U1") == 0


async def test_the_facilitator_hears_by_name_that_somebody_left(world: World, ada: Someone) -> None:
    await ada.presses(button(said(await ada.types("leave")), "Leave"))
    await world.until("2027-02-22 10:30")

    assert [one.text for one in world.heard("F1") if "Ada" in one.text and "left" in one.text]
    assert [one for one in world.heard("U2") if "Ada" in one.text and "left" in one.text] == []
    assert "person_left" in await deeds(world.database)


async def test_a_departure_is_confirmed_once_and_by_nobody_else(world: World, ada: Someone) -> None:
    leave = button(said(await ada.types("leave")), "Leave")

    theirs = await world.someone("U2", "Ben").presses(leave)
    await ada.presses(leave)
    again = await ada.presses(leave)

    assert "no longer there" in said(theirs).text
    assert "no longer there" in said(again).text
    assert await state_of(world, "U2") == "active"


async def test_somebody_in_two_cohorts_is_asked_which_and_stays_in_the_other(world: World, ada: Someone) -> None:
    async with world.database.transaction() as store:
        autumn = await running_cohort(store, 2, name="Autumn")

    which = said(await ada.types("leave"))
    await ada.presses(button(said(await ada.presses(button(which, "Autumn"))), "Leave"))

    assert [one.label for one in which.buttons] == ["Autumn", "Spring"]
    assert await states(world, autumn) == ["left", "active"]
    assert await state_of(world, "U1") == "active"


async def test_who_is_in_no_cohort_cannot_leave_one(world: World, ada: Someone) -> None:
    reply = await world.someone("U9", "Zoë").types("leave")

    assert "no cohort" in said(reply).text


# -- what is looked at -------------------------------------------------------------------------------------------------


async def the(world: World, external_id: str) -> Person:
    async with world.database.transaction() as store:
        return (await store.session.exec(select(Person).where(Person.external_id == external_id))).one()


async def stale(world: World) -> bool:
    async with world.database.transaction() as store:
        return bool(await store.plans.stale())


async def state_of(world: World, external_id: str, cohort: str = "Spring") -> str:
    person = await the(world, external_id)
    async with world.database.transaction() as store:
        found = await store.cohorts.named(person.organisation_id, cohort)
        assert found is not None
        participation = await store.cohorts.participation(found.id, person.id)
    assert participation is not None
    return participation.state


async def states(world: World, made: RunningCohort) -> list[str]:
    async with world.database.transaction() as store:
        rows = [await store.cohorts.participation(made.cohort.id, one.id) for one in made.people]
        return [row.state for row in rows if row]


async def planned(world: World, external_id: str) -> int:
    person = await the(world, external_id)
    async with world.database.transaction() as store:
        rows = select(Delivery).where(Delivery.person_id == person.id, Delivery.state == "planned")
        return len((await store.session.exec(rows)).all())


async def deeds(database: Database) -> list[str]:
    async with database.transaction() as store:
        return [row.deed for row in await store.session.exec(select(AuditRow))]


def texts_to(world: World, external_id: str) -> list[str]:
    return [one.text for one in world.heard(external_id)]


async def local(world: World, external_id: str) -> list[tuple[int, date]]:
    """The local hours and dates at which that person was sent anything unasked."""
    person = await the(world, external_id)
    async with world.database.transaction() as store:
        sent = select(Delivery.sent_at).where(Delivery.person_id == person.id, Delivery.kind == "prompt")
        moments = [wall(at, "Europe/Brussels") for at in await store.session.exec(sent) if at]
    return [(one.hour, one.date()) for one in moments]


def said(reply: Reply) -> Message:
    assert reply.say is not None
    return reply.say


def shown(reply: Reply) -> Message:
    assert reply.replace is not None
    return reply.replace
