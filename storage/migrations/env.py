"""What Alembic runs for every command, on the connection that it is handed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from storage.tables import Moment, Table


def render(kind: str, found: Any, _context: AutogenContext) -> str | Literal[False]:
    """Types as SQLAlchemy's own, so that a step stays true when the program's types change."""
    if kind == "type" and isinstance(found, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(found, AutoString):
        return f"sa.String(length={found.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_item=render,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by building it anew
)
with context.begin_transaction():
    context.run_migrations()
