"""What people wrote, in turns, with its tags and shares."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Entry(Table, table=True):
    """A considered entry: an answer to a prompt, a free entry, or a note, in one turn or several."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "person_id", "written_at"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    person_id: str = Field(foreign_key="person.id", max_length=36)
    participation_id: str | None = Field(default=None, foreign_key="participation.id", index=True, max_length=36)
    delivery_id: str | None = Field(default=None, index=True, max_length=36)
    kind: str = Field(max_length=10)  # "answer", "free", "note"
    note: str = Field(default="", max_length=10)  # "notice" or "wonder"
    prompt: str = Field(default="", max_length=60)
    collaboration: str = Field(default="", max_length=10)  # "helped" or "hindered"
    finished: bool = False  # no further question is asked
    written_at: datetime = Field(sa_type=Moment)


class Turn(Table, table=True):
    """One piece of an entry, sealed. `speaker` is "person" or "coach" (a question, with its mirror)."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("entry_id", "position"), Index(None, "person_id", "message"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    entry_id: str = Field(foreign_key="entry.id", max_length=36, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", max_length=36)
    position: int
    speaker: str = Field(max_length=10)
    surface: str = Field(max_length=10)  # "form" or "chat": chat may quote only what was typed there
    message: str = Field(default="", max_length=100)  # platform id, where it was typed in the chat
    sealed: bytes = Field(sa_type=LargeBinary)
    written_at: datetime = Field(sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    by_model: bool = False  # a model asked this question, which is said wherever it is read
    cleared: bool | None = None  # False: its author was asked about patient details in it; True: they said it is none


class Tombstone(Table, table=True):
    """A chat message that was deleted before its words arrived: they are not kept when they do."""

    __tablename__ = "tombstone"
    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    message: str = Field(primary_key=True, max_length=100)
    deleted_at: datetime = Field(sa_type=Moment)


class Tag(Table, table=True):
    """The author's own mark on an entry: a value of the cohort, lived, strained or absent."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("entry_id", "value_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    entry_id: str = Field(foreign_key="entry.id", max_length=36, ondelete="CASCADE")
    value_id: str = Field(foreign_key="cohort_value.id", max_length=36)
    seen: str = Field(max_length=10)  # "lived", "strained", "absent"


class Share(Table, table=True):
    """One author's permission for one entry and one audience. `sealed` holds the frozen words, under the author's key.

    `audience` is "partner", "facilitator" (`recipient_id` says who), "cohort" or "cohort_signed"; or "leave_out": words
    of no entry, which ask a facilitator to leave something out of an interview.
    """

    __tablename__ = "share"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", max_length=36)
    entry_id: str | None = Field(default=None, foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    author_id: str = Field(foreign_key="person.id", max_length=36)
    recipient_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=36)
    audience: str = Field(max_length=20)
    sealed: bytes = Field(sa_type=LargeBinary)
    shared_at: datetime = Field(sa_type=Moment)
    taken_back_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
