"""How far a cohort is, phase by phase, as it stood when its day began: so roughly that it tells of nobody."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.occasion import Occasion
from bot.rules.bands import bands_by_phase
from prompts.program import Program
from prompts.words import Words
from storage.tables import Cohort

Bands = tuple[tuple[str, str], ...]
"""Phases with the key of the words for their band."""


async def gauged(occasion: Occasion, cohort: Cohort, program: Program) -> Bands | None:
    """The same the whole day, so that asking again and again tells nothing more.

    None where fewer people take part than must stand behind any figure.
    """
    members = await occasion.store.cohorts.members(cohort.id)
    if len(members) < cohort.threshold:
        return None
    present = {one.participation.id for one in members}
    rows = await occasion.store.plans.asked(cohort.id, _day_began(occasion.now, cohort))
    return tuple(bands_by_phase(program, [row for row in rows if row[0] in present], cohort.threshold))


def chart(bands: Bands, words: Words) -> list[str]:
    """A line for each phase: its band in words, for ears too, and then three circles that the eye compares."""
    return [_line(phase, key, words) for phase, key in bands]


def _line(phase: str, key: str, words: Words) -> str:
    gaps = {"phase": words.label(f"phase.{phase}"), "band": words.label(key), "bar": _bar(key, words)}
    return words.say("gauging.line", **gaps)


def _day_began(now: datetime, cohort: Cohort) -> datetime:
    zone = ZoneInfo(cohort.timezone or "UTC")
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _bar(key: str, words: Words) -> str:
    """The band of that key as circles, for the eye."""
    return words.label(f"bands.{key.removeprefix('bands.')}_bar")
