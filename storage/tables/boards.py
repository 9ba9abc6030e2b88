"""The note of a cohort to its board, line by line, and what is answered to it."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class BoardNote(Table, table=True):
    """A cohort's note to its board. `state` is "draft", "reading" (all who take part say what they think of each
    line), "approved" (by the facilitator: anybody may object for a while) or "sent".
    """

    __tablename__ = "board_note"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", unique=True, max_length=36)
    state: str = Field(default="draft", max_length=10)
    made_at: datetime = Field(sa_type=Moment)
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class BoardLine(Table, table=True):
    """One line of a note, sealed under the cohort's key. `part` is "facts", "themes", "values", "projects", "asks" or
    "next", `state` is "in" or "out".

    `settled_at` is when its time for objections began, and begins anew with new words. `objected_at` is set while an
    objection stands, with one of a few reasons; of whoever objected nothing is kept. What the board answers to an ask
    stands in the four last columns.
    """

    __tablename__ = "board_line"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    note_id: str = Field(foreign_key="board_note.id", index=True, max_length=36, ondelete="CASCADE")
    position: int
    part: str = Field(max_length=10)
    # of a line on a project, without a key: the owners are named from there, and from nowhere else
    project_id: str = Field(default="", max_length=36)
    sealed: bytes = Field(sa_type=LargeBinary)
    state: str = Field(default="in", max_length=3)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    objected_at: datetime | None = Field(default=None, sa_type=Moment)
    objection: str = Field(default="", max_length=20)
    decision: str = Field(default="", sa_type=Text)
    answer_owner: str = Field(default="", max_length=200)
    answer_on: date | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class BoardVoice(Table, table=True):
    """What one person thinks of a line: "keep", "change" or "out". Told in bands only, and gone once it is approved."""

    __tablename__ = "board_voice"
    line_id: str = Field(foreign_key="board_line.id", primary_key=True, max_length=36, ondelete="CASCADE")
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    says: str = Field(max_length=6)
