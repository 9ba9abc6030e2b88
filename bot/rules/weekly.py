"""What needs a facilitator this week: a list of lines, the most pressing first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.chat.dates import today_of
from bot.rules.after_debrief import STUCK, After
from bot.rules.arrangements import Setting
from bot.rules.calls import Call
from bot.rules.charters import MONTH
from bot.rules.debrief_state import CLOSED
from bot.rules.readiness import missing
from storage.tables import Leg, Participation

LINES = 5  # product.md: five lines of what needs them
_SOON = timedelta(days=14)  # a form or cover that is missing can still be got in two weeks
_AT_ONCE = date.min
_NO_DATE = date.max  # what hangs on no date comes last


class Needs(StrEnum):
    """What is open, which is also the key of its words under `overseeing`; of one day, the first goes first."""

    CALL = "call"
    SETUP = "setup"
    NO_PARTNER = "no_partner"
    READINESS = "readiness"
    VISIT_DATES = "visit_dates"
    INTERVIEW = "interview"
    PLAN_B = "plan_b"
    DEBRIEF = "debrief"
    BOARD_OBJECTION = "board_objection"
    BOARD_FREE = "board_free"
    BOARD_LINES = "board_lines"
    BOARD_MISSING = "board_missing"
    BOARD_ASKS = "board_asks"
    PROJECT_STUCK = "project_stuck"
    PROJECT_PROPOSED = "project_proposed"
    BOARD_HELD = "board_held"
    BEHAVIOURS = "behaviours"
    ROOM = "room"
    NOT_FOUND = "not_found"


_ORDER = {one: place for place, one in enumerate(Needs)}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is open. `leg` and `items` say what of which visit, `person` of which participation.

    `project` is the id of one; what is told of the note to the board stands in the week itself.

    `when` is the day by which it should be settled, or on which it should have been.
    """

    what: Needs
    when: date = _NO_DATE
    leg: Leg | None = None
    items: tuple[str, ...] = ()
    person: Participation | None = None
    call: Call | None = None
    project: str = ""

    @property
    def is_after(self) -> bool:
        """Whether it is about the note to the board or a project."""
        return self.what.startswith(("board_", "project_"))


@dataclass(frozen=True, slots=True)
class Week:
    """A cohort on a day. `ready` holds what is done by the id of a leg, `calls` who waits to be phoned.

    `after` is what its debrief has left to do, or None for a cohort that is not under way; `debrief` is the state of
    the debrief that has begun on that day.
    """

    setting: Setting
    ready: Mapping[str, Collection[str]]
    not_found: bool
    today: date
    calls: tuple[Call, ...] = ()
    after: After | None = None
    debrief: str = ""

    def needs(self) -> tuple[Need, ...]:
        """Everything that is open, the most pressing first."""
        calls = tuple(Need(Needs.CALL, _AT_ONCE, call=one) for one in self.calls)
        if self.setting.cohort.state == "finished":
            return calls
        if self.setting.cohort.state == "draft":
            return (*calls, Need(Needs.SETUP, self.setting.cohort.workshop_1_on or _NO_DATE))
        later = self._later(self.after) if self.after else ()
        return tuple(sorted((*calls, *self._open(), *later), key=urgency))

    def _open(self) -> Iterator[Need]:
        """Nothing of this helps any more once the debrief is over."""
        debrief = self.setting.cohort.debrief_on
        if debrief and debrief < self.today:
            return
        for leg in self.setting.company.legs:
            yield from self._of_leg(leg)
        for one in self.setting.taking_part():
            yield from self._of_person(one)
        yield from self._of_all()

    def _of_leg(self, leg: Leg) -> Iterator[Need]:
        if leg.first_day_on is None:
            yield Need(Needs.VISIT_DATES, self._before_the_debrief(), leg)
            return
        items = missing(self.ready.get(leg.id, ()))
        if items and self.today <= leg.first_day_on <= self.today + _SOON:
            yield Need(Needs.READINESS, leg.first_day_on, leg, items)

    def _of_person(self, one: Participation) -> Iterator[Need]:
        own = [leg for leg in self.setting.company.legs if one.id in {leg.visitor_id, leg.host_id}]
        if not own:
            yield Need(Needs.NO_PARTNER, self.today, person=one)
        ends = [leg.second_day_on for leg in own]
        last = max((day for day in ends if day), default=None)
        if one.interview_on is None and last and None not in ends and last <= self.today:
            yield Need(Needs.INTERVIEW, last, person=one)

    def _of_all(self) -> Iterator[Need]:
        cohort, began = self.setting.cohort, self.setting.cohort.workshop_1_on
        held = self.debrief == CLOSED
        if cohort.debrief_on and self.today <= cohort.debrief_on <= self.today + _SOON and not held:
            yield Need(Needs.DEBRIEF, cohort.debrief_on)
        if began and began <= self.today and any(not value.behaviours for value in self.setting.company.values):
            yield Need(Needs.BEHAVIOURS, began + _SOON)
        if not cohort.room:
            yield Need(Needs.ROOM, self._before_the_debrief())
        if self.not_found:
            yield Need(Needs.NOT_FOUND)

    def _later(self, after: After) -> Iterator[Need]:
        """The note to the board and the projects, which go on when the debrief is over."""
        debrief, stand = self.setting.cohort.debrief_on, after.stand
        if debrief and self.today <= debrief and after.plan_b:
            yield Need(Needs.PLAN_B, debrief)
        if stand and (after.note or (debrief and debrief < self.today)):
            yield Need(Needs(f"board_{stand}"), after.since() or _NO_DATE)
        for one in after.charters:
            if one.project.state == STUCK and after.now - one.heard_at < MONTH:  # then its owners are asked anew
                yield Need(Needs.PROJECT_STUCK, today_of(after.cohort, one.heard_at), project=one.project.id)
            elif one.goes_on and not one.stands:
                yield Need(Needs.PROJECT_PROPOSED, today_of(after.cohort, one.project.made_at), project=one.project.id)

    def _before_the_debrief(self) -> date:
        debrief = self.setting.cohort.debrief_on
        return debrief - _SOON if debrief else _NO_DATE


def urgency(need: Need) -> tuple[date, int]:
    """What sorts the most pressing need first: what was due longest ago, and of one day what weighs more."""
    return need.when, _ORDER[need.what]


def most_pressing(weeks: Iterable[Week]) -> tuple[tuple[Week, Need], ...]:
    """Everything that is open in several cohorts, the most pressing first."""
    return tuple(sorted(((week, need) for week in weeks for need in week.needs()), key=lambda one: urgency(one[1])))
