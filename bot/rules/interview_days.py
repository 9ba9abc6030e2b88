"""The day of somebody's interview: what moves with it, and how it is set."""

from datetime import date, datetime

from bot.chat.dates import day as said_day
from bot.chat.occasion import Occasion
from bot.chat.wrong import Wrong
from bot.rules.arrangements import Arrangement, Kind, Setting
from bot.rules.arrangements_told import counted, listed
from bot.rules.dates_moved import moved
from bot.rules.itinerary import zone_of
from prompts.hours import wall
from prompts.library import Library
from prompts.message import Item
from storage.tables import Cohort, Participation, Person


def day_of(starts: datetime, person: Person, cohort: Cohort) -> date:
    """On which day it is, by the person's own clock: their prompts hang on it."""
    return wall(starts, zone_of(person, cohort)).date()


def set_day(own: Participation, person: Person, cohort: Cohort, starts: datetime | None) -> None:
    """Makes that the day of the interview, or (None) leaves it open; the coming messages move with it."""
    own.interview_on = day_of(starts, person, cohort) if starts else None
    cohort.plan_anew()


async def slot_in_the_way(occasion: Occasion, wished: Arrangement, setting: Setting) -> dict[str, Wrong]:
    """A day cannot be set by hand away from the time that somebody has; empty where nothing is in the way."""
    slot = await occasion.store.interviews.had_by(wished.thing) if wished.kind is Kind.INTERVIEW else None
    own = next((one for one in setting.taking_part() if one.id == wished.thing), None)
    if slot is None or own is None:
        return {}
    day = day_of(slot.starts_at, setting.people[own.person_id], setting.cohort)
    gaps = {"name": setting.name(own.id), "day": said_day(day, occasion.words)}
    return {} if wished.first == day else {"first": Wrong("interviews.has_a_time", gaps)}


async def moves(
    occasion: Occasion, setting: Setting, own: Participation, starts: datetime | None, library: Library
) -> tuple[str, tuple[Item, ...]]:
    """What another moment of the interview would move, counted and listed. `starts` is UTC, None: no interview."""
    person, words = setting.people[own.person_id], occasion.words
    day = day_of(starts, person, setting.cohort) if starts else None
    found = await moved(occasion, setting, Arrangement(Kind.INTERVIEW, own.id, day), library.program)
    return counted(found, words), listed(found, setting, lambda key: library.prompt(words.language, key).title, words)
