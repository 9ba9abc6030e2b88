"""The rounds that turn themes into work: each belongs to a problem of the list, or becomes the group's promise."""

from dataclasses import dataclass

import pytest

from bot.chat.action import LinkProblems
from bot.chat.reply import Reply
from bot.flows.linking import Linking
from bot.rules.work_rounds import CommitmentsRound, ProblemsRound, ProjectsRound
from prompts.message import Form
from storage.tables import Debrief, DebriefRound, Theme
from tests.backstage import library
from tests.factories import RunningCohort, running_cohort
from tests.world import World

WORDS = library().words["en"]


@dataclass
class Scene:
    """A debrief whose vote was counted: *Waiting* has four votes, *Rotas* one."""

    world: World
    made: RunningCohort
    debrief: Debrief

    async def opens(self, who: str = "F1") -> Reply:
        return await self.world.someone(who).presses(LinkProblems(self.made.cohort.id))

    async def round(self, work: ProblemsRound | ProjectsRound | CommitmentsRound, key: str) -> str:
        row = DebriefRound(debrief_id=self.debrief.id, key=key, position=0, minutes=5)
        async with self.world.database.reading() as store:
            return (await work.shown(store, self.debrief, row, WORDS)).text


@pytest.fixture
async def scene(world: World) -> Scene:
    world.desks = [Linking().desk]
    async with world.database.transaction() as store:
        made = await running_cohort(store, 8)
        await store.projects.list_problems(made.cohort.id, ["People wait for weeks.", "Notes get lost."])
        for place, (name, votes) in enumerate((("Waiting", 4), ("Rotas", 1))):
            theme = await store.walls.add_theme(made.cohort.id, place, name)
            theme.shown, theme.votes = True, votes
        debrief = Debrief(
            organisation_id=made.cohort.organisation_id,
            cohort_id=made.cohort.id,
            minutes=120,
            driver_id=made.facilitator.id,
            started_at=world.now,
        )
    return Scene(world, made, debrief)


async def test_a_theme_belongs_to_the_problem_that_was_chosen_for_it(scene: Scene) -> None:
    form = (await scene.opens()).open
    assert isinstance(form, Form)
    waiting, rotas = form.fields
    assert [waiting.label, rotas.label] == ["Waiting", "Rotas"]

    await scene.world.someone("F1").fills_in(form, **{waiting.key: (waiting.options[0].value,)})  # type: ignore[union-attr]  # a choice

    shown = await scene.round(ProblemsRound(), "problems")
    assert "**Waiting** belongs to: People wait for weeks." in shown
    assert "**Rotas** belongs to none of them yet" in shown


async def test_the_choice_stands_there_when_the_form_is_opened_again_and_can_be_taken_back(scene: Scene) -> None:
    form = (await scene.opens()).open
    assert form is not None
    first = form.fields[0]
    await scene.world.someone("F1").fills_in(form, **{first.key: (first.options[1].value,)})  # type: ignore[union-attr]  # a choice

    again = (await scene.opens()).open
    assert again is not None
    assert again.fields[0].value == (first.options[1].value,)  # type: ignore[union-attr]  # a choice
    await scene.world.someone("F1").fills_in(again, **{first.key: ("none",)})

    assert "Notes get lost.\n" not in (await scene.round(ProblemsRound(), "problems")).split("**Waiting**")[1]


@pytest.mark.parametrize("who", ["U1", "S1", "X9"])
async def test_nobody_but_a_facilitator_links(scene: Scene, who: str) -> None:
    reply = await scene.opens(who)

    assert reply.open is None


async def test_before_the_vote_there_is_nothing_to_link(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        for theme in await store.walls.themes(scene.made.cohort.id):
            (await store.session.get_one(Theme, theme.id)).votes = None

    reply = await scene.opens()

    assert reply.open is None
    assert reply.say is not None
    assert "result of the vote" in reply.say.text


async def test_the_rounds_of_work_bear_the_way_into_their_forms(scene: Scene) -> None:
    row = DebriefRound(debrief_id=scene.debrief.id, key="projects", position=0, minutes=5)

    async with scene.world.database.reading() as store:
        projects = await ProjectsRound().shown(store, scene.debrief, row, WORDS)
        promises = await CommitmentsRound().shown(store, scene.debrief, row, WORDS)

    assert [one.opens_form for one in (*projects.buttons, *promises.buttons)] == [True, True]
