"""New dates for a visit that fit both of its people, for when one of them cannot come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import islice, pairwise

from bot.rules.arrangements import Arrangement, Kind, Setting
from prompts.days import Days
from prompts.program import Pause
from storage.tables import Participation

OFFERS = 3  # as many as two people compare on the telephone
_NOTICE = 2  # working days that two teams need at least, to arrange cover once more
_AHEAD = 90  # days that are looked at: a visit that waits longer is arranged by talking
_APART = timedelta(days=3)  # a weekend or a holiday may stand between the two days, a whole week may not

TwoDays = tuple[date, date]
"""The two days of a visit."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who takes part (`who`, a participation) is away from today, `until` included if that is known."""

    who: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Where new dates are looked for: a cohort as it stands today, and what is known beside it.

    `elsewhere` holds days that somebody has something on in another cohort, by their participation in this one.
    """

    setting: Setting
    today: date
    absence: Absence | None = None
    elsewhere: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def offers(self, leg_id: str) -> tuple[TwoDays, ...]:
        """The nearest few that fit."""
        return tuple(islice(self.fitting(leg_id), OFFERS))

    def fitting(self, leg_id: str) -> Iterator[TwoDays]:
        """Every two days, the nearest first, on which both work, are not away and have nothing else of the program.

        They come after the visit as it stands, or after today where that is over or not set; at least two working
        days ahead, after the workshop and before the debrief. None while one of the two cannot be written to.
        """
        visit = self.setting.current(Kind.VISIT, leg_id) or Arrangement(Kind.VISIT, leg_id)
        both = self._agendas(visit)
        if len(both) == 2:
            yield from _pairs(both, visit, self.setting, self._until(visit), self.today)

    def on(self, setting: Setting) -> "Search":
        """The same search once other dates have moved."""
        return replace(self, setting=setting)

    def _agendas(self, visit: Arrangement) -> list["_Agenda"]:
        without = self.setting.arranged(Arrangement(Kind.VISIT, visit.thing))
        return [self._agenda(one, without.days(one)) for one in self.setting.concerned(visit)]

    def _agenda(self, one: Participation, days: Days) -> "_Agenda":
        taken = self.elsewhere.get(one.id, frozenset()) | ({one.interview_on} if one.interview_on else frozenset())
        away = self.absence.until if self.absence and self.absence.who == one.id else None
        if away is None:
            return _Agenda(days, taken)
        pauses = (*days.person.pauses, Pause(self.today, away))
        return _Agenda(Days(days.calendar, replace(days.person, pauses=pauses)), taken)

    def _until(self, visit: Arrangement) -> date:
        known = self.absence.until if self.absence else None
        return max([self.today, *visit.days, *([known] if known else [])]) + timedelta(days=_AHEAD)


@dataclass(frozen=True, slots=True)
class _Agenda:
    """What one of the two has on: their days without the visit, and what else is `taken`."""

    days: Days
    taken: frozenset[date]

    def is_free(self, day: date) -> bool:
        return not self.days.busy(day) and day not in self.taken


def _pairs(both: list[_Agenda], visit: Arrangement, setting: Setting, until: date, today: date) -> Iterator[TwoDays]:
    open_to_both = [one for one in _days(today, until) if all(each.days.open(one) for each in both)][_NOTICE:]
    free = [one for one in open_to_both if _allowed(one, visit, setting) and _is_free(one, both, visit)]
    return ((first, second) for first, second in pairwise(free) if second - first <= _APART)


def _is_free(day: date, both: list[_Agenda], visit: Arrangement) -> bool:
    """Whether neither has anything else on that day, nor on the next where the visit runs over midnight."""
    night = _runs_over_midnight(visit.starts, visit.ends)
    touched = [day, day + timedelta(days=1)] if night else [day]
    return all(each.is_free(one) for each in both for one in touched)


def _runs_over_midnight(starts: time | None, ends: time | None) -> bool:
    return starts is not None and ends is not None and ends <= starts


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(days=number) for number in range(1, (until - after).days + 1)]


def _allowed(day: date, visit: Arrangement, setting: Setting) -> bool:
    """Whether a day comes after the visit as it stands and after the workshop, and before the debrief."""
    workshop, debrief = setting.cohort.workshop_2_on, setting.cohort.debrief_on
    return all(day > one for one in (*visit.days, workshop) if one) and (debrief is None or day < debrief)
