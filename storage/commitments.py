"""If-then promises: whose they are, when their *if* comes, and what became of them. Their words are in their turns."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Commitment, Entry, Turn

OPEN, KEPT, LET_GO = "open", "kept", "let_go"


@dataclass(frozen=True, slots=True)
class Commitments:
    """Whoever asks must see to it that nobody but its author is told of a promise."""

    session: AsyncSession

    async def make(
        self, turn: Turn, now: datetime, *, comes_on: date | None = None, weekday: int | None = None
    ) -> Commitment:
        """What that turn says is a promise from now on. It is one only once, however often it is called."""
        if made := await self.of_turn(turn.id):
            return made
        made = Commitment(
            entry_id=turn.entry_id,
            turn_id=turn.id,
            person_id=turn.person_id,
            comes_on=comes_on,
            weekday=weekday,
            made_at=now,
        )
        self.session.add(made)
        await self.session.flush()
        return made

    async def one(self, commitment_id: str) -> Commitment | None:
        return await self.session.get(Commitment, commitment_id)

    async def of_turn(self, turn_id: str) -> Commitment | None:
        found = await self.session.exec(select(Commitment).where(Commitment.turn_id == turn_id))
        return found.first()

    async def of_entry(self, entry_id: str) -> tuple[Commitment, ...]:
        """The promises that stand in that entry."""
        found = await self.session.exec(select(Commitment).where(Commitment.entry_id == entry_id))
        return tuple(found.all())

    async def of(self, person_id: str) -> tuple[Commitment, ...]:
        """All of the person's promises, those that are open first, and of these the newest."""
        found = await self.session.exec(
            select(Commitment)
            .where(Commitment.person_id == person_id)
            .order_by(col(Commitment.state) != OPEN, col(Commitment.made_at).desc(), col(Commitment.id))
        )
        return tuple(found.all())

    async def with_a_day(self) -> tuple[tuple[Commitment, Entry], ...]:
        """Every open promise whose *if* has a day, with the entry that it stands in."""
        found = await self.session.exec(
            select(Commitment, Entry)
            .join(Entry, col(Entry.id) == Commitment.entry_id)
            .where(
                Commitment.state == OPEN,
                or_(col(Commitment.comes_on).is_not(None), col(Commitment.weekday).is_not(None)),
            )
            .order_by(col(Commitment.id))
        )
        return tuple(found.all())
