"""Permits: whether a language model may be asked about an entry now, and who must not be named to it."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat.permit import Permit
from bot.rules.model_allowed import may_ask_model, offers_model
from storage.standing import Standing
from storage.store import Store
from storage.tables import Cohort, Delivery, Person

CALLS_A_DAY = 10  # of one person: five entries with two questions each, more than the busiest visit day has
BUDGET_A_DAY = 500  # of a workspace: fifty people who use all of theirs, or two hundred who write one entry each
LONGEST_WAIT = timedelta(seconds=22)  # from the writing on; of 25 seconds three are left for bringing the question


@dataclass(frozen=True, slots=True)
class ModelPermits:
    """Given where a model is set up. `key` makes the aliases, and never leaves; `real` tells real time."""

    key: bytes = field(repr=False)
    real: Callable[[], datetime]

    async def permit(self, store: Store, row: Delivery, standing: Standing, now: datetime) -> Permit | None:
        """The permission for the question of that row, counted as one call of today; None where it may not be asked.

        It is looked at at the moment of the call: a yes that was taken back since the writing is no yes any more.
        """
        person = standing.person
        if not may_ask_model(person, standing.cohort, model_is_set=True) or not await _counted(store, person, now):
            return None
        return Permit(self._alias(person), self._left(row), dict(await self._names(store, standing)))

    async def for_wall(self, store: Store, row: Delivery, cohort: Cohort, now: datetime) -> Permit | None:
        """The permission to ask once about the points of a wall, counted as a call of whoever leads.

        Whose points may be told is looked at apart from that, person by person.
        """
        leader = await store.people.person(row.person_id)
        if leader is None or not offers_model(cohort, model_is_set=True) or not await _counted(store, leader, now):
            return None
        names = await store.people.names(leader.organisation_id)
        return Permit(self._alias(cohort), self._left(row), dict.fromkeys((one for one in names if one), "colleague"))

    def _alias(self, of: Person | Cohort) -> str:
        """The same for the same, so that a provider can tell misuse by one from misuse by many, and no more."""
        return hmac.new(self.key, of.id.encode(), hashlib.sha256).hexdigest()

    def _left(self, row: Delivery) -> float:
        """The seconds that the person may still be kept waiting.

        A promise is due by the program's time. Where that was moved ahead of real time, nobody has waited yet.
        """
        waited = max(self.real() - row.due_at, timedelta())
        return max((LONGEST_WAIT - waited).total_seconds(), 0.0)

    async def _names(self, store: Store, standing: Standing) -> Iterator[tuple[str, str]]:
        """Everybody of the organisation by name, with what they are to the writer: the last one named counts."""
        person, cohort = standing.person, standing.cohort
        everybody = await store.people.names(person.organisation_id)
        led = await store.people.holding(person.organisation_id, cohort.id, "facilitator") if cohort else ()
        partners = await store.cohorts.partners(cohort.id, person.id) if cohort else ()
        roles: Mapping[str, str] = {
            **dict.fromkeys(everybody, "colleague"),
            **dict.fromkeys((one.name for _, one in led), "facilitator"),
            **dict.fromkeys((one.name for one in partners), "partner"),
            person.name: "self",
        }
        return ((name, role) for name, role in roles.items() if name)


async def _counted(store: Store, person: Person, now: datetime) -> bool:
    """Whether that person has a call left today; if so, it is counted."""
    return await store.model_calls.take(person, now.date(), most=CALLS_A_DAY, budget=BUDGET_A_DAY)
