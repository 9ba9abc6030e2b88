"""Everything that is stored about one person, table by table, whatever tables there are."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Select, func, literal, or_, select
from sqlalchemy import Table as SqlTable
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Person, Table

_TABLES = Table.metadata.tables
# columns that hold a person's id and yet refer to no table, because what they tell of must outlive the person
_IDS = frozenset({"actor_id", "granted_by", "done_by", "driver_id", "moved_by", "entered_by"})
_PARENTS = frozenset({"entry", "participation"})  # whose children are about the person too


async def rows_about(session: AsyncSession, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row that belongs or refers to the person, by table, as plain JSON values without what is sealed."""
    await session.flush()
    connection = await session.connection()
    found = {}
    for table in Table.metadata.sorted_tables:
        if about := list(_about(table, person)):
            open_columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
            rows = (await connection.execute(select(*open_columns).where(or_(*about)))).mappings().all()
            found[table.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def _about(table: SqlTable, person: Person) -> Iterator[ColumnElement[bool]]:
    """What makes a row of that table one about the person; nothing for a table that never is."""
    if table.name == "person":
        yield table.c.id == person.id
    if table.name == "audit":
        yield table.c.thing == f"person:{person.id}"
        share = _TABLES["share"]
        yield table.c.thing.in_(select(literal("share:") + share.c.id).where(share.c.author_id == person.id))
    if table.name == "invitation" and person.email:
        yield func.lower(table.c.email) == person.email.lower()
    for column in table.columns:
        parents = {key.column.table.name for key in column.foreign_keys}
        if "person" in parents or column.name in _IDS:
            yield column == person.id
        for parent in parents & _PARENTS:
            yield column.in_(_own(parent, person))


def _own(parent: str, person: Person) -> Select[str]:
    table: SqlTable = _TABLES[parent]
    own_id: Column[str] = table.c.id
    return select(own_id).where(table.c.person_id == person.id)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value
