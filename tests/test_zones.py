"""In every zone, on every day, also at hours that clocks skip or repeat: one message, at the right instant."""

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from prompts.hours import instant
from prompts.program import Anchor, Audience, Calendar, Moment, Participant, Phase, Program, Prompt
from prompts.schedule import schedule
from tests.sizes import size

HOURS = (time(0, 0), time(0, 30), time(1, 30), time(2, 30), time(9, 0))
FIRST = date(2027, 1, 1)
DAYS = 365
ZONES = sorted(available_timezones())
HOUR = timedelta(hours=1)
# wide enough for every offset that a zone has
SLACK = timedelta(hours=40)


def prompt(key: str, at: time, anchor: Anchor = Anchor.DEBRIEF) -> Prompt:
    return Prompt(key, "X", Moment(anchor, at=at), Audience.PARTICIPANT, 2, "kind", 12)


def program(*prompts: Prompt) -> Program:
    return Program((Phase("X", prompts),))


# two at each hour's instance would break the daily limit, so each hour is a program of its own
PROGRAMS = {at: program(prompt(f"at {at:%H:%M}", at)) for at in HOURS}


@cache
def spans(zone: str, year: int) -> list[tuple[datetime, datetime, timedelta]]:
    """The zone's stretches of one offset: from, to (UTC) and the offset. Found by walking and then by halves.

    This is the oracle: it only ever asks which offset an instant has, and never turns local time into an instant.
    """
    clock = ZoneInfo(zone)
    at, end = datetime(year, 1, 1, tzinfo=UTC) - SLACK, datetime(year + 1, 1, 2, tzinfo=UTC) + SLACK
    edges = [at]
    while at < end:
        after = at + 12 * HOUR
        if offset(at, clock) != offset(after, clock):
            edges.append(edge(at, after, clock))
        at = after
    return [(start, stop, offset(start, clock)) for start, stop in zip(edges, [*edges[1:], end], strict=True)]


def offset(at: datetime, clock: ZoneInfo) -> timedelta:
    found = at.astimezone(clock).utcoffset()
    assert found is not None
    return found


def edge(low: datetime, high: datetime, clock: ZoneInfo) -> datetime:
    before = offset(low, clock)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if offset(middle, clock) == before else (low, middle)
    return high


def expected(local: datetime, zone: str) -> datetime:
    """The first instant at which that zone's clock shows that time or, having skipped it, a later one."""
    for start, stop, ahead in spans(zone, FIRST.year):
        wished = (local - ahead).replace(tzinfo=UTC)
        if wished < stop:
            return max(wished, start)
    raise AssertionError(zone)


def test_one_prompt_comes_at_the_right_instant_in_every_zone_on_every_day_at_every_hour() -> None:
    every = [(zone, FIRST + timedelta(days=number)) for zone in ZONES for number in range(DAYS)]
    sample = random.Random(7).sample(every, size(len(every)))  # the same sample in every run
    wrong = []

    for zone, day in sample:
        person = Participant("ada", zone, quiet_from=time(0), quiet_to=time(0))
        for at, one in PROGRAMS.items():
            found = schedule(one, Calendar(None, None, day), person)
            if [due.at for due in found] != [expected(datetime.combine(day, at), zone)]:
                wrong.append((zone, day, at, found))

    assert not wrong


def test_on_days_on_which_clocks_change_every_zone_has_one_prompt_at_the_right_instant() -> None:
    wrong = []

    for zone in ZONES:
        changes = {(start + ahead).date() for start, _, ahead in spans(zone, FIRST.year)[1:]}
        for day in {day + timedelta(days=shift) for day in changes for shift in (-1, 0, 1)}:
            person = Participant("ada", zone, quiet_from=time(0), quiet_to=time(0))
            for at, one in PROGRAMS.items():
                found = schedule(one, Calendar(None, None, day), person)
                if [due.at for due in found] != [expected(datetime.combine(day, at), zone)]:
                    wrong.append((zone, day, at, found))

    assert not wrong


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/Brussels", "2027-03-28 02:30", "2027-03-28 01:00"),  # skipped: clocks go from 02:00 to 03:00
        ("Europe/Brussels", "2027-10-31 02:30", "2027-10-31 00:30"),  # repeated: the first pass, in summer time
        ("America/Toronto", "2027-03-14 02:00", "2027-03-14 07:00"),
        ("America/St_Johns", "2027-11-07 01:30", "2027-11-07 04:00"),
        ("Australia/Lord_Howe", "2027-10-03 02:15", "2027-10-02 15:30"),  # a skip of half an hour
        ("America/Santiago", "2027-09-05 00:00", "2027-09-05 04:00"),  # midnight itself is skipped
        ("Asia/Kathmandu", "2027-06-01 09:00", "2027-06-01 03:15"),
        ("Pacific/Kiritimati", "2027-01-01 00:30", "2026-12-31 10:30"),  # far off: 14 hours ahead
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 10:00"),  # a date that was skipped as a whole
        ("Pacific/Kwajalein", "1993-08-21 09:00", "1993-08-21 12:00"),  # another one
        ("Africa/Casablanca", "2027-03-14 02:30", "2027-03-14 02:00"),  # skipped when a month of fasting ends
        ("UTC", "2028-02-29 09:00", "2028-02-29 09:00"),
    ],
)
def test_an_hour_that_is_skipped_or_repeated_is_one_instant(zone: str, local: str, utc: str) -> None:
    found = instant(datetime.fromisoformat(local), zone)

    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)
