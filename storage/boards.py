"""The notes to the board: their lines, sealed, and what those who take part think of each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.key_ring import KeyRing
from storage.sealed import Grant, NotGranted, bound_to, open_sealed, seal
from storage.tables import BoardLine, BoardNote, BoardVoice, Cohort


@dataclass(frozen=True, slots=True)
class Boards:
    """Lines are sealed under the key of their cohort, because nobody is their author."""

    session: AsyncSession
    keys: KeyRing

    async def of(self, cohort_id: str) -> BoardNote | None:
        return (await self.session.exec(select(BoardNote).where(BoardNote.cohort_id == cohort_id))).first()

    async def of_cohorts(self, cohorts: Sequence[str]) -> Mapping[str, tuple[BoardNote, tuple[BoardLine, ...]]]:
        """The note of each of these cohorts that has one, with its lines."""
        asked = select(BoardNote).where(col(BoardNote.cohort_id).in_(cohorts))
        notes = (await self.session.exec(asked)).all()
        of_them = select(BoardLine).where(col(BoardLine.note_id).in_([one.id for one in notes]))
        lines = (await self.session.exec(of_them)).all() if notes else ()
        return {note.cohort_id: (note, tuple(one for one in lines if one.note_id == note.id)) for note in notes}

    async def held(self, cohort_id: str) -> BoardNote | None:
        """The cohort's note as it stands now, until the transaction ends."""
        asked = select(BoardNote).where(BoardNote.cohort_id == cohort_id).with_for_update()
        return (await self.session.exec(asked.execution_options(populate_existing=True))).first()

    async def note(self, note_id: str) -> BoardNote | None:
        return await self.session.get(BoardNote, note_id)

    async def begin(self, cohort: Cohort, now: datetime) -> BoardNote:
        """An empty draft."""
        made = BoardNote(organisation_id=cohort.organisation_id, cohort_id=cohort.id, made_at=now)
        self.session.add(made)
        await self.session.flush()
        return made

    async def lines(self, note_id: str) -> tuple[BoardLine, ...]:
        """All of its lines in their order, those that are out among them."""
        asked = select(BoardLine).where(BoardLine.note_id == note_id)
        found = await self.session.exec(asked.order_by(col(BoardLine.position), col(BoardLine.id)))
        return tuple(found.all())

    async def line(self, line_id: str) -> BoardLine | None:
        return await self.session.get(BoardLine, line_id)

    async def write(self, note: BoardNote, lines: Iterable[tuple[str, str, str]]) -> None:
        """Makes these, each a part, its words and its project (or none), all of the note's lines."""
        await self.session.exec(delete(BoardLine).where(col(BoardLine.note_id) == note.id))
        for position, (part, text, project) in enumerate(lines):
            row = BoardLine(note_id=note.id, position=position, part=part, project_id=project, sealed=b"")
            await self._add(note, row, text)

    async def add(self, note: BoardNote, part: str, text: str) -> BoardLine:
        """One more line, the last of its part."""
        lines = await self.lines(note.id)
        last = max((one.position for one in lines if one.part == part), default=len(lines))
        return await self._add(note, BoardLine(note_id=note.id, position=last, part=part, sealed=b""), text)

    async def reword(self, note: BoardNote, line: BoardLine, text: str) -> None:
        """New words; what was said of the old ones is forgotten."""
        await self.session.exec(delete(BoardVoice).where(col(BoardVoice.line_id) == line.id))
        await self._add(note, line, text)

    async def open(self, note: BoardNote, line: BoardLine, grant: Grant) -> str:
        """The words of a line. Raises NotGranted for another line's grant."""
        if (grant.author_id, grant.row_id) != (note.cohort_id, line.id):
            raise NotGranted
        bound = bound_to(note.organisation_id, note.cohort_id, line.id)
        return open_sealed(line.sealed, await self.keys.key(note.cohort_id), bound)

    async def _add(self, note: BoardNote, line: BoardLine, text: str) -> BoardLine:
        bound = bound_to(note.organisation_id, note.cohort_id, line.id)
        line.sealed = seal(text, await self.keys.made(note.cohort_id), bound)
        self.session.add(line)
        await self.session.flush()
        return line

    # -- what people think of it -----------------------------------------------------------------------------------

    async def say(self, participation_id: str, voices: Mapping[str, str]) -> None:
        """What that person thinks of each of these lines, in place of what they said before."""
        for line_id, says in voices.items():
            voice = await self.session.get(BoardVoice, (line_id, participation_id))
            if voice is None:
                voice = BoardVoice(line_id=line_id, participation_id=participation_id, says=says)
                self.session.add(voice)
            voice.says = says
        await self.session.flush()

    async def said_by(self, participation_id: str, lines: Sequence[BoardLine]) -> Mapping[str, str]:
        """What that person said of each of these lines."""
        found = await self.session.exec(
            select(BoardVoice).where(
                BoardVoice.participation_id == participation_id,
                col(BoardVoice.line_id).in_([one.id for one in lines]),
            )
        )
        return {one.line_id: one.says for one in found.all()}

    async def has_said(self, participation_id: str, note_id: str) -> bool:
        """Whether that person has said what they think of any of its lines."""
        said = select(BoardVoice).join(BoardLine, col(BoardLine.id) == BoardVoice.line_id)
        own = said.where(BoardLine.note_id == note_id, BoardVoice.participation_id == participation_id)
        return (await self.session.exec(own.limit(1))).first() is not None

    async def counted(self, lines: Sequence[BoardLine]) -> Mapping[str, Counter[str]]:
        """How many said what of each line: for bands, never for showing."""
        counts = {one.id: Counter[str]() for one in lines}
        found = await self.session.exec(select(BoardVoice).where(col(BoardVoice.line_id).in_(list(counts))))
        for voice in found.all():
            counts[voice.line_id][voice.says] += 1
        return counts

    async def voices(self, note_id: str) -> int:
        """How many people have said what they think of any of its lines: for bands, never for showing."""
        said = select(func.count(func.distinct(col(BoardVoice.participation_id))))
        of_it = said.join(BoardLine, col(BoardLine.id) == BoardVoice.line_id).where(BoardLine.note_id == note_id)
        return (await self.session.exec(of_it)).one()

    async def forget_voices(self, lines: Sequence[BoardLine]) -> None:
        """What people thought of the lines has been heard, and is forgotten."""
        await self.session.exec(delete(BoardVoice).where(col(BoardVoice.line_id).in_([one.id for one in lines])))
