"""Plays the demo's script: its people type, press and fill in, until a cohort is about to begin, and later chapters."""

import logging
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import dropwhile
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.clock import Clock
from prompts.library import PROMPTS

SCRIPT = PROMPTS / "en" / "demo.toml"
# The first prompt comes fourteen days before the workshop, and must still be to come.
_DAYS_AHEAD = 16
# Days after the first workshop day: visits, interviews and the debrief of a program of about thirty weeks.
_DAYS = {"workshop_2": 1, "out": 36, "out_2": 37, "back": 50, "back_2": 51, "interview": 72, "debrief": 98}
# The same for what people do by themselves: some days after they were asked, in case that was put off by holidays.
_DAYS |= {"invited": -12, "then_and_now": 61, "proposed": 63, "interviewed": 74}
_DAYS |= {"week_before": 91, "three_days_before": 95, "two_days_before": 96}
# The same after the debrief.
_DAYS_AFTER = {"objected": 2, "promises": 4, "sent": 11, "the_if": 16, "first_test": 21}
_DAYS_AFTER |= {"day_30": 32, "day_60": 64, "day_90": 93}

_A_MOMENT = timedelta(
    seconds=20
)  # of the program's time, in which the bot does what the step asked for; less than a round

_ZONE = ZoneInfo("Europe/London")  # the cast's
_DAY = (time(8, 30), time(19, 0))  # outside of quiet hours, and long enough for the whole script

Step = Mapping[str, Any]

log = logging.getLogger(__name__)


class Hands(Protocol):
    """One person at their chat. Raises LookupError where there is nothing to press or fill in."""

    async def types(self, line: str, *, in_room: bool = False) -> None: ...
    async def fills_in(self, values: Mapping[str, Any]) -> None: ...
    async def presses(self, label: str) -> None: ...

    async def puts_away(self) -> None:
        """Closes whatever is open still."""


class Others(Protocol):
    """Those who react by themselves to what they are told."""

    def heard(self, beginning: str) -> bool:
        """Whether something that begins so was said to all of them."""

    async def rest(self) -> None:
        """Returns when each has reacted to what there is now."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What leads to that; `hint` says what a watcher can do then. What was told already `unless` needs no chapter."""

    leads_to: str
    steps: Sequence[Step] = field(repr=False)
    hint: str = ""
    unless: str = ""


@dataclass
class Story:
    """What its people do by themselves, chapter by chapter. `person` gives the hands of whoever has that id."""

    person: Callable[[str], Hands]
    clock: Clock
    dates: Mapping[str, str]
    _left: list[Chapter] = field(repr=False)
    others: Others | None = None
    hint: str = ""

    @property
    def next(self) -> str:
        """What the next chapter leads to; empty after the last one."""
        return ahead[0].leads_to if (ahead := self._ahead()) else ""

    async def play(self) -> int:
        """Every step of the next chapter in its order. How many of them had nothing to press, or no way to fill it in:

        watchers may have done already what a step does, or have moved the clock beyond it.
        """
        chapter, *self._left = self._ahead()
        missed = [await self._step(step) for step in chapter.steps]
        self.hint = chapter.hint
        return sum(missed)

    def _ahead(self) -> list[Chapter]:
        """The chapters that are left, from the first one on that is still needed."""
        return list(dropwhile(self._is_over, self._left))

    def _is_over(self, chapter: Chapter) -> bool:
        return bool(chapter.unless and self.others and self.others.heard(chapter.unless))

    async def _step(self, step: Step) -> int:
        if "until" in step:
            moment = datetime.fromisoformat(_with(step["until"], self.dates)).replace(tzinfo=_ZONE)
            await self.clock.catch_up_with(moment)
            return 0
        who = [step["who"]] if isinstance(step["who"], str) else step["who"]
        missed = [await self._tries(one, step) for one in who]
        await self.clock.catch_up_with(self.clock.now() + _A_MOMENT)
        if self.others:
            await self.others.rest()
        return sum(missed)

    async def _tries(self, who: str, step: Step) -> bool:
        """Whether there was nothing to do it with."""
        try:
            await self._does(self.person(who), step)
        except LookupError as trouble:
            log.info("%s could not go on: %s", who, trouble)
            return not step.get("perhaps")
        finally:
            await self.person(who).puts_away()
        return False

    async def _does(self, hands: Hands, step: Step) -> None:
        if "types" in step:
            await hands.types(_with(step["types"], self.dates), in_room=step.get("in_room", False))
        if "opens" in step:
            await hands.presses(step["opens"])
        if "fills" in step:
            await hands.fills_in({name: _with(value, self.dates) for name, value in step["fills"].items()})
        if step.get("approves"):  # it comes back as it will read
            await hands.fills_in({})
        for label in _several(step.get("presses", ())):
            await hands.presses(label)


@dataclass(frozen=True, slots=True)
class Reaction:
    """What each of `who` does at a card that begins so: presses these buttons, fills in what they open.

    The card stands in the room or, where it is `private`, in the chat of each.
    """

    title: str
    presses: Sequence[str]
    who: Sequence[str]
    fills: Mapping[str, Any] | None = None
    private: bool = False


def reactions(dates: Mapping[str, str]) -> tuple[Reaction, ...]:
    """What people do by themselves in the live debrief and after it."""
    return tuple(_reaction(one, dates) for one in _script()["reactions"])


def _reaction(given: Mapping[str, Any], dates: Mapping[str, str]) -> Reaction:
    fills = given.get("fills")
    filled = {name: _with(value, dates) for name, value in fills.items()} if fills else fills
    return Reaction(**{**given, "presses": _several(given["presses"]), "fills": filled})


def offered() -> Mapping[str, Mapping[str, str]]:
    """What each of them offers for the wall, by who does."""
    steps = (step for chapter in _script()["chapters"] for step in chapter["steps"])
    return {step["who"]: step["fills"] for step in steps if {"together", "lived"} & set(step.get("fills", ()))}


async def begin(person: Callable[[str], Hands], clock: Clock) -> Story:
    """Plays the first chapter, and gives the others. Raises LookupError where it could not be played whole."""
    await clock.catch_up_with(_by_day(clock.now()))
    chapters = [Chapter(**one) for one in _script()["chapters"]]
    story = Story(person, clock, _dates(clock.now().date()), chapters)
    if missed := await story.play():
        raise LookupError(f"steps of the first chapter that found nothing to press: {missed}")
    return story


def _several(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _with(value: Any, dates: Mapping[str, str]) -> Any:
    """With the dates that it names."""
    return value.format(**dates) if isinstance(value, str) else value


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
    next_day = (today + timedelta(days=1)).isoformat()
    return {"next_day": next_day, "workshop_1": workshop.isoformat(), **days}
