"""The note to the board, and the summary of a debrief, as documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from bot.chat.dates import day
from bot.chat.reply import Document
from bot.documents.chart import Value
from bot.documents.markdown import markdown
from bot.documents.paper import Bullets, Grid, Heading, Paper, Paragraph, Part
from bot.documents.word import word
from bot.rules.board_lines import ASKS, PARTS, PROJECTS, THEMES, VALUES
from bot.rules.board_reading import SENT, Read
from bot.rules.board_time import answer_key
from bot.rules.printing import MARKDOWN, Printed, file_name, locale_of
from bot.rules.values_paper import picture
from prompts.words import Words
from storage.tables import BoardNote, Cohort

SUMMARY_TITLE = "board_paper.summary_title"  # the title of what is for the group itself, and nobody has approved


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """Lines that stand, part by part, with the chart of what all maps show; printing it needs nothing else."""

    cohort: Cohort
    note: BoardNote
    lines: Sequence[Read] = field(repr=False)
    values: tuple[Value, ...]
    words: Words
    now: datetime
    title_key: str = "board_paper.title"

    def printed(self, form: str) -> Printed:
        return partial(self._document, form)

    def _document(self, form: str) -> Document:
        title = self.words.label(self.title_key, name=self.cohort.name)
        paper = Paper(title, self._under_title(), locale_of(self.words), self._on(), tuple(self._parts()))
        if form == MARKDOWN:
            return Document(file_name(title, "md"), title, markdown(paper).encode())
        return Document(file_name(title, "docx"), title, word(paper))

    def _on(self) -> date:
        return (self.note.sent_at or self.note.approved_at or self.note.made_at).date()

    def _under_title(self) -> str:
        """Whether it is only a draft is said at the top of every copy; of a summary, that it is one as of today."""
        if self.title_key == SUMMARY_TITLE:
            return self.words.label("board_paper.under_summary", day=day(self.now.date(), self.words))
        return self.words.label(f"board_paper.under_{self.note.state}", day=day(self._on(), self.words))

    def _parts(self) -> Iterator[Part]:
        yield Paragraph(self.words.label("board_paper.what"))
        for part in PARTS:
            lines = [one for one in self.lines if one.stands and one.line.part == part]
            if lines:
                yield Heading(self.words.label(f"board.part_{part}"))
                yield from self._part(part, lines)

    def _part(self, part: str, lines: Sequence[Read]) -> Iterator[Part]:
        if part == PROJECTS:
            yield self._projects(lines)
        elif part == ASKS:
            yield self._asks(lines)
        else:
            yield Bullets(tuple(one.text for one in lines))
        if part == THEMES:
            yield Paragraph(self.words.label("board_paper.themes_unsigned"))
        if part == VALUES and self.values:
            yield picture(self.values, self.words)

    def _projects(self, lines: Sequence[Read]) -> Grid:
        label = self.words.label
        rows = tuple((one.text, ", ".join(one.owners) or "–") for one in lines)
        return Grid((label("board_paper.project"), label("board_paper.owners")), rows)

    def _asks(self, lines: Sequence[Read]) -> Grid:
        label = self.words.label
        rows = tuple((one.text, self._answer(one)) for one in lines)
        return Grid((label("board_paper.ask"), label("board_paper.answer")), rows)

    def _answer(self, read: Read) -> str:
        if self.note.state != SENT or self.note.sent_at is None:
            return "–"
        line = read.line
        on = day(line.answer_on, self.words) if line.answer_on else "–"
        key = answer_key(line, self.note.sent_at, self.now)
        return self.words.label(f"{key}_plain", text=line.decision, people=line.answer_owner, day=on)
