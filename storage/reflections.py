"""What people wrote: entries, turns, tags and shares. Text is opened only against a grant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sealed import Keys
from storage.tables import Entry, Tag, Tombstone, Turn


@dataclass(frozen=True, slots=True)
class Reflections:
    """What people wrote. Text is opened only against a grant of the visibility rule."""

    session: AsyncSession
    keys: Keys

    async def begin(self, entry: Entry) -> Entry:
        """Keeps a new entry; its turns are sealed one by one."""
        self.session.add(entry)
        await self.session.flush()
        return entry

    async def entry(self, entry_id: str) -> Entry | None:
        return await self.session.get(Entry, entry_id)

    async def entry_of(self, delivery_id: str, person_id: str) -> Entry | None:
        """The entry with which that person answered that prompt."""
        found = await self.session.exec(
            select(Entry).where(Entry.delivery_id == delivery_id, Entry.person_id == person_id)
        )
        return found.first()

    async def journal(self, person_id: str, *, since: int = 0, most: int | None = None) -> tuple[Entry, ...]:
        """The person's own entries, newest first, from the `since`-th on."""
        newest = col(Entry.written_at).desc(), col(Entry.id)
        found = await self.session.exec(
            select(Entry).where(Entry.person_id == person_id).order_by(*newest).offset(since).limit(most)
        )
        return tuple(found.all())

    async def turns(self, entry_id: str) -> tuple[Turn, ...]:
        """The turns of an entry in their order, sealed."""
        found = await self.session.exec(select(Turn).where(Turn.entry_id == entry_id).order_by(col(Turn.position)))
        return tuple(found.all())

    async def questions(self, person_id: str) -> tuple[Turn, ...]:
        """Every turn in which the coach asked this person something, sealed."""
        found = await self.session.exec(select(Turn).where(Turn.person_id == person_id, Turn.speaker == "coach"))
        return tuple(found.all())

    async def typed(self, person_id: str, message: str) -> Turn | None:
        """The turn that was typed as that message of the chat."""
        found = await self.session.exec(select(Turn).where(Turn.person_id == person_id, Turn.message == message))
        return found.first()

    async def drop_turn(self, turn: Turn) -> None:
        """Forgets one turn; the caller says what becomes of its entry."""
        await self.session.delete(turn)
        await self.session.flush()

    async def drop(self, entry: Entry) -> None:
        """Forgets an entry with its turns, tags and shares."""
        await self.session.delete(entry)
        await self.session.flush()

    async def tags(self, entry_id: str) -> tuple[Tag, ...]:
        found = await self.session.exec(select(Tag).where(Tag.entry_id == entry_id))
        return tuple(found.all())

    async def mark(self, entry_id: str, seen: Mapping[str, str]) -> None:
        """Replaces the author's marks on an entry: value id to "lived", "strained" or "absent"."""
        await self.session.exec(delete(Tag).where(col(Tag.entry_id) == entry_id))
        self.session.add_all(Tag(entry_id=entry_id, value_id=value, seen=how) for value, how in seen.items())
        await self.session.flush()

    async def bury(self, person_id: str, message: str, now: datetime) -> None:
        """Remembers that a message was deleted, so that words which arrive late are not kept."""
        await self.session.merge(Tombstone(person_id=person_id, message=message, deleted_at=now))
        await self.session.flush()

    async def buried(self, person_id: str, message: str) -> bool:
        return await self.session.get(Tombstone, (person_id, message)) is not None
