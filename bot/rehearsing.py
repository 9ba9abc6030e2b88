"""Rehearsing: prints what a visitor, a host, a pair and a facilitator will get, and when, for given dates."""

import argparse
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from bot.chat.dates import day, hour, is_far
from bot.rehearsing_debrief import rehearse_debrief
from bot.rules.days_off import UnknownPlace, days_off, public_holidays
from bot.rules.rehearsal import Coming, coming
from prompts.library import PROMPTS, Library
from prompts.mistakes import Mistakes
from prompts.program import Calendar, Leg, Participant
from prompts.run_sheet import LENGTHS
from prompts.words import Words

_WIDTH = 100  # characters of a line: fits on a printed page
_EXAMPLE = "--workshop 2027-01-25 --visit 2027-03-08 --return-visit 2027-03-22 --debrief 2027-05-20"
_INDENT = " " * 11
_RUN_SHEET = object()  # stands for the date of a debrief, where none is given
_AROUND = timedelta(days=200)  # the last messages come 90 days after the debrief
# where no dates are given: as far apart as in a program of about half a year
_WORKSHOP_IN = timedelta(weeks=3)
_VISIT_AFTER = timedelta(weeks=6)
_RETURN_AFTER = timedelta(weeks=2)
_INTERVIEW_AFTER = timedelta(weeks=4, days=1)
_DEBRIEF_AFTER = timedelta(weeks=4, days=2)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates that are rehearsed; each pair is two days."""

    workshop: tuple[date, date]
    visit: tuple[date, date]
    return_visit: tuple[date, date]
    interview: date
    debrief: date

    @property
    def all(self) -> tuple[date, ...]:
        return (*self.workshop, *self.visit, *self.return_visit, self.interview, self.debrief)


def rehearse(arguments: Sequence[str]) -> int:
    """Prints the calendar and returns 0; 1 where a prompt has a mistake or a place is not known."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.debrief is _RUN_SHEET:
        return rehearse_debrief(asked.minutes)
    dates = _dates(asked, datetime.now(UTC).date())
    if wrong := next(_out_of_order(dates), ""):
        parser.error(f"{wrong}. For example: {_EXAMPLE}")
    try:
        library = Library.load(PROMPTS)
        calendar = _calendar(dates, asked.country, asked.subdivision)
    except (Mistakes, UnknownPlace) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    found = coming(library.program, calendar, _people(dates, asked.timezone))
    sys.stdout.write("\n".join(_printed(found, dates, asked.timezone, library)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot rehearse",
        description="Print who will get what and when. A visit and the workshop take two days; give the first or both.",
    )
    for name in ("workshop", "visit", "return-visit"):
        parser.add_argument(
            f"--{name}", type=_day, nargs="+", action=_OneOrTwo, metavar="DATE", help="like 2027-03-08 2027-03-09"
        )
    parser.add_argument("--interview", type=_day, metavar="DATE", help="like 2027-05-10")
    sheet = "like 2027-05-10; without a date, print the live debrief itself, message by message"
    parser.add_argument("--debrief", type=_day, nargs="?", const=_RUN_SHEET, metavar="DATE", help=sheet)
    lengths = ", ".join(map(str, LENGTHS))
    parser.add_argument("--minutes", type=int, choices=LENGTHS, default=LENGTHS[0], help=f"of the debrief: {lengths}")
    parser.add_argument("--country", default="", help="two letters, for its public holidays")
    parser.add_argument("--subdivision", default="", help="the part of the country, where holidays differ")
    parser.add_argument("--timezone", default="UTC", type=_zone, help="like Europe/Brussels")
    return parser


class _OneOrTwo(argparse.Action):
    """Takes the first day or both, and drops none in silence."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        if values and len(values) > 2:
            parser.error(f"{option_string} takes the first day or both, not {len(values)}. For example: {_EXAMPLE}")
        setattr(namespace, self.dest, values)


def _day(text: str) -> date:
    try:
        day_of = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2027-03-08") from None
    if is_far(day_of):
        raise argparse.ArgumentTypeError(f"{text} is too far away to be meant; write a date like 2027-03-08")
    return day_of


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise argparse.ArgumentTypeError(f"{text} is not a time zone like Europe/Brussels")
    return text


def _dates(asked: argparse.Namespace, today: date) -> Dates:
    """The dates that were asked for, and a Monday (or some days later) for each that was not."""
    soon = today + _WORKSHOP_IN
    workshop = _two(asked.workshop, soon + timedelta(days=-soon.weekday() % 7))
    monday = workshop[0] - timedelta(days=workshop[0].weekday())
    visit = _two(asked.visit, monday + _VISIT_AFTER)
    return_visit = _two(asked.return_visit, visit[0] + _RETURN_AFTER)
    interview = asked.interview or max(visit[0], return_visit[0]) + _INTERVIEW_AFTER
    return Dates(workshop, visit, return_visit, interview, asked.debrief or interview + _DEBRIEF_AFTER)


def _out_of_order(dates: Dates) -> Iterator[str]:
    """What cannot be: the workshop comes first, then the visits and the interview, and the debrief after the visits."""
    pairs = (("workshop", dates.workshop), ("visit", dates.visit), ("return visit", dates.return_visit))
    for name, (first, second) in pairs:
        if second <= first:
            yield f"the second day of the {name}, {second}, is not after its first day, {first}"
    for name, first in (("visit", dates.visit[0]), ("return visit", dates.return_visit[0])):
        if first <= dates.workshop[1]:
            yield f"the {name} on {first} is not after the workshop, which ends on {dates.workshop[1]}"
    if dates.interview <= dates.workshop[1]:
        yield f"the interview on {dates.interview} is not after the workshop, which ends on {dates.workshop[1]}"
    last = max(dates.visit[1], dates.return_visit[1])
    if dates.debrief <= last:
        yield f"the debrief on {dates.debrief} is not after the last visit day, {last}"


def _two(given: list[date] | None, first: date) -> tuple[date, date]:
    if not given:
        return first, first + timedelta(days=1)
    return given[0], given[1] if len(given) > 1 else given[0] + timedelta(days=1)


def _calendar(dates: Dates, country: str, subdivision: str) -> Calendar:
    span = min(dates.all) - _AROUND, max(dates.all) + _AROUND
    off = days_off(country, subdivision, *span)
    return Calendar(*dates.workshop, dates.debrief, off, public_holidays(country, subdivision, *span))


def _people(dates: Dates, zone: str) -> tuple[Participant, ...]:
    """The two of a pair, each visitor once and host once, and a facilitator."""
    there, back = (*dates.visit,), (*dates.return_visit,)
    first = Participant(
        "first", zone, legs=(Leg("there", True, *there), Leg("back", False, *back)), interview=dates.interview
    )
    second = Participant(
        "second", zone, legs=(Leg("there", False, *there), Leg("back", True, *back)), interview=dates.interview
    )
    return first, second, Participant("facilitator", zone, interview=dates.interview, facilitator=True)


def _printed(found: Sequence[Coming], dates: Dates, zone: str, library: Library) -> Iterable[str]:
    """The calendar, line by line: its dates, then week by week and day by day."""
    words = library.words[library.default]
    yield words.label("rehearsal.title", zone=zone, count=library.program.messages)
    yield words.label("rehearsal.workshop", first=day(dates.workshop[0], words), second=day(dates.workshop[1], words))
    yield words.label("rehearsal.visit", first=day(dates.visit[0], words), second=day(dates.visit[1], words))
    back = dates.return_visit
    yield words.label("rehearsal.return_visit", first=day(back[0], words), second=day(back[1], words))
    yield words.label("rehearsal.interview", day=day(dates.interview, words))
    yield words.label("rehearsal.debrief", day=day(dates.debrief, words))
    for monday, week in groupby(found, key=lambda one: _monday(one.local.date())):
        yield f"\n{words.label('rehearsal.week', day=day(monday, words))}"
        yield from _week(week, library, words)


def _week(found: Iterable[Coming], library: Library, words: Words) -> Iterable[str]:
    """The days of a week that have a message, with their messages."""
    for date_of, messages in groupby(found, key=lambda one: one.local.date()):
        yield f"\n  {day(date_of, words)}"
        for message in messages:
            yield from _message(message, library, words)


def _monday(of: date) -> date:
    return of - timedelta(days=of.weekday())


def _message(message: Coming, library: Library, words: Words) -> Iterable[str]:
    """The time, who gets it and what it is called; below it the first wording and how long it stays open."""
    prompt = message.prompt
    said = library.prompt(library.default, prompt.key)
    audience = words.label(f"rehearsal.audience.{prompt.audience}")
    window = words.label("rehearsal.window", hours=prompt.window_hours)
    yield f"    {hour(message.local.time(), words)}  {audience} · {prompt.key} · {said.title} · {window}"
    first = " ".join(next(iter(said.wordings.values())).split())
    yield textwrap.fill(first, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
