"""Dates as somebody types them: `leg @ada @ben 2027-03-08 2027-03-09 08:30-16:30`."""

import re
from collections.abc import Callable, Sequence
from datetime import time

from bot.chat.dates import read_date
from bot.chat.wrong import Wrong
from bot.rules.arrangements import Arrangement, Kind, Setting

_HOURS = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d")
_PEOPLE = {Kind.VISIT: 2, Kind.INTERVIEW: 1}


def read_dates(
    kind: Kind, typed: Sequence[str], setting: Setting, whose: Callable[[str], str | None]
) -> Arrangement | Wrong:
    """What was typed after the word for its kind, or what is wrong with it.

    `whose` gives the participation that a word names, or None.
    """
    count = _PEOPLE.get(kind, 0)
    thing = _thing(kind, typed[:count], setting, whose)
    if isinstance(thing, Wrong):
        return thing
    before = setting.current(kind, thing)
    rest = [word for word in typed[count:] if not _HOURS.fullmatch(word)]
    if before is None or len(rest) < (2 if before.has_two_days else 1):
        return Wrong("arranging.too_few", {"kind": kind})
    days = [read_date(word) for word in rest]
    for word, day in zip(rest, days, strict=True):
        if day is None:
            return Wrong("arranging.not_a_date", {"text": word})
    hours = _hours(typed) or (before.starts, before.ends)
    if isinstance(hours, Wrong):
        return hours
    return Arrangement(kind, thing, days[0], days[1] if before.has_two_days else None, *hours)


def _thing(kind: Kind, typed: Sequence[str], setting: Setting, whose: Callable[[str], str | None]) -> str | Wrong:
    """The id of the leg between the two people, or of the participation."""
    found = [whose(word) for word in typed]
    for word, one in zip(typed, found, strict=True):
        if one is None:
            return Wrong("arranging.nobody", {"text": word})
    if len(found) < _PEOPLE.get(kind, 0):
        return Wrong("arranging.too_few", {"kind": kind})
    if kind is Kind.INTERVIEW:
        return str(found[0])
    return _leg(str(found[0]), str(found[1]), setting) if kind is Kind.VISIT else ""


def _leg(visitor: str, host: str, setting: Setting) -> str | Wrong:
    for leg in setting.company.legs:
        if (leg.visitor_id, leg.host_id) == (visitor, host):
            return leg.id
    return Wrong("arranging.no_leg", {"visitor": setting.name(visitor), "host": setting.name(host)})


def _hours(typed: Sequence[str]) -> tuple[time, time] | Wrong | None:
    """The hours, if any were typed."""
    for word in typed:
        if _HOURS.fullmatch(word):
            start, end = word.split("-")
            try:
                return time.fromisoformat(start.zfill(5)), time.fromisoformat(end.zfill(5))
            except ValueError:
                return Wrong("arranging.not_hours", {"text": word})
    return None
