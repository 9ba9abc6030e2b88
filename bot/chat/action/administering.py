"""The buttons and forms by which a cohort is set up and looked after."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


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
class SayWishes(Action):
    """The form in which somebody says with whom they would like to exchange, and with whom they must not."""

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


@dataclass(frozen=True, slots=True)
class ConfirmJoin(Confirm):
    """Lets the presser's workspace join another organisation."""
