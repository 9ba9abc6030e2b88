"""New dates for a visit that fit both of its people, for when somebody falls ill."""

from datetime import date, timedelta
from itertools import pairwise

from bot.rules.arrangements import Arrangement, Kind, Setting

OFFERS = 5  # as many as one reads at a glance
_SOON = timedelta(days=7)  # two teams need about a week to arrange cover once more
_AHEAD = 90  # days that are looked at: a visit that waits longer is arranged by talking
_APART = timedelta(days=3)  # a weekend or a holiday may stand between the two days, a whole week may not


def offers(leg_id: str, setting: Setting, today: date) -> tuple[tuple[date, date], ...]:
    """The next pairs of days on which both work, are not paused and have nothing else of the program.

    A week from now at the earliest, after the workshop and before the debrief. None while one of the two cannot be
    written to.
    """
    visit = Arrangement(Kind.VISIT, leg_id)
    without = setting.arranged(visit)
    both = [without.days(one) for one in setting.concerned(visit)]
    if len(both) != 2:
        return ()
    free = [one for one in _span(setting, today) if all(days.open(one) and not days.busy(one) for days in both)]
    return tuple((first, second) for first, second in pairwise(free) if second - first <= _APART)[:OFFERS]


def _span(setting: Setting, today: date) -> list[date]:
    workshop, debrief = setting.cohort.workshop_2_on, setting.cohort.debrief_on
    first = max([today + _SOON, *([workshop + timedelta(days=1)] if workshop else [])])
    days = (first + timedelta(days=number) for number in range(_AHEAD))
    return [one for one in days if debrief is None or one < debrief]
