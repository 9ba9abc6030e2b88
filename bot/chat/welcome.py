"""Taking somebody into a cohort that runs: who holds which role there, and then the first card."""

from datetime import datetime, timedelta

from bot.chat.action import ReadStatement, Run
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
    buttons = {"action:+stating.title": ReadStatement(cohort.id).pack(), "action:granting.what_now": Run("help").pack()}
    # a moment earlier than the card, which goes on from it
    at = now - timedelta(milliseconds=1)
    await store.deliveries.notice(person, "running.welcome", at, cohort_id=cohort.id, once=cohort.id, **gaps, **buttons)
    await promise_card(store, person, now, cohort.id)
