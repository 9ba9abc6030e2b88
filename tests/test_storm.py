"""A platform that is asked too much: it is asked again when it said, not before, and everything arrives soon after."""

import asyncio
import random
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest
from sqlmodel import select

from bot.chat.channel import Channel
from bot.slack.calls import Calls
from bot.slack.people import Directory
from bot.slack.send import SlackChannel
from bot.teams.connector import Connector
from bot.teams.people import Directory as TeamsDirectory
from bot.teams.send import TeamsChannel
from storage.tables import Delivery
from tests.backstage import Backstage
from tests.promises import nothing_is_left, promised
from tests.sizes import size
from tests.slack_edge import WORDS
from tests.slack_server import FakeInstallations, Fault, SmallSlack, small_slack
from tests.teams_edge import FakeRoutes
from tests.teams_server import SmallTeams, small_teams
from tests.world import TEAM, World

MESSAGES = size(500)
PEOPLE = 4  # so that messages follow each other to the same person
LONGEST = 30  # seconds of one window
ALL = timedelta(minutes=10)  # so long is every call refused, once half of the messages have come
PROCESSES = 2  # that send at the same time


@dataclass
class Storm:
    """Refuses half of all calls until so many went through, then all of them for a while, then none.

    `now` tells seconds. What is limited together has one name: within a window that was asked for it is refused.
    """

    now: Callable[[], float]
    limited: Callable[[str, str], str | None]
    calm_after: int
    chance: random.Random = field(default_factory=lambda: random.Random(10))
    let_through: int = 0
    over_at: float | None = None
    until: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    asked_for: Counter[str] = field(default_factory=Counter)  # seconds
    inside: Counter[tuple[str, float]] = field(default_factory=Counter)  # calls within one window

    def __call__(self, method: str, room: str) -> Fault:
        name = self.limited(method, room)
        if name is None:
            return Fault()
        if self.now() < self.until[name]:
            self.inside[name, self.until[name]] += 1
            return _refused(self.until[name] - self.now())
        if not self._refuses():
            self.let_through += 1
            return Fault()
        after = self.chance.randint(1, LONGEST)
        self.until[name] = self.now() + after
        self.asked_for[name] += after
        return _refused(after)

    def _refuses(self) -> bool:
        if self.let_through < self.calm_after:
            return self.chance.random() < 0.5
        self.over_at = self.over_at or self.now() + ALL.total_seconds()
        return self.now() < self.over_at


def _refused(after: float) -> Fault:
    return Fault(status=429, error="ratelimited", retry_after=str(int(after) + (after % 1 > 0)))


@dataclass
class Asked:
    """A platform under a storm, and the ways that several processes have to it."""

    platform: SmallSlack | SmallTeams
    channels: list[Channel]
    storm: Storm


@asynccontextmanager
async def slack(world: World) -> AsyncIterator[Asked]:
    """Slack limits a method in a workspace."""

    def limited(method: str, _room: str) -> str | None:
        return method if method == "chat.postMessage" else None

    async with small_slack() as there, aiohttp.ClientSession() as session:
        ways = [
            Calls(session, f"{there.url}/api/", FakeInstallations(), monotonic=seconds(world)) for _ in range(PROCESSES)
        ]
        there.storm = Storm(seconds(world), limited, MESSAGES // 2)
        yield Asked(there, [SlackChannel(one, Directory(one), WORDS, "en") for one in ways], there.storm)


@asynccontextmanager
async def teams(world: World) -> AsyncIterator[Asked]:
    """Teams limits a conversation."""

    def limited(kind: str, room: str) -> str | None:
        return room if kind == "post" else None

    async with small_teams() as there, aiohttp.ClientSession() as session:
        routes = FakeRoutes()
        await routes.keep("teams", TEAM, service_url=there.url, bot="28:bot")
        ways = [Connector(session, None, local=True, monotonic=seconds(world)) for _ in range(PROCESSES)]
        there.storm = Storm(seconds(world), limited, MESSAGES // 2)
        yield Asked(there, [TeamsChannel(one, routes, TeamsDirectory(), WORDS, "en") for one in ways], there.storm)


def seconds(world: World) -> Callable[[], float]:
    """Real time, as this world has it."""
    return lambda: world.real().timestamp()


@pytest.mark.chaos
@pytest.mark.parametrize("at", [slack, teams])
async def test_in_a_storm_of_refusals_every_message_comes_once_and_soon(
    world: World, at: Callable[[World], AbstractAsyncContextManager[Asked]]
) -> None:
    for number in range(MESSAGES):
        await promised(world, f"U{number % PEOPLE}")
    began = world.real.now
    async with at(world) as asked:
        senders = [Backstage(world.database, one, world.real) for one in asked.channels]

        while not await nothing_is_left(world.database):
            await asyncio.gather(*(one.delivering.send_due(world.now) for one in senders))
            if next_try := await senders[0].delivering.next_try(world.now):
                world.real.now = max(world.real.now, next_try)

        took, least = (world.real.now - began).total_seconds(), max(asked.storm.asked_for.values())
        inside = max(asked.storm.inside.values(), default=0)
        sys.stdout.write(f"\n{took:.0f} s where {least} s had to be waited, {inside} calls at most inside a window\n")
        assert arrived(asked.platform) == MESSAGES
        assert await states(world) == {"sent": MESSAGES}
        assert inside <= PROCESSES - 1, "a call inside a window by somebody who knew of it"
        assert least > ALL.total_seconds()
        assert took <= 1.2 * least


async def states(world: World) -> Counter[str]:
    async with world.database.reading() as store:
        return Counter(row.state for row in (await store.session.exec(select(Delivery))).all())


def arrived(platform: SmallSlack | SmallTeams) -> int:
    if isinstance(platform, SmallSlack):
        return len(platform.posted)
    return sum(map(len, platform.posted.values()))
