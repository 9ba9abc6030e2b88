"""Organisations, the workspaces they own, and the people in them with their roles and consents."""

from datetime import date, datetime, time

from sqlalchemy import LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


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
    codes_tried: int = 0  # codes of other organisations, typed here since that moment
    codes_tried_since: datetime | None = Field(default=None, sa_type=Moment)
    held_until: datetime | None = Field(default=None, sa_type=Moment)  # real time: the platform wants no message before


class JoinCode(Table, table=True):
    """Lets one more workspace join an organisation, once. Only a hash of it is kept, and it is gone once used."""

    __tablename__ = "join_code"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", unique=True, max_length=36)
    made_by: str = Field(foreign_key="person.id", max_length=36)
    hashed: str = Field(unique=True, max_length=64)
    expires_at: datetime = Field(sa_type=Moment)


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
    keeps_entries: bool | None = None  # None: not asked or not answered yet; so for each of the three
    agrees_ai: bool | None = None
    ai_agreed_to: str = Field(default="", sa_type=Text)  # hashes of what was said of a provider, with spaces between
    agrees_themes: bool | None = None
    nudges: str = Field(default="", max_length=10)  # how often they may come: "" as usual, "fewer" or "none"
    met_at: datetime = Field(sa_type=Moment)
    home_opened_at: datetime | None = Field(default=None, sa_type=Moment)
    looked_up_at: datetime | None = Field(default=None, sa_type=Moment)  # when the platform was asked who this is
    held_until: datetime | None = Field(default=None, sa_type=Moment)  # as of the workspace, for this person's chat


class Consent(Table, table=True):
    """One yes or no, provable: what was shown (its hash), when, and where. Rows are only ever added."""

    __tablename__ = "consent"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    purpose: str = Field(max_length=20)  # "keeping", "ai", "themes"
    given: bool
    text_hash: str = Field(max_length=64)
    provider: str = Field(default="", sa_type=Text)  # for "ai": who was named, in the administrator's words
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
