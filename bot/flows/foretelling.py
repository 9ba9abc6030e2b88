"""Foretelling: two days before the debrief, whoever leads it learns whether the wall opens, and nothing else of it.

Where that is a weekend or a public holiday, they learn it on the last working day before.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.chat.apart import apart
from bot.chat.command import FACILITATOR
from bot.chat.dates import day
from bot.rules.days_off import days_off
from bot.rules.gathering_points import would_open
from prompts.hours import wall
from prompts.words import Words
from storage.store import Database, Store
from storage.tables import Cohort

log = logging.getLogger(__name__)

_BEFORE = timedelta(days=2)  # time enough to print cards, and late enough for most points to be in
_LONGEST_BREAK = 30  # days within which any calendar has one on which people work
_SOONEST = _BEFORE + timedelta(days=_LONGEST_BREAK)
_MORNING = time(9, 0)  # where the cohort is: nobody is woken for it


@dataclass(frozen=True, slots=True)
class Foretelling:
    """The fact is found once for each wall and never again, so that looking twice tells nothing about who came between.

    `words` are by language.
    """

    database: Database
    words: Mapping[str, Words]
    language: str

    async def tell(self, now: datetime) -> None:
        """Tells it wherever it is time. Doing it twice changes nothing. Raises Unavailable."""
        async with self.database.reading() as store:
            told = await store.walls.foretold()
            untold = [one for one in await store.cohorts.all() if one.id not in told]
        for cohort in untold:
            with apart(log, f"nobody could be told whether the wall of cohort {cohort.id} opens"):
                if _is_due(cohort, now):
                    async with self.database.transaction() as store:
                        await self._tell(store, cohort.id, now)

    async def _tell(self, store: Store, cohort_id: str, now: datetime) -> None:
        own, cohort = await store.walls.held(cohort_id), await store.cohorts.cohort(cohort_id)
        if own.foretold_at or cohort is None or cohort.debrief_on is None:
            return
        own.foretold_at, own.opens = now, await would_open(store, cohort_id)
        key = "walling.opens" if own.opens else "walling.plan_b"
        for _, person in await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR):
            when = day(cohort.debrief_on, self.words.get(person.language) or self.words[self.language])
            await store.deliveries.notice(
                person, key, now, cohort_id=cohort.id, once=cohort.id, cohort=cohort.name, day=when
            )


def _is_due(cohort: Cohort, now: datetime) -> bool:
    if cohort.state != "running" or cohort.debrief_on is None:
        return False
    here = wall(now, cohort.timezone or "UTC")
    if not cohort.debrief_on - _SOONEST <= here.date() <= cohort.debrief_on or here.time() < _MORNING:
        return False  # nearly always, and found without a calendar
    return _told_on(cohort, cohort.debrief_on) <= here.date()


def _told_on(cohort: Cohort, debrief_on: date) -> date:
    days = [debrief_on - _BEFORE - timedelta(days=number) for number in range(_LONGEST_BREAK)]
    off = days_off(cohort.country, cohort.subdivision, days[-1], days[0])
    return next((one for one in days if one not in off), days[0])
