"""Projects: on a problem of the list, with owners in two departments, a test within 30 days, and a measure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.action import UpdateProject
from bot.chat.reply import Reply
from bot.flows.owning import Monthly, Owning
from bot.flows.projecting import Projecting
from prompts.message import ChoiceField, Form, Message
from storage.projects import Charter
from storage.tables import Project, ProjectOwner, ProjectUpdate
from tests.administering import said
from tests.factories import RunningCohort, running_cohort
from tests.world import Someone, World, button

MORNING = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)  # the day of the debrief, 10:00 in Brussels
TEXTS = {
    "name": "Beds by noon",
    "affected": "People who wait in emergency care",
    "test": "One ward calls the housing team at nine",
    "measure": "Hours until a bed is found",
    "help_asked": "One telephone number for both sites",
}


@dataclass
class Place:
    world: World
    spring: RunningCohort
    ada: Someone

    def ids(self, *people: int) -> tuple[str, ...]:
        return tuple(self.spring.participations[one].id for one in people)

    async def form(self, who: Someone | None = None) -> Form:
        opened = (await (who or self.ada).types("projects new")).open
        assert opened is not None
        return opened

    async def makes(self, **more: Any) -> Reply:
        form = await self.form()
        (problem,) = [one for one in form.fields if isinstance(one, ChoiceField) and one.key == "problem"]
        given = {
            "problem": (problem.options[0].value,),
            "test_on": date(2027, 6, 10),
            "owners": self.ids(0, 1),
            **TEXTS,
        }
        return await self.ada.fills_in(form, **{**given, **more})

    async def charters(self) -> tuple[Charter, ...]:
        async with self.world.database.reading() as store:
            return await store.projects.of(self.spring.cohort.id)

    async def sent(self, id: str) -> Message:
        await self.world.backstage.delivering.send_due(self.world.now)
        return self.world.heard(id)[-1]

    async def stands(self) -> Charter:
        """A project that both its owners have confirmed."""
        await self.makes()
        ben = self.world.someone("U2", "Ben")
        shown = (await ben.presses(button(await self.sent("U2"), "Read"))).open
        assert shown is not None
        await ben.presses(shown.items[0].buttons[0])
        (charter,) = await self.charters()
        return charter


@pytest.fixture
async def place(world: World) -> Place:
    world.desks = [Projecting().desk, Owning().desk]
    world.now = MORNING
    async with world.database.transaction() as store:
        spring = await running_cohort(store, 6)
    return Place(world, spring, world.someone("U1", "Ada"))


@pytest.mark.parametrize(
    ("filled_in", "field", "sentence"),
    [
        ({"problem": ()}, "problem", "Please choose the problem that it works on."),
        ({"test_on": date(2027, 6, 20)}, "test_on", "The first test has to be within 30 days."),
        ({"test_on": date(2027, 5, 19)}, "test_on", "That day is over."),
        ({"test_on": None}, "test_on", "Please choose the day of the first test."),
        ({"measure": " "}, "measure", "Please say what you will count"),
        ({"affected": ""}, "affected", "Please say who is affected"),
        ({"owners": ()}, "owners", "Please choose at least two owners"),
    ],
)
async def test_what_is_missing_is_said_under_its_field_and_nothing_is_kept(
    place: Place, filled_in: dict[str, Any], field: str, sentence: str
) -> None:
    reply = await place.makes(**filled_in)

    assert list(reply.problems) == [field]
    assert reply.problems[field].startswith(sentence)
    assert await place.charters() == ()


async def test_owners_of_one_department_are_sent_back_with_what_to_do(place: Place) -> None:
    reply = await place.makes(owners=place.ids(0, 5))  # both of emergency care

    assert reply.problems["owners"].startswith("These owners are all of one department. Please add somebody of another")
    assert await place.charters() == ()


async def test_without_a_list_of_problems_there_is_no_project(place: Place) -> None:
    async with place.world.database.transaction() as store:
        for one in await store.projects.listed(place.spring.cohort.id):
            await store.session.delete(one)

    form = await place.form()

    assert form.fields == ()
    assert "Ask the sponsor to list them with `problems`" in form.text


async def test_the_thirtieth_day_is_in_time(place: Place) -> None:
    await place.makes(test_on=MORNING.date() + timedelta(days=30))

    assert len(await place.charters()) == 1


async def test_nobody_is_an_owner_by_being_named(place: Place) -> None:
    await place.makes()

    (proposed,) = await place.charters()
    assert (proposed.owner_names, proposed.stands) == (("Ada",), False)
    asked = await place.sent("U2")
    assert "Ada names you as an owner" in asked.text
    assert "Beds" not in asked.text


async def test_with_a_yes_of_two_departments_it_stands(place: Place) -> None:
    charter = await place.stands()

    assert (charter.owner_names, charter.stands) == (("Ada", "Ben"), True)


async def test_a_no_reaches_the_one_who_named_them(place: Place) -> None:
    await place.makes()
    ben = place.world.someone("U2", "Ben")
    shown = (await ben.presses(button(await place.sent("U2"), "Read"))).open
    assert shown is not None

    await ben.presses(shown.items[0].buttons[1])

    assert "Ben is not an owner" in (await place.sent("U1")).text
    (charter,) = await place.charters()
    assert [one.person.name for one in charter.owners] == ["Ada"]


@pytest.mark.parametrize(("id", "name"), [("U3", "Chidi"), ("F1", "Faye"), ("S1", "Sol")])
async def test_the_cohort_its_facilitator_and_its_sponsor_read_the_same(place: Place, id: str, name: str) -> None:
    await place.stands()

    shown = (await place.world.someone(id, name).types("projects")).say

    assert shown is not None
    (item,) = shown.items
    assert item.text.splitlines() == [
        "**Beds by noon** (nothing reported yet)",
        "**Problem:** Patients wait two days for a bed elsewhere.",
        "**Affected:** People who wait in emergency care",
        "**First test:** One ward calls the housing team at nine (Thu, 10 Jun 2027)",
        "**Measure:** Hours until a bed is found",
        "**Owners:** Ada, Ben",
        "**Asked of the board:** One telephone number for both sites",
    ]
    assert item.buttons == ()


async def test_nobody_else_reads_them(place: Place) -> None:
    await place.stands()

    reply = await place.world.someone("U99", "Zoe").types("projects")

    assert "Beds" not in said(reply)


async def test_an_owner_says_how_it_stands_in_one_line(place: Place) -> None:
    charter = await place.stands()
    form = (await place.ada.presses(UpdateProject(charter.project.id))).open
    assert form is not None

    empty = await place.ada.fills_in(form)
    kept = await place.ada.fills_in(form, state=("stuck",), line="Two wards call; one has no telephone.")

    assert empty.problems == {"line": "Please write one line, for example: three wards call at nine"}
    assert said(kept).startswith("Kept for the board: **Beds by noon** is stuck.")
    (now,) = await place.charters()
    assert (now.project.state, now.latest and now.latest.line) == ("stuck", "Two wards call; one has no telephone.")


async def test_nobody_but_an_owner_says_how_it_stands(place: Place) -> None:
    charter = await place.stands()

    reply = await place.world.someone("U3", "Chidi").presses(UpdateProject(charter.project.id))

    assert said(reply) == "Only its owners can do this."


async def test_once_a_month_each_owner_is_asked_once_until_it_has_stopped(place: Place) -> None:
    charter = await place.stands()
    monthly = Monthly(place.world.database)
    for days in (29, 30, 31, 32, 60, 61):  # the thirtieth is a Saturday
        place.world.now = MORNING + timedelta(days=days, hours=2)
        await monthly.ask(place.world.now)
        await place.world.backstage.delivering.send_due(place.world.now)

    asked = [one for one in place.world.heard("U2") if "How does your project" in one.text]
    assert len(asked) == 2
    form = (await place.ada.presses(UpdateProject(charter.project.id))).open
    assert form is not None
    await place.ada.fills_in(form, state=("stopped",), line="It cost more than it gave.")
    await monthly.ask(MORNING + timedelta(days=95))
    place.world.now = MORNING + timedelta(days=95)
    await place.world.backstage.delivering.send_due(place.world.now)
    assert len([one for one in place.world.heard("U2") if "How does your project" in one.text]) == 2


async def test_an_erased_owner_leaves_the_project_and_their_name_leaves_its_words(place: Place) -> None:
    await place.makes(affected="Everybody whom Ada admits")
    async with place.world.database.transaction() as store:
        project = (await store.session.exec(select(Project))).one()
        said_of_it = ProjectUpdate(
            project_id=project.id,
            said_by=place.spring.people[0].id,
            state="on_track",
            line="Ada called at nine",
            said_at=place.world.now,
        )
        await store.projects.say(said_of_it, project)

    async with place.world.database.transaction() as store:
        person = await store.people.person(place.spring.people[0].id)
        assert person is not None
        await store.people.erase(person, place.world.now)

    async with place.world.database.reading() as store:
        project = (await store.session.exec(select(Project))).one()
        update = (await store.session.exec(select(ProjectUpdate))).one()
        owners = (await store.session.exec(select(ProjectOwner))).all()
    assert (project.made_by, project.affected) == (None, "Everybody whom — admits")
    assert (update.said_by, update.line) == (None, "— called at nine")
    assert [one.participation_id for one in owners] == [place.spring.participations[1].id]
