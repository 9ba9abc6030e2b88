"""How often a language model was asked, for the daily limits: numbers, and nothing of what was asked."""

from datetime import date

from sqlmodel import Field

from storage.tables.table import Table


class ModelCall(Table, table=True):
    """How many times a model was asked for one person on one day (UTC)."""

    __tablename__ = "model_call"
    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=36)
    called_on: date = Field(primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", index=True, max_length=36)
    times: int = 0
