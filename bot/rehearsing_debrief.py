"""Rehearsing the debrief: it is played with a sample cohort, and every message is printed with who gets it and when."""

import asyncio
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.action import KeepEntries
from bot.chat.dates import day, hour
from bot.demo_script import offered
from bot.showing.acts import Fills, Presses, Step, Types, Uses, Waits
from bot.showing.setting_up import SETTING_UP
from bot.showing.stage import ROOM_OF_ALL, Stage, View, stage
from prompts.library import PROMPTS, Library
from prompts.message import Button, Form
from prompts.mistakes import Mistakes
from prompts.words import Words

_WIDTH = 100  # characters of a line: fits on a printed page
_INDENT = " " * 6
_BEGINS = time(9, 0)  # where the sample's people are
_ZONE = "Europe/London"  # theirs
_VISITS_BEFORE, _A_DAY = timedelta(days=50), timedelta(days=1)
_A_MOMENT = timedelta(seconds=10)
_BEFORE = (7, 3, 2, 1)  # days before the debrief on which something goes out
_LEADS = "tomas"  # the sample's facilitator

Told = tuple[datetime, str, View]


def rehearse_debrief(minutes: int) -> int:
    """Prints the run-sheet of that length and returns 0; 1 where the program or its words have a mistake."""
    try:
        library = Library.load(PROMPTS)
    except Mistakes as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    words = library.words[library.default]
    told = [(at.astimezone(ZoneInfo(_ZONE)), who, view) for at, who, view in asyncio.run(_played(library, minutes))]
    sys.stdout.write("\n".join(_printed(told, words, minutes)) + "\n")
    return 0


async def _played(library: Library, minutes: int) -> Sequence[Told]:
    """All that was told in the week before and on the day; every round takes just its time."""
    async with stage(library, library.default) as made:
        for step in SETTING_UP:
            await made.play(step)
        begins = await _dated(made)
        await _consented(made)
        made.told.clear()
        for days in _BEFORE:
            await made.play(_until(begins - timedelta(days=days) + timedelta(hours=1)))
            if days == _BEFORE[0]:
                await _offered(made)
        await _held(made, library, begins, minutes)
        return made.told


async def _dated(made: Stage) -> datetime:
    """When the debrief begins. The visits get their dates, so that nobody is asked for them meanwhile."""
    async with made.database.transaction() as store:
        cohort = await made.cohort(store)
        debrief_on = cohort.debrief_on or date.max
        for leg in await store.cohorts.legs(cohort.id):
            leg.first_day_on, leg.second_day_on = debrief_on - _VISITS_BEFORE, debrief_on - _VISITS_BEFORE + _A_DAY
    return datetime.combine(debrief_on, _BEGINS, ZoneInfo(_ZONE)).astimezone(UTC)


async def _consented(made: Stage) -> None:
    for one in offered():
        await made.play(("", made.who(one), Uses(KeepEntries("yes", "privacy"))))


async def _offered(made: Stage) -> None:
    """What they do themselves is no message to anybody, so it is not printed."""
    before = list(made.told)
    for who, points in offered().items():
        for act in (Presses("prompt.write"), Fills(points), Fills()):
            await made.play(("", made.who(who), act))
    made.told[:] = before


async def _held(made: Stage, library: Library, begins: datetime, minutes: int) -> None:
    now = begins
    for step in (_until(now), ("", _LEADS, Types(f"debrief start {minutes}")), ("", _LEADS, Presses("debrief.start"))):
        await made.play(step)
    for place, planned in enumerate(library.run_sheet.of(minutes)):
        await made.play(_until(now + _A_MOMENT))  # until it is said everywhere
        now += timedelta(minutes=planned.minutes[minutes])
        so_far = list(made.told)
        await made.play(_until(now))
        if place:  # what is said when the time of a round is up is the same each time, and printed once
            made.told[:] = so_far
        if planned.hidden:
            await made.play(("", _LEADS, Types("debrief reveal")))
            await made.play(_until(now + _A_MOMENT / 2))
        await made.play(("", _LEADS, Types("debrief next")))
    await made.play(("", _LEADS, Presses("debrief.end")))
    await made.play(_until(now + _A_MOMENT))


def _until(moment: datetime) -> Step:
    return "", "", Waits(moment.strftime("%Y-%m-%d %H:%M:%S"))


# -- what is printed ---------------------------------------------------------------------------------------------------


def _printed(told: Sequence[Told], words: Words, minutes: int) -> Iterator[str]:
    """Day by day and minute by minute; what many get alike, each in words of their own, once."""
    yield words.label("rehearsal.debrief_title", minutes=minutes)
    for date_of, messages in groupby(told, key=lambda one: one[0].date()):
        yield f"\n{day(date_of, words)}"
        for _, alike in groupby(messages, key=_kind):
            yield from _message(list(alike), words)


def _kind(one: Told) -> tuple[object, ...]:
    """What is the same for those who get the same message with names of their own in it."""
    at, who, view = one
    everybody = who not in {_LEADS, ROOM_OF_ALL}
    return at.replace(second=0), everybody or who, view.title, everybody or view.text, len(_labels(view))


def _message(alike: Sequence[Told], words: Words) -> Iterator[str]:
    at, who, view = alike[0]
    yield f"\n  {hour(at.time(), words)}  {_to(who, len(alike), words)}"
    for line in "\n".join(filter(None, [view.title, view.text])).split("\n"):
        yield _wrapped(line)
    for item in view.items:
        yield from (_wrapped(line) for line in item.text.split("\n"))
        yield from _shown_as_buttons(item.buttons)
    yield from _shown_as_buttons(() if isinstance(view, Form) else view.buttons)


def _to(who: str, how_many: int, words: Words) -> str:
    if who == ROOM_OF_ALL:
        return words.label("rehearsal.audience.room")
    if who == _LEADS:
        return words.label("rehearsal.audience.facilitator")
    return words.label("rehearsal.each_of" if how_many > 1 else "rehearsal.one_of", count=how_many)


def _shown_as_buttons(buttons: Iterable[Button]) -> Iterator[str]:
    if labels := "  ".join(f"[{one.label}]" for one in buttons):
        yield _wrapped(labels)


def _labels(view: View) -> list[str]:
    own = () if isinstance(view, Form) else view.buttons
    return [one.label for one in (*own, *(button for item in view.items for button in item.buttons))]


def _wrapped(line: str) -> str:
    return textwrap.fill(line, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
