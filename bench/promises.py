"""What is promised to everybody in the measurements: one prompt each that is due, or many that wait."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, literal, select, type_coerce
from sqlalchemy import func as sql
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import JSON

from bench.population import defaults
from storage.store import Database
from storage.tables import Delivery, Participation
from storage.tables.table import Moment

MONDAY = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)  # a working hour of a working day
PROMPT = "A3"  # for every participant, and asked outright


async def want_plans(database: Database) -> None:
    """Every cohort is to be planned at the next beat."""
    async with database.transaction() as store:
        await store.plans.look_again()


async def ask_everybody(database: Database, number: int, due_at: datetime) -> None:
    """One prompt for everybody, due at that moment. The number is one that was not used before."""
    async with database.engine.begin() as connection:
        await _ask(connection, number, due_at)


async def promise(database: Database, each: int, since: datetime) -> None:
    """So many prompts for everybody, an hour apart, none of them due at `since`."""
    for number in range(each):
        async with database.engine.begin() as connection:
            await _ask(connection, number, since + timedelta(days=1, hours=number))


async def planned(database: Database, most: int) -> list[dict[str, str]]:
    """What was planned, in the order of time: whom for, which prompt, and when."""
    row = Delivery.__table__.c  # type: ignore[attr-defined]  # SQLModel does not say so
    asked = select(row.id, row.person_id, row.prompt, row.due_at).order_by(row.due_at).limit(most)
    async with database.engine.connect() as connection:
        found = await connection.execute(asked)
        return [_told(row) for row in found]


async def rows(database: Database, state: str) -> int:
    """How many promises are in that state."""
    asked = select(sql.count()).select_from(Delivery).where(Delivery.state == state)  # type: ignore[arg-type]  # a column
    async with database.engine.connect() as connection:
        return int(await connection.scalar(asked) or 0)


def _told(row: Row[Any]) -> dict[str, str]:
    return {"id": row.id, "person": row.person_id, "prompt": row.prompt, "due_at": row.due_at.isoformat()}


async def _ask(connection: AsyncConnection, number: int, due_at: datetime) -> None:
    """One statement for everybody: a million rows are made within a minute."""
    part = Participation.__table__.columns  # type: ignore[attr-defined]  # SQLModel does not say so
    said: dict[str, Any] = {
        **defaults(Delivery),
        "kind": "prompt",
        "prompt": PROMPT,
        "anchor_instance": f"W1:{number}",
        "due_at": due_at,
        "window_ends_at": due_at + timedelta(days=1),
    }
    given = {name: literal(value) for name, value in said.items() if name not in {"due_at", "window_ends_at"}}
    moments = {name: type_coerce(bindparam(name, said[name]), Moment) for name in ("due_at", "window_ends_at")}
    known = {
        "id": sql.substr(part.id, 1, 28).concat(f"{number:08}"),
        "organisation_id": part.organisation_id,
        "person_id": part.person_id,
        "participation_id": part.id,
        "cohort_id": part.cohort_id,
        "detail": literal({}, JSON),
    }
    everything = {**given, **moments, **known}
    table = Delivery.__table__  # type: ignore[attr-defined]  # the same
    await connection.execute(insert(table).from_select(list(everything), select(*everything.values())))
