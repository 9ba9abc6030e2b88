"""Roles are given in the open, settings are checked, and everyone is told what they can do."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.chat.command import COMMANDS
from bot.chat.event import Commanded
from bot.chat.occasion import Occasion
from bot.flows.granting import Granting
from storage.tables import CohortValue, Delivery, Participation, Person, Role
from tests.administering import CONTACTS, Office, said
from tests.backstage import care
from tests.world import World, button


@pytest.fixture
async def office(world: World) -> Office:
    return await Office.opened(world)


async def held(office: Office, id: str) -> set[str]:
    people = {one.id: one.external_id for one in await office.rows(Person)}
    return {role.name for role in await office.rows(Role) if people[role.person_id] == id and not role.revoked_at}


async def meets(office: Office, granting: Granting, id: str, email: str) -> None:
    someone = office.world.someone(id, id, email=email)
    event = Commanded(**someone._happening(), name="exchange", text="help")
    async with office.world.database.transaction() as store:
        person = await store.people.meet(event.sender, event.profile, office.world.now)
        assert person
        words, now = office.world.words["en"], office.world.now
        await granting.grant_first(Occasion(event, person, store, words, now, care=care()))


async def test_the_first_administrators_come_from_a_setting(office: Office) -> None:
    granting = Granting(frozenset({"UFIRST", "Second@x.org"}))

    await meets(office, granting, "UFIRST", "")
    await meets(office, granting, "USECOND", "second@X.org")
    await meets(office, granting, "UTHIRD", "third@x.org")

    assert await held(office, "UFIRST") == await held(office, "USECOND") == {"administrator"}
    assert await held(office, "UTHIRD") == set()


async def test_a_first_administrator_whose_role_was_taken_does_not_get_it_back(office: Office) -> None:
    granting = Granting(frozenset({"UFIRST"}))
    await meets(office, granting, "UFIRST", "")
    await office.does(office.admin, "role revoke administrator <@UFIRST>")

    await meets(office, granting, "UFIRST", "")

    assert await held(office, "UFIRST") == set()


async def test_roles_are_given_by_addresses_of_people_whom_we_know(office: Office) -> None:
    await office.founded()
    await office.world.someone("UKnown", "Kim", email="kim@x.org").types("help")
    form = await office.admin.types("role grant")
    assert form.open

    unknown = await office.admin.fills_in(form.open, facilitator="kim@x.org, new@x.org", sponsor="Bo")
    shown = await office.admin.fills_in(form.open, facilitator="kim@x.org\nKIM@x.org")
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert set(unknown.problems) == {"facilitator", "sponsor"}
    assert "new@x.org" in unknown.problems["facilitator"]
    assert "role grant facilitator" in unknown.problems["facilitator"]
    assert "“Bo”" in unknown.problems["sponsor"]
    assert await held(office, "UKnown") == {"facilitator"}


async def test_several_roles_are_given_at_once_and_the_participants_hear_of_it(office: Office) -> None:
    await office.started()

    await office.does(office.admin, "role grant facilitator <@UNEW> sponsor <@UNEXT>")

    assert await held(office, "UNEW") == {"facilitator"}
    assert (await office.notices("Ada")).count("granting.heard_grant") == 2


async def test_a_facilitator_stands_outside_reporting_lines(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UAda> reports-to eve@x.org <@UBen>")

    boss = await office.admin.types("role grant facilitator <@UEVE>")
    participant = await office.admin.types("role grant facilitator <@UBen>")

    assert "Ada takes part and reports to" in said(boss)
    assert "Ben takes part in this cohort, and so cannot be its facilitator" in said(participant)


async def test_what_was_done_with_roles_is_said_with_who_it_is(office: Office) -> None:
    await office.founded()

    shown = await office.admin.types("role grant facilitator <@UNEW>")
    assert shown.say
    given = await office.admin.presses(shown.say.buttons[0])

    assert "**Facilitator:** somebody I have not met yet (UNEW)" in said(shown)
    assert "They hold these roles from now on:" in said(given)
    assert "**Facilitator:**" in said(given)


async def test_who_reports_to_the_facilitator_cannot_join(office: Office) -> None:
    await office.ready()

    refused = await office.admin.types("people add <@UEd> reports-to eve@x.org")

    assert "who is a facilitator here" in said(refused)


async def test_roles_are_given_by_form(office: Office) -> None:
    await office.founded()
    form = await office.admin.types("role grant")
    assert form.open

    nobody = await office.admin.fills_in(form.open)
    shown = await office.admin.fills_in(form.open, facilitator=("UEVE",))
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert nobody.problems
    assert await held(office, "UEVE") == {"facilitator"}


async def test_the_last_administrator_stays(office: Office) -> None:
    refused = await office.admin.types("role revoke administrator <@UADMIN>")

    assert "last administrator" in said(refused)


async def test_a_role_that_is_not_held_cannot_be_taken(office: Office) -> None:
    await office.founded()

    refused = await office.admin.types("role revoke facilitator <@UEVE>")
    unclear = await office.admin.types("role grant boss <@UEVE>")

    assert "does not hold the role Facilitator" in said(refused)
    assert "role grant facilitator @eve" in said(unclear)


async def test_an_administrator_of_one_cohort_has_only_that_one(office: Office) -> None:
    cohort = await office.founded()
    await office.does(office.admin, 'cohort new "Autumn 2027" country BE')
    local = office.world.someone("ULOCAL", "Lo")
    await office.grant(local, "administrator", cohort)

    shown = await local.types("cohort show")
    other = await local.types("cohort show Autumn 2027")
    new = await local.types('cohort new "Third" country BE')

    assert shown.say
    assert shown.say.title == "Spring 2027"
    assert "no cohort called" in said(other)
    assert "Only an administrator of the whole organisation" in said(new)


async def test_settings_are_filled_in_and_the_threshold_only_goes_up(office: Office) -> None:
    await office.founded()
    form = await office.admin.types("settings")
    assert form.open

    empty = await office.admin.fills_in(form.open, threshold="4", contacts="Line 555 0100")
    shown = await office.admin.fills_in(
        form.open, threshold="6", contacts="Line 555 0100", hours="always", **{"speak-up": "speakup@x.org"}
    )
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert set(empty.problems) == {"threshold"}
    assert (await office.cohort()).threshold == 6
    assert "from 6 up" in said(await office.admin.types("settings threshold 5"))


async def test_before_the_start_entries_may_be_kept_for_up_to_a_year(office: Office) -> None:
    await office.founded()

    await office.does(office.admin, "settings retention 365")

    assert (await office.cohort()).retention_days == 365
    assert "from 1 up to 365" in said(await office.admin.types("settings retention 366"))


async def test_after_the_start_entries_are_kept_no_longer_than_was_told(office: Office) -> None:
    await office.started()

    await office.does(office.admin, "settings retention 30")

    assert (await office.cohort()).retention_days == 30
    assert "from 1 up to 30" in said(await office.admin.types("settings retention 90"))


async def test_the_threshold_is_fixed_by_the_start(office: Office) -> None:
    await office.started()

    for number in (4, 7):
        refused = said(await office.admin.types(f"settings threshold {number}"))
        assert "was fixed when the cohort started, and stays 5. In another cohort it can be raised" in refused
    assert (await office.cohort()).threshold == 5


async def test_the_trail_is_readable_and_its_actor_named(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, CONTACTS)

    shown = said(await office.admin.types("audit"))

    assert "**Admin**: changed contacts or limits" in shown
    assert "**Admin**: made a cohort" in shown
    assert "555" not in shown


async def test_a_place_is_typed_as_its_fields_are_called(office: Office) -> None:
    await office.does(office.admin, "cohort new North country Canada region Ontario timezone America/Toronto")

    made = await office.cohort("North")
    assert (made.country, made.subdivision, made.timezone) == ("CA", "ON", "America/Toronto")


async def test_a_word_that_is_not_known_is_shown_with_those_that_are(office: Office) -> None:
    shown = said(await office.admin.types("cohort new North country GB region ENG clock Europe/London"))

    assert "I do not know the region “ENG clock Europe/London”" in shown
    assert "`zone`" in shown
    assert "`workshop`" in shown


async def test_a_cohort_is_made_by_form_with_errors_under_their_fields(office: Office) -> None:
    form = await office.admin.types("cohort new")
    assert form.open

    wrong = await office.admin.fills_in(
        form.open, name="", country="Atlantis", zone="Mars", language="xx", workshop_1=date(2027, 2, 1)
    )
    shown = await office.admin.fills_in(form.open, name="North", country="canada", subdivision="ontario")
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert set(wrong.problems) == {"name", "country", "zone", "language", "workshop_2"}
    made = await office.cohort("North")
    assert (made.country, made.subdivision, made.timezone) == ("CA", "ON", "Europe/Brussels")


async def test_wrong_dates_are_explained(office: Office) -> None:
    order = await office.admin.types('cohort new "X" workshop 2027-02-02 2027-02-01 country BE')
    unreadable = await office.admin.types('cohort new "X" debrief tomorrow country BE')

    assert "must be after the first" in said(order)
    assert "“tomorrow” is not a date" in said(unreadable)
    assert "cohort new" in said(unreadable)


async def test_a_cohort_is_edited_with_only_the_change_shown(office: Office) -> None:
    await office.founded()

    shown = await office.admin.types('cohort edit "Spring 2027" name "Summer 2027" debrief 2027-05-17')
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "Summer 2027" in said(shown)
    assert "Country" not in said(shown)
    assert (await office.cohort("Summer 2027")).debrief_on == date(2027, 5, 17)
    assert "Nothing would change" in said(await office.admin.types("cohort edit country Belgium"))


async def test_a_started_cohort_keeps_its_dates_until_they_are_moved(office: Office) -> None:
    await office.started()

    form = await office.admin.types("cohort edit")
    typed = await office.admin.types("cohort edit debrief 2027-06-01")

    assert form.open
    assert "debrief" not in {field.key for field in form.open.fields}
    assert "`dates`" in said(typed)


async def test_a_name_is_taken_only_once(office: Office) -> None:
    await office.founded()

    assert "called “Spring 2027” already" in said(await office.admin.types('cohort new "spring 2027" country BE'))


async def test_the_week_shows_what_is_open_and_asks_both(office: Office) -> None:
    await office.started()
    async with office.world.database.transaction() as store:
        for leg in await store.cohorts.legs((await office.cohort()).id):
            leg.first_day_on = office.world.now.date() + timedelta(days=3)
            leg.second_day_on = office.world.now.date() + timedelta(days=4)

    shown = await office.eve.types("week")
    assert shown.say
    await office.eve.presses(button(shown.say, "Ask both"))
    await office.eve.presses(button(shown.say, "Ask both"))

    assert len([one for one in shown.say.items if "Still open" in one.text]) == 4  # each visit on one line
    assert "Emergency → Housing" in said(shown) or "Housing → Emergency" in said(shown)
    assert "confidentiality" in said(shown)
    asked = [row for row in await office.rows(Delivery) if row.prompt == "overseeing.ask_readiness"]
    assert len({row.person_id for row in asked}) == len(asked) == 2


async def test_the_week_of_a_cohort_without_visit_dates_asks_for_them(office: Office) -> None:
    await office.started()

    shown = await office.eve.types("week")
    assert shown.say
    await office.eve.presses(button(shown.say, "Ask both"))

    assert "no dates yet" in said(shown)
    assert [row.prompt for row in await office.rows(Delivery) if "ask_dates" in row.prompt] == [
        "overseeing.ask_dates"
    ] * 2


async def test_only_the_facilitator_of_the_leg_can_ask(office: Office) -> None:
    await office.started()
    shown = await office.eve.types("week")
    assert shown.say

    refused = await office.bo.presses(button(shown.say, "Ask both"))

    assert "no longer there" in said(refused)


async def test_the_status_is_told_in_bands_and_as_it_stood_in_the_morning(office: Office) -> None:
    await office.started()
    few = await office.eve.types("status")
    async with office.world.database.transaction() as store:
        cohort = await store.cohorts.cohort((await office.cohort()).id)
        assert cohort
        cohort.threshold = 4
        morning = office.world.now - timedelta(days=1)
        for number, row in enumerate((await store.session.exec(select(Participation))).all()):
            store.session.add(_sent(row, morning, answered=morning if number == 0 else office.world.now))

    shown = await office.eve.types("status")

    assert "too few people" in said(few)
    assert "Before the workshop: **under half**" in said(shown)


def _sent(row: Participation, at: datetime, answered: datetime) -> Delivery:
    return Delivery(
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        participation_id=row.id,
        cohort_id=row.cohort_id,
        kind="prompt",
        prompt="A1",
        anchor_instance="W1",
        state="sent",
        due_at=at,
        sent_at=at,
        answered_at=answered,
    )


async def test_a_room_is_registered_where_it_is_typed(office: Office) -> None:
    await office.ready()

    private = await office.eve.types("cohort room here", room="DUEVE")
    await office.does(office.eve, "cohort room here", room="C1")

    assert "not in a private chat" in said(private)
    assert (await office.cohort()).room == "C1"


async def test_help_is_for_the_askers_roles(office: Office) -> None:
    sponsor = office.world.someone("UBO", "Bo")
    await office.ready()

    everyone = said(await office.world.someone("UAda", "Ada").types("help"))
    bo = said(await sponsor.types("help"))
    admin = said(await office.admin.types("help"))

    assert "problems " not in everyone
    assert "cohort new" not in bo
    assert "`problems`" in bo
    assert "`leave`" not in bo
    assert "`leave`" in everyone
    assert "`cohort start`" in admin
    assert not any("\\" in code for code in admin.split("`")[1::2])


async def test_a_sponsor_reads_in_help_how_each_thing_is_typed(office: Office) -> None:
    await office.ready()
    words = office.world.words["en"]
    examples = [words.label(f"command.{key}.example") for key in ("values_statement", "problems")]

    shown = said(await office.bo.types("help"))
    wrong = said(await office.bo.types('values statement ""'))

    assert [one for one in examples if f"`{one}`" not in shown] == []
    assert examples[0] in wrong
    for example in examples:
        preview = await office.does(office.bo, example)
        assert preview.replace is not None


async def test_every_command_of_a_role_has_its_help(office: Office) -> None:
    words = office.world.words["en"]
    mine = [one for one in COMMANDS if one.roles and one.key not in {"dates", "readiness", "interviews", "rehearse"}]

    for one in mine:
        assert words.label(f"command.{one.key}.help")
        assert words.label(f"command.{one.key}.example").startswith(" ".join(one.words))


async def test_values_without_behaviours_show_in_the_week_once_the_workshop_began(office: Office) -> None:
    await office.started()
    made = await office.cohort()
    async with office.world.database.transaction() as store:
        cohort = await store.cohorts.cohort(made.id)
        assert cohort is not None
        cohort.room = "C1"
        store.session.add(CohortValue(cohort_id=made.id, position=0, name="Respect"))
        for leg in await store.cohorts.legs(made.id):
            leg.first_day_on = leg.second_day_on = date(2027, 4, 1)

    before = await office.eve.types("week")
    office.world.now += timedelta(days=40)
    after = await office.eve.types("week")

    assert "Nothing in" in said(before)
    assert "no behaviours yet" in said(after)


async def test_help_tells_how_one_command_is_typed(office: Office) -> None:
    shown = said(await office.admin.types("help people import"))
    refused = said(await office.world.someone("UAda", "Ada").types("help people import"))

    assert "Add people from a table" in shown
    assert "For example: `people import`" in shown
    assert "not for your role" in refused


async def test_the_trail_names_who_got_a_role_and_nobody_who_was_erased(office: Office) -> None:
    await office.ready()
    bo = office.world.someone("UBO", "Bo")

    named = said(await office.admin.types("audit"))
    async with office.world.database.transaction() as store:
        for person in (await store.session.exec(select(Person).where(Person.external_id == bo.id))).all():
            person.state, person.name = "erased", ""
    erased = said(await office.admin.types("audit"))

    assert "made somebody a sponsor (Bo)" in named
    assert "made somebody a sponsor (Somebody who was erased)" in erased
