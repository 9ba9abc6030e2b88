"""Everything that is remembered, table by table.

An organisation's id leads wherever several organisations share a table. Moments are aware UTC and end in `_at`,
local dates end in `_on`. What people wrote stands only in columns named `sealed`; no other column ever holds it.
"""

from storage.tables.attendance import Attendance as Attendance
from storage.tables.audit import AuditRow as AuditRow
from storage.tables.boards import BoardLine as BoardLine
from storage.tables.boards import BoardNote as BoardNote
from storage.tables.boards import BoardVoice as BoardVoice
from storage.tables.cohorts import Cohort as Cohort
from storage.tables.cohorts import CohortValue as CohortValue
from storage.tables.cohorts import Draft as Draft
from storage.tables.cohorts import Invitation as Invitation
from storage.tables.cohorts import Leg as Leg
from storage.tables.cohorts import PairTalk as PairTalk
from storage.tables.cohorts import PairWish as PairWish
from storage.tables.cohorts import Participation as Participation
from storage.tables.cohorts import Problem as Problem
from storage.tables.cohorts import Readiness as Readiness
from storage.tables.cohorts import Unhelpful as Unhelpful
from storage.tables.cohorts import ValuesChange as ValuesChange
from storage.tables.cohorts import ValuesMap as ValuesMap
from storage.tables.commitments import Commitment as Commitment
from storage.tables.debriefs import Contribution as Contribution
from storage.tables.debriefs import Debrief as Debrief
from storage.tables.debriefs import DebriefPresence as DebriefPresence
from storage.tables.debriefs import DebriefRound as DebriefRound
from storage.tables.debriefs import StoryOffer as StoryOffer
from storage.tables.deliveries import Delivery as Delivery
from storage.tables.deliveries import SeenEvent as SeenEvent
from storage.tables.documents import Document as Document
from storage.tables.interviews import Interview as Interview
from storage.tables.interviews import InterviewSentence as InterviewSentence
from storage.tables.interviews import InterviewSlot as InterviewSlot
from storage.tables.model_calls import ModelCall as ModelCall
from storage.tables.pair_cards import CardLine as CardLine
from storage.tables.pair_cards import PairCard as PairCard
from storage.tables.people import Consent as Consent
from storage.tables.people import JoinCode as JoinCode
from storage.tables.people import Organisation as Organisation
from storage.tables.people import Person as Person
from storage.tables.people import Role as Role
from storage.tables.people import Workspace as Workspace
from storage.tables.projects import Project as Project
from storage.tables.projects import ProjectOwner as ProjectOwner
from storage.tables.projects import ProjectUpdate as ProjectUpdate
from storage.tables.reflections import Entry as Entry
from storage.tables.reflections import Share as Share
from storage.tables.reflections import Tag as Tag
from storage.tables.reflections import Tombstone as Tombstone
from storage.tables.reflections import Turn as Turn
from storage.tables.restorations import Restoration as Restoration
from storage.tables.routes import Route as Route
from storage.tables.table import Moment as Moment
from storage.tables.table import Table as Table
from storage.tables.table import new_id as new_id
from storage.tables.wall import Point as Point
from storage.tables.wall import Theme as Theme
from storage.tables.wall import Vote as Vote
from storage.tables.wall import Wall as Wall
