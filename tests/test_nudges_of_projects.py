"""The nudge about a project of which nothing was heard: who gets it, when, and when nobody does."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.flows.owning import Owning
from bot.rules.charters import may_be_reminded_of
from prompts.message import Message
from storage.projects import Charter
from storage.tables import Project, ProjectUpdate
from tests.factories import begun_project, role
from tests.nudged import Nudged, labels
from tests.world import World, button

DEBRIEF = date(2027, 5, 20)  # a Thursday
BEGUN = datetime(2027, 5, 20, 14, tzinfo=UTC)
RULE = "the rule is the same on both; that it is fed is tried on both"


@dataclass
class Work:
    """A cohort with one project, begun at its debrief. Nobody wrote or did anything else since."""

    nudged: Nudged
    charter: Charter

    async def until(self, day: str) -> None:
        await self.nudged.until(f"{day} 18:00")

    def about(self, id: str) -> list[Message]:
        return [one for one in self.nudged.heard(id) if "Beds by noon" in one.text]

    async def says(self, state: str, on: str) -> None:
        async with self.nudged.world.database.transaction() as store:
            project = await store.session.get_one(Project, self.charter.project.id)
            at = datetime.fromisoformat(f"{on}T09:00+00:00")
            await store.projects.say(
                ProjectUpdate(project_id=project.id, state=state, line="Two wards call at nine.", said_at=at), project
            )


async def work(world: World, *, confirmed: int = 2) -> Work:
    """Ada and Ben, of two departments, own it, as far as they have confirmed it; Chidi and Dana do not."""
    nudged = await Nudged.of(world, "2027-05-20", size=4, debrief=DEBRIEF)
    world.desks = [*world.desks, Owning().desk]
    async with world.database.transaction() as store:
        project = await begun_project(store, nudged.made, BEGUN, confirmed=confirmed)
        charter = await store.projects.charter(project.id)
    assert charter is not None
    return Work(nudged, charter)


async def test_after_three_weeks_without_a_word_each_owner_is_asked_for_one_line(world: World) -> None:
    beds = await work(world)

    await beds.until("2027-06-09")
    early = beds.about("U1")
    await beds.until("2027-06-10")

    (to_ada,), (to_ben,) = beds.about("U1"), beds.about("U2")
    assert early == []
    assert labels(to_ada) == labels(to_ben) == ["Say where it stands", "Fewer of these", "None of these"]
    form = (await world.someone("U1", "Ada").presses(button(to_ada, "Say where it stands"))).open
    assert form is not None
    kept = await world.someone("U1", "Ada").fills_in(form, state=("on_track",), line="Two wards call at nine.")
    assert kept.say is not None
    assert kept.say.text.startswith("Kept for the board")


@pytest.mark.one_database(RULE)
async def test_neither_the_cohort_nor_its_facilitator_is_reminded_of_what_others_own(world: World) -> None:
    beds = await work(world)
    async with world.database.transaction() as store:
        await role(store, beds.nudged.made.cohort, "facilitator", beds.nudged.made.people[3])

    await beds.until("2027-06-18")

    assert len(beds.about("U1")) == 1
    assert [*beds.about("U3"), *beds.about("U4"), *beds.about("F1")] == []


@pytest.mark.one_database(RULE)
async def test_a_word_of_either_owner_gives_both_three_weeks(world: World) -> None:
    beds = await work(world)
    await beds.says("stuck", "2027-05-31")

    await beds.until("2027-06-18")

    assert [*beds.about("U1"), *beds.about("U2")] == []


@pytest.mark.one_database(RULE)
async def test_a_project_that_has_stopped_is_not_brought_up(world: World) -> None:
    beds = await work(world)
    await beds.says("stopped", "2027-05-24")

    await beds.until("2027-07-15")

    assert [*beds.about("U1"), *beds.about("U2")] == []


@pytest.mark.parametrize("confirmed", [0, 1])
@pytest.mark.one_database(RULE)
async def test_what_is_only_proposed_is_no_project_to_be_reminded_of(world: World, confirmed: int) -> None:
    beds = await work(world, confirmed=confirmed)

    await beds.until("2027-06-18")

    assert [*beds.about("U1"), *beds.about("U2")] == []


@pytest.mark.one_database(RULE)
async def test_an_update_between_the_decision_and_its_hour_holds_the_nudge_back(world: World) -> None:
    beds = await work(world)
    await beds.nudged.until("2027-06-10 09:00")

    await beds.says("on_track", "2027-06-10")
    await beds.until("2027-06-10")

    assert [*beds.about("U1"), *beds.about("U2")] == []
    rows = [one for one in await beds.nudged.rows() if one.prompt == "project_stale"]
    assert [(one.state, one.reason) for one in rows] == [("cancelled", "no reason")] * 2


@pytest.mark.one_database(RULE)
async def test_in_the_week_after_the_monthly_question_no_nudge_asks_the_same(world: World) -> None:
    beds = await work(world)
    await beds.says("on_track", "2027-05-29")  # three weeks later it is Saturday, and the month's question comes

    await beds.until("2027-06-25")

    assert beds.about("U1") == []
    assert [days for days in range(45) if may_be_reminded_of(beds.charter, BEGUN + timedelta(days))] == [
        *range(30),
        *range(37, 45),
    ]


@pytest.mark.one_database(RULE)
async def test_who_leaves_the_cohort_is_not_reminded_any_more(world: World) -> None:
    beds = await work(world)
    async with world.database.transaction() as store:
        row = await store.cohorts.participation(beds.nudged.made.cohort.id, beds.nudged.made.people[0].id)
        assert row is not None
        await store.cohorts.take_out(row, date(2027, 5, 23))

    await beds.until("2027-06-18")

    assert beds.about("U1") == []
