"""The label under a point tells the truth about signing, whatever was done before it is read."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.reply import Document
from bot.rules.board_lines import PARTS, PROJECTS, THEMES
from bot.rules.board_paper import BoardPaper
from bot.rules.board_reading import Read as BoardRead
from bot.rules.printing import MARKDOWN, WORD
from bot.rules.signing import signature
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from bot.rules.wall_forms import wall_page
from bot.rules.wall_reading import OnWall, Read
from prompts.library import PROMPTS, Library
from storage.pair_cards import KINDS
from storage.tables import BoardLine, BoardNote, Cohort, Point, Theme, Wall
from tests.sizes import size

WORDS = Library.load(PROMPTS).words["en"]
_NOW = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)
READER = Reader("reader", Role.PARTICIPANT, Relation.SAME_COHORT)
DEEDS = ("approves", "signs", "takes the name off", "takes out", "gathers", "reveals", "closes", "is erased")


@dataclass
class History:
    """One point through everything that can happen to it, beside what its author last wished."""

    point: Point | None = field(
        default_factory=lambda: Point(organisation_id="o", cohort_id="c", author_id="ada", kind="free", sealed=b"")
    )
    wall: Wall = field(default_factory=lambda: Wall(cohort_id="c"))
    wished: bool = False
    nobodys: bool = False

    def happens(self, deed: str) -> None:
        point = self.point
        if deed == "gathers":
            self._gathers()
        elif deed == "reveals":
            self._reveals()
        elif deed == "closes":
            self._closes()
        elif point is not None and not self.nobodys:
            self._author_does(deed, point)

    def _author_does(self, deed: str, point: Point) -> None:
        is_open = self.wall.gathered_at is None
        if deed == "approves":
            point.approved = point.approved or is_open
        elif deed == "signs" and not self.wall.closed_at:
            point.signed = self.wished = True
        elif deed == "takes the name off" and is_open:
            point.signed = self.wished = False
        elif deed == "is erased" or (deed == "takes out" and not self.wall.closed_at):
            self.point = None

    def _gathers(self) -> None:
        if self.wall.gathered_at is None:
            self.wall.gathered_at = _NOW
            if self.point:
                self.point.on_wall = self.point.approved

    def _reveals(self) -> None:
        if self.wall.gathered_at and not self.wall.revealed_at:
            self.wall.revealed_at = _NOW
            if self.point:
                self.point.shown = self.point.on_wall

    def _closes(self) -> None:
        if self.wall.closed_at is None and self.wall.revealed_at:
            self.wall.closed_at = _NOW
            if self.point and self.point.shown and not self.point.signed:
                self.point.author_id, self.nobodys = None, True


@given(st.lists(st.sampled_from(DEEDS), max_size=20))
@settings(max_examples=size(20_000))
def test_whatever_was_done_the_label_says_whether_the_author_signed(deeds: list[str]) -> None:
    history = History()
    for deed in deeds:
        history.happens(deed)

        point = history.point
        if point and may_read(READER, of_point(point, history.wall)):
            assert point.approved
            wished = history.wished and not history.nobodys
            assert signature(WORDS, point, "Ada") == ("signed by Ada" if wished else "not signed")


def test_a_point_without_an_author_is_never_signed_whatever_its_row_says() -> None:
    point = Point(organisation_id="o", cohort_id="c", author_id=None, kind="card", sealed=b"", signed=True)

    assert signature(WORDS, point, "Ada") == "not signed"


# -- as they are read on the wall and in documents ---------------------------------------------------------------------

ALL_KINDS = ("together", "lived", "strained", "free", "entry", "card", *KINDS)
POINTS = st.builds(
    Point,
    organisation_id=st.just("o"),
    cohort_id=st.just("c"),
    author_id=st.sampled_from((None, "ada")),
    theme_id=st.sampled_from((None, "rota", "beds")),
    kind=st.sampled_from(ALL_KINDS),
    sealed=st.just(b""),
    signed=st.booleans(),
    shown=st.just(True),
    on_wall=st.just(True),
)


@given(st.lists(POINTS, max_size=12))
@settings(max_examples=size(2_000))
def test_under_every_point_and_card_line_on_the_wall_stands_its_own_label(points: list[Point]) -> None:
    for number, point in enumerate(points):
        point.id = f"p{number}"
    read = tuple(Read(one, f"Point {one.id}.", signature(WORDS, one, f"Ada {one.id}")) for one in points)
    themes = [Theme(id=key, cohort_id="c", position=0, sealed=b"", shown=True) for key in ("rota", "beds")]
    wall = Wall(cohort_id="c", revealed_at=_NOW)

    page = wall_page(WORDS, wall, OnWall(themes, {"rota": "Rota", "beds": "Beds"}, read))

    lines = [line for item in page.items for line in item.text.replace("\\", "").split("\n") if line]
    under = {text: label.strip("_") for text, label in pairwise(lines)}
    for one in points:
        label = under[f"Point {one.id}."]
        assert (f"signed by Ada {one.id}" == label) == bool(one.signed and one.author_id)
        assert label.endswith("not signed") == (not (one.signed and one.author_id))
        assert ("pair card" in label) == (one.kind in KINDS and not label.startswith("signed by"))


OWNERS = st.lists(st.sampled_from(("Ada Novak", "Ben Okafor")), unique=True)
LINES = st.lists(st.tuples(st.sampled_from(PARTS), OWNERS, st.booleans()), min_size=1, max_size=8)
STATES = st.sampled_from(("draft", "reading", "approved", "sent"))
TITLES = st.sampled_from(("board_paper.title", "board_paper.summary_title"))


@given(LINES, STATES, TITLES)
@settings(max_examples=size(6_000))
def test_a_markdown_document_says_who_stands_behind_its_lines_and_that_nobody_signed_themes(
    drawn: list[tuple[str, list[str], bool]], state: str, title: str
) -> None:
    read = _lines(drawn)

    text = _printed(read, state, title, MARKDOWN).decode().replace("\\", "")

    _tells_the_truth(text, read)


@given(LINES, STATES, TITLES)
@settings(max_examples=size(400))
def test_a_word_document_says_who_stands_behind_its_lines_and_that_nobody_signed_themes(
    drawn: list[tuple[str, list[str], bool]], state: str, title: str
) -> None:
    read = _lines(drawn)

    made = docx.Document(io.BytesIO(_printed(read, state, title, WORD)))

    rows = [" | ".join(cell.text for cell in row.cells) for table in made.tables for row in table.rows]
    _tells_the_truth("\n".join([*(one.text for one in made.paragraphs), *rows]), read)


def _tells_the_truth(text: str, read: list[BoardRead]) -> None:
    stand = [one for one in read if one.stands]
    projects = [one for one in stand if one.line.part == PROJECTS]
    assert text.count("nobody has signed them") == any(one.line.part == THEMES for one in stand)
    assert "signed by" not in text
    assert [one.text in text for one in read] == [one.stands for one in read]
    assert all(f"{one.text} | {', '.join(one.owners) or '–'}" in text for one in projects)
    assert ("Novak" in text) == any("Ada Novak" in one.owners for one in projects)


def _printed(read: list[BoardRead], state: str, title: str, form: str) -> bytes:
    """As a note, or as the summary of a debrief."""
    note = BoardNote(organisation_id="o", cohort_id="c", state=state, made_at=_NOW, approved_at=_NOW, sent_at=_NOW)
    spring = Cohort(organisation_id="o", name="Spring", created_at=_NOW)
    made = BoardPaper(spring, note, read, (), WORDS, _NOW, title_key=title).printed(form)()
    assert isinstance(made, Document)
    return made.content


def _lines(drawn: list[tuple[str, list[str], bool]]) -> list[BoardRead]:
    return [_line(at, part, owners, stands=stands) for at, (part, owners, stands) in enumerate(drawn)]


def _line(at: int, part: str, owners: list[str], *, stands: bool) -> BoardRead:
    line = BoardLine(note_id="n", position=at, part=part, sealed=b"", state="in" if stands else "out")
    return BoardRead(at, line, f"Line number {at} ends here", tuple(owners) if part == PROJECTS else ())
