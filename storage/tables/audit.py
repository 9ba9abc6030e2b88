"""The trail of who did what."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.table import Moment, Table


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
