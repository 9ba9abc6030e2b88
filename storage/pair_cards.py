"""Pair cards: each line in words that both of a visit have approved, or have not yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Audit
from storage.key_ring import KeyRing
from storage.personal_seals import PersonalSeals
from storage.points import Points
from storage.sealed import Grant, NotGranted
from storage.tables import CardLine, Leg, PairCard, Participation, Point, new_id

KINDS = ("notice", "wonder", "realise", "barrier", "test")  # product.md: what a pair card says, in this order


@dataclass(frozen=True, slots=True)
class ApprovedCard:
    """A card that waits at the debrief: every line, in order, in words that both approve."""

    card: PairCard
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class PairCards:
    """Whoever changes or approves a line says which words they saw: others meanwhile are never approved unseen."""

    session: AsyncSession
    keys: KeyRing

    async def card(self, leg: Leg, organisation_id: str, now: datetime) -> PairCard:
        """The card of a visit, made if there is none."""
        if found := await self.session.get(PairCard, leg.id):
            return found
        visitor = await self.session.get_one(Participation, leg.visitor_id)
        host = await self.session.get_one(Participation, leg.host_id)
        card = PairCard(
            leg_id=leg.id,
            organisation_id=organisation_id,
            cohort_id=leg.cohort_id,
            visitor_id=visitor.person_id,
            host_id=host.person_id,
            made_at=now,
        )
        self.session.add(card)
        await self.session.flush()
        return card

    async def hold(self, card: PairCard) -> None:
        """From here to the end of the transaction, nobody else changes or approves a line of that card."""
        await self.session.exec(select(PairCard.leg_id).where(PairCard.leg_id == card.leg_id).with_for_update())

    async def lines(self, leg_id: str) -> dict[str, CardLine]:
        """What a card says so far, sealed, by kind."""
        asked = select(CardLine).where(CardLine.leg_id == leg_id).execution_options(populate_existing=True)
        return {one.kind: one for one in await self.session.exec(asked)}

    async def write(self, card: PairCard, kind: str, text: str, *, by: str, seen: int, now: datetime) -> bool:
        """Puts these words there in place of version `seen` (0: of nothing); its writer approves them, nobody else.

        No text takes the line out, and nobody approves that. False, and nothing changed, where the line is another
        version by now.
        """
        line_id = await self._id(card.leg_id, kind)
        if line_id is None:
            return seen == 0 and (not text or await self._begin(card, kind, text, by, now))
        same = col(CardLine.id) == line_id, col(CardLine.version) == seen
        approved = seen + 1 if text else 0
        done = await self.session.exec(
            update(CardLine)
            .where(*same)
            .values(
                sealed=await self._sealed(card, line_id, text),
                version=seen + 1,
                written_by=by,
                empty=not text,
                visitor_approves=approved if by == card.visitor_id else 0,
                host_approves=approved if by == card.host_id else 0,
                changed_at=now,
            )
        )
        if done.rowcount:
            await self._off_the_wall(card)
        return done.rowcount == 1

    async def approve(self, card: PairCard, kind: str, by: str, version: int, *, yes: bool) -> bool:
        """One of the two approves the words of that version, or takes it back; False where they are others by now."""
        if not yes:
            await self._off_the_wall(card)
        side = "visitor_approves" if by == card.visitor_id else "host_approves"
        line = col(CardLine.leg_id) == card.leg_id, col(CardLine.kind) == kind
        same = *line, col(CardLine.version) == version
        done = await self.session.exec(update(CardLine).where(*same).values({side: version if yes else 0}))
        return done.rowcount == 1

    async def take_back(self, card: PairCard, by: str) -> None:
        """One of the two approves nothing of the card any more."""
        await self._off_the_wall(card)
        side = "visitor_approves" if by == card.visitor_id else "host_approves"
        await self.session.exec(update(CardLine).where(col(CardLine.leg_id) == card.leg_id).values({side: 0}))

    async def approved(self, cohort_id: str) -> tuple[ApprovedCard, ...]:
        """The cards of a cohort that wait at the debrief: all five lines approved by two who both still take part."""
        visitor, host = aliased(Participation), aliased(Participation)
        found = await self.session.exec(
            select(PairCard, CardLine)
            .join(CardLine, col(CardLine.leg_id) == PairCard.leg_id)
            .join(Leg, col(Leg.id) == PairCard.leg_id)
            .join(visitor, col(visitor.id) == Leg.visitor_id)
            .join(host, col(host.id) == Leg.host_id)
            .where(PairCard.cohort_id == cohort_id, visitor.state != "left", host.state != "left")
            .order_by(col(PairCard.leg_id))
        )
        lines = defaultdict[str, dict[str, CardLine]](dict)
        cards = {}
        for card, line in found.all():
            cards[card.leg_id] = card
            lines[card.leg_id][line.kind] = line
        return tuple(
            ApprovedCard(cards[leg_id], tuple(said[kind] for kind in KINDS))
            for leg_id, said in lines.items()
            if is_approved(said)
        )

    async def written_by(self, person_id: str) -> tuple[tuple[PairCard, CardLine], ...]:
        """Every line whose words are that person's, with its card."""
        asked = select(PairCard, CardLine).join(CardLine, col(CardLine.leg_id) == PairCard.leg_id)
        return tuple((await self.session.exec(asked.where(CardLine.written_by == person_id))).all())

    async def open(self, card: PairCard, line: CardLine, grant: Grant, now: datetime, *, shown: bool = True) -> str:
        """The words. A reader who did not write them is put into the audit trail, in this transaction.

        Not `shown`, they are only compared with others. Raises NotGranted for another row's grant.
        """
        if (grant.author_id, grant.row_id) != (card.visitor_id, line.id):
            raise NotGranted
        if shown and grant.reader_id != line.written_by:
            await Audit(self.session).write(
                organisation_id=card.organisation_id,
                cohort_id=card.cohort_id,
                actor_id=grant.reader_id,
                deed="card_line_read",
                thing=f"line:{line.id}",
                now=now,
            )
        seals = PersonalSeals(self.keys)
        return await seals.open(line.sealed, card.organisation_id, line.id, card.visitor_id, card.host_id)

    async def _off_the_wall(self, card: PairCard) -> None:
        """A card that one of the two does not approve as it was is on no wall: its lines go together.

        As with any point, no words without a name are shown then that were gathered with them.
        """
        lines = select(CardLine.id).where(CardLine.leg_id == card.leg_id)
        gone = await self.session.exec(delete(Point).where(col(Point.line_id).in_(lines)))
        if gone.rowcount:
            await Points(self.session, self.keys).words_over(card.cohort_id)

    async def _id(self, leg_id: str, kind: str) -> str | None:
        found = await self.session.exec(select(CardLine.id).where(CardLine.leg_id == leg_id, CardLine.kind == kind))
        return found.first()

    async def _begin(self, card: PairCard, kind: str, text: str, by: str, now: datetime) -> bool:
        line = CardLine(id=new_id(), leg_id=card.leg_id, kind=kind, written_by=by, sealed=b"", changed_at=now)
        line.sealed = await self._sealed(card, line.id, text)
        line.visitor_approves, line.host_approves = int(by == card.visitor_id), int(by == card.host_id)
        self.session.add(line)
        await self.session.flush()
        return True

    async def _sealed(self, card: PairCard, line_id: str, text: str) -> bytes:
        seals = PersonalSeals(self.keys)
        return await seals.seal(text, card.organisation_id, line_id, card.visitor_id, card.host_id)


def both_approve(line: CardLine) -> bool:
    """Whether both of the two approve the words as they stand."""
    return not line.empty and line.visitor_approves == line.host_approves == line.version


def is_approved(lines: dict[str, CardLine]) -> bool:
    """Whether the card is whole, and every line approved by both."""
    return all(kind in lines and both_approve(lines[kind]) for kind in KINDS)
