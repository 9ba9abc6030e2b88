"""Working days: on which dates a person of the program may hear from us."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from prompts.program import Calendar, Leg, Participant

# no pause and no run of days off is longer: a search that finds nothing within two years gives up and takes the day
_LONGEST_SEARCH = 2 * 366


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of one person in one cohort.

    A day on which the program itself takes place (a visit, the workshop, the debrief) is one, whatever the calendar
    calls it. A pattern of one's own rules the weekdays, so that somebody who works weekends hears from us on
    weekends; public holidays stay free.
    """

    calendar: Calendar
    person: Participant

    _program: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        met = {self.calendar.workshop_1, self.calendar.workshop_2, self.calendar.debrief}
        object.__setattr__(self, "_program", frozenset(filter(None, met)).union(*map(_touched, self.person.legs)))

    def visits(self, day: date) -> bool:
        """True on a day that a visit of this person touches; one that runs over midnight touches two."""
        return any(day in _touched(leg) for leg in self.person.legs)

    def busy(self, day: date) -> bool:
        """True on a day on which the program itself takes place for this person."""
        return day in self._program

    def works(self, day: date) -> bool:
        """True on a day that this person works, by the rules above."""
        if self.busy(day):
            return True
        if self.person.pattern:
            return day.isoweekday() in self.person.pattern and day not in self.calendar.public_holidays
        return day not in self.calendar.days_off

    def paused(self, day: date) -> bool:
        """True inside a pause of the person or of the cohort, first and last day included."""
        return any(pause.first_day <= day <= pause.last_day for pause in self.person.pauses)

    def open(self, day: date) -> bool:
        """True on a working day outside every pause: something unasked may come."""
        return self.works(day) and not self.paused(day)

    def first_working(self, day: date) -> date:
        """That day, or the next one that is worked."""
        return _search(day, 1, self.works)

    def first_open(self, day: date) -> date:
        """That day, or the next one that is open."""
        return _search(day, 1, self.open)

    def counted(self, day: date, number: int) -> date:
        """So many working days after that day, or, with a negative number, before it."""
        step = 1 if number > 0 else -1
        for _ in range(abs(number)):
            day = _search(day + timedelta(days=step), step, self.works)
        return day


def _touched(leg: Leg) -> frozenset[date]:
    days = [day for day in (leg.first_day, leg.second_day) if day]
    over_midnight = [day + timedelta(days=1) for day in days] if leg.ends <= leg.starts else []
    return frozenset(days + over_midnight)


def _search(day: date, step: int, fits: Callable[[date], bool]) -> date:
    days = (day + timedelta(days=step * number) for number in range(_LONGEST_SEARCH))
    return next((one for one in days if fits(one)), day)
