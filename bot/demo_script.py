"""Plays the demo's script: its people type, press and fill in, until a cohort is about to begin."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.clock import Clock
from prompts.library import PROMPTS

SCRIPT = PROMPTS / "en" / "demo.toml"
# The first prompt comes fourteen days before the workshop, and must still be to come.
_DAYS_AHEAD = 16
# Days after the first workshop day: visits, interviews and the debrief of a program of about 26 weeks.
_DAYS = {"workshop_2": 1, "out": 36, "out_2": 37, "back": 50, "back_2": 51, "interview": 72, "debrief": 98}

_A_MOMENT = timedelta(minutes=1)  # of the program's time, in which the bot does what the step asked for

_ZONE = ZoneInfo("Europe/London")  # the cast's
_DAY = (time(8, 30), time(19, 0))  # outside of quiet hours, and long enough for the whole script

Step = Mapping[str, Any]


class Hands(Protocol):
    """One person at their chat. Raises LookupError where there is nothing to press or fill in."""

    async def types(self, line: str) -> None: ...
    async def fills_in(self, values: Mapping[str, Any]) -> None: ...
    async def presses(self, label: str) -> None: ...


async def perform(person: Callable[[str], Hands], clock: Clock) -> None:
    """Every step of the script in its order. Raises LookupError where a step has nothing to press or fill in."""
    script = tomllib.loads(SCRIPT.read_text("utf-8"))
    if (morning := _by_day(clock.now())) > clock.now():
        await clock.move_to(morning)
    dates = _dates(clock.now().date())
    for step in script["steps"]:
        await _perform(person(step["who"]), step, dates)
        await clock.move_to(clock.now() + _A_MOMENT)


async def _perform(hands: Hands, step: Step, dates: Mapping[str, str]) -> None:
    if "types" in step:
        await hands.types(step["types"].format(**dates))
    if "fills" in step:
        await hands.fills_in(step["fills"])
    if "presses" in step:
        await hands.presses(step["presses"])


def _by_day(now: datetime) -> datetime:
    """That moment, or the next morning: what is said in the evening waits until then, before the first question."""
    local = now.astimezone(_ZONE)
    if _DAY[0] <= local.time() < _DAY[1]:
        return now
    morning = local.date() + timedelta(days=local.time() >= _DAY[1])
    return datetime.combine(morning, _DAY[0], _ZONE)


def _dates(today: date) -> Mapping[str, str]:
    """The script's dates by name, counted from the first Monday that is far enough ahead."""
    ahead = today + timedelta(days=_DAYS_AHEAD)
    workshop = ahead + timedelta(days=-ahead.weekday() % 7)
    days = {name: (workshop + timedelta(days=number)).isoformat() for name, number in _DAYS.items()}
    return {"workshop_1": workshop.isoformat(), **days}
