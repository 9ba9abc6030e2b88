"""Three sentences about an interview: drafted by its facilitator, and the participant's from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.audit import Audit
from storage.key_ring import KeyRing
from storage.personal_seals import PersonalSeals
from storage.sealed import Grant, NotGranted
from storage.tables import InterviewSentence, Participation, Person


@dataclass(frozen=True, slots=True)
class InterviewSentences:
    """Sealed under the participant's key. Opened only against a grant of the visibility rule."""

    session: AsyncSession
    keys: KeyRing

    async def draft(self, of: Participation, by: Person, texts: Sequence[str], now: datetime) -> bool:
        """Keeps these in place of an earlier draft; False, and nothing is kept, once the participant approved them."""
        await self.session.exec(select(Participation.id).where(Participation.id == of.id).with_for_update())
        if any(one.approved_at for one in await self.of(of.id)):
            return False
        await self.session.exec(delete(InterviewSentence).where(col(InterviewSentence.participation_id) == of.id))
        for position, text in enumerate(texts):
            row = InterviewSentence(
                organisation_id=of.organisation_id,
                cohort_id=of.cohort_id,
                participation_id=of.id,
                person_id=of.person_id,
                drafted_by=by.id,
                position=position,
                sealed=b"",
                drafted_at=now,
            )
            await self.keep(row, text)
            self.session.add(row)
        await self.session.flush()
        return True

    async def of(self, participation_id: str) -> tuple[InterviewSentence, ...]:
        """Those about somebody's interview, in order, sealed."""
        asked = select(InterviewSentence).where(InterviewSentence.participation_id == participation_id)
        asked = asked.order_by(col(InterviewSentence.position)).execution_options(populate_existing=True)
        return tuple(await self.session.exec(asked))

    async def of_person(self, person_id: str) -> tuple[InterviewSentence, ...]:
        """Those about all interviews of a person, sealed."""
        return tuple(await self.session.exec(select(InterviewSentence).where(InterviewSentence.person_id == person_id)))

    async def keep(self, row: InterviewSentence, text: str) -> None:
        """The sentence in other words."""
        row.sealed = await self._seals.seal(text, row.organisation_id, row.id, row.person_id)

    async def drop(self, row: InterviewSentence) -> None:
        await self.session.delete(row)
        await self.session.flush()

    async def open(self, row: InterviewSentence, grant: Grant, now: datetime) -> str:
        """The words. A reader other than the participant is written into the audit trail, in this transaction.

        Raises NotGranted for another row's grant.
        """
        if (grant.author_id, grant.row_id) != (row.person_id, row.id):
            raise NotGranted
        if grant.reader_id != row.person_id:
            await Audit(self.session).write(
                organisation_id=row.organisation_id,
                cohort_id=row.cohort_id,
                actor_id=grant.reader_id,
                deed="sentence_read",
                thing=f"sentence:{row.id}",
                now=now,
            )
        return await self._seals.open(row.sealed, row.organisation_id, row.id, row.person_id)

    @property
    def _seals(self) -> PersonalSeals:
        return PersonalSeals(self.keys)
