"""The buttons and forms by which a cohort that runs is looked after."""

from dataclasses import dataclass

from bot.chat.action.common import Confirm
from bot.chat.action.payload import Action


@dataclass(frozen=True, slots=True)
class FindNewDates(Action):
    """The form that asks who cannot come; with a `leg`, one of the two people of that visit."""

    cohort: str
    leg: str = ""


@dataclass(frozen=True, slots=True)
class ChooseNewDates(Action):
    """The form with the days that fit: `who` is away (a participation), until an ISO date or until nobody knows."""

    cohort: str
    who: str
    until: str = ""
    leg: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmNewDates(Confirm):
    """Moves the visits of somebody who cannot come."""


@dataclass(frozen=True, slots=True)
class ShowWeek(Action):
    """Everything that needs a facilitator, in one cohort or (without one) in all; `page` counts from "0"."""

    cohort: str = ""
    page: str = "0"


@dataclass(frozen=True, slots=True)
class ShowCohorts(Action):
    """Every cohort for which the presser holds that role, with its buttons; `page` counts from "0"."""

    role: str
    page: str = "0"
