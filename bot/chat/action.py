"""What a button or a form stands for: small typed payloads that fit into a platform's fields."""

import json
from dataclasses import astuple, dataclass, fields
from typing import ClassVar

from bot.chat.legible import legible

LONGEST = 2000  # characters; a Slack button's value holds no more


class BadAction(ValueError):
    """A payload that no button of ours carries."""


@dataclass(frozen=True, slots=True)
class Action:
    """The root of all actions. Fields are strings; the packed form is `["Name","field",…]`."""

    known: ClassVar[dict[str, type["Action"]]] = {}

    def __init_subclass__(cls) -> None:
        Action.known[cls.__name__] = cls

    def pack(self) -> str:
        """The payload as text. Raises BadAction when it is longer than a button can carry."""
        packed = json.dumps([type(self).__name__, *astuple(self)], separators=(",", ":"), ensure_ascii=False)
        if len(packed) > LONGEST:
            raise BadAction(f"{type(self).__name__} is {len(packed)} characters long, {LONGEST} are allowed")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> "Action":
        """The action of a payload. Raises BadAction for anything that `pack` did not write."""
        try:
            name, *values = json.loads(packed)
            kind = Action.known[name]
        except (ValueError, TypeError, KeyError) as trouble:
            raise BadAction("not a payload of ours") from trouble
        if len(values) != len(fields(kind)) or not all(isinstance(one, str) and legible(one) == one for one in values):
            raise BadAction(f"not a payload of {name}")
        return kind(*values)


# -- the buttons that more than one flow puts up; each flow adds its own below --------------------------------------


@dataclass(frozen=True, slots=True)
class Write(Action):
    """Opens the private form of a prompt."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Later(Action):
    """Asks a prompt once more, later, because the person wished it."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Skip(Action):
    """Closes a prompt without an answer, without a question why."""

    delivery: str


@dataclass(frozen=True, slots=True)
class Want(Action):
    """Takes an offered prompt (ring 5) up."""

    delivery: str


@dataclass(frozen=True, slots=True)
class WhoCanSee(Action):
    """Tells the stored truth about one entry; with an empty id, the general rule."""

    entry: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Action):
    """Opens the private form with the question that waits for an entry."""

    entry: str


@dataclass(frozen=True, slots=True)
class StopHere(Action):
    """No more questions on this entry."""

    entry: str


@dataclass(frozen=True, slots=True)
class ShareEntry(Action):
    """Starts sharing one entry: whom with, and the exact words."""

    entry: str


@dataclass(frozen=True, slots=True)
class ReadShare(Action):
    """Opens what somebody shared with the presser."""

    share: str


@dataclass(frozen=True, slots=True)
class ShowJournal(Action):
    """Opens the presser's own journal in a form. `page` counts from "1"."""

    page: str = "1"


@dataclass(frozen=True, slots=True)
class WriteFreely(Action):
    """Opens the form of a free entry."""


@dataclass(frozen=True, slots=True)
class TakeNote(Action):
    """Opens the form of a note: a notice or a wonder, with optional tags."""


@dataclass(frozen=True, slots=True)
class Run(Action):
    """A button that stands for a typed command: `Run("pause until")`."""

    command: str


@dataclass(frozen=True, slots=True)
class NeverMind(Action):
    """Leaves everything as it is, under a preview."""


@dataclass(frozen=True, slots=True)
class Confirm(Action):
    """Does what a draft says, once it was previewed. Each change has a confirmation of its own."""

    draft: str


# -- administering a cohort ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewCohort(Action):
    """The form of a new cohort."""


@dataclass(frozen=True, slots=True)
class EditCohort(Action):
    """The form of a cohort's name, place and dates."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmNewCohort(Confirm):
    """Makes the cohort."""


@dataclass(frozen=True, slots=True)
class ConfirmEdit(Confirm):
    """Changes the cohort's name, place and dates."""


@dataclass(frozen=True, slots=True)
class AskToFill(Action):
    """Sends one gap of a cohort's checklist to those who can fill it."""

    cohort: str
    gap: str


@dataclass(frozen=True, slots=True)
class ConfirmStart(Confirm):
    """Starts the cohort."""


@dataclass(frozen=True, slots=True)
class ConfirmPause(Confirm):
    """Pauses the cohort until a date."""


@dataclass(frozen=True, slots=True)
class ConfirmResume(Confirm):
    """Ends the cohort's pause."""


@dataclass(frozen=True, slots=True)
class ConfirmFinish(Confirm):
    """Finishes the cohort."""


@dataclass(frozen=True, slots=True)
class AddPeople(Action):
    """The form that adds people of the workspace to a cohort."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ImportPeople(Action):
    """The form that adds people to a cohort from a table."""

    cohort: str


@dataclass(frozen=True, slots=True)
class RemovePeople(Action):
    """The form that takes people out of a cohort."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmPeople(Confirm):
    """Adds the people."""


@dataclass(frozen=True, slots=True)
class ConfirmRemoval(Confirm):
    """Takes the people out of the cohort."""


@dataclass(frozen=True, slots=True)
class GrantRoles(Action):
    """The form that gives people a role in a cohort."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmRoles(Confirm):
    """Gives or takes the roles."""


@dataclass(frozen=True, slots=True)
class ChangeSettings(Action):
    """The form of a cohort's contacts and limits."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmSettings(Confirm):
    """Changes the cohort's contacts and limits."""


@dataclass(frozen=True, slots=True)
class SetPair(Action):
    """The form that makes one pair or trio by hand."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmPairs(Confirm):
    """Makes the pairs."""


@dataclass(frozen=True, slots=True)
class ConfirmNoPairs(Confirm):
    """Undoes all pairs of a cohort."""


@dataclass(frozen=True, slots=True)
class SetValues(Action):
    """The form of a cohort's values with their behaviours."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SetStatement(Action):
    """The form of the sponsor's statement and of where leaders fall short."""

    cohort: str


@dataclass(frozen=True, slots=True)
class SetProblems(Action):
    """The form of the sponsor's pressing problems."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ConfirmValues(Confirm):
    """Replaces the cohort's values."""


@dataclass(frozen=True, slots=True)
class ConfirmStatement(Confirm):
    """Replaces the sponsor's statement."""


@dataclass(frozen=True, slots=True)
class ConfirmProblems(Confirm):
    """Replaces the list of problems."""


@dataclass(frozen=True, slots=True)
class AskBoth(Action):
    """Asks both people of a leg for one item of its readiness list, or for its dates."""

    leg: str
    item: str


@dataclass(frozen=True, slots=True)
class ConfirmRoom(Confirm):
    """Makes a channel the cohort's room."""


# -- enrolling, reflecting and the journal -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeepEntries(Action):
    """Says "yes" or "no" to keeping what the presser writes."""

    answer: str


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


# -- sharing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeBack(Action):
    """Takes one's own share back: its recipient can no longer open it."""

    share: str


# -- arranging dates and getting ready -----------------------------------------------------------------------------


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


# -- preferences and privacy ---------------------------------------------------------------------------------------


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
