"""One cohort, two platforms: Ada is in Slack and Theo in Teams, and the exchange goes on as if there were one."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.action import KeepEntries
from bot.chat.event import Profile
from bot.chat.reply import Reply
from bot.errors import TryLater, Unreachable
from bot.flows.inviting import Inviting
from prompts.message import ChoiceField, Form, Message
from storage.tables import Delivery, Invitation, Participation, Person, Share
from tests.administering import CONTACTS, STATEMENT, Office, said
from tests.neighbours import all_desks
from tests.what_is_there import words_in
from tests.world import FakeChannel, Someone, World, button

TENANT = "tenant-1"
THEO = "theo@halden.example"
OF_THE_PAIR = ("B2", "C2", "E4")  # two private messages each
WRITTEN = "She asked who was carrying the heaviest load. Nobody answered at first."


@dataclass
class LikeTeams(FakeChannel):
    """Cannot be read back, knows no repeat, and tells who has an address only of those in the app's `team`."""

    history: bool = False
    memory: bool = False
    team: dict[str, str] = field(default_factory=dict)  # ids by address
    busy: bool = False

    async def find_by_email(self, workspace: str, email: str) -> str | None:
        if self.busy:
            raise TryLater
        if email not in self.team:
            raise Unreachable("no such member")
        return self.team[email]


@dataclass
class Mixed:
    """The office in Slack, and Theo in the tenant that has joined its organisation."""

    office: Office
    world: World
    teams: LikeTeams
    ada: Someone
    theo: Someone

    async def look_up(self) -> None:
        await Inviting(self.world.database, self.world.backstage.channels).look_up(self.world.now)

    async def rows(self, table: Any) -> list[Any]:
        async with self.world.database.transaction() as store:
            return list((await store.session.exec(select(table))).all())

    async def taking_part(self) -> list[str]:
        people = {one.id: one.name for one in await self.rows(Person)}
        return sorted(people[one.person_id] for one in await self.rows(Participation))

    async def gathered(self) -> None:
        """Both take part: Theo was added by his address, and opened the app afterwards."""
        await self.office.founded()
        await self.office.does(self.office.admin, f"people add <@UAda> department Housing {THEO} department Health")
        await self.theo.types("help")
        await self.look_up()
        await self.look_up()

    async def started(self) -> None:
        await self.gathered()
        office = self.office
        await office.does(office.admin, f"pairs set <@UAda> {THEO}")
        await office.does(office.admin, "role grant facilitator <@UEVE> sponsor <@UBO>")
        await office.does(office.admin, CONTACTS)
        await office.does(office.bo, STATEMENT)
        await office.does(office.admin, "cohort start")


@pytest.fixture
async def mixed(world: World) -> Mixed:
    office = await Office.opened(world)
    world.desks = all_desks()
    world.teams = teams = LikeTeams(profiles={"theo": Profile(name="Theo Brandt", email="Theo@Halden.example")})
    async with world.database.transaction() as store:
        await store.people.install("teams", TENANT, "", world.now)
    office.admin, office.eve, office.bo = (
        world.someone(one.id, one.profile.name, email=one.profile.email)
        for one in (office.admin, office.eve, office.bo)
    )
    ada = world.someone("UAda", "Ada", email="ada@halden.example")
    theo = world.someone("theo", "Theo", platform="teams", workspace=TENANT)
    code = said(await office.admin.types("workspace code")).split("workspace join ")[1].split("`")[0]
    tess = world.someone("tess", "Tess", platform="teams", workspace=TENANT)
    await office.does(tess, f"workspace join {code}")
    return Mixed(office, world, teams, ada, theo)


# -- naming somebody of the other platform -------------------------------------------------------------------------


async def test_whoever_cannot_be_looked_up_is_waited_for_and_that_is_said(mixed: Mixed) -> None:
    await mixed.office.founded()
    await mixed.office.does(mixed.office.admin, f"people add {THEO}")
    await mixed.look_up()
    await mixed.look_up()
    waiting = await mixed.taking_part()
    shown = said(await mixed.office.admin.types("cohort show"))
    await mixed.theo.types("help")
    await mixed.look_up()
    await mixed.look_up()

    assert waiting == []
    assert f"as soon as they open Exchange Coach: {THEO}" in shown.replace("\\", "")
    assert await mixed.office.notices("Admin") == ["inviting.expected", "joining.told"]
    assert await mixed.taking_part() == ["Theo Brandt"]
    assert THEO not in said(await mixed.office.admin.types("cohort show"))


async def test_whoever_is_in_a_team_with_the_app_is_found_at_once(mixed: Mixed) -> None:
    mixed.teams.team[THEO] = "theo"
    await mixed.office.founded()
    await mixed.office.does(mixed.office.admin, f"people add {THEO} department Health")

    await mixed.look_up()

    assert await mixed.taking_part() == ["Theo Brandt"]
    assert await mixed.office.notices("Admin") == ["joining.told"]
    (theo,) = [one for one in await mixed.rows(Person) if one.external_id == "theo"]
    async with mixed.world.database.transaction() as store:
        workspace = await store.people.workspace("teams", TENANT)
        assert workspace
        assert (theo.workspace_id, theo.organisation_id) == (workspace.id, workspace.organisation_id)


async def test_whoever_is_in_slack_is_found_there_without_waiting_for_teams(mixed: Mixed) -> None:
    mixed.teams.busy = True
    mixed.world.channel.profiles["UNEW"] = Profile(name="Nia", email="nia@x.org")
    await mixed.office.founded()
    await mixed.office.does(mixed.office.admin, "people add nia@x.org lost@x.org")

    await mixed.look_up()

    assert await mixed.taking_part() == ["Nia"]
    states = {one.email: one.state for one in await mixed.rows(Invitation)}
    assert states == {"nia@x.org": "found", "lost@x.org": "waiting"}


async def test_an_administrator_in_teams_names_people_of_slack_by_their_address(mixed: Mixed) -> None:
    await mixed.office.founded()
    tara = mixed.world.someone("tara", "Tara", platform="teams", workspace=TENANT)
    await mixed.office.grant(tara, "administrator")
    mixed.world.channel.profiles["UNEW"] = Profile(name="Nia", email="nia@x.org")
    await mixed.ada.types("help")

    await mixed.office.does(tara, "people add ada@halden.example nia@x.org")
    await mixed.look_up()

    assert await mixed.taking_part() == ["Ada", "Nia"]


async def test_a_role_goes_to_somebody_of_the_other_platform_by_address(mixed: Mixed) -> None:
    await mixed.office.founded()
    await mixed.theo.types("help")
    await mixed.look_up()

    await mixed.office.does(mixed.office.admin, f"role grant facilitator {THEO}")

    assert "week" in said(await mixed.theo.types("help"))


async def test_who_opens_the_app_in_another_organisation_is_nobody_whom_we_wait_for(mixed: Mixed) -> None:
    async with mixed.world.database.transaction() as store:
        await store.people.install("teams", "tenant-2", "", mixed.world.now)
    await mixed.office.founded()
    await mixed.office.does(mixed.office.admin, f"people add {THEO}")
    await mixed.look_up()

    await mixed.world.someone("theo", "Theo", platform="teams", workspace="tenant-2").types("help")
    await mixed.look_up()
    await mixed.look_up()

    assert await mixed.taking_part() == []


async def test_who_comes_when_the_cohort_is_finished_is_taken_into_nothing(mixed: Mixed) -> None:
    await mixed.office.founded()
    await mixed.office.does(mixed.office.admin, f"people add {THEO}")
    await mixed.look_up()
    async with mixed.world.database.transaction() as store:
        (cohort,) = await store.cohorts.all()
        cohort.state = "finished"

    await mixed.theo.types("help")
    await mixed.look_up()
    await mixed.look_up()

    assert await mixed.taking_part() == []
    assert [one.state for one in await mixed.rows(Invitation)] == ["not_found"]


# -- going through the exchange together -------------------------------------------------------------------------------


async def test_each_gets_every_prompt_of_the_pair_in_their_own_chat(mixed: Mixed) -> None:
    await mixed.started()
    await agreed(mixed.ada)
    await agreed(mixed.theo)
    await mixed.office.does(mixed.office.eve, f"dates leg <@UAda> {THEO} 2027-03-08 2027-03-09")
    await mixed.office.does(mixed.office.eve, f"dates leg {THEO} <@UAda> 2027-03-22 2027-03-23")

    await mixed.world.until("2027-04-02 18:00")

    asked = await prompts(mixed)
    assert asked["UAda"] == asked["theo"]
    assert {"A1", "D3", "E3", *OF_THE_PAIR} <= asked["UAda"]
    assert {one.to.platform for one in mixed.world.channel.sent} == {"slack"}
    assert {(one.to.platform, one.to.workspace) for one in mixed.teams.sent} == {("teams", TENANT)}
    assert {one.to.person for one in mixed.teams.sent} == {"theo"}


async def test_an_entry_is_shared_from_one_platform_to_the_other_and_read_there(mixed: Mixed) -> None:
    await mixed.started()
    await mixed.world.until("2027-01-04 12:00")
    await agreed(mixed.theo)
    kept = await mixed.theo.writes(WRITTEN)
    form = (await mixed.theo.presses(button(shown(kept), "Share"))).open
    assert form

    await mixed.theo.fills_in(form, **{"with": chosen(form, "Ada")})
    await mixed.world.until("2027-01-04 13:00")
    waiting = next(one for one in reversed(mixed.world.heard("UAda")) if "Theo" in one.text and one.buttons)
    read = await mixed.ada.presses(button(waiting, "Read"))

    assert read.open
    assert "heaviest load" in read.open.items[0].text
    assert "heaviest load" not in words_in([one.message for one in mixed.world.channel.sent])
    (share,) = await mixed.rows(Share)
    assert share.read_at == mixed.world.now


async def test_moved_dates_are_told_on_both_platforms(mixed: Mixed) -> None:
    await mixed.started()
    await mixed.office.does(mixed.office.eve, f"dates leg <@UAda> {THEO} 2027-03-08 2027-03-09")
    await mixed.world.until("2027-01-05 12:00")
    before = [len(mixed.world.heard(one)) for one in ("UAda", "theo")]

    await mixed.office.does(mixed.office.eve, f"dates leg <@UAda> {THEO} 2027-03-10 2027-03-11")
    await mixed.world.until("2027-01-06 12:00")

    for one, heard in zip(("UAda", "theo"), before, strict=True):
        assert any("10 Mar 2027" in message.text for message in mixed.world.heard(one)[heard:]), one


async def test_who_is_taken_out_hears_of_it_where_they_are(mixed: Mixed) -> None:
    await mixed.started()
    shown = said(await mixed.office.admin.types(f"people remove {THEO}"))
    await mixed.office.does(mixed.office.admin, f"people remove {THEO}")
    await mixed.world.until("2027-01-04 12:00")

    assert "visits with Ada" in shown
    assert any("You are no longer in" in one.text for one in mixed.world.heard("theo"))
    assert not any("You are no longer in" in one.text for one in mixed.world.heard("UAda"))


async def test_who_is_erased_in_teams_takes_their_key_with_them(mixed: Mixed) -> None:
    await mixed.started()
    await agreed(mixed.theo)
    await mixed.theo.writes(WRITTEN)
    form = (await mixed.theo.types("mydata erase")).open
    assert form

    await mixed.theo.fills_in(form, sure=True)

    assert len(await mixed.world.database.keys.holders()) == 0
    assert THEO not in str(await mixed.rows(Invitation))


async def agreed(someone: Someone) -> Reply:
    return await someone.presses(KeepEntries("yes"))


async def prompts(mixed: Mixed) -> dict[str, set[str]]:
    """Which prompts were sent to whom."""
    people = {one.id: one.external_id for one in await mixed.rows(Person)}
    found: dict[str, set[str]] = {"UAda": set(), "theo": set()}
    for row in await mixed.rows(Delivery):
        if row.kind == "prompt" and row.state == "sent" and people[row.person_id] in found:
            found[people[row.person_id]].add(row.prompt)
    return found


def shown(reply: Reply) -> Message:
    found = reply.say or reply.replace
    assert found
    return found


def chosen(form: Form, name: str) -> tuple[str, ...]:
    field_ = next(one for one in form.fields if isinstance(one, ChoiceField))
    return tuple(one.value for one in field_.options if one.label.startswith(name))
