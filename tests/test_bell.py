"""The bell: whoever promises something rings it with the commit, and every process hears it, also after a cut line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import update

from storage import bell
from storage.bell import Bell
from storage.store import Database
from storage.tables import Delivery
from tests.databases import on_postgresql
from tests.factories import person
from tests.promises import SENTENCE

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SOON = 20.0  # seconds; a busy machine takes long, and nobody else rings meanwhile
QUIET = 4 * bell._OTHERS_FIRST  # seconds in which a ring would have been heard


class Ears:
    """Counts what is heard."""

    def __init__(self) -> None:
        self.heard = asyncio.Queue[None]()

    async def hear(self) -> None:
        async with asyncio.timeout(SOON):
            await self.heard.get()

    async def hear_nothing(self) -> None:
        await asyncio.sleep(QUIET)
        assert self.heard.empty()


@pytest.fixture
async def place(postgresql_server: Path) -> AsyncIterator[Database]:
    async with on_postgresql(postgresql_server) as database:
        async with database.transaction() as store:
            await store.people.install("slack", "T1", "Halden Health", NOW)
        yield database


@asynccontextmanager
async def listening(database: Database) -> AsyncIterator[Ears]:
    """Somebody who listens already."""
    ears, one = Ears(), Bell(database.engine)
    one.start(lambda: ears.heard.put_nowait(None))
    await ears.hear()
    try:
        yield ears
    finally:
        await one.stop()


async def test_a_promise_rings_when_it_is_committed_and_not_before(place: Database) -> None:
    async with listening(place) as ears:
        async with place.transaction() as store:
            await store.deliveries.notice(await person(store, "U1", "Ada"), SENTENCE, NOW)
            await ears.hear_nothing()

        await ears.hear()


async def test_what_is_rolled_back_does_not_ring(place: Database) -> None:
    async with listening(place) as ears:
        with suppress(LookupError):
            async with place.transaction() as store:
                await store.deliveries.notice(await person(store, "U1", "Ada"), SENTENCE, NOW)
                raise LookupError

        await ears.hear_nothing()


async def test_many_promises_are_heard_as_few(place: Database) -> None:
    async with listening(place) as ears:
        for at in range(20):
            async with place.transaction() as store:
                await store.deliveries.notice(await person(store, f"U{at}", "Ada"), SENTENCE, NOW)

        await ears.hear()
        await asyncio.sleep(QUIET)
        assert ears.heard.qsize() < 10


async def test_what_is_not_waiting_does_not_ring(place: Database) -> None:
    async with place.transaction() as store:
        row = await store.deliveries.notice(await person(store, "U1", "Ada"), SENTENCE, NOW)
        await store.session.flush()
        await store.session.exec(update(Delivery).values(state="sent", sent_at=NOW))

    async with listening(place) as ears:
        async with place.transaction() as store:
            found = await store.deliveries.delivery(row.id)
            assert found
            found.answered_at = NOW

        await ears.hear_nothing()


async def test_a_line_that_is_cut_is_opened_anew_and_looks_at_once(place: Database) -> None:
    async with listening(place) as ears:
        await cut(place)
        await ears.hear()

        async with place.transaction() as store:
            await store.deliveries.notice(await person(store, "U1", "Ada"), SENTENCE, NOW)
        await ears.hear()


async def test_nobody_listens_any_more_on_a_line_that_is_given_back(place: Database) -> None:
    async with listening(place):
        pass

    async with place.engine.connect() as connection:
        assert (await connection.scalar(text("SELECT count(*) FROM pg_listening_channels()"))) == 0
    assert await cut(place) == 0


async def cut(database: Database) -> int:
    """Ends whoever listens, as an operator or a restart does. How many there were."""
    listeners = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
    async with database.engine.connect() as connection:
        return len((await connection.execute(text(listeners))).all())
