"""Reads what a facilitator's cohorts look like today: everything that `bot.rules.weekly` decides upon."""

from collections.abc import Collection

from bot.chat.dates import today_of
from bot.chat.occasion import Occasion
from bot.rules.after_debrief import after_debriefs
from bot.rules.arrangements import Setting, settings_of
from bot.rules.calls import calls_waiting
from bot.rules.weekly import Week
from storage.tables import Cohort


async def weeks_of(occasion: Occasion, cohorts: Collection[Cohort]) -> tuple[Week, ...]:
    """These cohorts, which the person of the occasion leads, in the same order."""
    settings = await settings_of(occasion, cohorts)
    return await weeks_in(occasion, [settings[one.id] for one in cohorts])


async def weeks_in(occasion: Occasion, settings: Collection[Setting]) -> tuple[Week, ...]:
    """The same where the cohorts were read already."""
    store = occasion.store
    ready = await store.visits.ready(leg for one in settings for leg in one.company.legs)
    lost = await store.waiting.lost([one.cohort.id for one in settings])
    calls = await calls_waiting(occasion)
    after = await after_debriefs(store, [one.cohort for one in settings], occasion.now)
    return tuple(
        [
            Week(
                setting=one,
                ready=ready,
                not_found=one.cohort.id in lost,
                today=today_of(one.cohort, occasion.now),
                calls=calls.get(one.cohort.id, ()),
                after=after.get(one.cohort.id),
                debrief=await _of_today(occasion, one.cohort),
            )
            for one in settings
        ]
    )


async def _of_today(occasion: Occasion, cohort: Cohort) -> str:
    """The state of the debrief that is held today; empty where none has begun."""
    if cohort.debrief_on != today_of(cohort, occasion.now):
        return ""
    latest = await occasion.store.debriefs.latest(cohort.id)
    return latest.state if latest else ""
