"""A talk ends calmly and once: the entry stays as it is, is shared, or becomes a promise that comes back later."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.action import MakePromise, Write
from bot.chat.reply import Reply
from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk
from bot.flows.answering import Answering
from bot.flows.promising import Promising
from bot.flows.reflecting import Reflecting
from prompts.message import Message
from storage.tables import Delivery, Entry
from tests.backstage import builtin_coach, library
from tests.factories import running_cohort
from tests.replies import opened
from tests.world import Someone, World, button

MORNING = datetime(2027, 3, 2, 9, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Brussels
SEEN = "The charge nurse asked who was carrying the heaviest load. Nobody answered at first."
MORE = "Then the youngest one spoke, and the others looked at the floor for a while."
WHOLE = (
    "I used to think that a short meeting is a good meeting. Now I see that the silence in ours came from me. "
    "For them, it may have looked like haste, because I look at the clock. Next time I will leave my phone outside."
)
ENDED = "No further question from me on this."


@pytest.fixture
async def ada(world: World) -> Someone:
    coach = builtin_coach()
    world.desks = [Reflecting(coach, library()).desk, Answering(library(), coach).desk, Promising(library()).desk]
    world.now = MORNING
    async with world.database.transaction() as store:
        await running_cohort(store, debrief=None)
    return world.someone("U1", "Ada")


async def answered_by(world: World) -> Message | None:
    """What comes to Ada by itself next."""
    before = len(world.heard("U1"))
    await world.backstage.delivering.send_due(world.now)
    return world.heard("U1")[-1] if len(world.heard("U1")) > before else None


async def entries(world: World) -> list[Entry]:
    async with world.database.reading() as store:
        person = await store.people.at((await store.people.workspace("slack", "T1")).id, "U1")  # type: ignore[union-attr] # the fixture made it
        assert person is not None
        return list(await store.reflections.journal(person.id))


async def test_after_two_answers_the_entry_can_be_kept_shared_or_made_a_promise(world: World, ada: Someone) -> None:
    await ada.writes(SEEN)
    first = await answered_by(world)
    await ada.writes(MORE)
    second = await answered_by(world)
    await ada.writes(MORE)

    ended = await answered_by(world)

    assert first is not None
    assert second is not None
    assert ended is not None
    assert ended.text.startswith(ENDED)
    assert [one.label for one in ended.buttons] == ["Keep it as it is", "Share", "Make it a promise"]


async def test_an_entry_that_went_all_the_way_is_asked_nothing(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE)

    ended = await answered_by(world)

    assert ended is not None
    assert ended.text.startswith(ENDED)
    assert "?" not in ended.text


async def test_the_end_of_a_talk_is_said_once(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE, message="7.0")
    await answered_by(world)

    await ada.writes("And one more thing that I forgot before.", thread="7.0")

    assert await answered_by(world) is None


async def test_what_is_written_after_the_end_is_a_new_thought(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE)
    await answered_by(world)

    await ada.writes("Something else altogether came up in the corridor.")

    assert len(await entries(world)) == 2


async def test_keeping_it_as_it_is_changes_nothing(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE)
    ended = await answered_by(world)
    assert ended is not None

    reply = await ada.presses(button(ended, "Keep it as it is"))

    assert isinstance(reply.replace, Message)
    assert reply.replace.text == "No more questions on this. It stays in your journal."


async def promises(world: World, ada: Someone) -> Reply:
    """Makes the entry a promise by its button."""
    await ada.writes(WHOLE)
    ended = await answered_by(world)
    assert ended is not None
    world.now += timedelta(minutes=5)
    form = opened(await ada.presses(button(ended, "Make it a promise")))
    return await ada.fills_in(form, cue="the round begins", deed="leave my phone outside")


async def test_an_entry_becomes_a_promise_with_an_if_and_a_then(world: World, ada: Someone) -> None:
    reply = await promises(world, ada)

    assert isinstance(reply.say, Message)
    assert reply.say.text.startswith("Kept, 10:05, with your promises.")
    promise, entry = await entries(world)
    assert (promise.prompt, entry.prompt) == ("H4", "")
    assert await answered_by(world) is None  # no question on it


@pytest.mark.parametrize("prompt", ["J1", "J2", "J3", "J4"])
async def test_the_if_of_a_promise_is_shown_again_in_the_form_and_not_in_the_chat(
    world: World, ada: Someone, prompt: str
) -> None:
    await promises(world, ada)
    delivery = await sent(world, prompt)

    form = opened(await ada.presses(Write(delivery)))

    assert "If the round begins, then I will leave my phone outside" in form.text
    assert not any("phone" in one.text for one in world.heard("U1"))


async def test_a_promise_without_its_moment_is_sent_back_to_that_field(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE)
    ended = await answered_by(world)
    assert ended is not None
    form = opened(await ada.presses(button(ended, "Make it a promise")))

    reply = await ada.fills_in(form, cue=" ", deed="leave my phone outside")

    assert reply.problems == {"cue": "Please name the moment, for example: somebody interrupts in our round"}


async def test_nobody_makes_a_promise_of_somebody_elses_entry(world: World, ada: Someone) -> None:
    await ada.writes(WHOLE)
    (entry,) = await entries(world)

    reply = await world.someone("U2", "Ben").presses(MakePromise(entry.id))

    assert reply.open is None


async def sent(world: World, prompt: str) -> str:
    """That prompt was sent to Ada; its delivery's id."""
    (promise, _) = await entries(world)
    async with world.database.transaction() as store:
        cohort_id = await store.cohorts.cohort_of(promise.participation_id or "")
        row = Delivery(
            organisation_id=promise.organisation_id,
            person_id=promise.person_id,
            participation_id=promise.participation_id,
            cohort_id=cohort_id,
            kind="prompt",
            prompt=prompt,
            anchor_instance="G",
            state="sent",
            due_at=MORNING,
            sent_at=MORNING,
            wording=next(iter(library().prompt("en", prompt).wordings)),
            room="DU1",
            message="90.0",
        )
        await store.deliveries.add(row)
        return row.id


# -- when a talk comes to an end, and when it only stops ------------------------------------------------------------

COACH = builtin_coach()


def talk(*texts: str) -> Talk:
    """Texts by turns: the person's, the coach's, the person's…"""
    return Talk("en", tuple(Spoken("coach" if n % 2 else "person", "form", one) for n, one in enumerate(texts)))


@pytest.mark.parametrize("last", [MORE, "skip", "Not now."])
def test_whoever_answers_a_question_may_do_something_with_the_entry(last: str) -> None:
    assert isinstance(COACH, BuiltinCoach)
    assert COACH.came_to_an_end(talk(SEEN, "What made this stand out for you?", last))


@pytest.mark.parametrize("texts", [("skip",), ("Trust.", "Why?", "No."), (SEEN, "Why?", "I would rather not say.")])
def test_little_or_unwilling_words_are_left_alone(texts: tuple[str, ...]) -> None:
    assert not COACH.came_to_an_end(talk(*texts))


def test_a_talk_that_nobody_has_begun_has_no_end() -> None:
    assert not COACH.came_to_an_end(talk())
