"""What needs a facilitator this week: at most five lines, the most pressing first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.arrangements import Setting
from bot.rules.readiness import missing
from storage.tables import Leg, Participation

LINES = 5  # product.md: five lines of what needs them
_SOON = timedelta(days=14)  # a form or cover that is missing can still be got in two weeks
_NO_DATE = date.max  # what hangs on no date comes last


class Needs(StrEnum):
    """What is open, which is also the key of its words under `overseeing`."""

    SETUP = "setup"
    READINESS = "readiness"
    VISIT_DATES = "visit_dates"
    INTERVIEW = "interview"
    BEHAVIOURS = "behaviours"
    NOT_FOUND = "not_found"
    NO_PARTNER = "no_partner"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is open. `leg` and `item` say of which visit, `person` of which participation."""

    what: Needs
    when: date = _NO_DATE
    leg: Leg | None = None
    item: str = ""
    person: Participation | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A cohort on a day. `ready` holds what is done by the id of a leg."""

    setting: Setting
    ready: Mapping[str, Collection[str]]
    not_found: bool
    today: date

    def needs(self) -> tuple[Need, ...]:
        """Everything that is open, the most pressing first."""
        if self.setting.cohort.state == "draft":
            return (Need(Needs.SETUP),)
        return tuple(sorted(self._open(), key=lambda one: one.when))

    def _open(self) -> Iterator[Need]:
        for leg in self.setting.company.legs:
            yield from self._of_leg(leg)
        for one in self.setting.taking_part():
            yield from self._of_person(one)
        if any(not value.behaviours for value in self.setting.company.values) and self._workshop_began():
            yield Need(Needs.BEHAVIOURS)
        if self.not_found:
            yield Need(Needs.NOT_FOUND)

    def _of_leg(self, leg: Leg) -> Iterator[Need]:
        if leg.first_day_on is None:
            yield Need(Needs.VISIT_DATES, leg=leg, item="dates")
        elif self.today <= leg.first_day_on <= self.today + _SOON:
            for item in missing(self.ready.get(leg.id, ())):
                yield Need(Needs.READINESS, leg.first_day_on, leg, item)

    def _of_person(self, one: Participation) -> Iterator[Need]:
        own = [leg for leg in self.setting.company.legs if one.id in {leg.visitor_id, leg.host_id}]
        if not own:
            yield Need(Needs.NO_PARTNER, self.today, person=one)
        ends = [leg.second_day_on for leg in own]
        last = max((day for day in ends if day), default=None)
        if one.interview_on is None and last and None not in ends and last <= self.today:
            yield Need(Needs.INTERVIEW, last, person=one)

    def _workshop_began(self) -> bool:
        began = self.setting.cohort.workshop_1_on
        return began is not None and began <= self.today
