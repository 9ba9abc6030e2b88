"""How people and rooms of a platform are reached whose messages need more than an id."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Route(Table, table=True):
    """The service and the conversation by which somebody is reached; with an empty `target`, a whole workspace.

    `target` is a person's or a room's id on the platform, `conversation` the private chat with them (empty: none yet)
    and `bot` our own id there.
    """

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("platform", "workspace", "target"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    platform: str = Field(max_length=10)
    workspace: str = Field(max_length=100)
    target: str = Field(default="", max_length=300)
    service_url: str = Field(max_length=500)
    conversation: str = Field(default="", max_length=300)
    bot: str = Field(default="", max_length=200)
    seen_at: datetime = Field(sa_type=Moment)
