"""What is said in a cohort's room: to everybody there, through the same outbox, and about nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.event import Address
from bot.errors import Unknown, Unreachable
from bot.rules.patience import SETTLING, UNREADABLE
from storage.tables import Cohort, Delivery, Person, Workspace
from tests.factories import RunningCohort, running_cohort
from tests.world import TEAM, World

LATER = "2027-01-04 12:00"
ROOM = "C77"
SENTENCE = "lodging.done"  # any sentence of ours with the cohort's name


async def cohort_with_room(world: World, **changes: object) -> RunningCohort:
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", TEAM)
        assert workspace is not None
        there = {"room": ROOM, "room_workspace_id": workspace.id, **changes}
        return await running_cohort(store, **there)  # type: ignore[arg-type]  # passed on as they are


async def say(world: World, made: RunningCohort, once: str = "") -> str:
    async with world.database.transaction() as store:
        cohort = await store.session.get_one(Cohort, made.cohort.id)
        gaps = {"name": cohort.name}
        row = await store.deliveries.to_room(cohort, made.facilitator, SENTENCE, world.now, once=once, **gaps)
        return row.id


async def state(world: World, row: str) -> tuple[str, str]:
    async with world.database.reading() as store:
        found = await store.session.get_one(Delivery, row)
        return found.state, found.reason


async def test_a_sentence_for_the_room_is_said_there_and_to_nobody_in_private(world: World) -> None:
    made = await cohort_with_room(world)

    row = await say(world, made)
    await world.until(LATER)

    (sent,) = world.channel.sent
    assert (sent.to, sent.delivery) == (Address("slack", TEAM, room=ROOM), row)
    assert "**Spring**" in sent.message.text
    assert await state(world, row) == ("sent", "")


async def test_the_same_sentence_for_the_same_occasion_is_said_once(world: World) -> None:
    made = await cohort_with_room(world)

    first, second = await say(world, made, "starter 1"), await say(world, made, "starter 1")
    await world.until(LATER)

    assert first == second
    assert len(world.channel.sent) == 1


async def test_without_a_room_nothing_is_said(world: World) -> None:
    made = await cohort_with_room(world, room="")

    row = await say(world, made)
    await world.until(LATER)

    assert world.channel.sent == []
    assert await state(world, row) == ("cancelled", "no room")


async def test_a_room_elsewhere_is_reached_through_its_own_workspace(world: World) -> None:
    async with world.database.transaction() as store:
        ours = await store.people.workspace("slack", TEAM)
        assert ours is not None
        tenant = Workspace(organisation_id=ours.organisation_id, platform="teams", external_id="tenant-1")
        store.session.add(tenant)
    made = await cohort_with_room(world, room_workspace_id=tenant.id)

    await say(world, made)
    await world.until(LATER)

    assert [one.to for one in world.teams.sent] == [Address("teams", "tenant-1", room=ROOM)]


async def test_a_room_that_cannot_be_reached_is_told_to_its_facilitator_once_a_day(world: World) -> None:
    made = await cohort_with_room(world)
    world.channel.trouble = [Unreachable("not_in_channel"), Unreachable("not_in_channel")]

    rows = [await say(world, made), await say(world, made)]
    await world.until(LATER)

    assert {await state(world, row) for row in rows} == {("failed", "not_in_channel")}
    (told,) = [one for one in world.heard("F1") if "could not write in the room" in one.text]
    assert "**Spring**" in told.text
    async with world.database.reading() as store:
        assert (await store.session.get_one(Person, made.facilitator.id)).state == "active"


@pytest.mark.parametrize("read", [True, False])
async def test_what_may_have_been_said_in_a_room_is_said_again_only_where_it_is_known_that_it_was_not(
    world: World, *, read: bool
) -> None:
    made = await cohort_with_room(world)
    world.channel.memory, world.channel.history = False, read
    world.channel.trouble = [Unknown("dropped")]

    row = await say(world, made)
    await world.backstage.delivering.send_due(world.now)
    for _ in range(UNREADABLE // SETTLING + 1):
        world.real.passes(seconds=SETTLING.seconds)
        await world.backstage.settling.settle()
        await world.backstage.delivering.send_due(world.now)

    assert await state(world, row) == (("sent", "") if read else ("failed", "perhaps sent"))
    assert len(world.channel.sent) == int(read)


@pytest.mark.parametrize("whose", ["chat", "workspace"])
async def test_a_pause_of_the_workspace_holds_a_room_back_and_one_of_a_private_chat_does_not(
    world: World, whose: str
) -> None:
    made = await cohort_with_room(world)
    async with world.database.transaction() as store:
        person = await store.session.get_one(Person, made.facilitator.id)
        held = person if whose == "chat" else await store.session.get_one(Workspace, person.workspace_id)
        held.held_until = datetime.now(UTC) + timedelta(days=1000)

    row = await say(world, made)
    await world.backstage.delivering.send_due(world.now)

    assert (await state(world, row))[0] == ("sent" if whose == "chat" else "planned")
