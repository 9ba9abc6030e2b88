"""When it is night: once a day everything is looked over, while the fewest people write."""

from datetime import UTC, date, datetime, time, timedelta

NIGHT = time(2, 30)  # UTC


def night_of(now: datetime) -> date:
    """The day on which the last night began that has begun by then."""
    return (now.astimezone(UTC) - timedelta(hours=NIGHT.hour, minutes=NIGHT.minute)).date()
