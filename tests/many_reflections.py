"""Many reflections at once, each sealed as the store seals it, and all of them opened again."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlmodel import select

from bot.rules.visibility import own
from storage.sealed import bound_to, seal
from storage.store import Database
from storage.tables import Entry, Organisation, Person, Turn, Workspace, new_id

PEOPLE = 8
WRITTEN = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
_AT_ONCE = 1_000  # rows of one statement


@dataclass(frozen=True)
class Author:
    id: str
    organisation_id: str
    key: bytes


def words(number: int) -> str:
    """What reflection of that number says; no two say the same."""
    return f"The bed manager was asked for the {number}th time and said nothing."


async def authors(database: Database) -> list[Author]:
    """Eight people of one organisation, each with a key."""
    organisation = Organisation(name="Halden Health", created_at=WRITTEN)
    workspace = Workspace(organisation_id=organisation.id, platform="slack", external_id=f"T{new_id()[:8]}")
    people = [
        Person(organisation_id=organisation.id, workspace_id=workspace.id, external_id=f"P{at}", met_at=WRITTEN)
        for at in range(PEOPLE)
    ]
    async with database.transaction() as store:
        for rows in ([organisation], [workspace], people):
            store.session.add_all(rows)
            await store.session.flush()
        for one in people:
            await database.keys.create(one.id)
    return [Author(one.id, one.organisation_id, await database.keys.key(one.id)) for one in people]


async def fill(database: Database, number: int) -> list[Author]:
    """So many reflections, of eight people in turn."""
    made = await authors(database)
    for start in range(0, number, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, number))
        entries, turns = zip(*(_reflection(made[at % PEOPLE], at) for at in numbers), strict=True)
        async with database.transaction() as store:
            connection = await store.session.connection()
            await connection.execute(insert(Entry), list(entries))
            await connection.execute(insert(Turn), list(turns))
    return made


async def opened(database: Database) -> Counter[str]:
    """The words of every turn."""
    async with database.reading() as store:
        turns = (await store.session.exec(select(Turn))).all()
        granted = [(turn, own(turn, turn.person_id)) for turn in turns]
        return Counter([await store.reflections.open_turn(turn, grant) for turn, grant in granted if grant])


def expected(number: int) -> Counter[str]:
    return Counter(words(at) for at in range(number))


def _reflection(author: Author, at: int) -> tuple[dict[str, object], dict[str, object]]:
    entry_id, turn_id = new_id(), new_id()
    written = WRITTEN + timedelta(seconds=at)
    sealed = seal(words(at), author.key, bound_to(author.organisation_id, author.id, turn_id))
    entry = {
        "id": entry_id,
        "organisation_id": author.organisation_id,
        "person_id": author.id,
        "kind": "free",
        "written_at": written,
    }
    turn = {
        "id": turn_id,
        "entry_id": entry_id,
        "person_id": author.id,
        "position": 0,
        "speaker": "person",
        "surface": "form",
        "sealed": sealed,
        "written_at": written,
    }
    return entry, turn
