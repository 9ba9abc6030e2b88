"""How late a debrief will end as it goes, and which of the rounds to come can best be left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.debrief_state import WAITING, DebriefState

_WORTH_SAYING = 5  # minutes; less is made good by itself


@dataclass(frozen=True, slots=True)
class Lateness:
    """`minutes` late in the end; `drop` is the round that is proposed to be left out, empty where there is none."""

    minutes: int
    drop: str = ""


def lateness(debrief: DebriefState, started_at: datetime, drop: Mapping[str, int], now: datetime) -> Lateness:
    """How late the end will be at that moment (UTC), if every round to come takes its time.

    It counts from what all rounds were given when the debrief began, those included that were left out since; what is
    not worth saying is 0. `drop` is the order in which rounds are given up, 0 for never: of those to come, the least
    essential is proposed.
    """
    coming = [one for one in debrief.rounds if one.state == WAITING]
    here = debrief.current.ends_at or now
    ends = max(here, now) + timedelta(minutes=sum(one.minutes for one in coming))
    planned = started_at + timedelta(minutes=sum(one.minutes for one in debrief.rounds))
    late = (ends - planned) // timedelta(minutes=1)
    if late < _WORTH_SAYING:
        return Lateness(0)
    droppable = [one.key for one in coming if drop.get(one.key)]
    return Lateness(late, min(droppable, key=lambda key: drop[key], default=""))
