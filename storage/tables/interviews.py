"""Interviews: the times that are proposed, what stands in two people's calendars, and three sentences afterwards."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class InterviewSlot(Table, table=True):
    """A time that a facilitator proposes, until it is withdrawn. One person has it, or nobody; one person has one."""

    __tablename__ = "interview_slot"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    facilitator_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    starts_at: datetime = Field(sa_type=Moment)
    minutes: int
    place: str = Field(default="", max_length=300)  # a room, or the address of a call
    participation_id: str | None = Field(default=None, foreign_key="participation.id", unique=True, max_length=36)
    proposed_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class Interview(Table, table=True):
    """What a participant and a facilitator may both have in a calendar: the last time that they had together.

    `sequence` counts its changes, so that a calendar knows the newer file (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "interview"
    __table_args__ = (UniqueConstraint("participation_id", "facilitator_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    participation_id: str = Field(foreign_key="participation.id", max_length=36)
    facilitator_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    slot_id: str = Field(foreign_key="interview_slot.id", max_length=36)
    sequence: int = 0
    cancelled: bool = False


class InterviewSentence(Table, table=True):
    """One of the sentences that a facilitator drafted after an interview, sealed under the participant's key.

    It is the participant's: only they read it until they approve it (`approved_at`), in whatever words they leave it.
    """

    __tablename__ = "interview_sentence"
    __table_args__ = (UniqueConstraint("participation_id", "position"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    participation_id: str = Field(foreign_key="participation.id", max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    drafted_by: str = Field(foreign_key="person.id", index=True, max_length=36)
    position: int
    sealed: bytes = Field(sa_type=LargeBinary)
    drafted_at: datetime = Field(sa_type=Moment)
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
