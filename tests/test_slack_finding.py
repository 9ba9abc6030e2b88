"""What may have been posted is found wherever it stands, and however slowly Slack shows the chat."""

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.event import Address, Posted
from bot.errors import TryLater, Unknown
from bot.flows.delivering import Delivering
from bot.slack.history import Place
from prompts.message import Message
from storage.tables import Delivery
from tests.backstage import Backstage, library
from tests.promises import promised, row_of
from tests.slack_edge import Connected, connected
from tests.slack_server import Fault
from tests.world import World

ADA = Address("slack", "T1", "U1")
HELLO = Message("Hello **Ada**")
FEW, MANY = 15, 100  # messages a page
A_MINUTE = 60


@pytest.fixture
async def bot() -> AsyncIterator[Connected]:
    async with connected() as bot:
        yield bot


def since(**ago: float) -> datetime:
    return datetime.now(UTC) - (timedelta(**ago) or timedelta(seconds=10))


def says(bot: Connected, number: int, days_ago: float = 0, thread: str = "") -> str:
    """So many messages of somebody else's in Ada's chat, a second apart. Gives the first one's id."""
    begun = time.time() - days_ago * 86400
    more = {"thread_ts": thread} if thread else {}
    said = [{"channel": "DU1", "ts": f"{begun + at:.6f}", "text": "A word.", **more} for at in range(number)]
    bot.slack.posted += said
    return said[0]["ts"]


class Slowly:
    """Shows one page a minute, and tells how long to wait; the time is its own."""

    def __init__(self, bot: Connected) -> None:
        self.now, self.shown_at = 1000.0, 0.0
        bot.slack.most, bot.slack.storm = FEW, self.storm
        bot.edge.channel.calls.monotonic = lambda: self.now

    def storm(self, method: str, room: str) -> Fault:
        if method not in {"conversations.history", "conversations.replies"}:
            return Fault()
        if self.now < self.shown_at + A_MINUTE:
            return Fault(429, "ratelimited", retry_after=str(A_MINUTE))
        self.shown_at = self.now
        return Fault()

    async def found(self, bot: Connected, delivery: str, thread: str | None = None) -> tuple[Posted | None, int]:
        """What the search comes to, and how often it was told to wait."""
        moment = since()
        for waits in range(10):
            try:
                return await bot.edge.channel.find(ADA, delivery, moment, thread=thread), waits
            except TryLater as later:
                self.now += later.after
        raise AssertionError("the search comes to no end")


@pytest.mark.parametrize("most", [FEW, MANY])
async def test_in_a_thread_that_hundreds_have_followed_it_is_found_with_one_call(bot: Connected, most: int) -> None:
    bot.slack.most = most
    root = says(bot, 3 * MANY, days_ago=3)
    posted = await bot.edge.channel.send(ADA, HELLO, delivery="d1", thread=root)

    assert await bot.edge.channel.find(ADA, "d1", since(), thread=root) == posted
    assert await bot.edge.channel.find(ADA, "d2", since(), thread=root) is None

    assert len(bot.slack.named("conversations.replies")) == 2
    assert bot.slack.named("conversations.history") == []


async def test_what_the_thread_held_before_the_attempt_is_not_read(bot: Connected) -> None:
    root = says(bot, 1, days_ago=3)
    says(bot, 3 * MANY, days_ago=2, thread=root)
    posted = await bot.edge.channel.send(ADA, HELLO, delivery="d1", thread=root)

    assert await bot.edge.channel.find(ADA, "d1", since(), thread=root) == posted
    assert len(bot.slack.named("conversations.replies")) == 1


async def test_behind_a_hundred_that_came_later_in_the_same_thread_it_is_found(bot: Connected) -> None:
    root = says(bot, 1, days_ago=3)
    says(bot, 2 * MANY, thread=root)
    posted = await bot.edge.channel.send(ADA, HELLO, delivery="d1", thread=root)
    bot.slack.posted[-1]["ts"] = f"{time.time() + 3600:.6f}"

    found = await bot.edge.channel.find(ADA, "d1", since(), thread=root)

    assert found == Posted(posted.room, bot.slack.posted[-1]["ts"])


async def test_the_chat_is_read_from_the_attempt_on_and_no_further_than_it_takes(bot: Connected) -> None:
    says(bot, 3 * MANY, days_ago=1)
    posted = await bot.edge.channel.send(ADA, HELLO, delivery="d1")
    says(bot, 3 * MANY)

    assert await bot.edge.channel.find(ADA, "d1", since()) == posted
    assert len(bot.slack.named("conversations.history")) == 1


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_search_that_may_read_once_a_minute_goes_on_from_there_and_ends(
    bot: Connected, in_thread: bool
) -> None:
    root = says(bot, 1, days_ago=3) if in_thread else ""
    says(bot, 2 * FEW + 1, thread=root)
    slack = Slowly(bot)
    posted = await bot.edge.channel.send(ADA, HELLO, delivery="d1", thread=root or None)
    bot.slack.posted[-1]["ts"] = last = f"{time.time() + 3600:.6f}"

    assert await slack.found(bot, "d1", root or None) == (Posted(posted.room, last), 2)
    assert await slack.found(bot, "d2", root or None) == (None, 3)


@pytest.mark.parametrize("retry_after", ["", "19.5", "20", "30", "60"])
async def test_a_chat_of_which_slack_shows_only_the_beginning_is_waited_for(bot: Connected, retry_after: str) -> None:
    says(bot, MANY)
    await bot.edge.channel.send(ADA, HELLO, delivery="d1")
    bot.slack.faults["conversations.history"] = [Fault(), Fault(429, "ratelimited", retry_after=retry_after)]

    with pytest.raises(TryLater):
        await bot.edge.channel.find(ADA, "d2", since())


async def test_a_search_stops_in_time_and_goes_on_the_next_time(bot: Connected) -> None:
    says(bot, 3 * MANY)
    bot.slack.storm = lambda method, _room: hurry(method)
    now = [0.0]
    bot.edge.channel.calls.monotonic = lambda: now[0]

    def hurry(method: str) -> Fault:
        now[0] += 5 * (method == "conversations.history")
        return Fault()

    with pytest.raises(TryLater):
        await bot.edge.channel.find(ADA, "d1", since())
    assert await bot.edge.channel.find(ADA, "d1", since()) is None
    assert [one.get("cursor") for one in bot.slack.named("conversations.history")] == [None, "100", "200"]


async def test_of_ten_thousand_searches_that_never_go_on_the_oldest_is_forgotten(bot: Connected) -> None:
    finding = bot.edge.channel._finding
    for number in range(10_001):
        finding._leave_off(f"d{number}", Place(cursor="100"))

    assert len(finding._left_off) == 10_000
    assert "d0" not in finding._left_off


async def test_a_search_that_never_began_leaves_nothing_behind(bot: Connected) -> None:
    bot.slack.faults["conversations.history"] = [Fault(429, "ratelimited", retry_after="5")]

    with pytest.raises(TryLater):
        await bot.edge.channel.find(ADA, "d1", since())

    assert bot.edge.channel._finding._left_off == {}


async def test_where_slack_has_forgotten_how_far_a_search_was_it_begins_anew(bot: Connected) -> None:
    says(bot, MANY)
    await bot.edge.channel.send(ADA, HELLO, delivery="d1")
    bot.slack.posted[-1]["ts"] = last = f"{time.time() + 3600:.6f}"
    bot.slack.faults["conversations.history"] = [Fault(), Fault(error="invalid_cursor")]

    with pytest.raises(TryLater):
        await bot.edge.channel.find(ADA, "d1", since())

    assert await bot.edge.channel.find(ADA, "d1", since()) == Posted("DU1", last)


async def test_a_chat_whose_later_pages_slack_always_refuses_tells_nothing(bot: Connected) -> None:
    says(bot, 2 * MANY)
    bot.slack.faults["conversations.history"] = [Fault(), Fault(error="invalid_cursor")] * 3

    with pytest.raises(TryLater):
        await bot.edge.channel.find(ADA, "d1", since())
    for _ in range(2):
        with pytest.raises(Unknown):
            await bot.edge.channel.find(ADA, "d1", since())


async def test_a_thread_that_may_not_be_read_tells_nothing(bot: Connected) -> None:
    bot.slack.faults["conversations.replies"] = [Fault(error="missing_scope")]

    with pytest.raises(Unknown):
        await bot.edge.channel.find(ADA, "d1", since(), thread="1.2")


async def test_a_question_in_an_old_thread_whose_answer_is_lost_is_asked_once(world: World, bot: Connected) -> None:
    world.real.now = datetime.now(UTC)
    root = says(bot, MANY + 1, days_ago=20)
    delivery = await promised(world, kind="follow_up", detail={"thread": root})
    delivering = Delivering(
        world.database, library(), {"slack": bot.edge.channel}, world.real, {"follow_up": _the_question}
    )
    bot.slack.faults["chat.postMessage"] = [Fault(drop=True, after=True)]

    await delivering.send_due(world.now)
    world.real.passes(seconds=95)
    await Backstage(world.database, bot.edge.channel, world.real).settling.settle()
    await delivering.send_due(world.now)

    row = await row_of(world, delivery)
    assert (row.state, row.perhaps_sent) == ("sent", False)
    assert len(bot.slack.named("chat.postMessage")) == 1


@pytest.mark.parametrize("retry_after", ["60", "30", "", "10"])
async def test_after_a_restore_a_chat_that_slack_shows_slowly_is_read_to_its_end_before_anything_is_said(
    world: World, bot: Connected, retry_after: str
) -> None:
    now = world.now = world.real.now = datetime.now(UTC)
    delivery = await promised(world, anchor_instance="X1:leg", due_at=now + timedelta(hours=1))  # moved ahead, and said
    says(bot, 2 * MANY, days_ago=0.5)
    await bot.edge.channel.send(ADA, HELLO, delivery=delivery)
    async with world.database.transaction() as store:
        await store.restorations.begin(now - timedelta(days=1), now)
    world.now = world.real.now = now + timedelta(hours=1, seconds=1)
    bot.slack.storm = _every_second(retry_after)
    backstage = Backstage(world.database, bot.edge.channel, world.real)

    for _ in range(6):
        await backstage.delivering.send_due(world.now)
        await backstage.settling.settle()
        bot.edge.channel.calls._paused.clear()
        world.real.passes(seconds=95)

    row = await row_of(world, delivery)
    assert (row.state, row.perhaps_sent) == ("sent", False)
    assert len(bot.slack.named("chat.postMessage")) == 1


async def _the_question(row: Delivery, now: datetime) -> Message:
    return Message("What made that hard?")


def _every_second(retry_after: str) -> Callable[[str, str], Fault]:
    """Every second page of a history comes only after a wait."""
    asked = iter(range(1000))

    def storm(method: str, room: str) -> Fault:
        late = method == "conversations.history" and next(asked) % 2
        return Fault(429, "ratelimited", retry_after=retry_after) if late else Fault()

    return storm
