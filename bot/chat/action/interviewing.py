"""The buttons and forms around interviews: times, calendar files, and what becomes of what was said."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class ProposeTimes(Action):
    """The form in which a facilitator proposes times for interviews."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmTimes(Confirm):
    """Proposes the times that were previewed."""


@dataclass(frozen=True, slots=True)
class ChangeTime(Action):
    """The form that changes or withdraws one of the times that were proposed."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmChangedTime(Confirm):
    """Changes or withdraws the time that was previewed."""


@dataclass(frozen=True, slots=True)
class AskForTimes(Action):
    """Asks everybody who has no time for their interview to choose one."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SeeTimes(Action):
    """Shows the presser's own interview, or the times that they can choose from."""

    cohort: str


@dataclass(frozen=True, slots=True)
class TakeTime(Action):
    """Shows what it means to take that time for one's interview."""

    slot: str


@dataclass(frozen=True, slots=True)
class ConfirmTime(Confirm):
    """Takes the time that was previewed."""


@dataclass(frozen=True, slots=True)
class GiveBack(Action):
    """Shows what it means to give the time of one's interview back."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmGivenBack(Confirm):
    """Gives the time of one's interview back."""


@dataclass(frozen=True, slots=True)
class TakeCalendarFile(Action):
    """Gives the presser their own calendar file of an interview, as it stands now."""

    interview: str


@dataclass(frozen=True, slots=True)
class LeaveOut(Action):
    """The form for one sentence that asks a facilitator to leave something out of an interview."""

    cohort: str


@dataclass(frozen=True, slots=True)
class DraftSentences(Action):
    """The form in which a facilitator puts somebody's interview into three sentences."""

    participation: str


@dataclass(frozen=True, slots=True)
class GoThrough(Action):
    """The form in which the presser edits, deletes and approves the sentences about their own interview."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ReadSentences(Action):
    """Opens the sentences about an interview as the participant left them."""

    participation: str
