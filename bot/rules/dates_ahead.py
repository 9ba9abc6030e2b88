"""The days on which the program itself takes place for one person."""

from datetime import date

from bot.chat.occasion import Occasion


async def dates_between(occasion: Occasion, first: date, last: date) -> list[date]:
    """The person's workshop, visit, interview and debrief days from that day to that day, both included, in order."""
    store, person = occasion.store, occasion.person
    days: set[date | None] = set()
    for cohort in await store.cohorts.joined_by(person):
        own = await store.cohorts.participation(cohort.id, person.id)
        days |= {cohort.workshop_1_on, cohort.workshop_2_on, cohort.debrief_on, own.interview_on if own else None}
        for leg in await store.cohorts.legs(cohort.id):
            if own and own.id in {leg.visitor_id, leg.host_id}:
                days |= {leg.first_day_on, leg.second_day_on}
    return sorted(day for day in days if day and first <= day <= last)
