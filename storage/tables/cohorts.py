"""Cohorts with their values, problems, participants, visits, and what waits to be confirmed."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.types import JSON
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Cohort(Table, table=True):
    """People who run one program together. `state` is "draft", "running", "paused" or "finished"."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=36)
    name: str = Field(max_length=80)
    state: str = Field(default="draft", max_length=10)
    language: str = Field(default="en", max_length=10)
    timezone: str = Field(default="", max_length=64)
    country: str = Field(default="", max_length=2)  # ISO 3166-1 alpha-2
    subdivision: str = Field(default="", max_length=30)  # as the holidays library names it
    workshop_1_on: date | None = None
    workshop_2_on: date | None = None
    debrief_on: date | None = None
    statement: str = Field(default="", sa_type=Text)  # the sponsor's: which values matter
    shortfall: str = Field(default="", sa_type=Text)  # the sponsor's: where leaders fall short of them
    crisis_contacts: str = Field(default="", sa_type=Text)
    crisis_hours: str = Field(default="", max_length=200)
    speak_up_route: str = Field(default="", sa_type=Text)
    facilitator_hours: str = Field(default="", max_length=200)  # when a facilitator can phone somebody
    retention_days: int = 90  # after the program's end; then what people wrote in it is deleted
    ai_allowed: bool = False  # whether people may be asked if a model reads their entries
    ai_provider: str = Field(default="", sa_type=Text)  # the administrator's: who runs the model, where, what they keep
    room_workspace_id: str | None = Field(default=None, max_length=36)
    room: str = Field(default="", max_length=100)
    room_nudges: str = Field(default="", max_length=10)  # how often that room is asked something, as a person's nudges
    nudged_on: date | None = None  # in UTC: the last day for which it was decided who is nudged
    threshold: int = 5  # people behind anything computed; can only be raised, and not at all once started
    paused_on: date | None = None
    paused_until: date | None = None
    created_at: datetime = Field(sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    finished_on: date | None = None
    plan_wanted: str = Field(default_factory=new_id, max_length=36)  # another one at every change of what is planned
    planned: str = Field(default="", max_length=36)  # which one the plan was made for

    def plan_anew(self) -> None:
        """Says that something changed that prompts hang on.

        Never twice the same, so that a change made while the plan is written for an earlier one is not lost.
        """
        self.plan_wanted = new_id()


class CohortValue(Table, table=True):
    """A value that the cohort states, with what one would see (`behaviours`, two to four sentences)."""

    __tablename__ = "cohort_value"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    position: int
    name: str = Field(max_length=60)
    behaviours: list[str] = Field(default_factory=list, sa_type=JSON)


class ValuesChange(Table, table=True):
    """One change of the values that a cohort states: who made it, when, and all values with their behaviours since."""

    __tablename__ = "values_change"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    done_by: str = Field(max_length=36)
    done_at: datetime = Field(sa_type=Moment)
    stated: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Problem(Table, table=True):
    """A pressing problem that the organisation has already named.

    Its id stays when its words change. One that was taken off the list is `dropped` as long as a project refers to it.
    """

    __tablename__ = "problem"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    position: int
    text: str = Field(sa_type=Text)
    dropped: bool = False


class Participation(Table, table=True):
    """One person in one cohort. `state` is "active", "left" or "finished"."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    department: str = Field(default="", max_length=100)
    profession: str = Field(default="", max_length=100)
    reports_to: str = Field(default="", max_length=320)  # e-mail address of the line manager
    site: str = Field(default="", max_length=100)  # where they work: a town, a building
    state: str = Field(default="active", max_length=10)
    joined_at: datetime = Field(sa_type=Moment)
    left_on: date | None = None
    interview_on: date | None = None


class Invitation(Table, table=True):
    """Somebody added by e-mail address whom we have not met: looked up at the platform soon after.

    `state` is "waiting", "found", "not_found", or "expected" where no platform can tell for certain: whoever has the
    address is taken in as soon as they are known.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("cohort_id", "email"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    workspace_id: str = Field(foreign_key="workspace.id", max_length=36)  # where the one who invited is
    invited_by: str = Field(foreign_key="person.id", max_length=36)
    email: str = Field(max_length=320)
    name: str = Field(default="", max_length=200)
    department: str = Field(default="", max_length=100)
    profession: str = Field(default="", max_length=100)
    reports_to: str = Field(default="", max_length=320)
    site: str = Field(default="", max_length=100)
    state: str = Field(default="waiting", max_length=10)
    invited_at: datetime = Field(sa_type=Moment)


class Draft(Table, table=True):
    """A change that one person was shown and has not confirmed yet. `change` names it, `values` is all of it."""

    __tablename__ = "draft"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", max_length=36)
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id", max_length=36)
    change: str = Field(max_length=40)
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_at: datetime = Field(sa_type=Moment)


class Leg(Table, table=True):
    """One direction of an exchange: the visitor goes to the host's workplace for two days.

    Legs of one pair (or trio) share `group_id`. Hours are the host's local hours of the visit days.
    """

    __tablename__ = "leg"
    __table_args__ = (UniqueConstraint("visitor_id", "host_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    group_id: str = Field(index=True, max_length=36)
    visitor_id: str = Field(foreign_key="participation.id", index=True, max_length=36)
    host_id: str = Field(foreign_key="participation.id", index=True, max_length=36)
    first_day_on: date | None = None
    second_day_on: date | None = None
    starts: time = Field(default=time(8, 30))
    ends: time = Field(default=time(16, 30))


class PairTalk(Table, table=True):
    """What one of the two of a leg said when asked whether they have talked: "yes", "booked" or "not_yet"."""

    __tablename__ = "pair_talk"
    leg_id: str = Field(foreign_key="leg.id", primary_key=True, max_length=36, ondelete="CASCADE")
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    answer: str = Field(max_length=10)
    said_at: datetime = Field(sa_type=Moment)


class PairWish(Table, table=True):
    """With whom somebody would like to exchange, or (not `wished`) must not: for the pairing alone, told to nobody."""

    __tablename__ = "pair_wish"
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    # refers to a participation without a key, so that it counts among what is stored of its author alone
    other_id: str = Field(primary_key=True, max_length=36)
    wished: bool


class ValuesMap(Table, table=True):
    """What was seen of a cohort's values within one window: made once, never changed, and about nobody.

    `shown` has each value as it was stated then, with its behaviours, and "lived", "strained" or "absent" where several
    people saw it so. What was written after `closed_at` belongs to a later window.
    """

    __tablename__ = "values_map"
    cohort_id: str = Field(foreign_key="cohort.id", primary_key=True, max_length=36)
    window: str = Field(primary_key=True, max_length=10)  # "visits", "debrief" or "after"
    closed_at: datetime = Field(sa_type=Moment)
    made_at: datetime = Field(sa_type=Moment)
    shown: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Unhelpful(Table, table=True):
    """How often people of a cohort marked a model's question *Not helpful* on one day: a number, and nobody's."""

    __tablename__ = "unhelpful"
    cohort_id: str = Field(foreign_key="cohort.id", primary_key=True, max_length=36)
    marked_on: date = Field(primary_key=True)  # in UTC
    times: int = 0


class Readiness(Table, table=True):
    """One thing done before a visit. Visible by name to the facilitator."""

    __tablename__ = "readiness"
    __table_args__ = (UniqueConstraint("leg_id", "item"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    leg_id: str = Field(foreign_key="leg.id", max_length=36, ondelete="CASCADE")
    item: str = Field(max_length=30)
    done_by: str = Field(max_length=36)
    done_at: datetime = Field(sa_type=Moment)
