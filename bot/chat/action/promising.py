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
    """Opens the exact words of a promise, to be shared with one person or with everybody in the cohort."""

    promise: str


@dataclass(frozen=True, slots=True)
class ShowSharedPromises(Action):
    """Opens the list of what others promised and shared with everybody in the cohort; `page` counts from 0."""

    page: str = ""


@dataclass(frozen=True, slots=True)
class NewProject(Action):
    """Opens the form of an improvement project in a cohort."""

    cohort: str


@dataclass(frozen=True, slots=True)
class ChangeProject(Action):
    """Opens the form of a project with what stands in it, its owners among that."""

    project: str


@dataclass(frozen=True, slots=True)
class ShowProject(Action):
    """Opens one project, to be read by somebody who was named as an owner."""

    project: str


@dataclass(frozen=True, slots=True)
class OwnProject(Action):
    """Says whether the presser is an owner, as somebody has said: `answer` is "yes" or "no"."""

    project: str
    answer: str


@dataclass(frozen=True, slots=True)
class UpdateProject(Action):
    """Opens the form in which an owner says how a project stands."""

    project: str
