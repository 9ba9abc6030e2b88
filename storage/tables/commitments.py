"""If-then promises of people, and when the *if* of each comes."""

from datetime import date, datetime

from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Commitment(Table, table=True):
    """One if-then promise: the turn that says it, and when its *if* comes.

    Its words are sealed in that turn, stand nowhere else, and go with it. `comes_on` is the one day of the *if*,
    `weekday` (ISO, 1 to 7) the one on which it comes every week; it has one of them, or neither. `answer` is what its
    author last said became of it: "", "kept", "changed", "let_go" or "not_yet". Nothing more is asked about one that is
    `over`.
    """

    __tablename__ = "commitment"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    turn_id: str = Field(foreign_key="turn.id", unique=True, max_length=36, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    comes_on: date | None = None
    weekday: int | None = None
    answer: str = Field(default="", max_length=10)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    over: bool = False
    made_at: datetime = Field(sa_type=Moment)
