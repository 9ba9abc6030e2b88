"""What people wrote: entries, turns, tags and shares. Text is opened only against a grant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Audit
from storage.key_ring import KeyRing
from storage.personal_seals import PersonalSeals
from storage.sealed import Grant, NotGranted, bound_to, open_sealed, seal
from storage.tables import CohortValue, Entry, Person, Share, Tag, Tombstone, Turn


@dataclass(frozen=True, slots=True)
class Reflections:
    """What people wrote. Text is opened only against a grant of the visibility rule."""

    session: AsyncSession
    keys: KeyRing

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

    async def turn(self, turn_id: str) -> Turn | None:
        return await self.session.get(Turn, turn_id)

    async def drop_turn(self, turn: Turn) -> None:
        """Forgets one turn; the caller says what becomes of its entry."""
        await self.session.delete(turn)
        await self.session.flush()

    async def drop(self, entry: Entry) -> None:
        """Forgets an entry with its turns, tags and shares."""
        await self.session.delete(entry)
        await self.session.flush()

    async def drop_shares(self, entry_id: str) -> None:
        """Forgets what was shared from an entry: nobody reads it any more."""
        await self.session.exec(delete(Share).where(col(Share.entry_id) == entry_id))

    async def tags(self, entry_id: str) -> tuple[Tag, ...]:
        found = await self.session.exec(select(Tag).where(Tag.entry_id == entry_id))
        return tuple(found.all())

    async def tagged(self, entry_id: str) -> tuple[tuple[str, str], ...]:
        """The values that the author marked on an entry: each by its name, with how it was seen."""
        found = await self.session.exec(
            select(CohortValue.name, Tag.seen)
            .join(CohortValue, col(CohortValue.id) == Tag.value_id)
            .where(Tag.entry_id == entry_id)
            .order_by(col(CohortValue.position))
        )
        return tuple((name, seen) for name, seen in found.all())

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

    # -- sealing and opening: nothing else in the program turns words into bytes or back ---------------------------

    async def seal_turn(  # noqa: PLR0917 - every column of a turn that its writer knows, in the table's order
        self, entry: Entry, position: int, speaker: str, surface: str, text: str, message: str, now: datetime
    ) -> Turn:
        """A further piece of the entry, sealed under its author's key. Raises Destroyed for an erased person."""
        turn = Turn(
            entry_id=entry.id,
            person_id=entry.person_id,
            position=position,
            speaker=speaker,
            surface=surface,
            message=message,
            sealed=b"",
            written_at=now,
        )
        turn.sealed = await self._seal(entry, turn.id, text)
        self.session.add(turn)
        await self.session.flush()
        return turn

    async def reseal_turn(self, turn: Turn, text: str, now: datetime) -> None:
        """The turn's words as they were edited. Shares keep the words that they froze."""
        turn.sealed = await self._seal(await self._entry_of(turn.entry_id), turn.id, text)
        turn.edited_at = now

    async def open_turn(self, turn: Turn, grant: Grant) -> str:
        """The words of a turn. Raises NotGranted for another row's grant or another reader's than the author's."""
        if (grant.reader_id, grant.author_id, grant.row_id) != (turn.person_id, turn.person_id, turn.id):
            raise NotGranted
        entry = await self._entry_of(turn.entry_id)
        return await self._open(turn.sealed, entry.organisation_id, turn.person_id, turn.id)

    async def share(
        self, entry: Entry, text: str, *, cohort_id: str, audience: str, recipient_id: str | None, now: datetime
    ) -> Share:
        """The words frozen for one audience, sealed under the author's key and bound to the share's own row."""
        share = Share(
            organisation_id=entry.organisation_id,
            cohort_id=cohort_id,
            entry_id=entry.id,
            author_id=entry.person_id,
            recipient_id=recipient_id,
            audience=audience,
            sealed=b"",
            shared_at=now,
        )
        share.sealed = await self._seal(entry, share.id, text)
        self.session.add(share)
        await self.session.flush()
        return share

    async def leave_out(self, author: Person, text: str, cohort_id: str, recipient_id: str, now: datetime) -> Share:
        """Words of no entry for one facilitator: what an author wants left out of an interview, frozen like a share."""
        share = Share(
            organisation_id=author.organisation_id,
            cohort_id=cohort_id,
            author_id=author.id,
            recipient_id=recipient_id,
            audience="leave_out",
            sealed=b"",
            shared_at=now,
        )
        seals = PersonalSeals(self.keys)
        share.sealed = await seals.seal(text, share.organisation_id, share.id, author.id)
        self.session.add(share)
        await self.session.flush()
        return share

    async def open_share(self, share: Share, grant: Grant, now: datetime) -> str:
        """The frozen words. A reader other than the author is written into the audit trail, in this transaction.

        Raises NotGranted for another row's grant.
        """
        if (grant.author_id, grant.row_id) != (share.author_id, share.id):
            raise NotGranted
        text = await self._open(share.sealed, share.organisation_id, share.author_id, share.id)
        if grant.reader_id != share.author_id:
            await Audit(self.session).write(
                organisation_id=share.organisation_id,
                cohort_id=share.cohort_id,
                actor_id=grant.reader_id,
                deed="share_read",
                thing=f"share:{share.id}",
                now=now,
            )
        return text

    async def one_share(self, share_id: str) -> Share | None:
        return await self.session.get(Share, share_id)

    async def shared_by(self, person_id: str) -> tuple[Share, ...]:
        """Everything that the person ever shared, sealed."""
        found = await self.session.exec(
            select(Share).where(Share.author_id == person_id).order_by(col(Share.shared_at))
        )
        return tuple(found.all())

    async def shares(self, entry_id: str) -> tuple[Share, ...]:
        """What was ever shared of an entry, also what was taken back, oldest first."""
        found = await self.session.exec(
            select(Share).where(Share.entry_id == entry_id).order_by(col(Share.shared_at), col(Share.id))
        )
        return tuple(found.all())

    async def _seal(self, entry: Entry, row_id: str, text: str) -> bytes:
        bound = bound_to(entry.organisation_id, entry.person_id, row_id)
        return seal(text, await self.keys.made_for(entry.person_id), bound)

    async def _open(self, sealed: bytes, organisation_id: str, person_id: str, row_id: str) -> str:
        return open_sealed(sealed, await self.keys.key(person_id), bound_to(organisation_id, person_id, row_id))

    async def _entry_of(self, entry_id: str) -> Entry:
        return await self.session.get_one(Entry, entry_id)
