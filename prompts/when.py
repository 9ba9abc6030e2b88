"""How program.toml writes down when a prompt is due: `W1-14d 09:30`, `X1-10wd 09:30`, `X1 start-45m`, `X2 end`."""

import re
from datetime import time

from prompts.program import VISITS, Anchor, Edge, Moment

_DAYS = r"(?:(?P<days>[+-]\d{1,3})(?P<unit>d|wd))?"
_HOUR = r"(?P<hour>\d\d?:\d\d)"
_EDGE = r"(?P<edge>start|end)(?:(?P<minutes>[+-]\d{1,3})m)?"
_WHEN = re.compile(rf"(?P<anchor>[A-Z]\w*){_DAYS}\s+(?:{_HOUR}|{_EDGE})")


def read_when(text: str) -> Moment:
    """The moment that such a text stands for. Raises ValueError with a sentence for whoever wrote it."""
    found = _WHEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text}" cannot be read; write it like "W1-14d 09:30", "X1-10wd 09:30" or "X2 end+30m"')
    anchor, days = _anchor(found["anchor"]), int(found["days"] or 0)
    if found["edge"] is None:
        return Moment(anchor, days, found["unit"] == "wd", at=_hour(found["hour"]))
    if anchor not in VISITS or days:
        raise ValueError("start and end are the hours of a visit day; write X1 or X2 before them, without days")
    return Moment(anchor, edge=Edge(found["edge"]), minutes=int(found["minutes"] or 0))


def write_when(moment: Moment) -> str:
    """The text that stands for that moment: what `read_when` reads it from."""
    days = f"{moment.days:+}{'wd' if moment.working else 'd'}" if moment.days else ""
    if moment.at is not None:
        return f"{moment.anchor}{days} {moment.at:%H:%M}"
    minutes = f"{moment.minutes:+}m" if moment.minutes else ""
    return f"{moment.anchor} {moment.edge}{minutes}"


def _anchor(name: str) -> Anchor:
    if name not in set(Anchor):
        raise ValueError(f"the date {name} is not known; known are {', '.join(Anchor)}")
    return Anchor(name)


def _hour(text: str) -> time:
    hours, minutes = (int(part) for part in text.split(":"))
    try:
        return time(hours, minutes)
    except ValueError as trouble:
        raise ValueError(f"{text} is no time of day") from trouble
