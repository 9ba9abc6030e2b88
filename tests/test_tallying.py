"""Who finds a question of a model not helpful is thanked, and counted without a name."""

import pytest
from sqlmodel import select

from bot.chat.action import NotHelpful
from bot.chat.reply import Reply
from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Question, Talk
from bot.flows.answering import Answering
from bot.flows.journalling import Journalling
from bot.flows.noting import Noting
from bot.flows.reflecting import Reflecting
from bot.flows.tallying import Tallying
from prompts.library import PROMPTS
from prompts.message import Message
from storage.exporting import rows_about
from storage.tables import Entry, Person, Unhelpful
from tests.backstage import Backstage, library
from tests.factories import running_cohort
from tests.world import Someone, World, button

COACH = BuiltinCoach.read(PROMPTS, "en")
ASKED = "What did you do while nobody answered?"
WROTE = "She asked who was carrying the heaviest load. Nobody answered at first."
NOT_HELPFUL = "Not helpful"


class Model:
    """A coach whose questions are a model's."""

    async def follow_up(self, talk: Talk) -> Question | None:
        return Question("", ASKED, by_model=True)

    def came_to_an_end(self, talk: Talk) -> bool:
        return False


@pytest.fixture
async def ada(world: World) -> Someone:
    flows = (
        Reflecting(COACH, library()),
        Noting(COACH),
        Answering(library(), COACH),
        Journalling(library()),
    )
    world.desks = [*(one.desk for one in flows), Tallying().desk]
    async with world.database.transaction() as store:
        await running_cohort(store)
    return world.someone("U1", "Ada")


async def asked(world: World) -> Message:
    """What the model's question looks like in the chat."""
    await Backstage(world.database, world.channel, world.real, Model()).delivering.send_due(world.now)
    return world.heard("U1")[-1]


async def in_a_form(ada: Someone) -> None:
    form = (await ada.types("", name="reflect")).open
    assert form is not None
    await ada.fills_in(form, words=WROTE)


async def counted(world: World) -> list[int]:
    async with world.database.transaction() as store:
        return [row.times for row in (await store.session.exec(select(Unhelpful))).all()]


def replaced(reply: Reply) -> Message:
    assert reply.replace is not None
    return reply.replace


async def test_a_question_in_the_chat_can_be_marked_and_still_answered(world: World, ada: Someone) -> None:
    await ada.writes(WROTE)
    question = await asked(world)

    marked = replaced(await ada.presses(button(question, NOT_HELPFUL)))

    assert question.by_model
    assert marked.by_model
    assert marked.text.startswith(question.text)
    assert "without your name and without your words" in marked.text
    assert [one.label for one in marked.buttons] == ["Stop here"]
    assert await counted(world) == [1]


async def test_a_question_that_waits_says_whose_it_is_before_it_is_opened_and_in_its_form(
    world: World, ada: Someone
) -> None:
    await in_a_form(ada)
    waiting = await asked(world)

    form = (await ada.presses(button(waiting, "Open the question"))).open
    marked = replaced(await ada.presses(button(waiting, NOT_HELPFUL)))

    assert form is not None
    assert form.text.endswith(world.words["en"].say("following.by_model"))
    assert "It is from an AI" in waiting.text
    assert [one.label for one in marked.buttons] == ["Open the question", "Stop here"]
    assert ASKED not in waiting.text + marked.text
    assert await counted(world) == [1]


async def test_the_journal_says_so_too(world: World, ada: Someone) -> None:
    await in_a_form(ada)
    await asked(world)

    journal = (await ada.types("journal")).open

    assert journal is not None
    assert f"*Question of an AI:* {ASKED}" in journal.items[0].text


async def test_one_question_counts_once(world: World, ada: Someone) -> None:
    await ada.writes(WROTE)
    mark = button(await asked(world), NOT_HELPFUL)

    for _ in range(3):
        await ada.presses(mark)

    assert await counted(world) == [1]


async def test_people_are_counted_together_by_the_day(world: World, ada: Someone) -> None:
    ben = world.someone("U2", "Ben")
    for someone in (ada, ben):
        await someone.writes(WROTE)
    await asked(world)

    for someone in (ada, ben):
        await someone.presses(button(world.heard(someone.id)[-1], NOT_HELPFUL))

    assert await counted(world) == [2]


async def test_nothing_tells_who_marked_or_what(world: World, ada: Someone) -> None:
    await ada.writes(WROTE)
    mark = button(await asked(world), NOT_HELPFUL)
    before = await rows_of(world)

    await ada.presses(mark)

    assert await rows_of(world) == before
    assert set(Unhelpful.model_fields) == {"cohort_id", "marked_on", "times"}


async def rows_of(world: World) -> object:
    """Everything that is stored about Ada."""
    async with world.database.transaction() as store:
        who = (await store.session.exec(select(Person).where(Person.external_id == "U1"))).one()
        return await rows_about(store.session, who)


async def test_nobody_marks_another_s_question_or_one_of_the_built_in_coach(world: World, ada: Someone) -> None:
    await ada.writes(WROTE)
    await world.backstage.delivering.send_due(world.now)
    async with world.database.transaction() as store:
        entry = (await store.session.exec(select(Entry))).one()

    of_another = await world.someone("U2", "Ben").presses(NotHelpful(entry.id))
    of_no_model = await ada.presses(NotHelpful(entry.id))

    assert of_another == of_no_model
    assert await counted(world) == []
    assert NOT_HELPFUL not in [one.label for one in world.heard("U1")[-1].buttons]
