"""People's own journal as a document, for themselves alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.care.care import Care
from bot.chat.dates import moment
from bot.chat.reply import Document
from bot.documents.markdown import markdown
from bot.documents.paper import Heading, Paper, Paragraph, Part
from bot.documents.word import word
from bot.rules.itinerary import zone_of
from bot.rules.printing import MARKDOWN, file_name, locale_of
from bot.rules.visibility import own
from prompts.library import Library
from prompts.words import Words
from storage.store import Store
from storage.tables import Entry, Person, Turn

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry, opened: what it is, and what was said in it, each with what stands before it."""

    heading: str
    said: tuple[tuple[str, str], ...] = field(repr=False)
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JournalPaper:
    """The whole journal, oldest first, as it was read; printing it needs nothing else."""

    pieces: tuple[Piece, ...] = field(repr=False)
    made_on: date
    under_title: str
    words: Words

    def document(self, form: str) -> Document:
        """The journal in that form: "markdown", or else "word"."""
        title = self.words.label("journal_paper.title")
        paper = Paper(title, self.under_title, locale_of(self.words), self.made_on, tuple(self._parts()))
        if form == MARKDOWN:
            return Document(file_name(title, "md"), title, markdown(paper).encode())
        return Document(file_name(title, "docx"), title, word(paper))

    def _parts(self) -> Iterator[Part]:
        yield Paragraph(self.words.label("journal_paper.what"))
        for piece in self.pieces:
            yield Heading(piece.heading)
            for lead, text in piece.said:
                yield Paragraph(text, lead)
            if piece.marks:
                yield Paragraph(", ".join(piece.marks), self.words.label("journal_paper.marks"))


@dataclass(frozen=True, slots=True)
class JournalReading:
    """Reads the journal of the person whom the document is for, and of nobody else.

    `question` takes the question out of what the coach said: the words that it gave back stand right above.
    """

    store: Store
    library: Library
    care: Care
    words: Words
    question: Callable[[str], str]

    async def paper(self, person: Person, now: datetime) -> JournalPaper:
        """Where something looks like patient details and its author has not said that it is none, it stands as […]."""
        entries = reversed(await self.store.reflections.journal(person.id))
        pieces = tuple([await self._piece(entry, person) for entry in entries])
        made = moment(now, zone_of(person, None), self.words)
        under = self.words.label("journal_paper.under_title", name=person.name, when=made)
        return JournalPaper(pieces, now.date(), under, self.words)

    async def _piece(self, entry: Entry, person: Person) -> Piece:
        turns = await self.store.reflections.turns(entry.id)
        said = tuple([(self._lead(turn), await self._text(turn, person)) for turn in turns])
        tags = await self.store.reflections.tagged(entry.id)
        marks = tuple(f"{name}: {self.words.label(f'noting.{how}')}" for name, how in tags)
        return Piece(self._heading(entry, person), said, marks)

    async def _text(self, turn: Turn, person: Person) -> str:
        grant = own(turn, person.id)
        text = await self.store.reflections.open_turn(turn, grant) if grant else ""
        if turn.speaker != _PERSON:
            text = self.question(text)
        return text if turn.cleared else self.care.details.without(text)

    def _lead(self, turn: Turn) -> str:
        if turn.speaker == _PERSON:
            return ""
        return self.words.label("journal_paper.question_by_model" if turn.by_model else "journal_paper.question")

    def _heading(self, entry: Entry, person: Person) -> str:
        at, label = moment(entry.written_at, zone_of(person, None), self.words), self.words.label
        if entry.kind == "note":
            return label("journal_paper.note", kind=label(f"noting.typed_{entry.note or 'notice'}"), moment=at)
        title = self._title(entry)
        key = "journal_paper.answer" if title else "journal_paper.free"
        return label(key, title=title, moment=at)

    def _title(self, entry: Entry) -> str:
        try:
            return self.library.prompt(self.words.language, entry.prompt).title if entry.prompt else ""
        except KeyError:  # a prompt that the program no longer has
            return ""
