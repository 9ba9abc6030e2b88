"""The buttons and forms of the live debrief: those of who leads it, and those of everybody in it."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class ConfirmDebrief(Confirm):
    """Starts the debrief."""


@dataclass(frozen=True, slots=True)
class ConfirmEndDebrief(Confirm):
    """Ends the debrief."""


@dataclass(frozen=True, slots=True)
class Lead(Action):
    """One move of a debrief, as it stood (`version`) when the button was made; `round` is the one to leave out.

    `move` is "next", "back", "extend", "close", "reveal", "skip" or "drop".
    """

    debrief: str
    version: str
    move: str
    round: str = ""


@dataclass(frozen=True, slots=True)
class AgreeToRules(Action):
    """Agrees to the ground rules of a debrief, and is there from then on."""

    debrief: str


@dataclass(frozen=True, slots=True)
class GoFromDebrief(Action):
    """Says that the presser leaves a debrief that goes on: nobody waits for them."""

    debrief: str


@dataclass(frozen=True, slots=True)
class WriteAlone(Action):
    """The form of the round in which everybody writes for themselves."""

    debrief: str


@dataclass(frozen=True, slots=True)
class SendIn(Action):
    """The form in which the presser sends something in to that round of a debrief, without a name."""

    debrief: str
    round: str


@dataclass(frozen=True, slots=True)
class EnterCard(Action):
    """The form in which a facilitator sends something in to that round for somebody without a phone."""

    debrief: str
    round: str


@dataclass(frozen=True, slots=True)
class TellStory(Action):
    """Says that the presser could tell a story in the debrief of that cohort."""

    cohort: str


@dataclass(frozen=True, slots=True)
class NameTeller(Action):
    """Says whether the facilitator may know who could tell a story: "yes", "no", or "back" to take the story back."""

    cohort: str
    answer: str
