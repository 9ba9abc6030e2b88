"""When a note to the board may be sent: once everybody has had their time to object to every line in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.board_reading import APPROVED, IN, SENT
from storage.tables import BoardLine, BoardNote

TO_OBJECT = timedelta(hours=72)  # the program's time; anew for a line that was worded anew
NO_ANSWER_YET = timedelta(days=30)  # after so long an ask without an answer reads so


@dataclass(frozen=True, slots=True)
class NotYet:
    """Why it cannot be sent: a key of the words, and from when on it can be, where that is known."""

    key: str
    from_at: datetime | None = None


def free_at(lines: Sequence[BoardLine]) -> datetime | None:
    """When the time for objections is over for every line that is in."""
    settled = [one.settled_at for one in lines if one.state == IN and one.settled_at]
    return max(settled) + TO_OBJECT if settled else None


def why_not_yet(note: BoardNote, lines: Sequence[BoardLine], now: datetime) -> NotYet | None:
    """What stands in the way of sending it at that moment; None where nothing does."""
    if note.state == SENT:
        return NotYet("board.sent_already")
    if note.state != APPROVED:
        return NotYet("board.not_approved")
    standing = [one for one in lines if one.state == IN]
    if not standing:
        return NotYet("board.nothing_in_it")
    if any(one.objected_at for one in standing):
        return NotYet("board.objection_stands")
    free = free_at(lines)
    return NotYet("board.too_early", free) if free is None or now < free else None


def answer_key(line: BoardLine, sent_at: datetime, now: datetime) -> str:
    """Which sentence tells how an ask stands."""
    if line.answered_at:
        return "board.answered"
    return "board.no_answer_yet" if now - sent_at >= NO_ANSWER_YET else "board.waits_for_answer"
