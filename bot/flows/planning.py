"""Planning: turns a cohort's dates into promises, and moves, adds or takes back promises when a date changes."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.apart import apart
from bot.chat.dates import today_of
from bot.rules.itinerary import calendar_of, facilitator_of, participant_of
from prompts.program import Due, Program
from prompts.schedule import schedule
from storage.deliveries import promise_id
from storage.fail_points import reached
from storage.plans import Promise
from storage.standing import Company
from storage.store import Database, Store
from storage.tables import Cohort, Delivery, Person

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Planning:
    """Keeps the plan of every cohort true to its dates. What was sent, or is on its way, is never touched."""

    database: Database
    program: Program

    async def plan(self, now: datetime) -> None:
        """Plans every cohort anew in which something changed that prompts hang on, and ends pauses that are over.

        Raises Unavailable.
        """
        await self._end_pauses(now)
        async with self.database.reading() as store:
            stale = await store.plans.stale()
        for cohort_id in stale:
            with apart(log, f"cohort {cohort_id} could not be planned"):
                await self._plan(cohort_id, now)

    async def _end_pauses(self, now: datetime) -> None:
        async with self.database.reading() as store:
            paused = await store.plans.paused()
        for cohort in paused:
            with apart(log, f"the pause of cohort {cohort.id} could not be ended"):
                if _is_over(cohort, now):
                    async with self.database.transaction() as store:
                        await store.plans.end_pause(cohort)

    async def _plan(self, cohort_id: str, now: datetime) -> None:
        async with self.database.transaction() as store:
            if cohort := await store.plans.take(cohort_id):
                await self._rewrite(store, cohort, now)
                cohort.planned = cohort.plan_wanted
                reached("plan written")
        reached("plan stored")

    async def _rewrite(self, store: Store, cohort: Cohort, now: datetime) -> None:
        wanted = await self._wanted(store, cohort)
        planned = await store.plans.prompts(cohort)
        await store.plans.add(one for one in wanted.values() if one.id not in planned and _is_open(one, now))
        for promise in wanted.values():
            if row := planned.get(promise.id):
                _move(row, promise, now)
        for row in planned.values():
            if row.state == "planned" and row.id not in wanted:
                row.state, row.reason = "cancelled", "no longer due"

    async def _wanted(self, store: Store, cohort: Cohort) -> Mapping[str, Promise]:
        """Every promise that the cohort's dates ask for. A cohort that is finished asks for none."""
        if cohort.state == "finished":
            return {}
        company, people = await store.plans.company(cohort), await store.plans.people(cohort)
        leading = [people[one] for one in sorted(await store.plans.facilitators(cohort)) if one in people]
        promises = [
            *self._for_participants(cohort, company, people),
            *self._for_facilitators(cohort, company, leading),
        ]
        return {promise.id: promise for promise in promises}

    def _for_participants(self, cohort: Cohort, company: Company, people: Mapping[str, Person]) -> Iterator[Promise]:
        calendar = calendar_of(cohort)
        for participation in company.participations:
            person = people.get(participation.person_id)
            if person is None or participation.state != "active":
                continue
            for due in schedule(self.program, calendar, participant_of(person, participation, company.legs, cohort)):
                yield _promise(due, cohort, person, participation.id)

    def _for_facilitators(self, cohort: Cohort, company: Company, leading: list[Person]) -> Iterator[Promise]:
        interviews = [one.interview_on for one in company.participations if one.state == "active"]
        for person in leading:
            for due in schedule(self.program, calendar_of(cohort), facilitator_of(person, cohort, interviews)):
                yield _promise(due, cohort, person, None)


def _is_over(cohort: Cohort, now: datetime) -> bool:
    """Whether the last day of its pause is behind the cohort, where it is."""
    return cohort.paused_until is not None and cohort.paused_until < today_of(cohort, now)


def _promise(due: Due, cohort: Cohort, person: Person, participation_id: str | None) -> Promise:
    return Promise(
        id=promise_id("prompt", cohort.id, due.participant, due.prompt, due.anchor_instance),
        organisation_id=cohort.organisation_id,
        person_id=person.id,
        participation_id=participation_id,
        cohort_id=cohort.id,
        prompt=due.prompt,
        anchor_instance=due.anchor_instance,
        due_at=due.at,
        window_ends_at=due.window_ends_at,
    )


def _is_open(promise: Promise, now: datetime) -> bool:
    return promise.window_ends_at is None or now < promise.window_ends_at


def _move(row: Delivery, promise: Promise, now: datetime) -> None:
    """Gives a row its new moment. What was missed comes back if it moves ahead; what was taken back, if it is open."""
    revived = (row.state == "missed" and promise.due_at > now) or (row.state == "cancelled" and _is_open(promise, now))
    if revived:
        row.state, row.reason = "planned", ""
    if row.state == "planned":
        row.due_at, row.window_ends_at = promise.due_at, promise.window_ends_at
