"""The buttons that more than one flow puts up."""

from dataclasses import dataclass

from bot.chat.action.payload import Action


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
class MakePromise(Action):
    """Opens the form of a promise, an *if* and a *then*, that grows out of an entry of one's own."""

    entry: str


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
