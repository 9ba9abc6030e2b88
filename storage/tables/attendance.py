"""When the bot was last at work."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.table import Moment, Table


class Attendance(Table, table=True):
    """One row: the latest sign of life of any process (real time), and what came of its last absence.

    `back_at` is the program's moment at which it was back, or was told to go on: what was due until then is a catch-up.
    While it is `held`, nothing unasked is sent.
    """

    __tablename__ = "attendance"
    id: int = Field(default=1, primary_key=True)
    seen_at: datetime = Field(sa_type=Moment)
    back_at: datetime | None = Field(default=None, sa_type=Moment)
    held: bool = False
