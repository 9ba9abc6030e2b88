"""The days on which the program itself takes place for one person, in every cohort that they are in."""

from collections.abc import Iterable
from datetime import date

from bot.chat.occasion import Occasion
from bot.rules.arrangements import Setting
from storage.store import Store
from storage.tables import Cohort, Participation, Person


async def dates_between(occasion: Occasion, first: date, last: date) -> list[date]:
    """The person's workshop, visit, interview and debrief days from that day to that day, both included, in order."""
    cohorts = await occasion.store.cohorts.joined_by(occasion.person)
    days = await _days(occasion.store, occasion.person, cohorts)
    return sorted(day for day in days if first <= day <= last)


async def elsewhere(store: Store, setting: Setting, who: Iterable[Participation]) -> dict[str, frozenset[date]]:
    """The same days of some who take part, in their other cohorts, by their participation in this one."""
    return {one.id: await _in_other_cohorts(store, setting, one) for one in who}


async def _in_other_cohorts(store: Store, setting: Setting, one: Participation) -> frozenset[date]:
    person = setting.people[one.person_id]
    others = [cohort for cohort in await store.cohorts.joined_by(person) if cohort.id != setting.cohort.id]
    return frozenset(await _days(store, person, others))


async def _days(store: Store, person: Person, cohorts: Iterable[Cohort]) -> set[date]:
    days: set[date | None] = set()
    for cohort in cohorts:
        own = await store.cohorts.participation(cohort.id, person.id)
        days |= {cohort.workshop_1_on, cohort.workshop_2_on, cohort.debrief_on, own.interview_on if own else None}
        for leg in await store.cohorts.legs(cohort.id):
            if own and own.id in {leg.visitor_id, leg.host_id}:
                days |= {leg.first_day_on, leg.second_day_on}
    return {day for day in days if day}
