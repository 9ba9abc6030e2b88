"""Who may read what somebody wrote: one rule, one table, and no for everything that is not in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from storage.sealed import Grant
from storage.tables import (
    BoardLine,
    BoardNote,
    CardLine,
    Contribution,
    DebriefRound,
    InterviewSentence,
    PairCard,
    Point,
    Share,
    Turn,
    Wall,
)


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
    LEAVE_OUT = "leave_out"  # one facilitator, who is asked to leave something out of an interview
    COHORT = "cohort"
    COHORT_SIGNED = "cohort_signed"


class Sharing(StrEnum):
    """What became of the sharing."""

    NOT_SHARED = "not shared"
    GATHERED = "gathered"  # a point for the wall that was gathered and is not revealed yet
    LIVE = "live"
    TAKEN_BACK = "taken back"


class Matter(StrEnum):
    """What is to be opened: an entry's words as they stand, those that a share froze, or those of a point or a card."""

    TURN = "turn"
    SHARE = "share"
    POINT = "point"  # for the wall, where a line of a pair card is one too
    CARD = "card"  # a line of a pair card, between its two people


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
# with a whole cohort names nobody: it is read by whom `_ROUND_THE_WALL` says, like a point for the wall.
_RECIPIENTS: Mapping[Audience, frozenset[tuple[Role, Relation]]] = MappingProxyType(
    {
        Audience.PRIVATE: frozenset(),
        Audience.PARTNER: frozenset({(Role.PARTICIPANT, Relation.PARTNER)}),
        Audience.FACILITATOR: frozenset({(Role.FACILITATOR, Relation.SAME_COHORT)}),
        Audience.LEAVE_OUT: frozenset({(Role.FACILITATOR, Relation.SAME_COHORT)}),
        Audience.COHORT: frozenset(),
        Audience.COHORT_SIGNED: frozenset(),
    }
)

# Who reads what is for a whole cohort: everybody in it, and points before they are revealed who sorts them into themes.
_ROUND_THE_WALL: Mapping[Sharing, frozenset[tuple[Role, Relation]]] = MappingProxyType(
    {
        Sharing.GATHERED: frozenset({(Role.FACILITATOR, Relation.SAME_COHORT)}),
        Sharing.LIVE: frozenset(
            {
                (Role.PARTICIPANT, Relation.PARTNER),
                (Role.PARTICIPANT, Relation.SAME_COHORT),
                (Role.FACILITATOR, Relation.SAME_COHORT),
            }
        ),
    }
)
_OF_THE_WALL = frozenset({Audience.COHORT, Audience.COHORT_SIGNED})


_NAMING_SOMEBODY = frozenset({Matter.SHARE, Matter.CARD})


# In which state of a note to the board who may read it; whoever is not in the table never does.
_BOARD_READERS: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.FACILITATOR: frozenset({"draft", "reading", "approved", "sent"}),
        Role.PARTICIPANT: frozenset({"reading", "approved", "sent"}),
        Role.SPONSOR: frozenset({"sent"}),
    }
)


def may_read(reader: Reader, piece: Piece) -> Grant | None:
    """The grant to open this one row, or None. Every read of what somebody wrote is decided here.

    Authors open all that is their own, and nobody else ever opens a turn. The recipient opens a share's frozen words
    while it is live; what stands on the wall, or was shared with all of a cohort by name, is open to that cohort. An
    operator opens nothing.
    """
    if reader.role is Role.OPERATOR or not any(
        found(reader, piece) for found in (_is_author, _is_recipient, _is_there)
    ):
        return None
    return Grant(reader.person_id, piece.author_id, piece.row_id)


def of_turn(turn: Turn) -> Piece:
    """A turn as the rule sees it: private, always."""
    return Piece(turn.id, turn.person_id, Matter.TURN)


def of_share(share: Share) -> Piece:
    """A share as the rule sees it, with what has become of it since."""
    sharing = Sharing.TAKEN_BACK if share.taken_back_at else Sharing.LIVE
    return Piece(share.id, share.author_id, Matter.SHARE, Audience(share.audience), sharing, share.recipient_id)


def of_sentence(row: InterviewSentence) -> Piece:
    """A sentence about an interview as the rule sees it: the participant's alone until they approved it.

    From then on it stands like a share with the facilitator who drafted it, in the words that the participant left.
    """
    sharing = Sharing.LIVE if row.approved_at else Sharing.NOT_SHARED
    return Piece(row.id, row.person_id, Matter.SHARE, Audience.FACILITATOR, sharing, row.drafted_by)


def of_card_line(card: PairCard, line: CardLine) -> Piece:
    """A line of a pair card as the rule sees it: the visitor's and the host's, and nobody else's."""
    return Piece(line.id, card.visitor_id, Matter.CARD, Audience.PARTNER, Sharing.LIVE, card.host_id)


def of_point(point: Point, wall: Wall) -> Piece:
    """A point as the rule sees it: its author's alone, unless it stands among those of the wall and was not hidden.

    Once something was taken out of the group, no unsigned point of it is open any more.
    """
    audience = Audience.COHORT_SIGNED if point.signed else Audience.COHORT
    return Piece(point.id, point.author_id or "", Matter.POINT, audience, _of_the_wall(point, wall))


def _of_the_wall(point: Point, wall: Wall) -> Sharing:
    if not point.on_wall or point.hidden or (wall.revealed_at and not point.shown):
        return Sharing.NOT_SHARED
    if wall.words_over and not point.signed:
        return Sharing.TAKEN_BACK
    return Sharing.LIVE if wall.revealed_at else Sharing.GATHERED


def board_line(role: Role, note: BoardNote, line: BoardLine) -> Grant | None:
    """The grant to read a line of the note to the board, which has no author; what is out, facilitators alone read."""
    if note.state not in _BOARD_READERS.get(role, ()) or (line.state != "in" and role is not Role.FACILITATOR):
        return None
    return Grant(role.value, note.cohort_id, line.id)


def own(turn: Turn, person_id: str) -> Grant | None:
    """The grant with which people read their own turn; None for anybody else's."""
    relation = Relation.SELF if turn.person_id == person_id else Relation.OTHER_COHORT
    return may_read(Reader(person_id, Role.PARTICIPANT, relation), of_turn(turn))


def shown_to_all(row: Contribution, round_: DebriefRound) -> Grant | None:
    """The grant to show to everybody at once, without a name, what was sent in to a round of a debrief.

    None before the round is revealed, and for another round's.
    """
    its_own = (row.debrief_id, row.round_key) == (round_.debrief_id, round_.key)
    return Grant("", row.sealed_for, row.id) if its_own and round_.state == "revealed" else None


def own_contribution(row: Contribution, person_id: str) -> Grant | None:
    """The grant with which people read again what they sent in themselves; None once it has no author."""
    return Grant(person_id, person_id, row.id) if row.participation_id and row.sealed_for == person_id else None


def _is_author(reader: Reader, piece: Piece) -> bool:
    return reader.relation is Relation.SELF and reader.person_id == piece.author_id


def _is_recipient(reader: Reader, piece: Piece) -> bool:
    return (
        piece.matter in _NAMING_SOMEBODY
        and piece.sharing is Sharing.LIVE
        and piece.recipient_id == reader.person_id
        and (reader.role, reader.relation) in _RECIPIENTS[piece.audience]
    )


def _is_there(reader: Reader, piece: Piece) -> bool:
    for_all = _is_shared_with_all(piece) or (piece.matter is Matter.POINT and piece.audience in _OF_THE_WALL)
    return for_all and (reader.role, reader.relation) in _ROUND_THE_WALL.get(piece.sharing, frozenset())


def _is_shared_with_all(piece: Piece) -> bool:
    live = piece.matter is Matter.SHARE and piece.sharing is Sharing.LIVE
    return live and piece.audience is Audience.COHORT_SIGNED and piece.recipient_id is None
