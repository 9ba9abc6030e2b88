"""Several processes of the bot on one PostgreSQL: each hears what another promised, and none is missed when it ends."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.playground.inhabitant import Inhabitant
from bot.playground.weather import Weather
from bot.settings import PREFIX
from storage.engine import connect
from storage.key_store import KeyStore
from storage.master_keys import master_keys
from storage.store import Database
from storage.tables import Delivery, new_id
from tests.factories import NAMES, person, running_cohort
from tests.postgres import make_database, url
from tests.promises import SENTENCE
from tests.served_bot import MASTER_KEY, ServedBot, begun, in_slack, on_postgresql, on_sqlite
from tests.slack_people import SlackWorkspace, workspace_for

PEOPLE = tuple(Inhabitant(f"U{at + 1}", name, "Europe/Brussels") for at, name in enumerate(NAMES))
PROMPTLY = 15.0  # seconds; a busy machine takes long, and the next beat of a clock is thirty after the start
LONG = 180.0  # seconds, until what must come at some time has come; a busy machine takes long
ANSWER = 30.0  # seconds that Slack waits for an answer: a busy machine is no reason to ask somebody else
SLOW = 0.5  # seconds that Slack takes
IN_A_HURRY = 0.05  # of the waits: what is found out after minutes is found out after seconds
MANY = 12  # messages to each person: it takes seconds to say them all, and a moment to be told to stop
WORDS = "Nobody asked her, and she did it all the same."


@dataclass
class Slow(Weather):
    """Remembers what was asked for."""

    asked: set[str] = field(default_factory=set)

    def delay(self, method: str) -> float:
        self.asked.add(method)
        return super().delay(method)


@dataclass
class Place:
    """A database with a workspace beside it, and processes of the bot at both."""

    environment: dict[str, str]
    database: Database
    slack: SlackWorkspace
    folder: Path

    async def started(self, stack: AsyncExitStack, number: int, patience: float = 1.0) -> list[ServedBot]:
        """So many processes that listen, with a cohort under way; Slack tells the first one what people do."""
        environment = {**self.environment, f"{PREFIX}PATIENCE": str(patience)}
        logs = [self.folder / f"{new_id()}.log" for _ in range(number)]
        bots = [await stack.enter_async_context(begun(environment, log)) for log in logs]
        await asyncio.gather(*(bot.listens() for bot in bots))  # they find an empty database, all at once
        async with self.database.transaction() as store:
            await running_cohort(store, len(PEOPLE))
        self.tells(bots[0])
        return bots

    def tells(self, bot: ServedBot) -> None:
        self.slack.playground.app_at(f"http://127.0.0.1:{bot.port}/slack/events")

    async def promise(self, *people: Inhabitant, times: int = 1) -> set[str]:
        """Notices that are due now, made by a process that sends nothing itself. Gives their ids."""
        async with self.database.transaction() as store:
            rows = [
                await store.deliveries.notice(await person(store, one.id, one.name), SENTENCE, datetime.now(UTC))
                for one in people
                for _ in range(times)
            ]
        return {row.id for row in rows}

    def copies(self) -> Counter[str]:
        """How often each promise stands in Slack."""
        marks = [post.metadata for post in self.slack.playground.workspace.posts if post.metadata]
        return Counter(str(mark["event_payload"]["delivery_id"]) for mark in marks)

    async def said(self, promised: set[str], within: float) -> float:
        """Seconds until all of that stands in Slack."""
        began = time.monotonic()
        await eventually(lambda: promised <= set(self.copies()), within)
        return time.monotonic() - began

    async def states(self, promised: set[str]) -> dict[str, str]:
        """Of each; "writing" is one that is on its way to Slack."""
        async with self.database.reading() as store:
            rows = (await store.session.exec(select(Delivery))).all()
        states = {row.id: "writing" if row.state == "sending" and row.sent_at else row.state for row in rows}
        return {one: states[one] for one in promised}

    async def come_to(self, promised: set[str], wanted: Callable[[set[str]], bool]) -> None:
        """Waits until their states are as wanted."""
        async with asyncio.timeout(LONG):
            while not wanted(set((await self.states(promised)).values())):  # noqa: ASYNC110 other processes do it
                await asyncio.sleep(0.01)


@pytest.fixture
async def place(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    words = on_sqlite(tmp_path)
    if database_kind == "postgresql":
        server, name = request.getfixturevalue("postgresql_server"), f"many_{new_id()[:8]}"
        make_database(server, name)
        words = on_postgresql(url(server, name), tmp_path)
    everybody = (*PEOPLE, Inhabitant("F1", "Faye"), Inhabitant("S1", "Sol"))
    async with workspace_for(everybody, patience=ANSWER) as slack:
        environment = {**words, **in_slack(slack.playground)}
        address = words[f"{PREFIX}DATABASE_URL"].replace("sqlite:", "sqlite+aiosqlite:")
        keys = KeyStore(connect(f"sqlite+aiosqlite:///{tmp_path}/keys.db"), master_keys(MASTER_KEY))
        made = Place(environment, Database(connect(address), keys), slack, tmp_path)
        yield made
        await made.database.close()
        await keys.close()


def only_on(kind: str, place: Place) -> None:
    if place.database.engine.dialect.name != kind:
        pytest.skip(f"on {kind} alone")


async def test_what_one_process_promises_another_one_says_at_once(place: Place) -> None:
    only_on("postgresql", place)
    async with AsyncExitStack() as stack:
        first, second = await place.started(stack, 2)

        idle = await place.said(await place.promise(*PEOPLE[:2]), PROMPTLY)
        await cut_off(place)
        after_a_cut = await place.said(await place.promise(*PEOPLE[2:4]), PROMPTLY)
        first.send(signal.SIGSTOP)
        alone = await place.said(await place.promise(*PEOPLE[4:6]), PROMPTLY)
        place.tells(second)
        await place.slack.person("U1").says(WORDS)
        await eventually(lambda: place.copies().total() == 7)  # the coach asks

        assert set(place.copies().values()) == {1}
    print(f"said after {idle:.2f} s, after {after_a_cut:.2f} s with every line cut, {alone:.2f} s by one alone")  # noqa: T201 what `pytest -s` is asked for


async def test_a_process_that_is_killed_leaves_nothing_undone(place: Place) -> None:
    only_on("postgresql", place)
    place.slack.playground.change_weather(Weather(slow=1, seconds=SLOW, methods=frozenset({"chat.postMessage"})))
    async with AsyncExitStack() as stack:
        first, _ = await place.started(stack, 2, IN_A_HURRY)
        promised = await place.promise(*PEOPLE, times=2)

        await eventually(place.copies, LONG)
        first.send(signal.SIGKILL)
        place.slack.playground.change_weather(Weather())
        await place.said(promised, LONG)
        await place.come_to(promised, lambda states: states == {"sent"})

        assert set(place.copies().values()) == {1}


async def test_told_to_stop_it_answers_finishes_what_it_is_saying_and_gives_the_rest_back(place: Place) -> None:
    async with AsyncExitStack() as stack:
        (bot,) = await place.started(stack, 1)
        weather = Slow(slow=1, seconds=SLOW, methods=frozenset({"chat.postMessage", "users.info"}))
        place.slack.playground.change_weather(weather)
        promised = await place.promise(*PEOPLE, times=MANY)
        writing = asyncio.create_task(place.slack.person("U1").says(WORDS))  # wakes it, and waits for its answer
        await eventually(lambda: "users.info" in weather.asked, LONG)
        await place.come_to(promised, lambda states: "writing" in states)

        bot.send(signal.SIGTERM)
        code = await bot.ends()

        await writing
        states = Counter((await place.states(promised)).values())
        assert code == 0, bot.said
        assert states["sent"] == len(promised & set(place.copies()))
        assert 0 < states["sent"] < len(promised)
        assert states["sent"] + states["planned"] == len(promised)
        assert await journal(place) == 1


async def eventually(seen: Callable[[], object], within: float = PROMPTLY) -> None:
    async with asyncio.timeout(within):
        while not seen():  # noqa: ASYNC110 - see below
            await asyncio.sleep(0.01)  # what is waited for happens in other processes


async def cut_off(place: Place) -> None:
    """Every line of every process to the database is cut, as when it is restarted."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    async with place.database.engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    await asyncio.sleep(2)  # the bell is heard again after one


async def journal(place: Place) -> int:
    """How many entries are kept."""
    async with place.database.reading() as store:
        return len((await store.session.exec(text("SELECT id FROM entry"))).all())  # type: ignore[call-overload]  # plain SQL
