"""A model may suggest the themes of a wall, from points of those who agreed; nothing of it is shown unchecked."""

import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.action import ReadWall, SortWall
from bot.chat.breaker import MOST_FAILURES
from bot.chat.permit import Permit
from bot.coach.llm import Answer, Named
from bot.coach.suggested import Suggested
from bot.coach.theming import ModelThemes, Sorter
from bot.errors import CoachSilent
from bot.flows.sorting import Sorting
from bot.rules.gathering_points import gather, reveal
from bot.rules.grouping import Grouping
from bot.rules.model_allowed import provider_hash
from bot.rules.model_permits import ModelPermits
from prompts.library import PROMPTS
from prompts.message import Message
from storage.tables import ModelCall, Person
from tests.backstage import Backstage
from tests.factories import RunningCohort, running_cohort
from tests.model_server import MISBEHAVIOURS, says_text, serving
from tests.model_talk import APIS, LATE, SHORT, coach, line_to
from tests.replies import opened
from tests.world import World, button

pytestmark = pytest.mark.usefixtures("loaded_library")

NOW = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)
POINTS = {
    "a": "The rota decides who is heard.",
    "b": "Nobody owns the rota at night.",
    "c": "The rota hides the night team.",
    "d": "We count beds, not waits.",
    "e": "Empty beds are nobody's news.",
    "f": "Beds are found by who knows whom.",
}
GOOD = (Named("The rota at night", (1, 2, 3)), Named("Beds", (4, 5, 6)))
PERMIT = Permit("alias", 20.0, {"Ben Okafor": "colleague", "Rota Meyer": "colleague"})


@dataclass
class Sorts:
    """A model that sorts as the test wants, without a network."""

    named: tuple[Named, ...] | None = GOOD
    told: list[str] = field(default_factory=list)

    async def sort(self, instructions: str, told: str, alias: str, seconds: float) -> tuple[Named, ...]:
        self.told.append(told)
        if self.named is None:
            raise CoachSilent("nothing")
        return self.named

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        raise CoachSilent("asked for themes alone")


def themes(model: Sorter, seconds: float = LATE) -> ModelThemes:
    return ModelThemes.beside(coach(Sorts(), seconds), model, Path("prompts"))


def in_json(named: tuple[Named, ...]) -> str:
    return json.dumps({"themes": [{"name": one.name, "points": list(one.points)} for one in named]})


async def suggested(model: Sorter, points: dict[str, str] = POINTS, permit: Permit = PERMIT) -> tuple[Suggested, ...]:
    return await themes(model).suggest(points, "en", permit)


@pytest.mark.parametrize("api", APIS)
async def test_a_model_puts_every_point_under_a_theme_and_keeps_nothing(api: str) -> None:
    permit = Permit("alias", 20.0)
    async with serving(says_text(in_json(GOOD))) as server:
        found = await themes(line_to(server, api)).suggest(POINTS, "en", permit)

    assert found == (Suggested("The rota at night", ("a", "b", "c")), Suggested("Beds", ("d", "e", "f")))
    (told,) = (json.loads(one) for one in server.requests)
    assert told["store"] is False
    assert "1. The rota decides who is heard." in server.sent
    assert '"name": "themes"' in json.dumps(told)


async def test_names_and_patient_details_do_not_leave_and_what_tells_of_distress_is_not_told() -> None:
    model = Sorts((Named("The rota", (1, 2)), Named("Beds", (3,))))
    points = {
        "a": "Ben hides the rota.",
        "b": "The rota lists Mr Jones in bed 12.",
        "c": "We count beds.",
        "d": "I want to end my life.",
    }

    await suggested(model, points, Permit("alias", 20.0, {"Ben Okafor": "colleague"}))

    assert not [one for one in ("Ben", "Jones", "bed 12", "end my life") if one in model.told[0]]
    assert "a colleague hides the rota" in model.told[0]


WRONG = {
    "leaves one out": (Named("Rota", (1, 2, 3)), Named("Beds", (4, 5))),
    "names one twice": (Named("Rota", (1, 2, 3)), Named("Beds", (3, 4, 5, 6))),
    "names one that is not there": (Named("Rota", (1, 2, 3)), Named("Beds", (4, 5, 6, 7))),
    "an empty theme": (*GOOD, Named("Night", ())),
    "two of one name": (Named("Beds", (1, 2, 3)), Named("beds", (4, 5, 6))),
    "no themes": (),
    "eight themes": tuple(Named(f"Beds {at}", (at,)) for at in range(1, 9)),
    "a link": (Named("Beds on rota.org", (1, 2, 3)), Named("Beds", (4, 5, 6))),
    "a mention": (Named("Beds <!channel>", (1, 2, 3, 4, 5, 6)),),
    "bold letters": (Named("**Beds**", (1, 2, 3, 4, 5, 6)),),
    "a name": (Named("Okafor and beds", (1, 2, 3, 4, 5, 6)),),
    "too many words": (Named("beds and the rota at night", (1, 2, 3, 4, 5, 6)),),
    "Dutch": (Named("Bedden en rooster", (1, 2, 3, 4, 5, 6)),),
    "words of its own alone": (Named("Toxic management", (1, 2, 3, 4, 5, 6)),),
    "a verdict": (Named("Toxic rota", (1, 2, 3, 4, 5, 6)),),
    "words of another theme": (Named("Beds", (1, 2, 3)), Named("Rota", (4, 5, 6))),
    "a patient": (Named("Beds in bed 12", (1, 2, 3, 4, 5, 6)),),
    "nothing": (Named("", (1, 2, 3, 4, 5, 6)),),
}


@pytest.mark.parametrize("how", WRONG)
async def test_whatever_may_not_be_shown_is_thrown_away_whole(how: str) -> None:
    model = Sorts(WRONG[how])

    assert await suggested(model, permit=Permit("alias", 20.0, {"Ben Okafor": "colleague"})) == ()
    assert len(model.told) == 1


@pytest.mark.parametrize("how", ["is broken", "drops the line", "says no JSON", "answers another shape", "hangs"])
async def test_a_model_that_misbehaves_suggests_nothing_and_no_word_stands_in_a_log(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(MISBEHAVIOURS[how]) as server:
        found = await themes(line_to(server), SHORT if how == "hangs" else LATE).suggest(POINTS, "en", PERMIT)

    assert found == ()
    assert not [one for one in POINTS.values() if one in caplog.text]


OF_ANOTHER_SHAPE = (
    '{"themes": 5}',
    '{"themes": [5]}',
    '{"themes": [], "more": 1}',
    '{"themes": [{"name": 1, "points": [1]}]}',
    '{"themes": [{"name": "Beds", "points": "all"}]}',
    '{"themes": [{"name": "Beds", "points": [true]}]}',
    "[1]",
)


@pytest.mark.parametrize("text", OF_ANOTHER_SHAPE)
async def test_an_answer_of_another_shape_is_no_answer(text: str) -> None:
    async with serving(says_text(text)) as server:
        assert await themes(line_to(server)).suggest(POINTS, "en", PERMIT) == ()


async def test_a_model_that_keeps_failing_is_left_alone_by_coach_and_themes_alike() -> None:
    model = Sorts(None)
    beside = themes(model)

    for _ in range(MOST_FAILURES + 1):
        await beside.suggest(POINTS, "en", PERMIT)

    assert len(model.told) == MOST_FAILURES


# -- at the wall -------------------------------------------------------------------------------------------------------


@dataclass
class Scene:
    world: World
    made: RunningCohort

    @property
    def id(self) -> str:
        return self.made.cohort.id

    async def sorted_by(self, model: Sorts) -> list[Message]:
        """What the facilitator is told once a model was asked, if it was."""
        permits = ModelPermits(b"k" * 32, self.world.real)
        asked = Backstage(
            self.world.database, self.world.channel, self.world.real, permits=permits, themes=themes(model)
        )
        await asked.delivering.send_due(NOW)
        return self.world.heard("F1")

    async def names(self) -> dict[str, bool]:
        """Every theme by its name: whether a model named it."""
        async with self.world.database.reading() as store:
            names = await store.walls.names(self.id)
            return {names[one.id]: one.by_model for one in await store.walls.themes(self.id)}


async def scene(world: World, yes: int) -> Scene:
    """A wall of six points is gathered, and as many of their authors said yes to AI and themes."""
    world.desks, world.now = (Sorting().desk,), NOW
    async with world.database.transaction() as store:
        made = await running_cohort(store, 8)
        made.cohort.ai_allowed, made.cohort.ai_provider = True, "A model in the next room; nothing is kept."
        for at, text in enumerate(POINTS.values()):
            author = made.people[at]
            author.agrees_ai = author.agrees_themes = at < yes
            author.ai_agreed_to = provider_hash(made.cohort)
            await store.points.offer(author, cohort_id=made.cohort.id, kind="free", text=text, now=NOW, approved=True)
        await gather(store, made.cohort.id, made.facilitator.id, Grouping.read(PROMPTS, "en"), NOW)
    return Scene(world, made)


async def test_a_model_names_the_themes_and_is_named_as_long_as_nobody_changes_them(world: World) -> None:
    held = await scene(world, 6)
    (message,) = await held.sorted_by(Telling("The rota", "Beds"))
    faye = world.someone("F1", "Faye")
    named = await held.names()

    form = opened(await faye.presses(button(message, "Sort the points")))
    await faye.fills_in(form, **{"name:1": "Nights"})

    assert message.by_model
    assert named == {"The rota": True, "Beds": True}
    assert [one.hint for one in form.fields][:2] == ["Suggested by AI; once you change it, it is yours"] * 2
    assert await held.names() == {"Nights": False, "Beds": True}
    async with world.database.transaction() as store:
        await reveal(store, held.id, NOW)
    said = "\n".join(one.text for one in opened(await world.someone("U1", "Ada").presses(ReadWall(held.id))).items)
    assert "**Nights**\n" in said
    assert "**Beds** _(named by AI)_" in said


async def test_only_points_of_those_who_agreed_are_told_and_the_others_are_sorted_by_words(world: World) -> None:
    held = await scene(world, 3)
    model = Telling("The rota")

    await held.sorted_by(model)

    assert [text in model.told[0] for text in POINTS.values()] == [True] * 3 + [False] * 3
    assert await held.names() == {"The rota": True, "Beds": False}


async def test_where_too_few_agreed_no_model_is_asked(world: World) -> None:
    held = await scene(world, 2)
    model = Telling("The rota")

    assert await held.sorted_by(model) == []
    assert model.told == []
    assert await held.names() == {"Rota": False, "Beds": False}


async def test_a_yes_that_is_taken_back_before_the_call_counts(world: World) -> None:
    held = await scene(world, 6)
    async with world.database.transaction() as store:
        for one in held.made.people:
            person = await store.people.person(one.id)
            assert person
            person.agrees_ai = False
    model = Telling("The rota", "Beds")

    (message,) = await held.sorted_by(model)

    assert model.told == []
    assert "AI had no suggestion" in message.text


async def test_where_the_model_fails_the_words_have_sorted(world: World) -> None:
    held = await scene(world, 6)

    (message,) = await held.sorted_by(Sorts(None))

    assert not message.by_model
    assert "AI had no suggestion" in message.text
    assert await held.names() == {"Rota": False, "Beds": False}


async def test_once_something_of_the_group_is_gone_no_themes_are_put_up(world: World) -> None:
    held, faye = await scene(world, 6), world.someone("F1", "Faye")
    async with world.database.transaction() as store:
        await store.people.erase(await store.session.get_one(Person, held.made.people[0].id), NOW)
    model = Telling("The rota", "Beds")

    told = await held.sorted_by(model)

    assert (told, model.told) == ([], [])
    assert True not in (await held.names()).values()
    assert (await faye.presses(SortWall(held.id))).open


async def test_whoever_sorts_at_once_does_not_find_everything_moved(world: World) -> None:
    held, faye = await scene(world, 6), world.someone("F1", "Faye")
    reply = await faye.presses(SortWall(held.id))
    assert reply.say
    form = opened(await faye.presses(button(reply.say, "Sort now")))

    told = await held.sorted_by(Telling("The rota", "Beds"))
    await faye.fills_in(form)

    assert told == []
    assert await held.names() == {"Rota": False, "Beds": False}


async def test_each_asking_counts_as_a_call_of_whoever_leads(world: World) -> None:
    held = await scene(world, 6)

    await held.sorted_by(Telling("The rota", "Beds"))

    async with world.database.reading() as store:
        call = await store.session.get_one(ModelCall, (held.made.facilitator.id, NOW.date()))
    assert call.times == 1


class Telling(Sorts):
    """Sorts by the word that is last in each name, whatever the order is in which it is told."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names

    async def sort(self, instructions: str, told: str, alias: str, seconds: float) -> tuple[Named, ...]:
        self.told.append(told)
        lines = [line.partition(". ") for line in told.splitlines()[1:-1]]
        return tuple(
            Named(name, tuple(int(at) for at, _, text in lines if name.split()[-1].casefold() in text.casefold()))
            for name in self.names
        )
