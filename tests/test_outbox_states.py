"""The outbox: every way that a promise can go."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.event import Address, Posted
from bot.errors import Rejected, Revoked, TryLater, Unknown, Unreachable
from bot.flows.settling import Settling
from bot.rules.patience import MOST_ATTEMPTS, SETTLING, UNREADABLE
from tests.factories import person
from tests.promises import promised, row_of, send, settle, who
from tests.world import FakeChannel, World


async def test_a_due_promise_is_sent_and_remembers_where(world: World) -> None:
    delivery = await promised(world)

    await send(world)

    row = await row_of(world, delivery)
    assert (row.state, row.room, row.message) == ("sent", "DU1", world.channel.sent[0].posted.message)
    assert row.sent_at == world.now


async def test_a_promise_that_is_not_due_yet_stays(world: World) -> None:
    delivery = await promised(world, due_at=world.now + timedelta(seconds=1))

    await send(world)

    assert (await row_of(world, delivery)).state == "planned"
    assert world.channel.sent == []


async def test_a_promise_whose_window_is_over_is_missed(world: World) -> None:
    delivery = await promised(world, window_ends_at=world.now)

    await send(world)

    row = await row_of(world, delivery)
    assert (row.state, row.reason) == ("missed", "window")
    assert world.channel.sent == []


async def test_a_busy_platform_is_tried_again_when_it_said_and_does_not_count(world: World) -> None:
    world.channel.trouble = [TryLater(30)] * (2 * MOST_ATTEMPTS)
    delivery = await promised(world)

    await send(world)
    at_once = await row_of(world, delivery)
    for _ in range(2 * MOST_ATTEMPTS):
        world.real.passes(seconds=31)
        await send(world)

    assert (at_once.state, at_once.attempts, at_once.sent_at) == ("planned", 0, None)
    assert at_once.lease_until == datetime(2026, 12, 1, 12, 0, 30, tzinfo=UTC)
    assert (await row_of(world, delivery)).state == "sent"
    assert len(world.channel.sent) == 1


async def test_a_busy_platform_is_left_alone_until_then(world: World) -> None:
    world.channel.trouble = [TryLater(30)]
    await promised(world)

    await send(world)
    world.real.passes(seconds=29)
    await send(world)

    assert world.channel.sent == []


async def test_an_unknown_outcome_is_found_where_the_message_arrived(world: World) -> None:
    world.channel.swallow, world.channel.memory = [Unknown()], False
    delivery = await promised(world)

    await send(world)
    unknown = await row_of(world, delivery)
    world.real.passes(seconds=SETTLING.seconds)
    await settle(world)
    await send(world)

    assert unknown.state == "unknown"
    assert (await row_of(world, delivery)).state == "sent"
    assert (await row_of(world, delivery)).message == world.channel.sent[0].posted.message
    assert len(world.channel.sent) == 1


async def test_an_unknown_outcome_is_sent_again_where_it_did_not_arrive(world: World) -> None:
    world.channel.trouble = [Unknown()]
    delivery = await promised(world)

    await send(world)
    world.real.passes(seconds=SETTLING.seconds)
    await settle(world)
    await send(world)

    assert (await row_of(world, delivery)).state == "sent"
    assert [one.delivery for one in world.channel.sent] == [delivery]


async def test_an_unknown_outcome_is_not_touched_before_it_can_be_known(world: World) -> None:
    world.channel.swallow = [Unknown()]
    delivery = await promised(world)

    await send(world)
    world.real.passes(seconds=SETTLING.seconds - 1)
    await settle(world)
    await send(world)

    assert (await row_of(world, delivery)).state == "unknown"


async def test_where_history_cannot_be_read_the_repeat_is_recognised_by_its_id(world: World) -> None:
    world.channel.swallow = [Unknown()]
    world.channel.history = False
    delivery = await promised(world)

    await send(world)
    for _ in range(UNREADABLE // SETTLING + 1):
        assert (await row_of(world, delivery)).state == "unknown"
        world.real.passes(seconds=SETTLING.seconds)
        await settle(world)
    await send(world)

    assert (await row_of(world, delivery)).state == "sent"
    assert len(world.channel.sent) == 1


async def test_after_a_long_time_away_one_failing_look_at_the_history_is_no_reason_to_say_it_again(
    world: World,
) -> None:
    world.channel.swallow = [Unknown()]
    world.channel.memory = False
    await promised(world)
    await send(world)

    world.real.passes(hours=3)
    world.channel.history = False
    await settle(world)
    await send(world)
    world.channel.history = True
    world.real.passes(seconds=SETTLING.seconds)
    await settle(world)
    await send(world)

    assert len(world.channel.sent) == 1


async def test_where_nobody_can_know_it_goes_once_more_each_time_and_says_so(world: World) -> None:
    world.channel.swallow = [Unknown(), Unknown()]
    world.channel.history = world.channel.memory = False
    delivery = await promised(world)

    for _ in range(4):
        await send(world)
        for _ in range(UNREADABLE // SETTLING + 1):
            world.real.passes(seconds=SETTLING.seconds)
            await settle(world)

    first, *again = [one.message.text for one in world.channel.sent]
    assert len(again) == 2, "one for each outcome that nobody knows"
    assert all(text.startswith("*You may have this message already") and text.endswith(first) for text in again)
    assert (await row_of(world, delivery)).state == "sent"


async def test_a_settling_that_is_told_to_wait_waits(world: World) -> None:
    class Busy(FakeChannel):
        async def find(
            self, to: Address, delivery: str, since: datetime, *, thread: str | None = None
        ) -> Posted | None:
            raise TryLater(200)

    world.channel = Busy(swallow=[Unknown()])
    delivery = await promised(world)

    await send(world)
    world.real.passes(seconds=SETTLING.seconds)
    await settle(world)

    row = await row_of(world, delivery)
    assert (row.state, row.settle_at) == ("unknown", world.real.now + timedelta(seconds=200))


async def test_who_cannot_be_reached_costs_one_failing_call(world: World) -> None:
    world.channel.trouble = [Unreachable("account_inactive")] * 3
    first = await promised(world)
    second, third = await promised(world), await promised(world, due_at=world.now + timedelta(days=1))

    await send(world)

    assert len(world.channel.trouble) == 2
    states = [(await row_of(world, one)).state for one in (first, second, third)]
    assert sorted(states) == ["cancelled", "cancelled", "failed"]
    assert (await who(world, "U1")).state == "unreachable"


async def test_who_is_sent_one_message_that_is_rejected_hears_from_us_as_before(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.channel.trouble = [Rejected("invalid_blocks")]
    rejected = await promised(world)
    tomorrow = await promised(world, due_at=world.now + timedelta(days=1))

    await send(world)
    world.now += timedelta(days=1)
    await send(world)

    row = await row_of(world, rejected)
    assert (row.state, row.reason) == ("failed", "invalid_blocks")
    assert (await row_of(world, tomorrow)).state == "sent"
    assert (await who(world, "U1")).state == "active"
    assert (
        f"delivery {rejected} is given up, because the platform rejects this one message: invalid_blocks" in caplog.text
    )


async def test_a_chat_that_we_may_not_open_to_look_for_a_message_is_one_that_cannot_be_read(world: World) -> None:
    class Shut(FakeChannel):
        async def find(
            self, to: Address, delivery: str, since: datetime, *, thread: str | None = None
        ) -> Posted | None:
            raise Rejected("missing_scope")

    world.channel.swallow = [Unknown("dropped")]
    delivery = await promised(world)
    await send(world)
    world.real.passes(seconds=95)

    await Settling(world.database, {"slack": Shut()}, world.real).settle()

    row = await row_of(world, delivery)
    assert (row.state, row.unread) == ("unknown", 1)
    assert (await who(world, "U1")).state == "active"


async def test_a_workspace_that_took_its_permission_back_is_left_alone(world: World) -> None:
    world.channel.trouble = [Revoked("token_revoked")]
    await promised(world, "U1")
    later = await promised(world, "U2", due_at=world.now + timedelta(days=1))

    await send(world)

    assert (await row_of(world, later)).state == "cancelled"
    async with world.database.transaction() as store:
        workspace = await store.people.workspace("slack", "T1")
    assert workspace is not None
    assert not workspace.installed


async def test_what_fails_again_and_again_is_given_up_and_told_to_the_operator(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = await promised(world, prompt="no.such.sentence")

    for _ in range(MOST_ATTEMPTS + 1):
        await send(world)
        world.real.passes(minutes=11)

    row = await row_of(world, delivery)
    assert (row.state, row.reason) == ("failed", "too many attempts")
    assert f"delivery {delivery} failed {MOST_ATTEMPTS} times" in caplog.text


async def test_one_that_cannot_be_composed_does_not_keep_the_others(world: World) -> None:
    await promised(world, "U1", prompt="no.such.sentence")
    await promised(world, "U2")

    await send(world)

    assert [one.to.person for one in world.channel.sent] == ["U2"]


async def test_an_unforeseen_failure_of_a_channel_may_have_sent(world: World) -> None:
    world.channel.swallow = [RuntimeError()]
    delivery = await promised(world)

    await send(world)

    assert (await row_of(world, delivery)).state == "unknown"


async def test_to_somebody_gone_nothing_is_sent(world: World) -> None:
    delivery = await promised(world)
    async with world.database.transaction() as store:
        (await person(store, "U1", "Ada")).state = "gone"

    await send(world)

    assert (await row_of(world, delivery)).state == "cancelled"
    assert world.channel.sent == []


async def test_the_longest_due_is_read_first(world: World) -> None:
    late = await promised(world, due_at=world.now - timedelta(minutes=1))
    early = await promised(world, due_at=world.now - timedelta(minutes=2))

    await send(world)

    assert [one.delivery for one in world.channel.sent] == [early, late]
