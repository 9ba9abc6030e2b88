"""The buttons of nudges: how often they come, and what is said about a talk or a thank-you."""

from dataclasses import dataclass

from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class SetNudges(Action):
    """How often nudges come to the presser: "" as usual, "fewer" or "none"; sent in as a form, what it says."""

    wish: str = ""


@dataclass(frozen=True, slots=True)
class SetRoomNudges(Action):
    """The same for the room of a cohort; only those who lead it may say."""

    cohort: str
    wish: str = ""


@dataclass(frozen=True, slots=True)
class AskTalked(Action):
    """Asks whether the two of a leg have talked."""

    leg: str


@dataclass(frozen=True, slots=True)
class SayTalked(Action):
    """Says so: "yes", "booked" or "not_yet"."""

    leg: str
    answer: str


@dataclass(frozen=True, slots=True)
class ToldThem(Action):
    """Says that a thank-you was said."""
