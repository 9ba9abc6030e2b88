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


@dataclass(frozen=True, slots=True)
class OfferWords(Action):
    """The form in which somebody says one of their own entries in other words, for the wall of its cohort."""

    entry: str


@dataclass(frozen=True, slots=True)
class ReadWall(Action):
    """Opens what stands on a cohort's wall, for everybody who takes part and who leads."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SortWall(Action):
    """The form in which a facilitator names themes, moves points and takes one off.

    `page` counts from "1"; "now" is the first one, without waiting for what a model may suggest.
    """

    cohort: str
    page: str = "1"


@dataclass(frozen=True, slots=True)
class EnterPoint(Action):
    """The form in which a facilitator enters a card of somebody without a phone."""

    cohort: str


@dataclass(frozen=True, slots=True)
class CastVotes(Action):
    """The form of one's own votes for the themes of a cohort's wall."""

    cohort: str


@dataclass(frozen=True, slots=True)
class EnterBallot(Action):
    """The form in which a facilitator enters the votes of somebody without a phone."""

    cohort: str


@dataclass(frozen=True, slots=True)
class MatchValues(Action):
    """The form in which a facilitator says which value each of the first three themes is about."""

    cohort: str


@dataclass(frozen=True, slots=True)
class LinkProblems(Action):
    """The form in which a facilitator says which pressing problem each of the first three themes belongs to."""

    cohort: str


@dataclass(frozen=True, slots=True)
class AddLines(Action):
    """The form for lines on what keeps the gap of each of the first three themes in place."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ShowLines(Action):
    """Reveals those lines, for as many themes as enough people wrote about."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ReadLines(Action):
    """Opens the lines that were revealed."""

    cohort: str
