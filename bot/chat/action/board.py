"""The buttons and forms of the note to the board."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class DraftNote(Action):
    """Puts the note together anew from what is stored."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmDraft(Confirm):
    """Puts it together anew although there is one that was worked on."""


@dataclass(frozen=True, slots=True)
class ChangeLine(Action):
    """The form in which a facilitator words a line anew, takes it out, or puts it back."""

    cohort: str


@dataclass(frozen=True, slots=True)
class AddLine(Action):
    """The form in which a facilitator adds a line."""

    cohort: str


@dataclass(frozen=True, slots=True)
class LetRead(Action):
    """Lets everybody read the note and say what they think of each line."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SayOfLines(Action):
    """The private form in which somebody says of each line: keep, change or out."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ApproveNote(Action):
    """Proposes to approve the note as it stands."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmApproval(Confirm):
    """Approves the note: the time for objections begins."""


@dataclass(frozen=True, slots=True)
class ObjectToLine(Action):
    """The private form in which somebody objects to a line."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SendNote(Action):
    """Proposes to send the note to the sponsor."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmSending(Confirm):
    """Sends the note to the sponsor."""


@dataclass(frozen=True, slots=True)
class AnswerAsk(Action):
    """The form in which a sponsor answers one ask."""

    line: str
