"""What Slack swallowed is found again in people's chats, once, and nothing waits for a chat that cannot be read."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import aiohttp
import pytest
from sqlmodel import func, select

from bot.chat.event import Address
from bot.flows.reflecting import Reflecting
from bot.flows.searching import Searching
from bot.slack.connect import SlackEdge, connect
from bot.slack.sweeping import Sweeping
from storage.tables import Turn
from tests.backstage import builtin_coach, library
from tests.factories import running_cohort
from tests.silence import remember
from tests.slack_edge import WORDS
from tests.slack_server import SECRET, TOKEN, FakeInstallations, Fault, SmallSlack, small_slack
from tests.world import TEAM, World

PEOPLE, EACH = 10, 20


@dataclass
class Place:
    """The edge before the real reception, and a Slack that keeps what people write."""

    world: World
    slack: SmallSlack
    edge: SlackEdge
    sweeping: Sweeping
    written: int = 0

    def answers(self, who: str, first: dict[str, object], times: int = 1) -> None:
        """So many answers in the thread of that message."""
        for _ in range(times):
            reply = self.writes(who, thread=str(first["ts"]))
            first |= {"thread_ts": first["ts"], "latest_reply": reply["ts"]}

    def writes(self, who: str, thread: str = "") -> dict[str, object]:
        """Something is written in the chat, of which Slack may tell us nothing. Gives what Slack keeps of it."""
        self.written += 1
        said: dict[str, object] = {
            "channel": f"D{who}",
            "user": who,
            "text": f"The corridor was quiet at half past {self.written}.",
            "ts": f"{time.time() - 1800 + self.written:.6f}",
            "client_msg_id": f"typed-{self.written}",
            **({"thread_ts": thread} if thread else {}),
        }
        remember(str(said["text"]))
        self.slack.posted.append(said)
        return said

    async def hears(self, said: dict[str, object]) -> None:
        """Slack does tell us."""
        event = {**said, "type": "message", "channel_type": "im"}
        await self.edge.answering.answer({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})
        await self.edge.settle()

    async def kept(self) -> tuple[int, int]:
        """How many turns of people there are, and how many different messages they were."""
        async with self.world.database.reading() as store:
            turns = select(func.count(), func.count(Turn.message.distinct())).where(Turn.speaker == "person")  # type: ignore[attr-defined]  # a column
            found = (await store.session.exec(turns)).one()
        return found[0], found[1]


@asynccontextmanager
async def place(world: World) -> AsyncIterator[Place]:
    world.desks = [Reflecting(builtin_coach(), library()).desk]
    async with world.database.transaction() as store:
        await running_cohort(store, PEOPLE)
    async with small_slack() as slack, aiohttp.ClientSession() as session:
        edge = connect(
            reception=world.reception,
            installations=FakeInstallations(),
            words=WORDS,
            language="en",
            session=session,
            api_url=f"{slack.url}/api/",
            signing_secrets=(SECRET,),
            bot_token=TOKEN,
        )
        whom = partial(Searching(world.database).on, "slack")
        yield Place(world, slack, edge, Sweeping(edge.answering, whom, lambda: datetime.now(UTC), calm=0))
        await edge.close()


async def test_two_hundred_messages_that_slack_swallowed_are_kept_once(world: World) -> None:
    async with place(world) as here:
        for number in range(PEOPLE * EACH):
            here.writes(f"U{number % PEOPLE + 1}")

        await here.sweeping.look_through()
        first = await here.kept()
        here.sweeping = Sweeping(here.edge.answering, here.sweeping.whom, here.sweeping.now, calm=0)
        await here.sweeping.look_through()
        await here.edge.settle()

        assert first == (PEOPLE * EACH, PEOPLE * EACH)
        assert await here.kept() == first


async def test_what_slack_told_us_is_not_taken_again_whichever_came_first(world: World) -> None:
    async with place(world) as here:
        told, swallowed = here.writes("U1"), here.writes("U1")
        await here.hears(told)

        await here.sweeping.look_through()
        await here.hears(swallowed)

        assert await here.kept() == (2, 2)


async def test_an_answer_in_a_thread_is_found_too(world: World) -> None:
    async with place(world) as here:
        here.answers("U1", here.writes("U1"))

        await here.sweeping.look_through()

        assert await here.kept() == (2, 2)


async def test_what_the_bot_said_itself_is_no_answer(world: World) -> None:
    async with place(world) as here:
        here.slack.posted.append({**here.writes("U1"), "user": "UBOT", "bot_id": "B1"})

        await here.sweeping.look_through()

        assert (await here.kept())[0] == 1


async def test_chats_that_may_not_be_read_are_named_once_and_left_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with place(world) as here:
        here.writes("U1")
        here.slack.faults["conversations.history"] = [Fault(error="missing_scope")]

        await here.sweeping.look_through()
        await here.sweeping.look_through()

        assert len(here.slack.named("conversations.history")) == 1
        assert caplog.text.count("cannot be looked through") == 1


async def test_a_slack_that_asks_us_to_wait_is_waited_for(world: World) -> None:
    async with place(world) as here:
        here.writes("U1")
        here.slack.faults["conversations.history"] = [Fault(status=429, retry_after="1")]

        await here.sweeping.look_through()

        assert await here.kept() == (1, 1)


async def test_a_thread_of_more_answers_than_a_page_holds_is_read_to_its_end(world: World) -> None:
    async with place(world) as here:
        here.slack.most = 5
        here.answers("U1", here.writes("U1"), times=11)
        here.writes("U1")

        await here.sweeping.look_through()

        assert await here.kept() == (13, 13)


async def test_what_was_found_before_slack_asked_to_wait_too_often_is_taken_and_the_rest_the_next_time(
    world: World,
) -> None:
    async with place(world) as here:
        here.slack.most = 5
        for _ in range(12):
            here.writes("U1")
        wait = Fault(status=429, error="ratelimited", retry_after="0")
        here.slack.faults["conversations.history"] = [Fault(), wait, wait, wait]

        await here.sweeping.look_through()
        first = await here.kept()
        here.writes("U1")["ts"] = f"{time.time():.6f}"
        await here.sweeping.look_through()
        asked = [one.get("cursor") for one in here.slack.named("conversations.history") if one["channel"] == "DU1"]
        await here.sweeping.look_through()

        assert first == (5, 5)
        assert asked == [None, "5", "5", "5", "5", "10"]
        assert await here.kept() == (13, 13)


async def test_an_app_that_may_ask_once_a_minute_comes_through_every_chat(world: World) -> None:
    async with place(world) as here:
        here.slack.most, here.slack.storm = 15, every_other_call()
        for number in range(PEOPLE):
            first = here.writes(f"U{number + 1}")
            here.answers(f"U{number + 1}", first, times=2)
            for _ in range(15):
                here.writes(f"U{number + 1}")

        await here.sweeping.look_through()

        assert await here.kept() == (PEOPLE * 18, PEOPLE * 18)


async def test_a_thread_that_is_gone_keeps_nothing_else_from_being_found(world: World) -> None:
    async with place(world) as here:
        here.slack.most = 2
        here.writes("U1")
        here.answers("U1", here.writes("U1"))
        here.slack.faults["conversations.replies"] = [Fault(error="thread_not_found")]
        here.writes("U1")

        await here.sweeping.look_through()
        await here.sweeping.look_through()

        assert await here.kept() == (3, 3)


async def test_a_thread_that_slack_never_shows_keeps_nothing_else_waiting_for_more_than_three_rounds(
    world: World,
) -> None:
    async with place(world) as here:
        here.writes("U1")
        here.answers("U1", here.writes("U1"))
        here.writes("U1")
        here.slack.storm = lambda method, _: Fault(500) if method == "conversations.replies" else Fault()

        for _ in range(4):
            await here.sweeping.look_through()

        assert await here.kept() == (3, 3)


async def test_a_workspace_that_is_to_wait_for_an_hour_keeps_the_others_waiting_no_longer(world: World) -> None:
    async with place(world) as here:
        here.writes("U1")
        here.slack.faults["conversations.history"] = [Fault(429, "ratelimited", retry_after="3600")]

        async with asyncio.timeout(30):
            await here.sweeping.look_through()

        assert await here.kept() == (0, 0)


async def test_only_those_who_take_part_are_looked_for(world: World) -> None:
    async with place(world):
        assert await Searching(world.database).on("slack") == tuple(
            Address("slack", TEAM, one) for one in sorted(f"U{number}" for number in range(1, PEOPLE + 1))
        )


def every_other_call() -> Callable[[str, str], Fault]:
    """Asks to wait before every second page, whichever it is of."""
    asked = iter(range(10_000))

    def storm(method: str, room: str) -> Fault:
        late = method in {"conversations.history", "conversations.replies"} and next(asked) % 2
        return Fault(429, "ratelimited", retry_after="0") if late else Fault()

    return storm
