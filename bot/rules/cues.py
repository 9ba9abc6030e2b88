"""On which days a promise comes back by itself: on those on which its *if* does."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.rules.itinerary import zone_of
from prompts.hours import after_quiet, instant, wall
from storage.commitments import Cued
from storage.tables import Commitment, Person

_AT = time(8, 0)  # before the meetings of most days, so that the moment is still ahead
_WEEKS = 2  # of a weekly one are planned ahead: the night looks again every day, and may be missed once


def cues(cued: Cued, now: datetime) -> Mapping[date, tuple[datetime, datetime]]:
    """The days of the *if*, from today on, each with the moments (UTC) from which and until which the word may be said.

    It is said in the morning of the person's own day, or at the end of their quiet hours, and never on a later day.
    """
    zone = zone_of(cued.person, cued.cohort)
    planned = {day: _span(day, cued.person, zone) for day in _days(cued.commitment, wall(now, zone).date())}
    return {day: span for day, span in planned.items() if span[0] < span[1] and now < span[1]}


def is_day_of(commitment: Commitment, day: date) -> bool:
    """Whether that is a day of the *if*, as it is chosen now."""
    return not commitment.over and (commitment.comes_on == day or commitment.weekday == day.isoweekday())


def _days(commitment: Commitment, today: date) -> list[date]:
    if commitment.over:
        return []
    if commitment.comes_on:
        return [commitment.comes_on]
    if commitment.weekday is None:
        return []
    next_on = today + timedelta(days=(commitment.weekday - today.isoweekday()) % 7)
    return [next_on + timedelta(weeks=number) for number in range(_WEEKS)]


def _span(day: date, person: Person, zone: str) -> tuple[datetime, datetime]:
    local = after_quiet(datetime.combine(day, _AT), person.quiet_from, person.quiet_to)
    return instant(local, zone), instant(datetime.combine(day + timedelta(days=1), time(0)), zone)
