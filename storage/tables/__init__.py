"""Everything that is remembered, table by table.

An organisation's id leads wherever several organisations share a table. Moments are aware UTC and end in `_at`,
local dates end in `_on`. What people wrote stands only in columns named `sealed`; no other column ever holds it.
"""

from storage.tables.attendance import Attendance
from storage.tables.audit import AuditRow
from storage.tables.boards import BoardLine, BoardNote, BoardVoice
from storage.tables.cohorts import (
    Cohort,
    CohortValue,
    Draft,
    Invitation,
    Leg,
    PairTalk,
    PairWish,
    Participation,
    Problem,
    Readiness,
    Unhelpful,
    ValuesChange,
    ValuesMap,
)
from storage.tables.commitments import Commitment
from storage.tables.debriefs import Contribution, Debrief, DebriefPresence, DebriefRound, StoryOffer
from storage.tables.deliveries import Delivery, SeenEvent
from storage.tables.documents import Document
from storage.tables.interviews import Interview, InterviewSentence, InterviewSlot
from storage.tables.model_calls import ModelCall
from storage.tables.pair_cards import CardLine, PairCard
from storage.tables.people import Consent, JoinCode, Organisation, Person, Role, Workspace
from storage.tables.projects import Project, ProjectOwner, ProjectUpdate
from storage.tables.reflections import Entry, Share, Tag, Tombstone, Turn
from storage.tables.restorations import Restoration
from storage.tables.routes import Route
from storage.tables.table import Moment, Table, new_id
from storage.tables.wall import Point, Theme, Vote, Wall

__all__ = [
    "Attendance",
    "AuditRow",
    "BoardLine",
    "BoardNote",
    "BoardVoice",
    "CardLine",
    "Cohort",
    "CohortValue",
    "Commitment",
    "Consent",
    "Contribution",
    "Debrief",
    "DebriefPresence",
    "DebriefRound",
    "Delivery",
    "Document",
    "Draft",
    "Entry",
    "Interview",
    "InterviewSentence",
    "InterviewSlot",
    "Invitation",
    "JoinCode",
    "Leg",
    "ModelCall",
    "Moment",
    "Organisation",
    "PairCard",
    "PairTalk",
    "PairWish",
    "Participation",
    "Person",
    "Point",
    "Problem",
    "Project",
    "ProjectOwner",
    "ProjectUpdate",
    "Readiness",
    "Restoration",
    "Role",
    "Route",
    "SeenEvent",
    "Share",
    "StoryOffer",
    "Table",
    "Tag",
    "Theme",
    "Tombstone",
    "Turn",
    "Unhelpful",
    "ValuesChange",
    "ValuesMap",
    "Vote",
    "Wall",
    "Workspace",
    "new_id",
]
