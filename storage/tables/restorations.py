"""That the database was brought back from a backup, and from when."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.table import Moment, Table


class Restoration(Table, table=True):
    """What was sent between the backup and its return stands in no row. Only the latest return counts.

    `taken_at` is the real moment of the backup, `restored_at` the program's moment of the return.
    """

    __tablename__ = "restoration"
    number: int | None = Field(default=None, primary_key=True)
    taken_at: datetime = Field(sa_type=Moment)
    restored_at: datetime = Field(sa_type=Moment)
