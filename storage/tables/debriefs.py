"""The live debrief of a cohort: its rounds, who is there, and what they send in."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id

_RUNNING = text("state = 'running'")


class Debrief(Table, table=True):
    """A cohort's live debrief. `state` is "running" or "closed"; a cohort has one that runs at most.

    `minutes` is the length of its run-sheet, `position` that of the round that is on. Every command that changes
    anything raises `version`; `last_move` says what it was, and `moved_by` whose. The facilitator who leads is named
    without a key, because that may pass to another.
    """

    __tablename__ = "debrief"
    __table_args__ = (
        Index("uq_debrief_running", "cohort_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    minutes: int
    state: str = Field(default="running", max_length=10)
    position: int = 0
    version: int = 1
    driver_id: str = Field(max_length=36)
    last_move: str = Field(default="start", max_length=10)
    moved_by: str = Field(default="", max_length=36)
    started_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class DebriefRound(Table, table=True):
    """One round of a debrief, as the run-sheet had it when the debrief began.

    `state` is waiting, open (nothing is sent in), collecting, closed, revealed or skipped. Moments are the program's
    time; `ends_at` is when the time that it was given last is up: then it is told, and nothing closes by itself.
    `announced` is the debrief's version in which the round last came on or was shown: what was to be said of it before
    is void.
    """

    __tablename__ = "debrief_round"
    __table_args__ = (UniqueConstraint("debrief_id", "key"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    debrief_id: str = Field(foreign_key="debrief.id", max_length=36, ondelete="CASCADE")
    key: str = Field(max_length=20)
    position: int
    minutes: int
    collects: bool = False
    hidden: bool = False
    state: str = Field(default="waiting", max_length=10)
    announced: int = 0
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    ends_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    revealed_at: datetime | None = Field(default=None, sa_type=Moment)


class DebriefPresence(Table, table=True):
    """That somebody is there: from their first press on, until they say that they go. Shown to nobody by name."""

    __tablename__ = "debrief_presence"
    debrief_id: str = Field(foreign_key="debrief.id", primary_key=True, max_length=36, ondelete="CASCADE")
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    came_at: datetime = Field(sa_type=Moment)
    agreed_at: datetime | None = Field(default=None, sa_type=Moment)  # to the ground rules
    left_at: datetime | None = Field(default=None, sa_type=Moment)
    seat: int | None = None  # the number of their group, in the round in fours


class StoryOffer(Table, table=True):
    """That somebody could tell a story in the debrief. Who it is, the facilitator learns only if `named`."""

    __tablename__ = "story_offer"
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    named: bool = False
    offered_at: datetime = Field(sa_type=Moment)


class Contribution(Table, table=True):
    """What one person sent in to one round, sealed. `slot` tells apart several pieces of one person in one round.

    `sealed_for` is whose key seals it: its author's, or the cohort's where it has no author. That is so for a card
    that a facilitator entered for somebody without a phone (`entered_by`, without a key because it names no author).
    """

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("debrief_id", "round_key", "participation_id", "slot"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    debrief_id: str = Field(foreign_key="debrief.id", index=True, max_length=36, ondelete="CASCADE")
    round_key: str = Field(max_length=20)
    participation_id: str | None = Field(default=None, foreign_key="participation.id", index=True, max_length=36)
    slot: str = Field(default="", max_length=40)
    sealed_for: str = Field(max_length=36)
    sealed: bytes = Field(sa_type=LargeBinary)
    entered_by: str | None = Field(default=None, max_length=36)
    made_at: datetime = Field(sa_type=Moment)
