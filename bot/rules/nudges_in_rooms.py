"""What the rules of a cohort's room look at, gathered from what is stored: our own posts there, and nothing else."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.rules.nudges_known import Circle, came_on
from bot.rules.nudging import Had
from bot.rules.nudging_room import Room
from prompts.hours import instant, wall
from storage.nudges import about_of
from storage.tables import Delivery
from storage.tables.deliveries import ROOM_NUDGE

HOUR = time(12, 30)  # local: nobody's visit morning, whoever is on a visit that day


def room_of(circle: Circle, posted: Iterable[Delivery], at: datetime) -> Room:
    """What is known of the cohort's room at that moment. `posted` is all that came there, or is promised."""
    cohort, zone = circle.cohort, zone_of_room(circle)
    today = wall(at, zone).date()
    dated = [(leg.first_day_on, leg.second_day_on) for leg in circle.company.legs]
    return Room(
        today=today,
        open=today not in circle.calendar.days_off and not _is_paused(circle, today),
        had=tuple(_had(row, zone) for row in posted),
        wish=cohort.room_nudges,
        values=tuple(value.name for value in circle.company.values),
        shown=circle.shown,
        visits=tuple((first, second) for first, second in dated if first and second),
        debrief=cohort.debrief_on,
    )


def next_chance_there(circle: Circle, now: datetime) -> datetime:
    """The next moment (UTC) at which the room may be asked something."""
    local = wall(now, zone_of_room(circle))
    day = local.date() + timedelta(days=local.time() >= HOUR)
    return instant(datetime.combine(day, HOUR), zone_of_room(circle))


def zone_of_room(circle: Circle) -> str:
    return circle.cohort.timezone or "UTC"


def _had(row: Delivery, zone: str) -> Had:
    return Had(row.prompt, about_of(row) if row.kind == ROOM_NUDGE else "", came_on(row, zone))


def _is_paused(circle: Circle, today: date) -> bool:
    first, last = circle.cohort.paused_on, circle.cohort.paused_until
    return first is not None and last is not None and first <= today <= last
