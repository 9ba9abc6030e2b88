"""The buttons and forms of promises and projects."""

from dataclasses import dataclass

from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class ShowPromises(Action):
    """Opens the presser's own promises in a form."""


@dataclass(frozen=True, slots=True)
class ShowPromise(Action):
    """Opens one promise in a form."""

    promise: str


@dataclass(frozen=True, slots=True)
class NewPromise(Action):
    """Opens the form of a promise that grows out of nothing that was written before."""


@dataclass(frozen=True, slots=True)
class ChangePromise(Action):
    """Opens the form of a promise with its words as they are."""

    promise: str


@dataclass(frozen=True, slots=True)
class AnswerPromise(Action):
    """Says what became of a promise: `answer` is "kept", "not_yet" or "let_go".

    `place` is where the button stands: "list" in a form of promises, "" in a message.
    """

    promise: str
    answer: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class SharePromise(Action):
    """Opens the exact words of a promise, to be shared with one person."""

    promise: str
