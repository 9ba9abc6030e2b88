"""The buttons of the care for those who write: patient details that are none, and a wish to be phoned."""

from dataclasses import dataclass

from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class KeepAsItIs(Action):
    """Says of a turn of one's own that what looks like patient details in it is none.

    `thread` is the chat's thread in which it was typed, so that the question on it comes there.
    """

    turn: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class PhoneMe(Action):
    """Asks the facilitators of a cohort to phone the presser. `asked` makes each wish one, however often pressed."""

    cohort: str
    asked: str


@dataclass(frozen=True, slots=True)
class SeenCall(Action):
    """A facilitator has seen that somebody (`asker`) wishes to be phoned."""

    asker: str
    cohort: str
    asked: str
