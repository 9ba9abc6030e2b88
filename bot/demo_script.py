"""Plays the demo's script: its people type, press and fill in, until a cohort is about to begin, and later chapters."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
# The same after the debrief.
_DAYS_AFTER = {"week_before": -7, "day_before": -3, "week_1": 7, "day_30": 30, "day_60": 60, "day_90": 90}

_A_MOMENT = timedelta(minutes=1)  # of the program's time, in which the bot does what the step asked for

_ZONE = ZoneInfo("Europe/London")  # the cast's
_DAY = (time(8, 30), time(19, 0))  # outside of quiet hours, and long enough for the whole script

Step = Mapping[str, Any]


class Hands(Protocol):
    """One person at their chat. Raises LookupError where there is nothing to press or fill in."""

    async def types(self, line: str, *, in_room: bool = False) -> None: ...
    async def fills_in(self, values: Mapping[str, Any]) -> None: ...
    async def presses(self, label: str) -> None: ...


@dataclass
class Story:
    """What its people do by themselves, chapter by chapter. `person` gives the hands of whoever has that id."""

    person: Callable[[str], Hands]
    clock: Clock
    dates: Mapping[str, str]
    _left: list[tuple[str, Sequence[Step]]] = field(repr=False)

    @property
    def next(self) -> str:
        """What the next chapter leads to; empty after the last one."""
        return self._left[0][0] if self._left else ""

    async def play(self) -> None:
        """Every step of the next chapter in its order. Raises LookupError where a step has nothing to press."""
        _, steps = self._left.pop(0)
        for step in steps:
            await self._step(step)

    async def _step(self, step: Step) -> None:
        if "until" in step:
            moment = datetime.fromisoformat(step["until"].format(**self.dates)).replace(tzinfo=_ZONE)
            await self.clock.move_to(max(moment, self.clock.now()))
            return
        for one in [step["who"]] if isinstance(step["who"], str) else step["who"]:
            await self._does(self.person(one), step)
        await self.clock.move_to(self.clock.now() + _A_MOMENT)

    async def _does(self, hands: Hands, step: Step) -> None:
        if "types" in step:
            await hands.types(step["types"].format(**self.dates), in_room=step.get("in_room", False))
        if "opens" in step:
            await hands.presses(step["opens"])
        if "fills" in step:
            await hands.fills_in(step["fills"])
        if "presses" in step:
            await hands.presses(step["presses"])


@dataclass(frozen=True, slots=True)
class Reaction:
    """What each of `who` does at a card of that title in the room: presses that button, fills in what it opens."""

    title: str
    presses: str
    who: Sequence[str]
    fills: Mapping[str, Any] | None = None


def reactions() -> tuple[Reaction, ...]:
    """What people do by themselves in the live debrief."""
    return tuple(Reaction(**one) for one in _script()["reactions"])


def offered() -> Mapping[str, Mapping[str, str]]:
    """What each of them offers for the wall, by who does."""
    steps = (step for chapter in _script()["chapters"] for step in chapter["steps"])
    return {step["who"]: step["fills"] for step in steps if {"together", "lived"} & set(step.get("fills", ()))}


async def begin(person: Callable[[str], Hands], clock: Clock) -> Story:
    """Plays the first chapter, and gives the others. Raises LookupError where a step has nothing to press."""
    if (morning := _by_day(clock.now())) > clock.now():
        await clock.move_to(morning)
    chapters = [(one["leads_to"], one["steps"]) for one in _script()["chapters"]]
    story = Story(person, clock, _dates(clock.now().date()), chapters)
    await story.play()
    return story


def _script() -> dict[str, Any]:
    return tomllib.loads(SCRIPT.read_text("utf-8"))


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
    after = {name: _DAYS["debrief"] + number for name, number in _DAYS_AFTER.items()}
    days = {name: (workshop + timedelta(days=number)).isoformat() for name, number in {**_DAYS, **after}.items()}
    return {"workshop_1": workshop.isoformat(), **days}
