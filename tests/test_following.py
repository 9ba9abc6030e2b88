"""Following up: the coach is asked once for each place in a talk, and the chat gives away nothing from a form."""

from dataclasses import dataclass, field

import pytest

from bot.coach.coach import Question, Talk
from bot.errors import CoachSilent
from storage.store import Database, Store
from storage.tables import Delivery, Entry
from tests.backstage import Backstage
from tests.factories import running_cohort
from tests.promises import row_of, send
from tests.world import World

WRITTEN = "She asked who was carrying the heaviest load."


@dataclass
class FakeCoach:
    """Asks its questions in order, and remembers what it was told."""

    questions: list[Question | None] = field(default_factory=lambda: [Question("You heard a question.", "Whose?")])
    told: list[Talk] = field(default_factory=list)
    ends: bool = False

    def came_to_an_end(self, talk: Talk) -> bool:
        return self.ends

    async def follow_up(self, talk: Talk) -> Question | None:
        self.told.append(talk)
        if not self.questions:
            raise CoachSilent
        return self.questions.pop(0)


async def written(world: World, surface: str = "form", thread: str = "") -> Delivery:
    """An entry of one turn by U1, and the promise of a question on it."""
    async with world.database.transaction() as store:
        made = await running_cohort(store)
        entry = await store.reflections.begin(
            Entry(
                organisation_id=made.cohort.organisation_id,
                person_id=made.people[0].id,
                participation_id=made.participations[0].id,
                kind="free",
                written_at=world.now,
            )
        )
        await write_on(store, entry, 0, surface, world)
        return await store.deliveries.follow_up(entry, 1, world.now, thread=thread)


async def write_on(store: Store, entry: Entry, position: int, surface: str, world: World) -> None:
    await store.reflections.seal_turn(entry, position, "person", surface, WRITTEN, "", world.now)


def stage(world: World, coach: FakeCoach, database: Database | None = None) -> Backstage:
    return Backstage(database or world.database, world.channel, world.real, coach)


async def test_about_a_form_the_chat_only_says_that_a_question_waits(world: World) -> None:
    await written(world)

    await stage(world, FakeCoach()).delivering.send_due(world.now)

    (message,) = world.heard("U1")
    assert "Whose?" not in message.text
    assert "heard" not in message.text
    assert [(one.label, one.opens_form) for one in message.buttons] == [
        ("Open the question", True),
        ("Stop here", False),
    ]


async def test_about_the_chat_the_question_comes_in_its_thread(world: World) -> None:
    await written(world, "chat", thread="17.0")

    await stage(world, FakeCoach()).delivering.send_due(world.now)

    (sent,) = world.channel.sent
    assert sent.message.text == "You heard a question.\n\nWhose?"
    assert sent.thread == "17.0"


async def test_the_question_is_kept_sealed_with_the_entry(world: World) -> None:
    row = await written(world)

    await stage(world, FakeCoach()).delivering.send_due(world.now)

    async with world.database.transaction() as store:
        turns = await store.reflections.turns(row.entry_id or "")
    assert [(one.position, one.speaker) for one in turns] == [(0, "person"), (1, "coach")]
    assert b"Whose" not in turns[1].sealed


async def test_the_coach_is_told_this_entry_and_what_it_asked_before(world: World) -> None:
    await written(world)
    coach = FakeCoach()

    await stage(world, coach).delivering.send_due(world.now)

    (talk,) = coach.told
    assert [one.text for one in talk.turns] == [WRITTEN]
    assert talk.values == ("Respect", "Courage", "Openness")
    assert talk.language == "en"


async def test_a_question_that_was_kept_before_a_crash_is_not_asked_again(world: World) -> None:
    row = await written(world)
    coach = FakeCoach()
    await stage(world, coach).delivering.makers["follow_up"](row, world.now)

    await stage(world, coach).delivering.send_due(world.now)

    assert len(coach.told) == 1
    assert (await row_of(world, row.id)).state == "sent"


async def test_where_the_person_wrote_on_the_older_question_is_not_asked(world: World) -> None:
    row = await written(world)
    coach = FakeCoach()
    async with world.database.transaction() as store:
        entry = await store.reflections.entry(row.entry_id or "")
        assert entry is not None
        await write_on(store, entry, 1, "form", world)

    await stage(world, coach).delivering.send_due(world.now)

    assert coach.told == []
    assert (await row_of(world, row.id)).state == "cancelled"


async def test_what_is_written_while_the_coach_thinks_makes_its_question_void(world: World) -> None:
    row = await written(world)

    class Slow(FakeCoach):
        async def follow_up(self, talk: Talk) -> Question | None:
            async with world.database.transaction() as store:
                entry = await store.reflections.entry(row.entry_id or "")
                assert entry is not None
                await write_on(store, entry, 1, "form", world)
            return await super().follow_up(talk)

    await stage(world, Slow()).delivering.send_due(world.now)

    async with world.database.transaction() as store:
        turns = await store.reflections.turns(row.entry_id or "")
    assert [one.speaker for one in turns] == ["person", "person"]
    assert (await row_of(world, row.id)).state == "cancelled"


async def test_where_the_coach_has_nothing_to_ask_nothing_is_sent(world: World) -> None:
    row = await written(world)

    await stage(world, FakeCoach([None])).delivering.send_due(world.now)

    after = await row_of(world, row.id)
    assert (after.state, after.reason) == ("cancelled", "no question")
    assert world.heard("U1") == []


async def test_a_silent_coach_is_asked_again_later(world: World) -> None:
    row = await written(world)
    coach = FakeCoach([])

    await stage(world, coach).delivering.send_due(world.now)
    coach.questions.append(Question("", "Whose?"))
    world.real.passes(minutes=1)
    await stage(world, coach).delivering.send_due(world.now)

    assert (await row_of(world, row.id)).state == "sent"


async def test_who_was_erased_is_asked_nothing(world: World) -> None:
    row = await written(world)
    await world.database.keys.destroy(row.person_id)

    await send(world)

    assert (await row_of(world, row.id)).state == "cancelled"


async def test_a_question_of_a_model_is_labelled_also_after_a_crash(world: World) -> None:
    row = await written(world, "chat")
    coach = FakeCoach([Question("", "Whose?", by_model=True)])
    await stage(world, coach).delivering.makers["follow_up"](row, world.now)

    await stage(world, coach).delivering.send_due(world.now)

    assert world.heard("U1")[0].by_model


async def test_no_word_of_an_entry_reaches_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await written(world, "chat")
    caplog.set_level("DEBUG")

    await stage(world, FakeCoach([])).delivering.send_due(world.now)

    assert caplog.records
    assert "heaviest load" not in caplog.text
