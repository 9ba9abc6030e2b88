"""The buttons and forms of those who take part: writing, sharing, visits, and their own choices."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class KeepEntries(Action):
    """Says "yes" or "no" to keeping what the presser writes; `shown` says where they read about it."""

    answer: str
    shown: str = "card"


@dataclass(frozen=True, slots=True)
class AgreeToAI(Action):
    """Says "yes" or "no" to a model that reads what the presser writes.

    `provider` is the hash of what was named when the button was made, `shown` where it was read.
    """

    answer: str
    cohort: str
    provider: str
    shown: str = "card"


@dataclass(frozen=True, slots=True)
class AgreeToThemes(Action):
    """Says "yes" or "no" to counting in the group's themes what the presser writes; `shown` as above."""

    answer: str
    shown: str = "card"


@dataclass(frozen=True, slots=True)
class NotHelpful(Action):
    """Says that the question which a model asked on an entry of one's own was of no help."""

    entry: str


@dataclass(frozen=True, slots=True)
class GoOn(Action):
    """Opens the form for more words on an entry of one's own."""

    entry: str


@dataclass(frozen=True, slots=True)
class ChangeEntry(Action):
    """Opens an entry of one's own to change its words."""

    entry: str


@dataclass(frozen=True, slots=True)
class DeleteEntry(Action):
    """Opens the question whether an entry of one's own shall be deleted; sent in, it deletes."""

    entry: str


@dataclass(frozen=True, slots=True)
class TakeBack(Action):
    """Takes one's own share back: its recipient can no longer open it."""

    share: str


@dataclass(frozen=True, slots=True)
class Arrange(Action):
    """The form of the dates of one thing: `kind` is "workshop", "leg", "interview" or "debrief", `thing` its id."""

    cohort: str
    kind: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmDates(Confirm):
    """Changes the dates that were previewed."""


@dataclass(frozen=True, slots=True)
class GetReady(Action):
    """The form with the readiness list of one leg."""

    leg: str


@dataclass(frozen=True, slots=True)
class ReadWordings(Action):
    """Opens all wordings of one prompt, for a facilitator who rehearses."""

    prompt: str


@dataclass(frozen=True, slots=True)
class ReadStatement(Action):
    """Opens what a cohort stands for: what its sponsor says, its values and the pressing problems."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SetPause(Action):
    """The form of a pause."""


@dataclass(frozen=True, slots=True)
class SetQuiet(Action):
    """The form of one's quiet hours."""


@dataclass(frozen=True, slots=True)
class SetDays(Action):
    """The form of the days that one works."""


@dataclass(frozen=True, slots=True)
class SetLanguage(Action):
    """The form of one's language."""


@dataclass(frozen=True, slots=True)
class ConfirmLeave(Confirm):
    """Leaves the cohort."""


@dataclass(frozen=True, slots=True)
class ConfirmExport(Confirm):
    """Sends everything about oneself as files."""


@dataclass(frozen=True, slots=True)
class EraseMe(Action):
    """The form that erases everything about oneself, once its box is ticked."""


@dataclass(frozen=True, slots=True)
class OpenCard(Action):
    """Opens the pair card of one visit."""

    leg: str


@dataclass(frozen=True, slots=True)
class FillCard(Action):
    """The form of a pair card; `seen` says which words of each line it was opened with."""

    leg: str
    seen: str


@dataclass(frozen=True, slots=True)
class DisapproveCard(Action):
    """Takes back all that the presser approved of one pair card."""

    leg: str
