"""Pair cards: what the two of a visit say together about it."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.tables.table import Moment, Table, new_id


class PairCard(Table, table=True):
    """The card of one visit, with its two people. It goes with either of them."""

    __tablename__ = "pair_card"
    leg_id: str = Field(foreign_key="leg.id", primary_key=True, max_length=36, ondelete="CASCADE")
    organisation_id: str = Field(foreign_key="organisation.id", max_length=36)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=36)
    visitor_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    host_id: str = Field(foreign_key="person.id", index=True, max_length=36)
    made_at: datetime = Field(sa_type=Moment)


class CardLine(Table, table=True):
    """One line of a card, sealed under the keys of both. `kind` is one of the five that a card has.

    `version` is another one at every change of its words; each of the two approves the words of one version. Both
    approve a line when both numbers are its version.
    """

    __tablename__ = "card_line"
    __table_args__ = (UniqueConstraint("leg_id", "kind"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=36)
    leg_id: str = Field(foreign_key="pair_card.leg_id", max_length=36, ondelete="CASCADE")
    kind: str = Field(max_length=10)
    written_by: str = Field(foreign_key="person.id", index=True, max_length=36)
    sealed: bytes = Field(sa_type=LargeBinary)
    empty: bool = False  # taken out: the row stays, so that no version ever comes again
    version: int = 1
    visitor_approves: int = 0  # 0: nothing
    host_approves: int = 0
    changed_at: datetime = Field(sa_type=Moment)
