"""One contract for every platform: what a channel promises to those who send through it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.channel import Channel
from bot.chat.event import Address
from bot.errors import Rejected, TryLater, Unknown, Unreachable
from prompts.message import Button, Item, Message
from tests.microsoft import TENANT
from tests.slack_edge import connected
from tests.slack_server import Fault
from tests.teams_edge import teams_connected


@dataclass
class Platform:
    """A channel, and what a test must know of what is behind it. `calls` are the messages that it was asked to post."""

    channel: Channel
    ada: Address
    fail: Callable[[Fault], None]  # the next message
    posted: Callable[[], list[str]]  # JSON of what stands in Ada's private chat now
    calls: Callable[[], int]
    gone: str  # the platform's own word for somebody who cannot be reached
    reads_back: bool


@asynccontextmanager
async def slack() -> AsyncIterator[Platform]:
    async with connected() as bot:
        bot.edge.channel.calls.timeout = 0.5
        faults = bot.slack.faults["chat.postMessage"]

        def posted() -> list[str]:
            changed = {one["ts"]: one for one in bot.slack.named("chat.update")}
            return [str(changed.get(one["ts"], one)["blocks"]) for one in bot.slack.posted]

        ada, calls = Address("slack", "T1", "U1"), lambda: len(bot.slack.named("chat.postMessage"))
        yield Platform(bot.edge.channel, ada, faults.append, posted, calls, "user_disabled", reads_back=True)


@asynccontextmanager
async def teams() -> AsyncIterator[Platform]:
    async with teams_connected() as bot:
        bot.edge.channel.connector.timeout = 0.5
        faults = bot.teams.faults["post"]

        def posted() -> list[str]:
            return [str(one["attachments"]) for one in bot.teams.posted["a:ada"]]

        ada, calls = Address("teams", TENANT, "ada"), lambda: len(bot.teams.named("post"))
        yield Platform(bot.edge.channel, ada, faults.append, posted, calls, "MessageWritesBlocked", reads_back=False)


@pytest.fixture(params=[slack, teams], ids=["Slack", "Teams"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    made: Callable[[], AbstractAsyncContextManager[Platform]] = request.param
    async with made() as ready:
        yield ready


MESSAGE = Message(
    "What did you **notice**?",
    title="Evening",
    items=(Item("An entry", (Button("Read", '["Read"]'),)),),
    buttons=(Button("Write", '["Write"]', opens_form=True, style="primary"), Button("Skip", '["Skip"]')),
)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=10)


async def test_a_message_stands_in_the_private_chat_with_all_that_belongs_to_it(platform: Platform) -> None:
    posted = await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    (shown,) = platform.posted()
    assert all(words in shown for words in ("notice", "Evening", "An entry", "Read", "Write", "Skip"))
    assert posted.room
    assert posted.message


async def test_a_message_takes_the_place_of_another(platform: Platform) -> None:
    posted = await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    await platform.channel.replace(posted, Message("Skipped."), to=platform.ada)

    (shown,) = platform.posted()
    assert "Skipped." in shown
    assert "notice" not in shown


async def test_what_was_sent_is_found_again_or_nobody_can_know(platform: Platform) -> None:
    posted = await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    if platform.reads_back:
        assert await platform.channel.find(platform.ada, "d1", since()) == posted
        assert await platform.channel.find(platform.ada, "d2", since()) is None
        return
    with pytest.raises(Unknown):
        await platform.channel.find(platform.ada, "d1", since())


async def test_a_platform_that_asks_to_wait_is_not_asked_until_then(platform: Platform) -> None:
    platform.fail(Fault(429, "ratelimited", retry_after="2"))

    with pytest.raises(TryLater) as first:
        await platform.channel.send(platform.ada, MESSAGE, delivery="d1")
    with pytest.raises(TryLater) as second:
        await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    assert first.value.after == 2
    assert 1 < second.value.after <= 2
    assert platform.calls() == 1
    assert platform.posted() == []


async def test_somebody_who_cannot_be_reached_costs_one_call(platform: Platform) -> None:
    status = 403 if not platform.reads_back else 200
    platform.fail(Fault(status, platform.gone))

    with pytest.raises(Unreachable) as gone:
        await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    assert gone.value.reason == platform.gone
    assert platform.calls() == 1


async def test_a_message_that_is_not_to_its_liking_says_nothing_about_its_reader(platform: Platform) -> None:
    too_large = Fault(200, "msg_too_long") if platform.reads_back else Fault(413, "MessageSizeTooBig")
    platform.fail(too_large)

    with pytest.raises(Rejected) as no:
        await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    assert not isinstance(no.value, Unreachable)
    assert no.value.reason == too_large.error
    assert await platform.channel.send(platform.ada, MESSAGE, delivery="d2")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("how", ["drop", "500", "504", "slow"])
async def test_what_may_have_been_posted_is_unknown_and_tried_once(platform: Platform, how: str, after: bool) -> None:
    platform.fail(
        Fault(
            status=int(how) if how.isdigit() else 200, drop=how == "drop", slow=1.5 if how == "slow" else 0, after=after
        )
    )

    with pytest.raises(Unknown):
        await platform.channel.send(platform.ada, MESSAGE, delivery="d1")

    assert platform.calls() == 1


async def test_what_is_raised_quotes_nothing_that_was_sent(platform: Platform) -> None:
    for fault in (Fault(500, "notice"), Fault(400, "notice what"), Fault(drop=True), Fault(429, "x")):
        platform.fail(fault)
        with pytest.raises((TryLater, Unknown, Rejected)) as trouble:
            await platform.channel.send(platform.ada, MESSAGE, delivery="d1")
        assert "What did you" not in str(trouble.value)


async def test_words_cannot_become_anything_else(platform: Platform) -> None:
    await platform.channel.send(
        platform.ada, Message("<!channel> <at>All</at> [x](http://evil.example) \\*"), delivery="d1"
    )

    (shown,) = platform.posted()
    assert "'link'" not in shown
    assert "'broadcast'" not in shown
