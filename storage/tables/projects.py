"""Improvement projects: what a cohort does about its pressing problems."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Project(Table, table=True):
    """Work on one of the problems that the sponsor has listed.

    It belongs to the organisation and is read by the whole cohort and its sponsor, as the problems themselves are:
    nothing of it is sealed. `state` is "on_track", "stuck" or "stopped".
    """

    __tablename__ = "project"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    problem_id: str = Field(foreign_key="problem.id", index=True, max_length=36)
    name: str = Field(max_length=80)
    affected: str = Field(sa_type=Text)  # who is
    test: str = Field(sa_type=Text)  # what is tried first
    test_on: date
    measure: str = Field(sa_type=Text)
    help_asked: str = Field(default="", sa_type=Text)  # of the board
    state: str = Field(default="on_track", max_length=10)
    made_by: str | None = Field(default=None, foreign_key="person.id", max_length=36)
    made_at: datetime = Field(sa_type=Moment)


class ProjectOwner(Table, table=True):
    """Somebody who was named as an owner of a project, and since when they are one by their own word."""

    __tablename__ = "project_owner"
    project_id: str = Field(foreign_key="project.id", primary_key=True, max_length=36, ondelete="CASCADE")
    participation_id: str = Field(foreign_key="participation.id", primary_key=True, max_length=36)
    named_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class ProjectUpdate(Table, table=True):
    """How a project stood at one moment, in one line for the board. Rows are only ever added."""

    __tablename__ = "project_update"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    project_id: str = Field(foreign_key="project.id", index=True, max_length=36, ondelete="CASCADE")
    said_by: str | None = Field(default=None, foreign_key="person.id", max_length=36)
    state: str = Field(max_length=10)
    line: str = Field(sa_type=Text)
    measure: str = Field(default="", sa_type=Text)  # what it shows now
    said_at: datetime = Field(sa_type=Moment)
