"""What an operator is told of a process that runs: `/readyz` in one word, and after an absence what `resume` says."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from storage.store import Database
from tests.crash_stories import PEOPLE, planned_in_peace
from tests.crash_stories import fill as a_cohort
from tests.databases import KINDS
from tests.dying_bot import DyingBot, dying_bot, until
from tests.factories import person
from tests.places import Place, Template, empty, template
from tests.promises import SENTENCE
from tests.served_bot import begun
from tests.slack_beside import copies, slack_environment
from tests.slack_people import SlackWorkspace, workspace_for

TOO_LONG = timedelta(hours=40)  # since the last sign of life: more than the 36 after which nobody is written to unasked
NOT_TAKEN = timedelta(minutes=20)  # more than the 15 after which a sender has failed


@dataclass
class Scene:
    """A process with a workspace beside it."""

    place: Place
    environment: dict[str, str]
    slack: SlackWorkspace
    bot: DyingBot
    database: Database
    ahead: timedelta = timedelta()

    async def ready(self) -> tuple[int, str]:
        """What `/readyz` answers."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.bot.url}/readyz") as answer:
            return answer.status, await answer.text()

    async def says(self, *wanted: object) -> None:
        """Waits until it answers so."""

        async def does() -> bool:
            return await self.ready() == wanted

        await until(does)

    async def promise(self, due_at: datetime, *, asked_for: bool = True) -> str:
        async with self.database.transaction() as store:
            row = await store.deliveries.notice(await person(store, "U1", "Ada"), SENTENCE, due_at)
            row.asked_for = asked_for
        return row.id

    async def was_taken(self, delivery: str) -> bool:
        async with self.database.reading() as store:
            row = await store.deliveries.delivery(delivery)
        assert row is not None
        return row.generation > 0

    async def stands(self, delivery: str) -> bool:
        """Whether it is in somebody's chat."""
        return copies(self.slack.playground)[delivery] == 1

    async def looks(self) -> None:
        """Its clock beats, and the program's time goes a little further ahead of real time."""
        self.ahead += timedelta(seconds=1)
        await self.bot.moves_clock(to=(datetime.now(UTC) + self.ahead).isoformat())


@pytest.fixture(params=KINDS)
async def made(request: pytest.FixtureRequest, tmp_path: Path) -> Template:
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else None
    return await template(tmp_path / "template", a_cohort, server)


@asynccontextmanager
async def scene(place: Place) -> AsyncIterator[Scene]:
    """Nothing is started yet."""
    async with workspace_for(PEOPLE) as slack, place.opened() as database:
        environment = {**place.environment, **slack_environment(slack.playground, 1.0)}
        async with dying_bot(environment, place.folder / "log") as bot:
            yield Scene(place, environment, slack, bot, database)


async def left(place: Place, ago: timedelta) -> None:
    """Everything was planned, and so long ago somebody was at work last."""
    await planned_in_peace(place)
    async with place.opened() as database, database.transaction() as store:
        await store.attendances.for_change(datetime.now(UTC) - ago)


async def command(words: str, environment: dict[str, str], log: Path) -> str:
    """What the operator's command says."""
    async with begun(environment, log, words) as one:
        assert await one.ends() == 0, one.said
        return one.said


async def test_after_a_long_absence_it_holds_until_the_operator_says_so(made: Template, tmp_path: Path) -> None:
    place = await made.copy(tmp_path / "place")
    await left(place, TOO_LONG)
    async with scene(place) as at:
        unasked = await at.promise(datetime.now(UTC), asked_for=False)
        assert await at.bot.start()
        await at.says(200, "held")
        asked_for = await at.promise(datetime.now(UTC))
        await at.looks()
        await until(lambda: at.stands(asked_for))

        preview = await command("resume --preview", at.environment, tmp_path / "preview")
        assert await at.ready() == (200, "held")
        assert not await at.was_taken(unasked)
        told = await command("resume", at.environment, tmp_path / "resume")

        await at.says(200, "ok")
        await at.looks()
        await until(lambda: at.was_taken(unasked))
    assert preview.splitlines()[0].endswith(": 1")  # person who gets a message
    assert preview.endswith("Nothing was changed. `python -m bot resume` lets it go on.\n")
    assert told.splitlines()[:2] == preview.splitlines()[:2]


async def test_after_a_short_absence_it_goes_on_by_itself(made: Template, tmp_path: Path) -> None:
    place = await made.copy(tmp_path / "place")
    await left(place, timedelta(hours=30))
    async with scene(place) as at:
        unasked = await at.promise(datetime.now(UTC), asked_for=False)
        assert await at.bot.start()

        await until(lambda: at.was_taken(unasked))
        assert await at.ready() == (200, "ok")


async def test_a_backup_older_than_that_is_an_absence_too(tmp_path: Path) -> None:
    first, copy = await (await template(tmp_path / "template", a_cohort)).copy(tmp_path / "first"), tmp_path / "copy"
    await left(first, TOO_LONG)
    async with scene(first) as at:
        await command(f"backup {copy}", at.environment, tmp_path / "backup")

    async with scene(await empty(tmp_path / "second")) as at:
        await command(f"restore {copy} --no-ledger", at.environment, tmp_path / "restore")
        assert await at.bot.start()
        await at.says(200, "held")


async def test_a_process_that_cannot_do_its_work_says_why(tmp_path: Path) -> None:
    place = await (await template(tmp_path / "template", a_cohort)).copy(tmp_path / "place")
    async with scene(place) as at:
        assert await at.bot.start()
        await at.says(200, "ok")

        async def nobody_takes_it() -> bool:
            await at.promise(datetime.now(UTC) - NOT_TAKEN)
            return await at.ready() == (503, "outbox")

        await until(nobody_takes_it)  # a beat may come between, once in half a minute
        await at.looks()
        await at.says(200, "ok")

        with in_the_way(place):
            assert await at.ready() == (503, "database")
        await at.says(200, "ok")

        async with at.database.transaction() as store:
            await store.vitals.beat(datetime.now(UTC) + timedelta(hours=1))
        assert await at.ready() == (503, "time")


@contextmanager
def in_the_way(place: Place) -> Iterator[None]:
    """Somebody else writes into SQLite, and does not come to an end."""
    other = sqlite3.connect(place.folder / "words.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
