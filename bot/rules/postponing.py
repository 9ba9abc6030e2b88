"""When somebody who pressed **Later** is asked again."""

from datetime import datetime, timedelta

from bot.rules.itinerary import calendar_of, participant_of, zone_of
from prompts.days import Days
from prompts.hours import after_quiet, instant, wall
from storage.standing import Standing

_PATIENCE = timedelta(hours=2)  # long enough for a meeting to end, short enough for the day to be the same


def later_than(now: datetime, standing: Standing) -> tuple[datetime, str]:
    """The moment (UTC) and the person's zone: in two hours, or, in quiet hours, when they end on a working day."""
    zone = zone_of(standing.person, standing.cohort)
    today = wall(now, zone).date()
    local = after_quiet(wall(now + _PATIENCE, zone), standing.person.quiet_from, standing.person.quiet_to)
    if local.date() > today and standing.cohort and standing.participation:
        legs = standing.company.legs
        participant = participant_of(standing.person, standing.participation, legs, standing.cohort)
        working = Days(calendar_of(standing.cohort), participant).first_working(local.date())
        local = datetime.combine(working, local.time())
    return instant(local, zone), zone
