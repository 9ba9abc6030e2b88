"""New dates for a visit that fit both of its people, for when somebody falls ill."""

from datetime import date, timedelta
from itertools import pairwise

from bot.rules.arrangements import Arrangement, Kind, Setting

OFFERS = 5  # as many as one reads at a glance
_NOTICE = 2  # working days that two teams need at least, to arrange cover once more
_AHEAD = 90  # days that are looked at: a visit that waits longer is arranged by talking
_APART = timedelta(days=3)  # a weekend or a holiday may stand between the two days, a whole week may not


def offers(leg_id: str, setting: Setting, today: date) -> tuple[tuple[date, date], ...]:
    """The next pairs of days on which both work, are not paused and have nothing else of the program.

    The nearest ones after the visit as it stands, or after today where that is over or not set; at least two working
    days ahead, after the workshop and before the debrief. None while one of the two cannot be written to.
    """
    visit = setting.current(Kind.VISIT, leg_id) or Arrangement(Kind.VISIT, leg_id)
    without = setting.arranged(Arrangement(Kind.VISIT, leg_id))
    both = [without.days(one) for one in setting.concerned(visit)]
    if len(both) != 2:
        return ()
    until = max([today, *visit.days]) + timedelta(days=_AHEAD)
    open_to_both = [one for one in _days(today, until) if all(days.open(one) for days in both)][_NOTICE:]
    free = [one for one in open_to_both if _allowed(one, visit, setting) and not any(days.busy(one) for days in both)]
    return tuple((first, second) for first, second in pairwise(free) if second - first <= _APART)[:OFFERS]


def _days(after: date, until: date) -> list[date]:
    return [after + timedelta(days=number) for number in range(1, (until - after).days + 1)]


def _allowed(day: date, visit: Arrangement, setting: Setting) -> bool:
    """Whether a day comes after the visit as it stands and after the workshop, and before the debrief."""
    workshop, debrief = setting.cohort.workshop_2_on, setting.cohort.debrief_on
    return all(day > one for one in (*visit.days, workshop) if one) and (debrief is None or day < debrief)
