"""Dates and times as a person of some language reads them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from prompts.words import Words
from storage.tables import Cohort

_YEARS = range(2000, 2101)  # those whose holidays can be told, with room to count days before and after


def is_far(value: date | None) -> bool:
    """Whether a date is so long ago, or so far away, that it can only be a slip."""
    return value is not None and value.year not in _YEARS


def read_date(text: str) -> date | None:
    """The date of an ISO text such as `2027-03-08`; None for any other text."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def today_of(cohort: Cohort, now: datetime) -> date:
    """Which day it is where the cohort is, at an aware moment; in UTC as long as the cohort has no zone."""
    return now.astimezone(ZoneInfo(cohort.timezone or "UTC")).date()


def day(value: date, words: Words) -> str:
    """`Mon, 8 Mar 2027`, in that language's own order."""
    return format_skeleton("yMMMEd", value, locale=words.locale)


def hour(value: time, words: Words) -> str:
    """`16:30`: always with 24 hours, because a rota is written so."""
    return format_time(value, "HH:mm", locale=words.locale)


def moment(value: datetime, zone: str, words: Words) -> str:
    """Day and hour of an aware moment, in the reader's own zone."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), words)}, {hour(local.time(), words)}"
