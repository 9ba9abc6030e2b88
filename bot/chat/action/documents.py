"""The buttons that ask for a document."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class GetDocument(Action):
    """Asks for a document of a cohort, for the presser alone.

    `name` says which, `form` is "word", "markdown" or "chart", and `of` what it is of: for a values map, its window.
    """

    name: str
    form: str
    cohort: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class GiveToRoom(Action):
    """Proposes to give a document to everybody in the cohort's room; the same fields."""

    name: str
    form: str
    cohort: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmGiving(Confirm):
    """Gives a document to everybody in the cohort's room."""


@dataclass(frozen=True, slots=True)
class ConfirmJournal(Confirm):
    """Sends the presser's own journal as a document to their private chat."""
