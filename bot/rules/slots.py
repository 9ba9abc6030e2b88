"""Times for interviews as a facilitator proposes them: how they are read, and which cannot be."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from bot.chat.dates import day, hour, is_far, read_date
from bot.chat.wrong import Wrong
from prompts.days import Days
from prompts.hours import instant, is_quiet, shown, wall
from prompts.program import Participant
from prompts.words import Words
from storage.tables import InterviewSlot

USUAL = 45  # minutes of an interview, where nothing else is said
LENGTHS = (20, 30, 45, 60, 90)  # minutes to choose from in a form
MOST = 40  # times at once: ten people with four to choose from each
LONGEST_PLACE = 300  # characters: a room with the way there, or the address of a call
_SHORTEST, _LONGEST = 10, 180  # minutes: what is shorter or longer is no interview
_ITS_LAST_MINUTE = timedelta(minutes=1)
_HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?h?")
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Every time on every one of the days, so many minutes long, by the proposer's own clock."""

    days: tuple[date, ...]
    times: tuple[time, ...]
    minutes: int = USUAL
    place: str = ""

    def keep(self) -> dict[str, Any]:
        """Everything as JSON."""
        days, times = [one.isoformat() for one in self.days], [one.isoformat() for one in self.times]
        return {"days": days, "times": times, "minutes": self.minutes, "place": self.place}

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Proposal":
        days, times = map(date.fromisoformat, values["days"]), map(time.fromisoformat, values["times"])
        return cls(tuple(days), tuple(times), values["minutes"], values["place"])

    def starts(self, zone: str) -> tuple[datetime, ...]:
        """All of them as instants, in order."""
        return tuple(instant(local, zone) for local in self.locals())

    def locals(self) -> tuple[datetime, ...]:
        """All of them as the clock on the wall shows them, in order."""
        return tuple(sorted(datetime.combine(one, hour) for one in self.days for hour in self.times))


@dataclass(frozen=True, slots=True)
class Diary:
    """What a facilitator's days hold already. `taken` are the times that they proposed before; `now` is UTC."""

    zone: str
    days: Days
    taken: tuple[InterviewSlot, ...]
    now: datetime
    workshop_ends_on: date | None


def read_proposal(text: str, length: str, place: str) -> Proposal | dict[str, Wrong]:
    """Days and hours in any order, such as `2027-04-20 2027-04-21 09:00 10:00 13:30-16:00`.

    A span stands for as many interviews as fit into it. Where something is wrong, it is said by the field of the form.
    """
    minutes = _minutes(length)
    if isinstance(minutes, Wrong):
        return {"length": minutes}
    words = [word for word in _BETWEEN.split(text.translate(_DASHES)) if word]
    days = [one for one in map(read_date, words) if one]
    hours = [_hours(word, minutes) for word in words if read_date(word) is None]
    for found in hours:
        if isinstance(found, Wrong):
            return {"times": found}
    times = sorted({one for found in hours if not isinstance(found, Wrong) for one in found})
    if not days:
        return {"day": Wrong("interviews.no_day")}
    if not times:
        return {"times": Wrong("interviews.no_time")}
    return Proposal(tuple(sorted(set(days))), tuple(times), minutes, place.strip())


def wrong_proposal(wanted: Proposal, diary: Diary, words: Words) -> dict[str, Wrong]:
    """What keeps these times from being proposed, by the field of the form; empty where nothing does."""
    if len(wanted.place) > LONGEST_PLACE:
        return {"place": Wrong("safeguarding.too_long", {"longest": str(LONGEST_PLACE)})}
    if len(wanted.locals()) > MOST:
        return {"times": Wrong("interviews.too_many", {"most": str(MOST)})}
    for one in wanted.days:
        if wrong := _wrong_day(one, diary, words):
            return {"day": wrong}
    wrong = next(_wrong_times(wanted, diary, words), None)
    return {"times": wrong} if wrong else {}


def free(slots: Iterable[InterviewSlot], now: datetime) -> tuple[InterviewSlot, ...]:
    """Those that can still be chosen."""
    return tuple(one for one in slots if one.participation_id is None and one.starts_at > now)


def ends(slot: InterviewSlot) -> datetime:
    return slot.starts_at + timedelta(minutes=slot.minutes)


# -- how they are read ---------------------------------------------------------------------------------------------

_DASHES = str.maketrans("–—", "--")


def _minutes(text: str) -> int | Wrong:
    digits = text.strip().removesuffix("minutes").removesuffix("min").strip()
    if not digits:
        return USUAL
    fits = digits.isascii() and digits.isdigit() and _SHORTEST <= int(digits[:4]) <= _LONGEST
    limits = {"fewest": str(_SHORTEST), "most": str(_LONGEST), "text": text.strip()}
    return int(digits) if fits else Wrong("interviews.not_a_length", limits)


def _hours(word: str, minutes: int) -> tuple[time, ...] | Wrong:
    """The one time of a word, or all that begin within its span and end in it."""
    first, dash, last = word.partition("-")
    start, end = _hour(first), _hour(last) if dash else None
    if start is None or (dash and end is None):
        return Wrong("interviews.not_a_time", {"text": word})
    if end is None:
        return (start,)
    found = tuple(_within(start, end, minutes))
    return found or Wrong("interviews.span_too_short", {"text": word, "count": str(minutes)})


def _hour(word: str) -> time | None:
    found = _HOUR.fullmatch(word.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def _within(start: time, end: time, minutes: int) -> Iterator[time]:
    at, last = datetime.combine(date.min, start), datetime.combine(date.min, end)
    length = timedelta(minutes=minutes)
    while at + length <= last:
        yield at.time()
        at += length


# -- what cannot be ------------------------------------------------------------------------------------------------


def _wrong_day(one: date, diary: Diary, words: Words) -> Wrong | None:
    gaps = {"day": day(one, words) if not is_far(one) else one.isoformat()}
    if is_far(one):
        return Wrong("founding.far_date")
    if one < wall(diary.now, diary.zone).date():
        return Wrong("interviews.past_day", gaps)
    if diary.workshop_ends_on and one <= diary.workshop_ends_on:
        return Wrong("arranging.interview_early", {"day": day(diary.workshop_ends_on, words)})
    if diary.days.paused(one):
        return Wrong("interviews.paused_day", gaps)
    return None if diary.days.works(one) else Wrong("interviews.day_off", gaps)


def _wrong_times(wanted: Proposal, diary: Diary, words: Words) -> Iterator[Wrong]:
    length = timedelta(minutes=wanted.minutes)
    for local in wanted.locals():
        gaps = {"time": _said(local, words)}
        if shown(local, diary.zone) != local:
            yield Wrong("interviews.skipped", gaps)
        if instant(local, diary.zone) <= diary.now:
            yield Wrong("interviews.past_time", gaps)
        if wrong := _quiet(instant(local, diary.zone), length, diary.days.person):
            yield wrong
        if other := _in_the_way(instant(local, diary.zone), length, diary.taken):
            yield Wrong("interviews.taken_time", gaps | {"hour": _said(wall(other.starts_at, diary.zone), words)})
    for one, following in pairwise(wanted.starts(diary.zone)):
        if one + length > following:
            both = [_said(wall(at, diary.zone), words) for at in (one, following)]
            yield Wrong("interviews.overlap", {"time": both[0], "hour": both[1], "count": str(wanted.minutes)})


def _quiet(start: datetime, length: timedelta, facilitator: Participant) -> Wrong | None:
    """Whoever holds the interview is asked for nothing in their quiet hours, by their own clock; nine means nine."""
    first, last = (wall(at, facilitator.timezone) for at in (start, start + length - _ITS_LAST_MINUTE))
    quiet = facilitator.quiet_from, facilitator.quiet_to
    if not is_quiet(first.time(), *quiet) and not is_quiet(last.time(), *quiet):
        return None
    gaps = {"time": f"{first:%H:%M}", "starts": f"{quiet[0]:%H:%M}", "ends": f"{quiet[1]:%H:%M}"}
    return Wrong("interviews.quiet_time", gaps)


def _in_the_way(start: datetime, length: timedelta, taken: Sequence[InterviewSlot]) -> InterviewSlot | None:
    return next((one for one in taken if start < ends(one) and one.starts_at < start + length), None)


def _said(local: datetime, words: Words) -> str:
    return f"{day(local.date(), words)}, {hour(local.time(), words)}"
