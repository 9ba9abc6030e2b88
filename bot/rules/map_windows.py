"""From when until when each map of a cohort's values is made, and who is counted in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.days_off import days_off
from bot.rules.retention import ends_on
from storage.cohorts import Member
from storage.tables import Cohort, Leg

VISITS, DEBRIEF, AFTER = "visits", "debrief", "after"
WINDOWS = (VISITS, DEBRIEF, AFTER)

_TO_WRITE = 5  # working days after the last visit: time to write down what was seen there
_LONGEST_BREAK = 60  # days within which any calendar has so many working days
_EVENING = time(18, 0)  # local: in Europe and the Americas before the night's housekeeping, which makes the map


@dataclass(frozen=True, slots=True)
class Window:
    """What was written from `opens` until before `closes` feeds one map, and no other."""

    key: str
    opens: datetime
    closes: datetime


def windows_left(cohort: Cohort, legs: Iterable[Leg], made: Mapping[str, datetime]) -> Iterator[Window]:
    """The windows that have no map yet, in their order, as far as their dates are known.

    `made` says when each window that has a map was closed: where dates move afterwards, the next one begins there, so
    that no mark is counted twice. A window that would be over before it begins is left out.
    """
    if cohort.started_at is None:
        return
    opens = max(made.values(), default=cohort.started_at)
    for key, day in zip(WINDOWS, _last_days(cohort, tuple(legs)), strict=True):
        if any(later in made for later in WINDOWS[WINDOWS.index(key) :]):
            continue
        if day is None:
            return
        closes = datetime.combine(day, _EVENING, ZoneInfo(cohort.timezone or "UTC")).astimezone(UTC)
        if closes > opens:
            yield Window(key, opens, closes)
            opens = closes


def counted_in(window: Window, members: Iterable[Member]) -> frozenset[str]:
    """The ids of those who take part through the whole window, keep entries, and agreed to be counted."""
    return frozenset(
        one.person.id
        for one in members
        if one.participation.joined_at <= window.opens and one.person.keeps_entries and one.person.agrees_themes
    )


def _last_days(cohort: Cohort, legs: tuple[Leg, ...]) -> tuple[date | None, date | None, date | None]:
    """Of the three windows; none of the first two is longer than until the evening before the debrief."""
    end = ends_on(cohort)
    before = cohort.debrief_on - timedelta(days=1) if cohort.debrief_on else None
    return _earliest(_time_to_write(cohort, legs), before, end), _earliest(before, end), end


def _time_to_write(cohort: Cohort, legs: tuple[Leg, ...]) -> date | None:
    days = [leg.second_day_on or leg.first_day_on for leg in legs]
    known = [day for day in days if day]
    if not days or len(known) < len(days):
        return None
    after = [max(known) + timedelta(days=number) for number in range(1, _LONGEST_BREAK)]
    off = days_off(cohort.country, cohort.subdivision, after[0], after[-1])
    return [day for day in after if day not in off][_TO_WRITE - 1]


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
