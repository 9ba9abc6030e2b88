"""What somebody sees in a reply, what they fill in, and what stands in the tables."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.chat.reply import Reply
from prompts.message import ChoiceField, DateField, Form, PeopleField, TextField, TickField, TimeField
from storage.tables import Table
from tests.world import World


def shown(reply: Reply) -> str:
    """Everything in a reply that somebody reads, or that comes back when they press or send it in."""
    documents = [one.content.decode() for one in reply.documents]
    return words_in([reply.say, reply.replace, reply.home, reply.others, reply.open, reply.problems, documents])


def words_in(seen: object) -> str:
    """All that stands in a message, a form or anything of them, however deep: they print none of it themselves."""
    match seen:
        case str():
            return seen
        case Mapping():
            return words_in([*seen.values()])
        case tuple() | list():
            return "\n".join(words_in(one) for one in seen)
        case _ if is_dataclass(seen):
            return words_in([getattr(seen, one.name) for one in fields(seen)])
        case _:
            return str(seen)


def in_the_chat(reply: Reply) -> Reply:
    """The part of a reply that stands in a chat or on Home."""
    return Reply(say=reply.say, replace=reply.replace, others=reply.others, home=reply.home)


def filled(form: Form, words: str = "What an intruder writes.") -> dict[str, Any]:
    """Plausible values for every field of a form."""
    return {one.key: _value(one, words) for one in form.fields}


def _value(shown_field: object, words: str) -> object:
    match shown_field:
        case TextField():
            return words
        case ChoiceField(options=options):
            return tuple(one.value for one in options[:1])
        case DateField():
            return datetime(2027, 3, 10, tzinfo=UTC).date()
        case TimeField(value=value):
            return value
        case PeopleField():
            return ("U3",)
        case TickField():
            return True
    raise AssertionError(shown_field)


Rows = dict[tuple[str, str], dict[str, Any]]

_PASSING = frozenset({"seen_event"})  # every event leaves one, whoever it is of


async def rows_of(world: World) -> Rows:
    """Every row of every table, by table and key."""
    async with world.database.transaction() as store:
        connection = await store.session.connection()
        found: Rows = {}
        for table in Table.metadata.sorted_tables:
            if table.name not in _PASSING:
                for row in (await connection.execute(select(table))).mappings():
                    key = " ".join(str(row[column.name]) for column in table.primary_key)
                    found[table.name, key] = dict(row)
        return found


async def undo(world: World, before: Rows) -> None:
    """Puts all rows back as they were, so that what one person may do does not stand in the way of the next."""
    async with world.database.transaction() as store:
        connection = await store.session.connection()
        for table in reversed(Table.metadata.sorted_tables):
            await connection.execute(table.delete())
        for table in Table.metadata.sorted_tables:
            if rows := [row for (name, _), row in before.items() if name == table.name]:
                await connection.execute(table.insert(), rows)
