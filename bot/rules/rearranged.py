"""Moves the visits of somebody who cannot come, pauses their messages, and tells both people of each visit."""

from collections.abc import Mapping
from datetime import date

from bot.chat.action import GetReady, Run
from bot.chat.dates import day
from bot.chat.occasion import Occasion
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.absences import Rearrangement, paused_through
from bot.rules.arrangements import Arrangement, Setting
from bot.rules.arrangements_told import what_for, when
from bot.rules.redating import here
from bot.rules.waking import awake
from bot.rules.wrong_dates import wrong_dates
from prompts.words import Words
from storage.tables import Participation, Person


async def rearrange(
    occasion: Occasion, setting: Setting, wished: Rearrangement, languages: Mapping[str, Words]
) -> None:
    """Does all of it, or raises NotAllowed where somebody or something is gone, or the days would be wrong by now.

    `languages` are the sentences of each language: everybody is told in their own.
    """
    for move in wished.moves:
        await _move(occasion, setting, move)
        await _tell_both(occasion, setting, move, languages)
    if wished.pauses:
        await _pause(occasion, setting, wished.who, wished.pauses, languages)
    setting.cohort.plan_anew()


async def _move(occasion: Occasion, setting: Setting, move: Arrangement) -> None:
    words = occasion.words
    if setting.current(move.kind, move.thing) is None:
        raise NotAllowed(words.say("trouble.gone"))
    for wrong in wrong_dates(move, setting, here(occasion, setting.cohort), words).values():
        raise NotAllowed(words.say(wrong.key, **wrong.gaps))
    for column, value in move.columns().items():
        setattr(setting.row_of(move), column, value)
    await leave_trail(occasion, "dates_moved", setting.cohort, f"{move.kind}:{move.thing}")


async def _tell_both(occasion: Occasion, setting: Setting, move: Arrangement, languages: Mapping[str, Words]) -> None:
    """Without a reason, and nobody before the cohort starts."""
    for one in setting.concerned(move):
        person = setting.people[one.person_id]
        words = languages.get(person.language, occasion.words)
        gaps = {"what": what_for(one, move, setting, words), "when": when(move, words)}
        ready = {"action:+rearranging.look": GetReady(move.thing).pack()}
        await _tell(occasion, setting, person, "rearranging.told", **gaps, **ready)


async def _pause(occasion: Occasion, setting: Setting, who: str, until: date, languages: Mapping[str, Words]) -> None:
    """It holds in every cohort of the person, who is told of it and can end it."""
    person = setting.people[_taking_part(occasion, setting, who).person_id]
    person.paused_on, person.paused_until = paused_through(person, here(occasion, setting.cohort), until)
    for cohort in await occasion.store.cohorts.joined_by(person):
        cohort.plan_anew()
    await leave_trail(occasion, "person_paused", setting.cohort, f"person:{person.id}")
    words = languages.get(person.language, occasion.words)
    end = {"action:home.resume": Run("resume").pack()}
    await _tell(occasion, setting, person, "rearranging.paused", who=occasion.person.name, day=day(until, words), **end)


def _taking_part(occasion: Occasion, setting: Setting, who: str) -> Participation:
    found = next((one for one in setting.taking_part() if one.id == who), None)
    if found is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return found


async def _tell(occasion: Occasion, setting: Setting, person: Person, key: str, **detail: str) -> None:
    """Everyone but the one who did it, and nobody of a cohort that has not started."""
    cohort = setting.cohort
    if person.id == occasion.person.id or cohort.state == "draft":
        return
    at = awake(occasion.now, person, cohort)
    await occasion.store.deliveries.notice(person, key, at, cohort_id=cohort.id, cohort=cohort.name, **detail)
