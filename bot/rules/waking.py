"""When somebody may hear news that can wait for the morning."""

from datetime import datetime

from bot.rules.itinerary import zone_of
from prompts.hours import after_quiet, instant, wall
from storage.tables import Cohort, Person


def awake(now: datetime, person: Person, cohort: Cohort) -> datetime:
    """Now, or when the person's quiet hours end (UTC)."""
    zone = zone_of(person, cohort)
    return max(now, instant(after_quiet(wall(now, zone), person.quiet_from, person.quiet_to), zone))
