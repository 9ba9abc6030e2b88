"""Senders are killed again and again in bad weather: every message comes, and none comes twice."""

import asyncio
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.playground.inhabitant import Inhabitant
from bot.playground.playground import Playground
from bot.playground.weather import Weather
from bot.rules.patience import PATIENT
from storage.store import Database
from storage.tables import Delivery, Person
from tests.dying_bot import DyingBot, dying_bot, until
from tests.factories import person
from tests.places import Place, template
from tests.promises import SENTENCE, nothing_is_left
from tests.sizes import size
from tests.slack_beside import copies, slack_environment
from tests.slack_people import workspace_for
from tests.world import TEAM

DELIVERIES = size(int(os.environ.get("DELIVERIES", "1000")))  # 10000 is the long size, of an hour and more
KILLS = size(int(os.environ.get("KILLS", "100")))
PEOPLE = 50  # so that some messages follow another one to the same person, and most do not
# Calls of 0.8, leases of 2.4, settling of 3.6 seconds; a history is waited for 24 seconds. A busy machine needs more.
PATIENCE = float(os.environ.get("PATIENCE", "0.04"))
LIFE = 0.8  # seconds at most from listening to being killed: long enough to be in the middle of something
STANDING_STILL = 1.2  # leases: so long is a process stopped, every eighth time before it is killed
ENOUGH = 600.0  # seconds until everything must have come, when nobody is killed any more

# What goes wrong with how many of a hundred calls.
STORM = {
    "rate_limited": 0.05,
    "dropped_before": 0.03,
    "failed_before": 0.03,
    "dropped_after": 0.03,
    "failed_after": 0.03,
    "slow": 0.19,
    "seconds": 0.5,
}
# How a message that may have been sent is settled: Slack knows a repeat by its id, its history can be read, or neither.
WAYS = {
    "id": {"honours_client_msg_id": True, "history_readable": False},
    "history": {"honours_client_msg_id": False, "history_readable": True},
    "neither": {"honours_client_msg_id": False, "history_readable": False},
}
PROCESSES = {"sqlite": 1, "postgresql": 3}  # that send at the same time
# One of each way, and of each database: what differs between the others is tried in the storage tests.
SHORT = [("sqlite", "history"), ("postgresql", "id"), ("sqlite", "neither")]
ALL = [(kind, way) for kind in PROCESSES for way in WAYS]


@dataclass
class Front:
    """Where the senders are killed."""

    database: Database
    slack: Playground
    chance: random.Random
    promised: list[str] = field(default_factory=list)
    kills: int = 0
    stops: int = 0

    async def promise(self, number: int) -> None:
        """So many more messages, due now."""
        now = datetime.now(UTC)
        async with self.database.transaction() as store:
            people = (await store.session.exec(select(Person).order_by(col(Person.external_id)))).all()
            for _ in range(number):
                row = await store.deliveries.notice(self.chance.choice(people), SENTENCE, now)
                self.promised.append(row.id)

    async def rows(self) -> list[Delivery]:
        async with self.database.reading() as store:
            return list((await store.session.exec(select(Delivery))).all())


@pytest.mark.chaos
@pytest.mark.parametrize(("kind", "way"), ALL if os.environ.get("CHAOS") == "1" else SHORT)
async def test_nothing_is_lost_and_nothing_comes_twice(
    kind: str, way: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgresql_server") if kind == "postgresql" else None
    place = await (await template(tmp_path / "template", fill, server)).copy(tmp_path / "place")
    began = time.monotonic()
    async with front(place, way, PROCESSES[kind]) as (at, bots):
        lives = [KILLS // len(bots) + (number < KILLS % len(bots)) for number in range(len(bots))]
        await asyncio.gather(*(killed_often(at, bot, life) for bot, life in zip(bots, lives, strict=True)))
        await at.promise(DELIVERIES - len(at.promised))
        for bot in bots:
            assert await bot.start()
        at.slack.change_weather(Weather(**WAYS[way]))  # type: ignore[arg-type]  # by name
        await until(lambda: nothing_is_left(at.database), ENOUGH)
        await asyncio.gather(*(bot.stop() for bot in bots))

        rows, seen = await at.rows(), copies(at.slack)
        extra = {row.id: seen[row.id] - 1 for row in rows if seen[row.id] > 1}
        sys.stdout.write(
            f"\n{kind}, settled by {way}: {len(rows)} messages, {at.kills} kills, {at.stops} stops beyond a lease: "
            f"{sum(row.state != 'sent' or not seen[row.id] for row in rows)} lost, {sum(extra.values())} extra copies; "
            f"{sum(row.attempts for row in rows) - len(rows)} outcomes were not known; "
            f"{sum(row.perhaps_sent for row in rows)} sent once more because nothing could be read; "
            f"{time.monotonic() - began:.0f} s\n"
        )
        assert sorted(row.id for row in rows) == sorted(at.promised)
        assert [(row.state, row.reason) for row in rows if row.state != "sent"] == []
        assert [row.id for row in rows if not seen[row.id]] == [], "lost"
        if way != "neither":
            assert extra == {}
        for row in rows:  # each attempt but the last ended without anybody knowing how
            assert seen[row.id] <= row.attempts, "a second copy of what was known to be sent, or known not to be"
        assert at.kills >= KILLS


async def killed_often(at: Front, bot: DyingBot, lives: int) -> None:
    for life in range(lives):
        await at.promise(DELIVERIES // KILLS)
        if not await bot.start():
            continue
        await asyncio.sleep(at.chance.uniform(0, LIFE))
        if life % 8 == 1:
            bot.pause()
            await asyncio.sleep(PATIENT.lease.total_seconds() * PATIENCE * STANDING_STILL)
            bot.go_on()
            await asyncio.sleep(at.chance.uniform(0, LIFE))
            at.stops += 1
        await bot.kill()
        at.kills += 1


@asynccontextmanager
async def front(place: Place, way: str, processes: int) -> AsyncIterator[tuple[Front, list[DyingBot]]]:
    methods = frozenset({"chat.postMessage", "conversations.open", "conversations.history"})
    weather = Weather(seed=7, methods=methods, **STORM, **WAYS[way])  # type: ignore[arg-type]  # by name
    everybody = [Inhabitant(f"U{number}", f"Person {number}") for number in range(PEOPLE)]
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(workspace_for(everybody, weather=weather))
        environment = {**place.environment, **slack_environment(slack.playground, PATIENCE)}
        bots = [
            await stack.enter_async_context(dying_bot(environment, place.folder / f"log{number}"))
            for number in range(processes)
        ]
        database = await stack.enter_async_context(place.opened())
        yield Front(database, slack.playground, random.Random(7)), bots


async def fill(database: Database) -> None:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(PEOPLE):
            await person(store, f"U{number}", f"Person {number}")
