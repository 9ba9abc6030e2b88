"""Leaving a cohort: nothing more comes from it, its open visits are off the plan, and its facilitators are told."""

from bot.chat.command import FACILITATOR
from bot.chat.dates import today_of
from bot.chat.occasion import Occasion
from bot.chat.trail import leave_trail
from storage.tables import Cohort

LEFT = "leaving.told"
GONE = "leaving.told_gone"
ERASED = "leaving.told_erased"


async def leave_cohort(occasion: Occasion, cohort: Cohort, told: str) -> None:
    """Ends the participation of the occasion's person. `told` is the sentence for the facilitators."""
    store, person = occasion.store, occasion.person
    participation = await store.cohorts.participation(cohort.id, person.id)
    if participation is None or participation.state != "active":
        return
    await store.cohorts.take_out(participation, today_of(cohort, occasion.now))
    await leave_trail(occasion, "person_left", cohort, f"person:{person.id}")
    gaps = {"cohort": cohort.name} if told == ERASED else {"cohort": cohort.name, "name": person.name}
    for _, facilitator in await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR):
        await store.deliveries.notice(facilitator, told, occasion.now, cohort_id=cohort.id, **gaps)


async def leave_every_cohort(occasion: Occasion, told: str) -> None:
    """The same for every cohort that the person takes part in."""
    for cohort in await occasion.store.cohorts.joined_by(occasion.person):
        await leave_cohort(occasion, cohort, told)
