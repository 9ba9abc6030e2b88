"""A model is asked so often and no more, and a person never waits for it."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.breaker import MOST_FAILURES
from bot.coach.cautious import Model
from bot.rules.model_allowed import provider_hash
from bot.rules.model_permits import BUDGET_A_DAY, CALLS_A_DAY, ModelPermits
from storage.store import Store
from storage.tables import Delivery, Entry
from tests.backstage import Backstage
from tests.factories import RunningCohort, running_cohort
from tests.model_server import MISBEHAVIOURS, Answering, hang, says, serving
from tests.model_talk import ENTRY, MIRROR, PATIENCE, QUESTION, SHORT, Saying, coach, line_to, talk
from tests.world import World

pytestmark = pytest.mark.usefixtures("loaded_library")


async def test_a_model_that_failed_five_times_is_left_alone() -> None:
    saying = Saying(None)
    cautious = coach(saying)

    asked = [await cautious.follow_up(talk()) for _ in range(2 * MOST_FAILURES)]

    assert len(saying.asked) == MOST_FAILURES
    assert all(asked)


async def allowed(world: World, **changes: Any) -> RunningCohort:
    """A cohort in which AI is allowed and everybody said yes to it."""
    async with world.database.transaction() as store:
        made = await running_cohort(
            store, ai_allowed=True, ai_provider="Halden AI, in the EU, keeps nothing", **changes
        )
        for person in made.people:
            person.agrees_ai, person.ai_agreed_to = True, provider_hash(made.cohort)
        return made


async def entry_of(
    store: Store, made: RunningCohort, world: World, text: str = ENTRY, surface: str = "chat"
) -> Delivery:
    """Something that U1 wrote, and the promise of a question on it."""
    entry = Entry(
        organisation_id=made.cohort.organisation_id,
        person_id=made.people[0].id,
        participation_id=made.participations[0].id,
        kind="free",
        written_at=world.now,
    )
    await store.reflections.begin(entry)
    await store.reflections.seal_turn(entry, 0, "person", surface, text, "", world.now)
    return await store.deliveries.follow_up(entry, 1, world.now)


def stage(world: World, model: Model, seconds: float = SHORT) -> Backstage:
    return Backstage(
        world.database, world.channel, world.real, coach(model, seconds), ModelPermits(b"k" * 32, world.real)
    )


async def test_the_question_arrives_labelled_as_a_model_s(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await entry_of(store, made, world)

    async with serving(says(MIRROR, QUESTION)) as server:
        await stage(world, line_to(server), 5).delivering.send_due(world.now)

    (message,) = world.heard("U1")
    assert QUESTION in message.text
    assert message.by_model
    assert made.people[0].id not in server.sent


@pytest.mark.parametrize("answering", [hang, MISBEHAVIOURS["is broken"], MISBEHAVIOURS["says 100 kB"]])
async def test_the_entry_is_kept_and_a_question_comes_while_the_model_misbehaves(
    world: World, answering: Answering
) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        row = await entry_of(store, made, world)
    began = time.monotonic()

    async with serving(answering) as server:
        await stage(world, line_to(server)).delivering.send_due(world.now)

    assert time.monotonic() - began < PATIENCE
    (message,) = world.heard("U1")
    assert "?" in message.text
    assert not message.by_model
    async with world.database.transaction() as store:
        assert len(await store.reflections.turns(row.entry_id or "")) == 2


async def test_a_person_has_ten_calls_a_day_and_new_ones_the_next(world: World) -> None:
    made = await allowed(world)
    permits = ModelPermits(b"k" * 32, world.real)

    async def permitted(now: Any) -> bool:
        async with world.database.transaction() as store:
            row = await entry_of(store, made, world)
            return await permits.permit(store, row, await store.outbox.standing(row), now) is not None

    today = [await permitted(world.now) for _ in range(CALLS_A_DAY + 2)]

    assert today == [True] * CALLS_A_DAY + [False] * 2
    assert await permitted(world.now + timedelta(days=1))


async def test_processes_that_count_at_once_count_together(world: World) -> None:
    made = await allowed(world)

    async def take() -> bool:
        async with world.database.transaction() as store:
            return await store.model_calls.take(made.people[0], world.now.date(), most=4, budget=BUDGET_A_DAY)

    taken = await asyncio.gather(*(take() for _ in range(8)))

    assert sum(taken) == 4


async def test_a_workspace_has_one_budget(world: World) -> None:
    made = await allowed(world, size=4)

    async with world.database.transaction() as store:
        taken = [
            await store.model_calls.take(person, world.now.date(), most=CALLS_A_DAY, budget=6)
            for person in made.people
            for _ in range(2)
        ]

    assert taken == [True] * 6 + [False] * 2


async def test_counts_are_forgotten_after_some_days(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await store.model_calls.take(made.people[0], world.now.date(), most=1, budget=1)

    await world.backstage.work.tidy(world.now + timedelta(days=4))

    async with world.database.transaction() as store:
        assert "model_call" not in await store.people.rows_about(made.people[0])


async def test_who_has_waited_long_gets_the_built_in_question_at_once(world: World) -> None:
    made = await allowed(world)
    async with world.database.transaction() as store:
        await entry_of(store, made, world)
    world.real.now = world.now + timedelta(seconds=24)

    async with serving(hang) as server:
        await stage(world, line_to(server), 20).delivering.send_due(world.now)

        assert server.requests == []
    assert len(world.heard("U1")) == 1
