"""Documents that wait for a short while behind a link."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class Document(Table, table=True):
    """A file, with its name, sealed under a key that only the link gives; of the link there is a hash. Real time.

    One that is `for_all` in a room stays until it expires; any other is gone once somebody took it.
    """

    __tablename__ = "document"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=36)
    hashed: str = Field(unique=True, max_length=64)
    for_all: bool = False
    sealed: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime = Field(sa_type=Moment)
