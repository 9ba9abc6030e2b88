"""The wall of a cohort's debrief: the points that people offered for it, the themes they stand under, and the votes."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Wall(Table, table=True):
    """How far a cohort's wall has come. A moment that is set is not changed.

    `opens` was told to the facilitator at `foretold_at`: the wall opens, or plan B. From `gathered_at` on the points
    are a fixed group, which was sorted, and shown to all from `revealed_at` on. `suggestion` is "asked" while a model
    may suggest themes, "model" or "words" once these were sorted by it or by the words that they share, and empty where
    none is asked, or a person has sorted. `words_over`: something was taken out
    of the group since, so that no unsigned words of it are shown again. `voting_at` is set while the vote is on,
    `counted_at` ends it. Sealing was begun at `closing_at` and done at `closed_at`; then its traces were wiped, at
    `wiped_at`.
    """

    __tablename__ = "wall"
    cohort_id: str = Field(foreign_key="cohort.id", primary_key=True, max_length=36)
    opens: bool | None = None
    foretold_at: datetime | None = Field(default=None, sa_type=Moment)
    gathered_at: datetime | None = Field(default=None, sa_type=Moment)
    suggestion: str = Field(default="", max_length=10)
    revealed_at: datetime | None = Field(default=None, sa_type=Moment)
    words_over: bool = False
    voting_at: datetime | None = Field(default=None, sa_type=Moment)
    counted_at: datetime | None = Field(default=None, sa_type=Moment)
    closing_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    wiped_at: datetime | None = Field(default=None, sa_type=Moment)


class Theme(Table, table=True):
    """A theme of a cohort's wall. Its name is sealed under the cohort's key: it may come from what people wrote.

    `by_model`: a model suggested the name, and nobody has changed it.
    `shown`: enough people stand behind its unsigned points, which was found once, when the wall was revealed.
    `votes` is set when the vote is counted. `value_id` is the value that the group holds against it, or empty.
    """

    __tablename__ = "theme"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    position: int
    sealed: bytes = Field(sa_type=LargeBinary)
    by_model: bool = False
    shown: bool = False
    votes: int | None = None
    # refers to a value without a key: values are stated anew, and the theme stays
    value_id: str = Field(default="", max_length=36)
    problem_id: str = Field(default="", max_length=36)  # the same for a problem of the sponsor's list
    lines_revealed_at: datetime | None = Field(default=None, sa_type=Moment)


class Point(Table, table=True):
    """One point for the wall, in the exact words that its author approved, or has not `approved` yet.

    Sealed under its author's key, bound to this row; without an author, under the cohort's. `kind` is "together",
    "lived" or "strained" (the three that are asked for), "entry" (from an entry), "card" (on paper, of somebody who
    is not named), "gap" (a line on what keeps a theme's gap in place) or that of a line of a pair card. Such a one has
    no words of its own: `line_id` is the line, until the wall is closed. `on_wall`: it belongs to the fixed group that
    was gathered. `hidden`: the facilitator has taken it off the wall.
    """

    __tablename__ = "point"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    author_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=36)
    theme_id: str | None = Field(default=None, foreign_key="theme.id", index=True, max_length=36, ondelete="SET NULL")
    line_id: str | None = Field(default=None, foreign_key="card_line.id", index=True, max_length=36, ondelete="CASCADE")
    kind: str = Field(max_length=10)
    sealed: bytes = Field(sa_type=LargeBinary)
    signed: bool = False
    approved: bool = False
    on_wall: bool = False
    shown: bool = False
    hidden: bool = False
    offered_at: datetime | None = Field(default=None, sa_type=Moment)


class Vote(Table, table=True):
    """How often one ballot names one theme. It is gone once the vote is counted: only totals stay.

    `ballot` is the person's id, or another one for a ballot on paper, which is nobody's.
    """

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("ballot", "theme_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    theme_id: str = Field(foreign_key="theme.id", max_length=36, ondelete="CASCADE")
    ballot: str = Field(max_length=36)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=36)
    times: int
