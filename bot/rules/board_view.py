"""The note to the board as each of them reads it: who leads, who takes part, and the sponsor."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.action import (
    AddLine,
    AnswerAsk,
    ApproveNote,
    ChangeLine,
    DraftNote,
    GetDocument,
    GiveToRoom,
    LetRead,
    ObjectToLine,
    SayOfLines,
    SendNote,
)
from bot.chat.dates import day, moment
from bot.rules.bands import band
from bot.rules.board_lines import ASKS
from bot.rules.board_reading import APPROVED, DRAFT, OUT, READING, SENT, Read
from bot.rules.board_time import answer_key, free_at
from bot.rules.printing import BOARD_NOTE, MARKDOWN, SUMMARY, WORD
from prompts.message import Button, Item, Markdown, Message
from prompts.words import Words
from storage.tables import BoardNote, Cohort

KEEP, CHANGE = "keep", "change"
_OVER = "over"  # how an approved note stands once nobody can object any more
FEWEST_VOICES = 3  # what fewer people think of a line is not told: it could be told whose it is


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note with what its reader may read of it."""

    cohort: Cohort
    note: BoardNote
    lines: Sequence[Read]
    words: Words
    now: datetime

    @property
    def zone(self) -> str:
        return self.cohort.timezone or "UTC"

    def for_facilitator(self, voices: Mapping[str, Counter[str]]) -> Message:
        """Every line with what people think of it in bands, and what can be done next."""
        items = self._items(lambda read: self._steering(read, voices))
        head = self._head("facilitator")
        if self.note.state == READING and self._unvoiced(voices):
            head = Markdown(f"{head}\n{self.words.say('board.few_voices_anywhere')}")
        return Message(head, items=items, buttons=tuple(self._facilitators_buttons()))

    def for_participant(self) -> Message:
        return Message(
            self._head("participant"), items=self._items(self._told), buttons=tuple(self._participants_buttons())
        )

    def for_sponsor(self) -> Message:
        """The note with a button at each ask that waits for an answer."""
        return Message(
            self._head("sponsor"), items=self._items(self._told, answering=True), buttons=tuple(self._documents())
        )

    # -- what stands in it -----------------------------------------------------------------------------------------

    def _head(self, reader: str) -> Markdown:
        title = self.words.say("board.title", name=self.cohort.name)
        free = free_at([read.line for read in self.lines])
        when = moment(free, self.zone, self.words) if free else "–"
        sent = day(self.note.sent_at.date(), self.words) if self.note.sent_at else "–"
        told = self.words.say(f"board.{reader}_{self._stand()}", when=when, day=sent)
        return Markdown(f"{title}\n{told}")

    def _stand(self) -> str:
        """The state of the note; of an approved one also whether the time for objections is over."""
        free = free_at([read.line for read in self.lines])
        over = self.note.state == APPROVED and free is not None and free <= self.now
        return _OVER if over else self.note.state

    def _items(self, beside: Callable[[Read], str], *, answering: bool = False) -> tuple[Item, ...]:
        items, part = [], ""
        for read in self.lines:
            title = "" if read.line.part == part else self.words.say("board.part", title=self._part(read.line.part))
            part = read.line.part
            line = "\n".join(filter(None, (self._line(read), beside(read))))
            text = "\n\n".join(filter(None, (title, line)))  # a list that begins with 4 needs a line free above it
            items.append(Item(text, self._answering(read) if answering else ()))
        return tuple(items)

    def _part(self, part: str) -> str:
        return self.words.label(f"board.part_{part}")

    def _line(self, read: Read) -> str:
        owners = self.words.label("board.owners", people=", ".join(read.owners)) if self._has_owners(read) else ""
        text = " ".join(one for one in (read.text, owners) if one)
        return self.words.say("board.line", number=read.number, text=text)

    def _has_owners(self, read: Read) -> bool:
        return bool(read.owners) and read.line.part != ASKS

    # -- beside a line ---------------------------------------------------------------------------------------------

    def _steering(self, read: Read, voices: Mapping[str, Counter[str]]) -> str:
        heard = self.note.state == READING and not self._unvoiced(voices)
        said = self._voices(voices.get(read.line.id, Counter())) if heard else ""
        told = [self._objection(read), said, self._told(read)]
        if read.line.state == OUT:
            told = [self.words.say("board.is_out")]
        return " ".join(one for one in told if one)

    def _objection(self, read: Read) -> str:
        if not read.line.objected_at:
            return ""
        return self.words.say("board.objected", why=self.words.label(f"board.why_{read.line.objection}"))

    def _is_objected_to(self) -> bool:
        return any(read.line.objected_at for read in self.lines if read.line.state != OUT)

    def _unvoiced(self, voices: Mapping[str, Counter[str]]) -> bool:
        """Whether there is no line of which enough people have said what they think."""
        return all(voices.get(read.line.id, Counter()).total() < FEWEST_VOICES for read in self.lines)

    def _voices(self, voices: Counter[str]) -> str:
        if voices.total() < FEWEST_VOICES:
            return self.words.say("board.few_voices")
        bands = {one: self.words.label(band(voices[one], voices.total())) for one in (KEEP, CHANGE, OUT)}
        return self.words.say("board.voices", first=bands[KEEP], second=bands[CHANGE], more=bands[OUT])

    def _told(self, read: Read) -> str:
        """How an ask stands."""
        line = read.line
        if line.part != ASKS or self.note.sent_at is None:
            return ""
        on = day(line.answer_on, self.words) if line.answer_on else "–"
        gaps = {"text": line.decision, "people": line.answer_owner, "day": on}
        return self.words.say(answer_key(line, self.note.sent_at, self.now), **gaps)

    # -- what can be done ------------------------------------------------------------------------------------------

    def _answering(self, read: Read) -> tuple[Button, ...]:
        if read.line.part != ASKS:
            return ()
        label = self.words.label("board.change_answer" if read.line.answered_at else "board.answer")
        return (Button(label, AnswerAsk(read.line.id).pack(), opens_form=True),)

    def _facilitators_buttons(self) -> Iterator[Button]:
        label, cohort = self.words.label, self.cohort.id
        if self.note.state != SENT:
            yield Button(label("board.change_line"), ChangeLine(cohort).pack(), opens_form=True)
            yield Button(label("board.add_line"), AddLine(cohort).pack(), opens_form=True)
        if self.note.state == DRAFT:
            yield Button(label("board.draft_again"), DraftNote(cohort).pack())
            yield Button(label("board.let_read"), LetRead(cohort).pack(), style="primary")
        if self.note.state in {DRAFT, READING}:
            yield Button(label("board.approve"), ApproveNote(cohort).pack())
        if self.note.state == APPROVED and not self._is_objected_to():
            yield Button(label("board.send"), SendNote(cohort).pack(), style="primary")
        yield from self._documents()
        if self.note.state == SENT and self.cohort.room:
            yield Button(label("board.summary_to_room"), GiveToRoom(SUMMARY, WORD, cohort).pack())

    def _participants_buttons(self) -> Iterator[Button]:
        label, cohort = self.words.label, self.cohort.id
        if self.note.state == READING:
            yield Button(label("board.say"), SayOfLines(cohort).pack(), opens_form=True, style="primary")
        if self._stand() == APPROVED:
            yield Button(label("board.object"), ObjectToLine(cohort).pack(), opens_form=True)
        if self.note.state == SENT:
            yield from self._documents()

    def _documents(self) -> Iterator[Button]:
        label, cohort = self.words.label, self.cohort.id
        yield Button(label("documenting.word"), GetDocument(BOARD_NOTE, WORD, cohort).pack())
        yield Button(label("documenting.markdown"), GetDocument(BOARD_NOTE, MARKDOWN, cohort).pack())
