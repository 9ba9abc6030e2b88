"""What people are told of the note to the board, once each."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.action import Run
from bot.chat.command import FACILITATOR, SPONSOR
from storage.store import Store
from storage.tables import Cohort, Person

_MORNING = time(9, 0)  # local: when people begin to read what came in the night


async def tell_everybody(store: Store, cohort: Cohort, key: str, now: datetime, once: str, **gaps: str) -> None:
    """Everybody who takes part."""
    for member in await store.cohorts.members(cohort.id):
        await _tell(store, member.person, cohort, key, now, once, gaps)


async def tell_leaders(store: Store, cohort: Cohort, key: str, now: datetime, once: str, **gaps: str) -> None:
    """Everybody who leads the cohort."""
    for person in await holders(store, cohort, FACILITATOR):
        await _tell(store, person, cohort, key, now, once, gaps)


async def tell_sponsors(store: Store, cohort: Cohort, key: str, now: datetime, once: str, **gaps: str) -> None:
    for person in await holders(store, cohort, SPONSOR):
        await _tell(store, person, cohort, key, now, once, gaps)


async def holders(store: Store, cohort: Cohort, role: str) -> tuple[Person, ...]:
    """Who holds that role for the cohort now, each once."""
    held = await store.people.holding(cohort.organisation_id, cohort.id, role)
    return tuple({person.id: person for _, person in held}.values())


def next_morning(cohort: Cohort, now: datetime) -> datetime:
    """Nine o'clock of the next day where the cohort is: news that must not tell who brought them just now."""
    zone = ZoneInfo(cohort.timezone or "UTC")
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, _MORNING, zone).astimezone(now.tzinfo)


async def _tell(  # noqa: PLR0917 - whom, of what, which sentence, when, how often, and with what in it
    store: Store, person: Person, cohort: Cohort, key: str, now: datetime, once: str, gaps: dict[str, str]
) -> None:
    button = {"action:board.open": Run(f"board cohort {cohort.id}").pack()}
    await store.deliveries.notice(person, key, now, cohort_id=cohort.id, once=once, name=cohort.name, **gaps, **button)
