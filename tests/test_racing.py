"""Eight schedulers on the same plans, and eight senders on the same promises: one row each, and one message each."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from bot.flows.planning import Planning
from storage.engine import connect
from storage.key_store import KeyStore
from storage.migrations import migrate
from storage.store import Database
from storage.tables import Delivery, new_id
from tests.backstage import library
from tests.databases import MASTERS
from tests.factories import NAMES, person, running_cohort
from tests.postgres import make_database, url
from tests.promises import SENTENCE
from tests.racing import NOW, RUNNERS, race, schedule, send
from tests.sizes import size
from tests.world import TEAM

OCCURRENCES = size(5_000)
OF_A_COHORT = 310  # occurrences of ten people and their facilitator, a little less
PEOPLE = 100  # so many get all of the messages


@dataclass
class Track:
    """A database in which several processes race. `cut` counts the lines to it that were cut meanwhile."""

    url: str
    database: Database
    chat: Path
    cut: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(6))

    async def nothing(self) -> None:
        pass

    async def cut_one(self) -> None:
        """Ends one of the backends that serve the others, whatever it is doing."""
        ours = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        async with self.database.engine.connect() as connection:
            pids = (await connection.scalars(text(f"SELECT pid FROM pg_stat_activity WHERE {ours}"))).all()
            if pids:
                await connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": self.chance.choice(pids)})
                self.cut += 1


@pytest.fixture
async def track(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Track]:
    address = f"sqlite+aiosqlite:///{tmp_path}/race.db"
    if database_kind == "postgresql":
        server, name = request.getfixturevalue("postgresql_server"), f"race_{new_id()[:8]}"
        make_database(server, name)
        address = url(server, name)
    async with opened(address, tmp_path) as database:
        await migrate(database.engine)
        async with database.transaction() as store:
            await store.people.install("slack", TEAM, "Halden Health", NOW)
        (tmp_path / "chat").touch()
        yield Track(address, database, tmp_path / "chat")


@asynccontextmanager
async def opened(address: str, folder: Path) -> AsyncIterator[Database]:
    keys = KeyStore(connect(f"sqlite+aiosqlite:///{folder}/keys.db"), MASTERS)
    database = Database(connect(address), keys)
    yield database
    await database.close()
    await keys.close()


@pytest.mark.chaos
async def test_eight_schedulers_make_one_row_of_each_occurrence(track: Track) -> None:
    for at in range(OCCURRENCES // OF_A_COHORT + 1):
        async with track.database.transaction() as store:
            await running_cohort(store, len(NAMES), name=f"Cohort {at}", ids=f"C{at}N")

    await race(schedule, track.url, track.chat, track.nothing)

    rows = await everything(track)
    occurrences = Counter((row.cohort_id, row.person_id, row.prompt, row.anchor_instance) for row in rows)
    async with track.database.transaction() as store:
        await store.plans.look_again()
    await Planning(track.database, library().program).plan(NOW)  # alone, it finds nothing to add and nothing to change
    assert len(rows) >= OCCURRENCES
    assert set(occurrences.values()) == {1}
    assert {(row.id, row.due_at, row.state) for row in await everything(track)} == {
        (row.id, row.due_at, row.state) for row in rows
    }
    print(f"{RUNNERS} schedulers, {len(rows)} occurrences, one row each")  # noqa: T201 what `pytest -s` is asked for


@pytest.mark.chaos
async def test_eight_senders_send_each_promise_once_while_their_lines_are_cut(track: Track) -> None:
    async with track.database.transaction() as store:
        people = [await person(store, f"U{at}", "Ada") for at in range(PEOPLE)]
        for at in range(OCCURRENCES):
            await store.deliveries.notice(people[at % PEOPLE], SENTENCE, NOW)
    cutting = track.cut_one if track.database.engine.dialect.name == "postgresql" else track.nothing

    await race(send, track.url, track.chat, cutting)

    rows, said = await everything(track), [line.split() for line in track.chat.read_text().splitlines()]
    copies = Counter(delivery for delivery, _ in said)
    assert Counter(row.state for row in rows) == {"sent": OCCURRENCES}
    assert copies == {row.id: 1 for row in rows}
    assert len({process for _, process in said}) > 1
    print(f"{RUNNERS} senders, {len(rows)} promises, {len(said)} messages, {track.cut} lines cut")  # noqa: T201 the same


async def everything(track: Track) -> list[Delivery]:
    async with track.database.reading() as store:
        return list(await store.session.exec(select(Delivery).order_by(col(Delivery.id))))
