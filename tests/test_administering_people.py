"""Adding people, taking them out, and pairing them."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.chat.action import AddPeople, ConfirmPeople, SetValues
from bot.chat.event import Address, Commanded, Profile
from bot.errors import TryLater, Unreachable
from bot.flows.inviting import Inviting
from prompts.message import Form
from storage.tables import Draft, Leg, Participation
from tests.administering import NEW, Office, said
from tests.world import FakeChannel, World


@dataclass
class NobodyThere(FakeChannel):
    """A platform that has nobody of that id."""

    asked: int = 0

    async def profile(self, who: Address) -> Profile:
        self.asked += 1
        raise Unreachable("user_not_found")


class Busy(FakeChannel):
    """A platform that has no time now."""

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        raise TryLater


@pytest.fixture
async def office(world: World) -> Office:
    return await Office.opened(world)


async def test_people_are_added_only_once_confirmed(office: Office) -> None:
    await office.founded()

    shown = await office.admin.types('people add <@UAda> department "Emergency care" reports-to chief@x.org')
    before = await office.names_of()
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "Emergency care" in said(shown)
    assert before == []
    assert await office.names_of() == ["Ada"]
    (ada,) = await office.rows(Participation)
    assert (ada.department, ada.reports_to) == ("Emergency care", "chief@x.org")


async def test_who_was_only_mentioned_is_no_bare_id_and_nobody_is_counted_as_nought(office: Office) -> None:
    await office.founded()

    mentioned = await office.admin.types("people add <@UNOBODYYET>")
    looked_up = await office.admin.types("people add away@x.org")
    assert looked_up.say
    added = await office.admin.presses(looked_up.say.buttons[0])

    assert "somebody I have not met yet (UNOBODYYET)" in said(mentioned)
    assert "Added to" not in said(added)
    assert "looking up now: 1" in said(added)


async def test_people_can_be_added_by_form(office: Office) -> None:
    await office.founded()
    form = await office.admin.types("people add")
    assert form.open

    nobody = await office.admin.fills_in(form.open)
    bad = await office.admin.fills_in(form.open, people=("UAda",), reports_to="the boss")
    shown = await office.admin.fills_in(form.open, people=("UAda", "UBen"), department="Housing")
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert set(nobody.problems) == {"people"}
    assert "the boss" in bad.problems["reports_to"]
    assert await office.names_of() == ["Ada", "Ben"]


async def test_people_can_be_typed_into_a_form_by_their_addresses(office: Office) -> None:
    await office.founded()
    await office.world.someone("UKim", "Kim", email="Kim@x.org").types("help")
    await office.world.someone("ULee", "Lee").types("help")
    form = await office.admin.types("people add")
    assert form.open

    shown = await office.admin.fills_in(
        form.open, people='Kim de Vries <kim@x.org>; <KIM@x.org>,ULee\n"Ada Byron" <new@x.org>  ', department="Care"
    )
    assert shown.say
    added = await office.admin.presses(shown.say.buttons[0])

    assert said(shown).count("**Kim**: Care") == 1
    assert "new@x.org" in said(shown)
    assert "we have not met" in said(shown)
    assert await office.names_of() == ["Kim", "Lee"]
    assert "looking up now: 1" in said(added)


@pytest.mark.parametrize("typed", ["ada", "new@x.org, ada", "new@x.org ada ben", "@ada", "<ada>", "<@>"])
async def test_a_typed_word_that_is_nobodys_is_named_at_its_field(office: Office, typed: str) -> None:
    await office.founded()
    form = await office.admin.types("people add")
    assert form.open

    refused = await office.admin.fills_in(form.open, people=typed, reports_to="the boss")

    assert set(refused.problems) == {"people", "reports_to"}
    assert next(one for one in typed.split() if "new" not in one) in refused.problems["people"]
    assert "ada@example.org, ben@example.org" in refused.problems["people"]
    assert refused.say is None


async def test_a_word_that_names_nobody_is_named_with_an_example(office: Office) -> None:
    await office.founded()

    refused = await office.admin.types("people add ada")

    assert "“ada”" in said(refused)
    assert "people add ada@example.org" in said(refused)


async def test_adding_again_changes_the_department(office: Office) -> None:
    await office.gathered()

    await office.does(office.admin, "people add <@UAda> department Health")

    departments = {one.department for one in await office.rows(Participation)}
    assert departments == {"Health", "Housing", "Emergency"}
    assert len(await office.names_of()) == 4


async def test_a_table_names_its_bad_rows_and_keeps_the_good_ones(office: Office) -> None:
    await office.founded()
    form = await office.admin.types("people import")
    assert form.open

    unreadable = await office.admin.fills_in(form.open, table="Ada, Housing")
    shown = await office.admin.fills_in(
        form.open, table="email,department\nbo@x.org,Housing\nnobody,Health\nnew@x.org,Health"
    )
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "email" in unreadable.problems["table"]
    assert "Line 3" in said(shown)
    assert await office.names_of() == ["Bo"]


async def test_an_unknown_address_is_looked_up_and_those_not_found_are_told(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add new@x.org, lost@x.org department Housing")
    world = office.world
    world.channel.profiles["UNEW"] = world.someone("UNEW", "Nia", email="new@x.org").profile

    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)
    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert await office.names_of() == ["Nia"]
    assert await office.notices("Admin") == ["inviting.not_found"]
    assert "lost@x.org" in said(await office.admin.types("cohort show"))


async def test_a_mention_of_somebody_we_have_not_met_gets_their_name(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UNEW>")
    world = office.world
    world.channel.profiles["UNEW"] = world.someone("UNEW", "Nia").profile

    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert await office.names_of() == ["Nia"]


async def test_an_id_that_nobody_has_is_not_asked_about_again(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UNOBODY>")
    world = office.world
    nobody = NobodyThere()

    await Inviting(world.database, {"slack": nobody}).look_up(world.now)
    await Inviting(world.database, {"slack": nobody}).look_up(world.now)

    assert nobody.asked == 1


async def test_a_platform_that_is_busy_is_asked_again(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add new@x.org")
    world = office.world
    world.channel.profiles["UNEW"] = world.someone("UNEW", "Nia", email="new@x.org").profile

    await Inviting(world.database, {"slack": Busy()}).look_up(world.now)
    waiting = await office.names_of()
    await Inviting(world.database, {"slack": world.channel}).look_up(world.now)

    assert waiting == []
    assert await office.names_of() == ["Nia"]


async def test_who_joins_a_running_cohort_is_welcomed(office: Office) -> None:
    await office.started()

    await office.does(office.admin, "people add <@UNEW>")

    assert await office.notices("") == ["enrolling.welcome", "running.welcome"]


async def test_who_is_taken_out_leaves_and_the_partner_is_named_first(office: Office) -> None:
    await office.started()

    shown = await office.admin.types("people remove <@UAda>")
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "visits with Ben" in said(shown) or "visits with Di" in said(shown)
    assert await office.names_of("left") == ["Ada"]
    assert len(await office.visits()) == 2
    assert "parting.told" in await office.notices("Ada")


async def test_people_are_taken_out_by_form(office: Office) -> None:
    await office.gathered()
    form = await office.admin.types("people remove")
    assert form.open

    nobody = await office.admin.fills_in(form.open)
    field = form.open.fields[0]
    cy = next(option.value for option in getattr(field, "options", ()) if option.label == "Cy")
    shown = await office.admin.fills_in(form.open, people=(cy,))
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert nobody.problems
    assert await office.names_of() == ["Ada", "Ben", "Di"]
    assert "not in this cohort" in said(await office.admin.types("people remove <@UCy>"))


async def test_the_other_two_of_a_trio_become_a_pair(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "people remove <@UDi>")
    await office.does(office.admin, "pairs suggest")
    trio = await office.visits()

    await office.does(office.admin, "people remove <@UBen>")

    assert len(trio) == 3
    assert await office.visits() == ["Ada visits Cy", "Cy visits Ada"]


async def test_pairs_cross_departments_and_say_why(office: Office) -> None:
    await office.gathered()

    shown = await office.admin.types("pairs suggest")
    before = await office.visits()
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert said(shown).count("across departments") == 2
    assert before == []
    departments = {one.id: one.department for one in await office.rows(Participation)}
    legs = await office.rows(Leg)
    assert len(legs) == 4
    assert all(departments[leg.visitor_id] != departments[leg.host_id] for leg in legs)


async def test_a_reporting_line_is_paired_only_by_hand_and_with_a_reason(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UAda> department Housing <@UBen> reports-to <@UAda>")

    suggested = await office.admin.types("pairs suggest")
    refused = await office.admin.types("pairs set <@UAda> <@UBen>")
    await office.does(office.admin, "pairs set <@UAda> <@UBen> reason she changes jobs in March")

    assert "cannot pair everybody" in said(suggested)
    assert "reporting line" in said(refused)
    assert len(await office.visits()) == 2
    assert "with a reason" in said(await office.admin.types("audit"))


async def test_nobody_is_paired_twice_with_the_same_person(office: Office) -> None:
    await office.founded()
    await office.does(office.admin, "people add <@UAda> <@UBen>")
    await office.does(office.admin, "pairs suggest")
    await office.does(office.admin, NEW.replace("Spring", "Autumn"))
    await office.does(office.admin, 'people add <@UAda> <@UBen> cohort "Autumn 2027"')

    shown = await office.admin.types("pairs suggest Autumn 2027")

    assert "were a pair before" in said(shown)
    assert "cannot pair everybody" in said(shown)


async def test_somebody_alone_joins_a_pair_as_a_trio(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "pairs suggest")
    await office.does(office.admin, "people add <@UEd> department Health")

    await office.does(office.admin, "pairs suggest")

    assert len(await office.visits()) == 5


async def test_a_pair_by_form_says_who_loses_a_partner(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "pairs set <@UAda> <@UBen>")
    await office.does(office.admin, "pairs set <@UCy> <@UDi>")
    form = await office.admin.types("pairs set")
    assert form.open
    ids = {option.label: option.value for option in getattr(form.open.fields[0], "options", ())}

    one = await office.admin.fills_in(form.open, people=(ids["Ada"],))
    shown = await office.admin.fills_in(form.open, people=(ids["Ada"], ids["Di"]))
    assert shown.say
    await office.admin.presses(shown.say.buttons[0])

    assert "two people" in one.problems["people"]
    assert "Without a partner after this: Ben, Cy" in said(shown)
    assert await office.visits() == ["Ada visits Di", "Di visits Ada"]


async def test_a_visit_that_has_begun_keeps_its_pair(office: Office) -> None:
    await office.gathered()
    await office.does(office.admin, "pairs set <@UAda> <@UBen>")
    async with office.world.database.transaction() as store:
        for leg in await store.cohorts.legs((await office.cohort()).id):
            leg.first_day_on = date(2027, 1, 4)

    assert "has begun already" in said(await office.admin.types("pairs set <@UAda> <@UDi>"))
    assert "no pairs that could be undone" in said(await office.admin.types("pairs clear"))


async def test_another_organisation_does_not_exist(office: Office) -> None:
    cohort = await office.gathered()
    world = office.world
    async with world.database.transaction() as store:
        await store.people.install("slack", "T2", "Elsewhere", world.now)
    stranger = world.someone("USTRANGER", "Stranger")
    stranger.workspace = "T2"
    await office.grant(stranger, "administrator")
    await office.grant(stranger, "facilitator")

    typed = await stranger.types('cohort show "Spring 2027"')
    pressed = await stranger.presses(SetValues(cohort.id))
    asked = await stranger.types(f"people remove cohort {cohort.id} <@UAda>")
    filled = await stranger.fills_in(Form("Add people", token=AddPeople(cohort.id).pack()))

    assert "no cohort yet" in said(typed)
    assert "no longer there" in said(pressed)
    assert "no cohort yet" in said(asked)
    assert "no longer there" in filled.problems[""]
    assert len(await office.names_of()) == 4


async def test_a_draft_cannot_be_confirmed_as_another_change(office: Office) -> None:
    await office.founded()
    await office.admin.types("cohort edit name Summer")
    (draft,) = await office.rows(Draft)

    refused = await office.admin.presses(ConfirmPeople(draft.id))

    assert "no longer there" in said(refused)


async def test_whoever_we_have_not_met_is_shown_by_the_name_that_the_platform_has(office: Office) -> None:
    await office.founded()
    happening = {**office.admin._happening(), "names": {"UNEW": "Nia Ward"}}

    added = await office.admin.reception.take(Commanded(**happening, name="exchange", text="people add <@UNEW>"))

    assert "Nia Ward" in said(added)
