"""From nothing to a started cohort, and on to its end."""

from datetime import date

import pytest

from storage.tables import Cohort, Delivery
from tests.administering import CONTACTS, NEW, STATEMENT, Office, said
from tests.world import World, button


@pytest.fixture
async def office(world: World) -> Office:
    return await Office.opened(world)


async def test_a_cohort_is_started_in_under_fifteen_requests(office: Office) -> None:
    start = len(office.admin.replies) + len(office.bo.replies)

    await office.started()

    assert len(office.admin.replies) + len(office.bo.replies) - start < 15
    cohort = await office.cohort()
    assert cohort.state == "running"
    assert cohort.started_at == office.world.now
    assert cohort.planned != cohort.plan_wanted
    assert await office.notices("Ada") == ["enrolling.welcome", "running.welcome"]


async def test_nothing_is_made_before_it_is_confirmed(office: Office) -> None:
    shown = await office.admin.types(NEW)

    assert "Spring 2027" in said(shown)
    assert "10 May 2027" in said(shown)
    assert await office.rows(Cohort) == []


async def test_a_cohort_without_a_country_is_asked_for_one(office: Office) -> None:
    refused = await office.admin.types('cohort new "Spring 2027"')

    assert "A cohort needs a country" in said(refused)
    assert "country BE" in said(refused)


async def test_a_preview_is_confirmed_only_once(office: Office) -> None:
    shown = await office.admin.types(NEW)
    assert shown.say

    await office.admin.presses(shown.say.buttons[0])
    again = await office.admin.presses(shown.say.buttons[0])

    assert "no longer there" in said(again)


async def test_nobody_confirms_what_somebody_else_was_shown(office: Office) -> None:
    shown = await office.admin.types(NEW)
    assert shown.say
    other = office.world.someone("UOTHER", "Other")
    await office.grant(other, "administrator")

    refused = await other.presses(shown.say.buttons[0])

    assert "no longer there" in said(refused)


async def test_never_mind_leaves_everything_as_it_is(office: Office) -> None:
    shown = await office.admin.types(NEW)
    assert shown.say

    left = await office.admin.presses(button(shown.say, "Cancel"))

    assert said(left) == "Nothing was changed."


async def test_a_cohort_with_gaps_does_not_start(office: Office) -> None:
    await office.gathered()

    refused = await office.admin.types("cohort start")

    assert "Pairs" in said(refused)
    assert "Crisis contacts" in said(refused)
    assert "People\n" not in said(refused)
    assert (await office.cohort()).state == "draft"


async def test_what_was_undone_after_the_preview_keeps_a_cohort_from_starting(office: Office) -> None:
    await office.ready()
    shown = await office.admin.types("cohort start")
    await office.does(office.admin, "pairs clear")
    assert shown.say

    refused = await office.admin.presses(shown.say.buttons[0])

    assert "cannot start yet" in said(refused)
    assert (await office.cohort()).state == "draft"


async def test_the_checklist_names_each_gap_with_a_button(office: Office) -> None:
    await office.gathered()

    shown = await office.admin.types("cohort show")

    assert shown.say
    by_item = {item.text.split(":**")[0].strip("*"): [one.label for one in item.buttons] for item in shown.say.items}
    assert by_item["Pairs"] == ["Suggest pairs"]
    assert by_item["The sponsor's statement, and where leaders fall short"] == ["Ask"]
    assert by_item["People"] == []


async def test_ask_reaches_the_sponsor_with_a_button_that_opens_the_form(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "role grant sponsor <@UBO>")
    shown = await office.admin.types("cohort show")
    assert shown.say

    await office.admin.presses(button(shown.say, "Ask"))
    await office.admin.presses(button(shown.say, "Ask"))

    asked = [row for row in await office.rows(Delivery) if "ask_" in row.prompt]
    assert [row.prompt for row in asked] == ["preparing.ask_statement"]
    form = await office.bo.presses(asked[0].detail["action:+preparing.fill_statement"])
    assert form.open
    assert [field.key for field in form.open.fields] == ["statement", "shortfall", "problems"]


async def test_asking_where_nobody_can_answer_says_so(office: Office) -> None:
    await office.gathered()
    shown = await office.admin.types("cohort show")
    assert shown.say

    told = await office.admin.presses(button(shown.say, "Ask"))

    assert "nobody to ask" in said(told)


async def test_one_profession_in_most_places_brings_a_warning(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UAda> <@UBen> <@UCy> profession nurse <@UDi> profession planner")

    shown = await office.admin.types("cohort show")

    assert "same profession: nurse" in said(shown)


async def test_a_paused_cohort_has_an_end_and_can_go_on_earlier(office: Office) -> None:
    await office.started()

    wrong = await office.admin.types("cohort pause")
    await office.does(office.admin, "cohort pause until 2027-03-01")
    paused = await office.cohort()
    await office.does(office.admin, "cohort resume")

    assert "always has an end" in said(wrong)
    assert "cohort pause until 2027-03-01" in said(wrong)
    assert (paused.state, str(paused.paused_until)) == ("paused", "2027-03-01")
    assert (await office.cohort()).paused_until is None
    assert {"running.told_paused", "running.told_resumed"} <= set(await office.notices("Ben"))


async def test_a_pause_that_is_over_is_not_shown_any_more(office: Office) -> None:
    await office.started()
    await office.does(office.admin, "cohort pause until 2027-03-01")

    await office.world.until("2027-03-01 23:59")
    lasting = await office.admin.types("cohort show")
    await office.world.until("2027-03-02 00:01")
    over = await office.admin.types("cohort show")

    assert "is paused until Mon, 1 Mar 2027" in said(lasting)
    assert "is running" in said(over)
    assert (await office.cohort()).paused_until == date(2027, 3, 1)  # what fell into it stays put off


async def test_a_cohort_that_was_finished_meanwhile_is_not_paused_any_more(office: Office) -> None:
    await office.started()
    pause = await office.admin.types("cohort pause until 2027-03-01")
    await office.does(office.admin, "cohort finish")

    assert pause.say is not None
    too_late = await office.admin.presses(pause.say.buttons[0])

    assert (await office.cohort()).state == "finished"
    assert "finished" in said(too_late)


async def test_a_finished_cohort_is_finished_for_good(office: Office) -> None:
    await office.started()

    await office.does(office.admin, "cohort finish")

    assert (await office.cohort()).state == "finished"
    assert "finished" in said(await office.admin.types('cohort start "Spring 2027"'))
    assert "running.told_finished" in await office.notices("Ada")


async def test_two_cohorts_are_asked_about_and_the_button_is_the_whole_command(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, NEW.replace("Spring", "Autumn"))

    asked = await office.admin.types(CONTACTS)
    assert asked.say
    shown = await office.admin.presses(button(asked.say, "Autumn 2027"))

    assert "Which one" in asked.say.text
    assert "Autumn 2027" in said(shown)
    assert "Staff support 555 0100" in said(shown)


async def test_a_cohort_can_be_named_in_every_command(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, NEW.replace("Spring", "Autumn"))

    await office.does(office.admin, f'{CONTACTS} cohort "spring 2027"')
    shown = await office.admin.types("cohort show Autumn 2027")

    assert (await office.cohort()).crisis_hours == "every day"
    assert shown.say
    assert shown.say.title == "Autumn 2027"
    assert "no cohort called" in said(await office.admin.types("cohort show Winter"))


async def test_the_statement_can_be_filled_in(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "role grant sponsor <@UBO>")
    form = await office.bo.types("values")
    assert form.open

    empty = await office.bo.fills_in(form.open)
    shown = await office.bo.fills_in(
        form.open, statement="We listen.", shortfall="At night.", problems="- Waits\n- Notes"
    )
    assert shown.say
    await office.bo.presses(shown.say.buttons[0])

    assert set(empty.problems) == {"statement", "shortfall"}
    cohort = await office.cohort()
    assert (cohort.statement, cohort.shortfall) == ("We listen.", "At night.")


async def test_values_have_two_to_four_behaviours_each(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "role grant facilitator <@UEVE>")

    few = await office.eve.types("values Respect: greets by name")
    one = await office.eve.types("values Respect: greets | Candour: says; names | Care: asks; shares")
    await office.does(office.eve, "values Respect: makes no statement alone; asks | Candour | Care: asks; shares")
    form = await office.eve.types("values")

    assert "at least 3" in said(few)
    assert "two, three or four" in said(one)
    assert form.open
    shown = {field.key: field.value for field in form.open.fields}
    assert shown["name_1"] == "Respect"
    assert shown["seen_1"] == "makes no statement alone\nasks"
    assert shown["name_2"] == "Candour"


async def test_problems_are_one_a_line(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "role grant sponsor <@UBO>")

    await office.does(office.bo, "problems Long waits\n- Lost notes; Empty beds")
    form = await office.bo.types("problems")

    assert form.open
    assert form.open.fields[0].value == "Long waits\nLost notes\nEmpty beds"
    assert (await office.bo.fills_in(form.open, problems=" \n")).problems


async def test_the_statement_is_the_sponsors_alone(office: Office) -> None:
    await office.gathered()

    assert "not for your role" in said(await office.admin.types(STATEMENT))


async def test_an_administrator_without_a_cohort_is_led_to_the_first_one(office: Office) -> None:
    reply = await office.admin.types("cohort show")

    assert reply.say is not None
    assert (await office.admin.presses(button(reply.say, "A new cohort"))).open is not None
