"""Forgetting what was kept for long enough."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func
from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import (
    Contribution,
    Debrief,
    Delivery,
    Document,
    Entry,
    InterviewSentence,
    PairCard,
    PairTalk,
    Participation,
    Point,
    Share,
    Theme,
    Tombstone,
    Vote,
)

_OVER = ("sent", "missed", "cancelled", "failed")


@dataclass(frozen=True, slots=True)
class Retention:
    """Every method is told the moment or the cohorts; how long is long enough is decided elsewhere."""

    session: AsyncSession

    async def forget_reflections(self, cohorts: Collection[str]) -> int:
        """Deletes what was written in those cohorts, with its tags and shares; says how many entries that were.

        What was sent in to their debriefs, what stood on their walls, the sentences about interviews, pair cards, and
        whether pairs said that they talked, goes along. What somebody wrote in no cohort goes with the last of theirs.
        """
        if not cohorts:
            return 0
        of_them = col(Participation.cohort_id).in_(cohorts)
        in_one = select(Participation.id).where(of_them)
        elsewhere = select(Participation.person_id).where(~of_them)
        was_there = select(Participation.person_id).where(of_them)
        free = (
            col(Entry.participation_id).is_(None),
            col(Entry.person_id).in_(was_there),
            col(Entry.person_id).not_in(elsewhere),
        )
        await self.session.exec(delete(PairCard).where(col(PairCard.cohort_id).in_(cohorts)))
        await self.session.exec(delete(InterviewSentence).where(col(InterviewSentence.cohort_id).in_(cohorts)))
        await self.session.exec(delete(Share).where(col(Share.entry_id).is_(None), col(Share.cohort_id).in_(cohorts)))
        kept = await self.session.exec(delete(Entry).where(col(Entry.participation_id).in_(in_one)))
        alone = await self.session.exec(delete(Entry).where(*free))
        debriefs = select(Debrief.id).where(col(Debrief.cohort_id).in_(cohorts))
        await self.session.exec(delete(Contribution).where(col(Contribution.debrief_id).in_(debriefs)))
        for of_the_wall in (Vote, Point, Theme):
            await self.session.exec(delete(of_the_wall).where(col(of_the_wall.cohort_id).in_(cohorts)))
        await self.session.exec(delete(PairTalk).where(col(PairTalk.participation_id).in_(in_one)))
        return kept.rowcount + alone.rowcount

    async def forget_details(self, before: datetime) -> None:
        """Blanks the names and dates in promises of before that moment that are kept or closed."""
        told = col(Delivery.state).in_(_OVER), col(Delivery.due_at) < before
        filled = func.length(cast(col(Delivery.detail), String)) > len("{}")
        await self.session.exec(update(Delivery).where(*told, filled).values(detail={}))

    async def forget_tombstones(self, before: datetime) -> None:
        """Forgets which chat messages were deleted before their words arrived; no words arrive that late."""
        await self.session.exec(delete(Tombstone).where(col(Tombstone.deleted_at) < before))

    async def forget_documents(self, before: datetime) -> None:
        """Deletes the documents that nobody took while their link worked."""
        await self.session.exec(delete(Document).where(col(Document.expires_at) < before))
