"""What a facilitator's days hold, and the times that go into them."""

from bot.chat.occasion import Occasion
from bot.rules.itinerary import calendar_of, facilitator_of, zone_of
from bot.rules.slots import Diary, Proposal
from prompts.days import Days
from storage.tables import Cohort, InterviewSlot, Person


async def diary_of(occasion: Occasion, cohort: Cohort, facilitator: Person, *, without: str = "") -> Diary:
    """The facilitator's days, by the clock of whoever asks; `without` is the id of a time that counts as not there."""
    taken = await occasion.store.interviews.proposed_by(facilitator.id)
    return Diary(
        zone=zone_of(occasion.person, cohort),
        days=Days(calendar_of(cohort), facilitator_of(facilitator, cohort, ())),
        taken=tuple(one for one in taken if one.id != without),
        now=occasion.now,
        workshop_ends_on=cohort.workshop_2_on,
    )


def slots_of(occasion: Occasion, cohort: Cohort, wanted: Proposal) -> tuple[InterviewSlot, ...]:
    """The times as rows, in the name of whoever proposes them."""
    return tuple(
        InterviewSlot(
            cohort_id=cohort.id,
            facilitator_id=occasion.person.id,
            starts_at=starts,
            minutes=wanted.minutes,
            place=wanted.place,
            proposed_at=occasion.now,
        )
        for starts in wanted.starts(zone_of(occasion.person, cohort))
    )
