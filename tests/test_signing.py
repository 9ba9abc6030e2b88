"""The label under a point tells the truth about signing, whatever was done before it is read."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.signing import signature
from bot.rules.visibility import Reader, Relation, Role, may_read, of_point
from prompts.library import PROMPTS, Library
from storage.tables import Point, Wall
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
@settings(max_examples=size(20_000), deadline=None)
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
