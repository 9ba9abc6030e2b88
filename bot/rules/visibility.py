"""Who may read what somebody wrote: one rule, one table, and no for everything that is not in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from storage.sealed import Grant
from storage.tables import Share, Turn


class Role(StrEnum):
    """In which capacity somebody reads. Whoever holds several roles reads in one of them at a time."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"
    SPONSOR = "sponsor"
    OPERATOR = "operator"


class Relation(StrEnum):
    """How the reader stands to the author in the piece's cohort: the nearest that is true."""

    SELF = "self"
    PARTNER = "partner"  # the other end of one of the author's legs
    SAME_COHORT = "same cohort"
    OTHER_COHORT = "other cohort"
    OTHER_ORGANISATION = "other organisation"


class Audience(StrEnum):
    """With whom a piece was shared; `PRIVATE` until its author shares it."""

    PRIVATE = "private"
    PARTNER = "partner"
    FACILITATOR = "facilitator"
    COHORT = "cohort"
    COHORT_SIGNED = "cohort_signed"


class Sharing(StrEnum):
    """What became of the sharing."""

    NOT_SHARED = "not shared"
    LIVE = "live"
    TAKEN_BACK = "taken back"


class Matter(StrEnum):
    """What is to be opened: the entry's own words as they stand now, or the words that a share froze."""

    TURN = "turn"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who wants to read one piece, in one capacity, with how they stand to its author."""

    person_id: str
    role: Role
    relation: Relation


@dataclass(frozen=True, slots=True)
class Piece:
    """One row to be opened. `recipient_id` is the one person whom a share names."""

    row_id: str
    author_id: str
    matter: Matter
    audience: Audience = Audience.PRIVATE
    sharing: Sharing = Sharing.NOT_SHARED
    recipient_id: str | None = None


# In which role and relation the person whom a share names may open it. Both are looked at when it is read, not only
# when it is shared: who is no longer the partner, or no longer the facilitator, reads nothing more. What is shared
# with a whole cohort names nobody, and nobody opens it one by one.
_RECIPIENTS: Mapping[Audience, frozenset[tuple[Role, Relation]]] = MappingProxyType(
    {
        Audience.PRIVATE: frozenset(),
        Audience.PARTNER: frozenset({(Role.PARTICIPANT, Relation.PARTNER)}),
        Audience.FACILITATOR: frozenset({(Role.FACILITATOR, Relation.SAME_COHORT)}),
        Audience.COHORT: frozenset(),
        Audience.COHORT_SIGNED: frozenset(),
    }
)


def may_read(reader: Reader, piece: Piece) -> Grant | None:
    """The grant to open this one row, or None. Every read of what somebody wrote is decided here.

    Authors open all that is their own, and nobody else ever opens a turn. The recipient opens a share's frozen words
    while it is live. An operator opens nothing.
    """
    if reader.role is Role.OPERATOR or not (_is_author(reader, piece) or _is_recipient(reader, piece)):
        return None
    return Grant(reader.person_id, piece.author_id, piece.row_id)


def of_turn(turn: Turn) -> Piece:
    """A turn as the rule sees it: private, always."""
    return Piece(turn.id, turn.person_id, Matter.TURN)


def of_share(share: Share) -> Piece:
    """A share as the rule sees it, with what has become of it since."""
    sharing = Sharing.TAKEN_BACK if share.taken_back_at else Sharing.LIVE
    return Piece(share.id, share.author_id, Matter.SHARE, Audience(share.audience), sharing, share.recipient_id)


def own(turn: Turn, person_id: str) -> Grant | None:
    """The grant with which people read their own turn; None for anybody else's."""
    relation = Relation.SELF if turn.person_id == person_id else Relation.OTHER_COHORT
    return may_read(Reader(person_id, Role.PARTICIPANT, relation), of_turn(turn))


def _is_author(reader: Reader, piece: Piece) -> bool:
    return reader.relation is Relation.SELF and reader.person_id == piece.author_id


def _is_recipient(reader: Reader, piece: Piece) -> bool:
    return (
        piece.matter is Matter.SHARE
        and piece.sharing is Sharing.LIVE
        and piece.recipient_id == reader.person_id
        and (reader.role, reader.relation) in _RECIPIENTS[piece.audience]
    )
