"""Facilitators and administrators move dates: a preview first, then the change, and everyone concerned is told."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlmodel import select

from bot.chat.action import Arrange, GetReady
from bot.flows.arranging import Arranging
from bot.flows.planning import Planning
from bot.flows.readying import Readying
from bot.rules.readiness import ITEMS
from prompts.library import Library
from prompts.message import ChoiceField
from storage.tables import AuditRow, Cohort, Delivery, Leg, Participation
from tests.factories import RunningCohort, role, running_cohort
from tests.replies import opened, said
from tests.world import World, button

LIBRARY = Library.load(Path("prompts"))
BEFORE_THE_VISIT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # the first visit is on 8 and 9 March


@pytest.fixture
async def made(world: World) -> RunningCohort:
    world.desks = (Arranging(LIBRARY).desk, Readying().desk)
    async with world.database.transaction() as store:
        return await running_cohort(store, size=2)


async def plan(world: World) -> None:
    await Planning(world.database, LIBRARY.program).plan(world.now)


async def leg(world: World, made: RunningCohort, at: int = 0) -> Leg:
    async with world.database.transaction() as store:
        found = await store.visits.leg(made.legs[at].id)
    assert found is not None
    return found


async def test_a_facilitator_sees_all_dates_and_opens_one(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    overview = said(await faye.types("dates"))
    form = opened(await faye.presses(overview.items[1].buttons[0]))

    listed = [item.text.splitlines()[0] for item in overview.items]
    assert (listed[0], listed[-1]) == ("**The workshop**", "**The debrief**")
    assert {"**Ada visits Ben**", "**Ben visits Ada**"} == set(listed[1:3])
    assert {"**The interview with Ada**", "**The interview with Ben**"} == set(listed[3:5])
    assert [field.key for field in form.fields] == ["offer", "first", "second", "starts", "ends"]


async def test_a_visit_that_moves_shows_first_what_moves_and_then_moves_it(world: World, made: RunningCohort) -> None:
    world.now = BEFORE_THE_VISIT
    await plan(world)
    faye = world.someone("F1", "Faye")

    preview = said(await faye.types("dates leg <@U1> <@U2|ben> 2027-03-15 2027-03-16"))
    unmoved = await leg(world, made)
    done = said(await faye.presses(button(preview, "Change the dates")))
    moved = await leg(world, made)

    assert "Messages that move:" in preview.text
    assert unmoved.first_day_on == date(2027, 3, 8)
    assert (moved.first_day_on, moved.second_day_on) == (date(2027, 3, 15), date(2027, 3, 16))
    assert "Ada visits Ben" in done.text


async def test_what_was_sent_stays_and_the_rest_moves_and_nothing_comes_twice(
    world: World, made: RunningCohort
) -> None:
    await plan(world)
    instance = f"X1:{made.legs[0].id}"
    async with world.database.transaction() as store:
        of_the_leg = select(Delivery).where(Delivery.prompt == "C2", Delivery.anchor_instance == instance)
        for row in await store.session.exec(of_the_leg):
            row.state, row.sent_at = "sent", row.due_at
    world.now = BEFORE_THE_VISIT
    faye = world.someone("F1", "Faye")

    preview = said(await faye.types("dates leg <@U1> <@U2> 2027-03-15 2027-03-16"))
    await faye.presses(button(preview, "Change the dates"))
    await plan(world)

    assert "Already sent, and not sent again: 2" in preview.text
    async with world.database.transaction() as store:
        rows = (await store.session.exec(select(Delivery).where(Delivery.kind == "prompt"))).all()
    by_prompt = {row.prompt: row for row in rows if row.anchor_instance == instance}
    assert by_prompt["C2"].state == "sent"
    assert by_prompt["D2"].due_at == datetime(2027, 3, 15, 6, 45, tzinfo=UTC)
    assert len({(row.participation_id, row.prompt, row.anchor_instance) for row in rows}) == len(rows)


async def test_everyone_concerned_is_told_and_the_trail_knows_who_did_it(world: World, made: RunningCohort) -> None:
    world.now = datetime(2027, 2, 1, 22, 0, tzinfo=UTC)
    faye = world.someone("F1", "Faye")

    preview = said(await faye.types("dates interview <@U1> 2027-04-21"))
    await faye.presses(button(preview, "Change the dates"))

    async with world.database.transaction() as store:
        notices = (await store.session.exec(select(Delivery).where(Delivery.kind == "notice"))).all()
        trail = (await store.session.exec(select(AuditRow))).all()
        interview = await store.session.get(Participation, made.participations[0].id)
    assert interview is not None
    assert interview.interview_on == date(2027, 4, 21)
    assert [(row.person_id, row.due_at) for row in notices] == [
        (made.people[0].id, datetime(2027, 2, 2, 6, 30, tzinfo=UTC))  # when the quiet hours end
    ]
    assert [(row.deed, row.actor_id) for row in trail] == [("dates_moved", made.facilitator.id)]


async def test_who_is_concerned_reads_it_as_their_own(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")

    for typed in ("interview <@U1> 2027-04-21", "leg <@U1> <@U2> 2027-03-15 2027-03-16"):
        await faye.presses(button(said(await faye.types(f"dates {typed}")), "Change the dates"))

    async with world.database.transaction() as store:
        notices = (await store.session.exec(select(Delivery).where(Delivery.kind == "notice"))).all()
    ada, ben = (one.id for one in made.people[:2])
    assert {(row.person_id, row.detail["what"]) for row in notices} == {
        (ada, "Your interview"),
        (ada, "Your visit to Ben"),
        (ben, "The visit of Ada to you"),
    }


async def test_who_is_in_no_cohort_has_nothing_to_get_ready_for(world: World, made: RunningCohort) -> None:
    reply = await world.someone("U77", "Nia").types("readiness")

    assert said(reply).text == "You are in no cohort, so there is no visit to get ready for."


async def test_a_form_takes_dates_that_fit_both(world: World, made: RunningCohort) -> None:
    world.now = BEFORE_THE_VISIT
    faye = world.someone("F1", "Faye")
    form = opened(await faye.presses(Arrange(made.cohort.id, "leg", made.legs[0].id)))
    offered = form.fields[0]
    assert isinstance(offered, ChoiceField)

    preview = said(await faye.fills_in(form, offer=(offered.options[0].value,), starts=time(9, 0)))
    await faye.presses(button(preview, "Change the dates"))

    moved = await leg(world, made)
    assert [option.value for option in offered.options][:2] == ["2027-03-10 2027-03-11", "2027-03-11 2027-03-12"]
    assert all("2027-03-22" not in option.value for option in offered.options)  # the other visit of the two
    assert (moved.first_day_on, moved.starts) == (date(2027, 3, 10), time(9, 0))


@pytest.mark.parametrize(
    ("today", "nearest"),
    [
        ("2027-01-05", "2027-03-10 2027-03-11"),  # long before the visit: after it, not after the workshop
        ("2027-03-09", "2027-03-12 2027-03-15"),  # on its second day: two working days for the two teams
        ("2027-03-17", "2027-03-24 2027-03-25"),  # over: after today, and after the other visit of the two
    ],
)
async def test_the_days_that_are_offered_are_the_nearest_after_the_visit_as_it_stands(
    world: World, made: RunningCohort, today: str, nearest: str
) -> None:
    world.now = datetime.fromisoformat(today).replace(hour=9, tzinfo=UTC)
    faye = world.someone("F1", "Faye")

    form = opened(await faye.presses(Arrange(made.cohort.id, "leg", made.legs[0].id)))

    offered = form.fields[0]
    assert isinstance(offered, ChoiceField)
    assert offered.options[0].value == nearest


@pytest.mark.parametrize(
    ("typed", "answer", "example"),
    [
        ("dates leg <@U1> <@U2> 2027-03-09 2027-03-09", "must be after the first", "dates leg"),
        ("dates leg <@U1> <@U2> 2026-03-09 2026-03-10", "is in the past", "dates leg"),
        ("dates leg <@U1> <@U2> 8.3.2027 2027-03-09", "is not a date that I can read", "dates leg"),
        ("dates leg <@U1> <@U2> 2027-03-09", "Something is missing", "dates leg"),
        ("dates leg <@U1> Ben 2027-03-08 2027-03-09", "I cannot tell whom “Ben” means", "dates leg"),
        ("dates leg <@U1> <@U1> 2027-03-08 2027-03-09", "does not visit", "dates leg"),
        ("dates leg <@U1> <@U2> 2027-05-20 2027-05-21", "before the debrief", "dates leg"),
        ("dates leg <@U1> <@U2> 2027-01-26 2027-01-27", "after the workshop", "dates leg"),
        ("dates leg <@U1> <@U2> 2027-03-08 2027-03-09 25:00-26:00", "are not hours", "dates leg"),
        ("dates workshop 2027-02-02 2027-02-01", "must be after the first", "dates workshop"),
        ("dates workshop 2027-03-08 2027-03-09", "must be over before", "dates workshop"),
        ("dates debrief 2027-03-23", "after the last visit", "dates debrief"),
        ("dates interview <@U1>", "Something is missing", "dates interview"),
    ],
)
async def test_wrong_dates_are_refused_with_a_right_example(
    world: World, made: RunningCohort, typed: str, answer: str, example: str
) -> None:
    reply = await world.someone("F1", "Faye").types(typed)

    assert answer in said(reply).text.replace("\\", "")
    assert f"`{example} " in said(reply).text


async def test_wrong_dates_in_a_form_stand_under_their_field(world: World, made: RunningCohort) -> None:
    faye = world.someone("F1", "Faye")
    form = opened(await faye.presses(Arrange(made.cohort.id, "workshop")))

    reply = await faye.fills_in(form, first=date(2027, 2, 2), second=date(2027, 2, 2))

    assert set(reply.problems) == {"second"}


async def test_a_visit_on_a_day_off_is_doubted_and_not_refused(world: World, made: RunningCohort) -> None:
    preview = said(await world.someone("F1", "Faye").types("dates leg <@U1> <@U2> 2027-03-28 2027-03-29"))

    assert "a day off for Ada" in preview.text
    assert button(preview, "Change the dates")


async def test_dates_that_are_set_already_change_nothing(world: World, made: RunningCohort) -> None:
    reply = await world.someone("F1", "Faye").types("dates debrief 2027-05-20")

    assert "Nothing was changed" in said(reply).text


async def test_somebody_elses_cohort_cannot_be_moved(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        other = Cohort(organisation_id=made.cohort.organisation_id, name="Autumn", created_at=world.now)
        await store.cohorts.add(other)
    faye = world.someone("F1", "Faye")

    typed = said(await faye.types('dates cohort "Autumn"'))
    pressed = said(await faye.presses(Arrange(other.id, "debrief")))

    assert "Autumn" not in [item.text for item in typed.items]
    assert "no longer there" in pressed.text


async def test_two_cohorts_are_asked_about(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        other = Cohort(organisation_id=made.cohort.organisation_id, name="Autumn", created_at=world.now)
        await store.cohorts.add(other)
        await role(store, other, "facilitator", made.facilitator)
    faye = world.someone("F1", "Faye")

    which = said(await faye.types("dates debrief 2027-05-27"))
    preview = said(await faye.presses(button(which, "Spring")))

    assert {one.label for one in which.buttons} == {"Spring", "Autumn"}
    assert "The debrief" in preview.text


async def test_a_visitor_ticks_what_is_ready_and_the_facilitator_sees_it(world: World, made: RunningCohort) -> None:
    ada, faye = world.someone("U1", "Ada"), world.someone("F1", "Faye")
    own = said(await ada.types("readiness"))
    form = opened(await ada.presses(own.items[0].buttons[0]))

    saved = said(await ada.fills_in(form, confidentiality=True))
    seen = said(await faye.types("readiness"))

    assert [field.key for field in form.fields] == list(ITEMS)
    assert "confidentiality" not in saved.text
    assert "Ready: confidentiality form" in seen.items[0].text
    assert "Ready: nothing yet" in seen.items[1].text


async def test_a_visit_of_others_cannot_be_ticked(world: World, made: RunningCohort) -> None:
    async with world.database.transaction() as store:
        stranger = await role(store, None, "sponsor", made.sponsor)

    refused = said(await world.someone(stranger.external_id).presses(GetReady(made.legs[0].id)))

    assert "no longer there" in refused.text
