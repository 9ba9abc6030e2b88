"""What people may choose for themselves, as they type it: pauses, quiet hours and working days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.chat.dates import read_date
from bot.chat.wrong import Wrong
from prompts.words import Words

LONGEST_PAUSE = 90  # days: longer than any stretch without a prompt, so that whoever is away longer leaves instead
LONGEST_QUIET = timedelta(hours=18)  # what is left is one shift, in which a day's messages still find room
SLEEP = (time(8, 0), time(16, 0))  # when somebody who works nights sleeps

_HOURS = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")
_DASH = re.compile(r"\s*-\s*")
_PARTS = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The ISO weekdays worked as digits, empty for the cohort's own; `nights` turns the quiet hours to the day."""

    days: str = ""
    nights: bool = False


def pause_end(text: str, today: date) -> date | Wrong:
    """The last day of a pause. Today counts, and so does a date that is the longest pause away."""
    last = read_date(text)
    if last is None:
        return Wrong("preferring.bad_date")
    if last < today:
        return Wrong("preferring.past_date")
    longest = today + timedelta(days=LONGEST_PAUSE)
    if last > longest:
        return Wrong("preferring.far_date", {"days": str(LONGEST_PAUSE), "day": longest.isoformat()})
    return last


def quiet_hours(text: str) -> tuple[time, time] | Wrong:
    """Start and end of the quiet hours; the same twice means none."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return Wrong("preferring.bad_quiet")
    try:
        start, end = (time.fromisoformat(part.zfill(5)) for part in found.groups())
    except ValueError:
        return Wrong("preferring.bad_quiet")
    return not_too_long(start, end) or (start, end)


def not_too_long(start: time, end: time) -> Wrong | None:
    """What is wrong with quiet hours that leave less than a shift; None where they leave enough."""
    length = (datetime.combine(date.min, end) - datetime.combine(date.min, start)) % timedelta(days=1)
    if length > LONGEST_QUIET:
        return Wrong("preferring.long_quiet", {"hours": str(LONGEST_QUIET // timedelta(hours=1))})
    return None


def working_days(text: str, words: Words) -> Pattern | Wrong:
    """`mon-fri`, `mon,tue,sat`, `all`, `nights` or `cohort`, in the names of the words' language."""
    folded = _DASH.sub("-", text.strip().casefold())
    whole = {
        words.label("preferring.every_day").casefold(): Pattern("1234567"),
        words.label("preferring.nights").casefold(): Pattern(nights=True),
        words.label("preferring.usual").casefold(): Pattern(),
    }
    if folded in whole:
        return whole[folded]
    names = {words.label(f"preferring.day_{number}").casefold(): number for number in range(1, 8)}
    days = [_span(part, names) for part in _PARTS.split(folded) if part]
    if not days or not all(days):
        return Wrong("preferring.bad_days")
    return Pattern("".join(str(day) for day in sorted({day for span in days for day in span})))


def _span(part: str, names: Mapping[str, int]) -> list[int]:
    """The days of `mon-fri` or `sat`; `fri-mon` runs over the weekend. Empty for anything else."""
    first, dash, last = part.partition("-")
    if first not in names or (dash and last not in names):
        return []
    count = (names[last] - names[first]) % 7 if last else 0
    return [(names[first] - 1 + step) % 7 + 1 for step in range(count + 1)]
