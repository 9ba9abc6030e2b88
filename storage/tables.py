"""Everything that is remembered, table by table.

An organisation's id leads wherever several organisations share a table. Moments are aware UTC and end in `_at`,
local dates end in `_on`. What people wrote stands only in columns named `sealed`; no other column ever holds it.
"""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import DateTime, Dialect, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.types import JSON, TypeDecorator
from sqlmodel import Field, SQLModel


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment on every database. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    return str(uuid.uuid4())


class Table(SQLModel):
    """The root of the tables, with metadata of its own so that constraint names are stable for migrations."""

    model_config = {"defer_build": True}  # rows are never validated; building that takes half a second
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# -- organisations and people --------------------------------------------------------------------------------------


class Organisation(Table, table=True):
    __tablename__ = "organisation"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    name: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=Moment)


class Workspace(Table, table=True):
    """A Slack workspace or a Teams tenant. `sealed_token` is sealed under the master key itself."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=36)
    platform: str = Field(max_length=10)
    external_id: str = Field(max_length=100)
    name: str = Field(default="", max_length=200)
    sealed_token: bytes | None = Field(default=None, sa_type=LargeBinary)
    installed: bool = True


class JoinCode(Table, table=True):
    """A one-time code by which a further workspace joins an organisation. Only its hash is kept."""

    __tablename__ = "join_code"
    code_hash: str = Field(primary_key=True, max_length=64)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class Person(Table, table=True):
    """Somebody in a workspace. Quiet hours, pattern, pause and language are the person's own, in every cohort.

    `pattern` holds the ISO weekdays worked as digits ("12345"), empty for the cohort's own. `state` is
    "active", "gone" (left the workspace), "unreachable" or "erased".
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=36)
    workspace_id: str = Field(foreign_key="workspace.id", max_length=36)
    external_id: str = Field(max_length=100)
    name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=320)
    timezone: str = Field(default="", max_length=64)  # empty: the cohort's
    language: str = Field(default="", max_length=10)  # empty: the platform profile's, then the default
    chosen_language: bool = False
    quiet_from: time = Field(default=time(20, 0))
    quiet_to: time = Field(default=time(7, 30))
    pattern: str = Field(default="", max_length=7)
    paused_on: date | None = None
    paused_until: date | None = None  # included
    state: str = Field(default="active", max_length=20)
    keeps_entries: bool | None = None  # None: not asked or not answered yet
    met_at: datetime = Field(sa_type=Moment)
    home_opened_at: datetime | None = Field(default=None, sa_type=Moment)


class Consent(Table, table=True):
    """One yes or no, provable: what was shown (its hash), when, and where. Rows are only ever added."""

    __tablename__ = "consent"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    purpose: str = Field(max_length=20)  # "keeping", "ai", "themes"
    given: bool
    text_hash: str = Field(max_length=64)
    surface: str = Field(max_length=40)
    said_at: datetime = Field(sa_type=Moment)


class Role(Table, table=True):
    """A role granted in the product. Without a cohort it holds for the whole organisation."""

    __tablename__ = "role"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=36)
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id", index=True, max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    name: str = Field(max_length=20)  # "administrator", "facilitator", "sponsor"
    granted_by: str = Field(default="", max_length=36)
    granted_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


# -- cohorts -------------------------------------------------------------------------------------------------------


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
    room_workspace_id: str | None = Field(default=None, max_length=36)
    room: str = Field(default="", max_length=100)
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


class Problem(Table, table=True):
    """A pressing problem that the organisation has already named."""

    __tablename__ = "problem"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    position: int
    text: str = Field(sa_type=Text)


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
    state: str = Field(default="active", max_length=10)
    joined_at: datetime = Field(sa_type=Moment)
    left_on: date | None = None
    interview_on: date | None = None


class Invitation(Table, table=True):
    """Somebody added by e-mail address whom we have not met: looked up at the platform soon after.

    `state` is "waiting", "found" or "not_found".
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


class Readiness(Table, table=True):
    """One thing done before a visit. Visible by name to the facilitator."""

    __tablename__ = "readiness"
    __table_args__ = (UniqueConstraint("leg_id", "item"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    leg_id: str = Field(foreign_key="leg.id", max_length=36, ondelete="CASCADE")
    item: str = Field(max_length=30)
    done_by: str = Field(max_length=36)
    done_at: datetime = Field(sa_type=Moment)


# -- promises to say something -------------------------------------------------------------------------------------


class Delivery(Table, table=True):
    """One promise to say something to somebody. Holds no text of anybody's.

    `kind` says what it is: "prompt", "later", "follow_up" or "notice". A notice is a sentence of ours, named by
    `prompt` as a key of the interface words; `detail` holds what fills its gaps (names and dates, never what somebody
    wrote) and its buttons: `"action:<key of the label>": <packed action>`, with `+` before the key for one that opens
    a form.
    `anchor_instance` makes a prompt unique for a participation; `state` is planned, sending, sent, unknown, missed,
    cancelled or failed. `due_at` and `sent_at` are the program's time; lease, attempt and settling moments are real
    time. `lease_until` is, while sending, how long the row is one sender's; while planned, until when the platform
    asked us to wait; while unknown, how long we wait for its history to be readable.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("participation_id", "kind", "prompt", "anchor_instance"),
        Index(None, "state", "due_at"),
        Index(None, "person_id", "sent_at"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    person_id: str = Field(foreign_key="person.id", max_length=36)
    participation_id: str | None = Field(default=None, foreign_key="participation.id", max_length=36)
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id", index=True, max_length=36)
    kind: str = Field(max_length=20)
    prompt: str = Field(max_length=60)
    anchor_instance: str = Field(default="", max_length=80)
    detail: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    asked_for: bool = False
    entry_id: str | None = Field(default=None, max_length=36, index=True)
    state: str = Field(default="planned", max_length=10)
    due_at: datetime = Field(sa_type=Moment)
    window_ends_at: datetime | None = Field(default=None, sa_type=Moment)
    wording: str = Field(default="", max_length=20)  # which wording was sent
    generation: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    first_attempt_at: datetime | None = Field(default=None, sa_type=Moment)
    settle_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    room: str = Field(default="", max_length=100)
    message: str = Field(default="", max_length=100, index=True)
    reason: str = Field(default="", max_length=60)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    skipped_at: datetime | None = Field(default=None, sa_type=Moment)


class SeenEvent(Table, table=True):
    """An event that was taken, so that a repeat changes nothing. Written in the transaction of what it caused."""

    __tablename__ = "seen_event"
    id: str = Field(primary_key=True, max_length=200)
    seen_at: datetime = Field(sa_type=Moment)


# -- what people wrote ---------------------------------------------------------------------------------------------


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

    `audience` is "partner", "facilitator" (`recipient_id` says who), "cohort" or "cohort_signed".
    """

    __tablename__ = "share"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", max_length=36)
    entry_id: str = Field(foreign_key="entry.id", index=True, max_length=36, ondelete="CASCADE")
    author_id: str = Field(foreign_key="person.id", max_length=36)
    recipient_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=36)
    audience: str = Field(max_length=20)
    sealed: bytes = Field(sa_type=LargeBinary)
    shared_at: datetime = Field(sa_type=Moment)
    taken_back_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)


# -- the trail -----------------------------------------------------------------------------------------------------


class AuditRow(Table, table=True):
    """Who did what to which thing, chained by hash so that a changed row shows. Holds no content."""

    __tablename__ = "audit"
    number: int | None = Field(default=None, primary_key=True)
    organisation_id: str = Field(default="", max_length=36, index=True)
    cohort_id: str = Field(default="", max_length=36)
    actor_id: str = Field(default="", max_length=36)
    deed: str = Field(max_length=60)
    thing: str = Field(default="", max_length=80)
    done_at: datetime = Field(sa_type=Moment)
    previous: str = Field(default="", max_length=64)
    hash: str = Field(default="", max_length=64)
