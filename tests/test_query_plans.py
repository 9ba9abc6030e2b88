"""What concerns one person is found among theirs, however many promises there are."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select

from bot.rules.patience import SUSPECT_FROM
from storage.store import Database, Store
from storage.tables import Delivery, Person
from tests.factories import person
from tests.places import template
from tests.world import TEAM

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=90)
PEOPLE = 8  # enough that SQLite, left alone, looks through all promises of a state for theirs

Asked = list[tuple[str, tuple[object, ...]]]
Question = Callable[[Store, list[Person], tuple[Delivery, ...]], Awaitable[object]]

OF_PEOPLE: dict[str, Question] = {
    "the last look": lambda store, _, rows: store.outbox.known(rows[:1], NOW, LONG_AGO),
    "the last look at many": lambda store, _, rows: store.outbox.known(rows, NOW, LONG_AGO),
    "what was asked": lambda store, people, _: store.deliveries.sent_prompts(people[0].id),
    "what waits for an answer": lambda store, people, _: store.deliveries.waiting_question(people[0].id, LONG_AGO),
    "what is asked again": lambda store, people, _: store.deliveries.next_asked_again(people[0].id),
    "what comes beside it": lambda store, _, rows: store.attendances.rivals(rows[0], NOW),
    "what is given up": lambda store, _, rows: store.attendances.miss_older(rows[0]),
    "what nudges are decided by": lambda store, people, _: store.nudges.past([one.id for one in people], LONG_AGO, NOW),
    "what comes no more": lambda store, _, rows: store.outbox.undeliverable(rows[0], "left", everybody=False),
}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """As migrating makes it. PostgreSQL counts for itself what is rare, as soon as there is much of it."""
    made = await template(tmp_path / "migrated", settle_in)
    async with made.place.opened() as database:
        yield database


async def settle_in(database: Database) -> None:
    async with database.transaction() as store:
        await store.people.install("slack", TEAM, "Halden Health", LONG_AGO)
        for number in range(PEOPLE):
            await store.deliveries.notice(await person(store, f"U{number}", f"Person {number}"), "hello", LONG_AGO)


@pytest.mark.parametrize("question", OF_PEOPLE)
async def test_a_question_about_people_reads_no_other_people_s_promises(question: str, database: Database) -> None:
    async with database.transaction() as store:
        people = list(await store.session.exec(select(Person)))
        rows = await store.outbox.claim(NOW, NOW, PEOPLE, NOW + timedelta(minutes=1), SUSPECT_FROM)
        with asked_of(database.engine) as asked:
            await OF_PEOPLE[question](store, people, rows)

    plans = [plan for statement in asked for plan in await planned(database.engine, *statement)]

    of_promises = [plan for plan in plans if " delivery" in plan]
    assert of_promises
    assert [plan for plan in of_promises if "ix_delivery_state" in plan or plan.startswith("SCAN")] == []


async def test_what_is_due_is_found_among_what_is_planned(database: Database) -> None:
    async with database.transaction() as store:
        with asked_of(database.engine) as asked:
            await store.outbox.claim(NOW, NOW, PEOPLE, NOW, SUSPECT_FROM)
            await store.upcoming.next_due(NOW)

    plans = [plan for statement in asked for plan in await planned(database.engine, *statement)]

    assert any("ix_delivery_state (state=? AND due_at<?)" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN delivery")] == []


@contextmanager
def asked_of(engine: AsyncEngine) -> Iterator[Asked]:
    """What the database is asked meanwhile: each statement with what fills its gaps."""
    asked: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        asked.append((statement, tuple(given[0] if many else given)))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def planned(engine: AsyncEngine, statement: str, given: tuple[object, ...]) -> list[str]:
    """How SQLite goes about it, step by step."""
    if not statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return []
    async with engine.connect() as connection:
        steps = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [step.detail for step in steps]
