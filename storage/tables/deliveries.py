"""Promises to say something, and events that were taken."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.types import JSON
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id

ROOM = "room"  # the kind of what is said to everybody, in the room of a cohort
DOCUMENT = "document"  # the kind of a document that is given to a person
ROOM_DOCUMENT = "room_document"  # the same, given in the room of a cohort
NUDGE = "nudge"  # the kind of a reminder to one person
ROOM_NUDGE = "room_nudge"  # a question of ours to everybody in the room of a cohort
DEBRIEF = "debrief"  # a card of the live debrief for one person, made of how it stands when it is sent
ROOM_DEBRIEF = "room_debrief"  # one for everybody in the room
THEMES = "themes"  # to whoever leads a debrief: its points are sorted, by what was suggested until then
ROOMS = frozenset({ROOM, ROOM_DOCUMENT, ROOM_NUDGE, ROOM_DEBRIEF})


class Delivery(Table, table=True):
    """One promise to say something to somebody. Holds no text of anybody's.

    `kind` says what it is: "prompt", "later", "follow_up", "cue", "nudge", "notice", "room", "care", "document",
    "room_document", "room_nudge", "debrief", "room_debrief" or "themes". A notice is a sentence of ours, named by
    `prompt` as a key of the interface words; `detail` holds what fills its gaps (names and dates, never what somebody
    wrote) and its buttons: `"action:<key of the label>": <packed action>`, with `+` before the key for one that opens a
    form. A "room" row is a notice for everybody in the cohort's room; its person is the facilitator whose doing it is.
    Nudges are named by their rule, with what they are about and the local date in `anchor_instance`, and say what holds
    when they go. A "cue" says that the day of an *if* has come. For care, `detail` names the sentences that it has. A
    document is named by `prompt`, with what it is of in `detail`, and is made of stored things when it is sent; so is a
    card of the live debrief.
    `anchor_instance` makes a prompt unique for a participation; `state` is planned, sending, sent, unknown, missed,
    cancelled or failed. `due_at` and `sent_at` are the program's time; lease, attempt and settling moments are real
    time. `lease_until` is, while sending, how long the row is one sender's; while planned, until when the platform
    asked us to wait; while unknown, until when we wait for a history that may not be read.
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
    unread: int = 0  # how often the platform could not be read to learn whether it stands there
    perhaps_sent: bool = False  # it may stand there already, and nobody can find out
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    room: str = Field(default="", max_length=100)
    message: str = Field(default="", max_length=100, index=True)
    reason: str = Field(default="", max_length=60)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    skipped_at: datetime | None = Field(default=None, sa_type=Moment)
    opened_at: datetime | None = Field(
        default=None, sa_type=Moment
    )  # when its form was last opened, or a nudge's button pressed


class SeenEvent(Table, table=True):
    """An event that was taken, so that a repeat changes nothing. Written in the transaction of what it caused."""

    __tablename__ = "seen_event"
    id: str = Field(primary_key=True, max_length=200)
    seen_at: datetime = Field(sa_type=Moment)
