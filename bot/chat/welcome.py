"""Taking somebody into a cohort that runs: who holds which role there, and then the first card."""

from datetime import datetime

from bot.chat.command import ROLES
from bot.chat.consent import promise_card
from storage.store import Store
from storage.tables import Cohort, Person

UNDER_WAY = ("running", "paused")  # the states of a cohort whose people hear from us


async def welcome(store: Store, person: Person, cohort: Cohort, now: datetime) -> None:
    """Promises both messages, once in each cohort."""
    gaps = {"cohort": cohort.name}
    for role in ROLES:
        holding = await store.people.holding(cohort.organisation_id, cohort.id, role)
        gaps[role] = ", ".join(dict.fromkeys(one.name for _, one in holding if one.name)) or "–"
    await store.deliveries.notice(person, "running.welcome", now, cohort_id=cohort.id, once=cohort.id, **gaps)
    await promise_card(store, person, now, cohort.id)
