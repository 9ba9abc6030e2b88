"""The buttons and forms around the wall of a debrief."""

from dataclasses import dataclass

from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class OfferPoints(Action):
    """The form in which up to three points are offered for a cohort's wall; `delivery` is the prompt that asked."""

    cohort: str
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class ApprovePoints(Action):
    """Opens the presser's own points as they would read on the wall; sent in, it approves their exact words."""

    cohort: str
    delivery: str = ""
