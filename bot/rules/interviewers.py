"""Who holds interviews: the facilitators of a cohort, and first the one with whom somebody has a time."""

from bot.chat.command import FACILITATOR
from bot.chat.occasion import Occasion
from storage.tables import Cohort, Person


async def interviewers(occasion: Occasion, cohort: Cohort) -> tuple[Person, ...]:
    """The cohort's facilitators but for the occasion's person, who has their interview first."""
    store, person = occasion.store, occasion.person
    held = await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR)
    people = {one.id: one for _role, one in held if one.id != person.id}
    own = await store.cohorts.participation(cohort.id, person.id)
    slot = await store.interviews.had_by(own.id) if own else None
    first = slot.facilitator_id if slot else ""
    return tuple(sorted(people.values(), key=lambda one: one.id != first))
