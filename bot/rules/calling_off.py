"""Calling off: a facilitator who goes for good leaves nobody waiting for an interview."""

from bot.chat.action import SeeTimes, TakeCalendarFile
from bot.chat.occasion import Occasion
from bot.rules.interview_days import set_day
from bot.rules.itinerary import zone_of
from bot.rules.slots_told import slot_when
from bot.rules.waking import awake
from storage.tables import Interview, InterviewSlot


async def call_off_interviews(occasion: Occasion) -> None:
    """Takes out every time to come that the occasion's person proposed, and tells whoever has one."""
    interviews = occasion.store.interviews
    for slot in await interviews.proposed_by(occasion.person.id):
        if slot.starts_at > occasion.now:
            held_by, slot.withdrawn_at = slot.participation_id, occasion.now
            interview = await interviews.free(slot)
            if held_by and interview:
                await _tell(occasion, slot, interview)


async def _tell(occasion: Occasion, slot: InterviewSlot, interview: Interview) -> None:
    store, words = occasion.store, occasion.words
    cohort = await store.cohorts.cohort(slot.cohort_id)
    members = await store.cohorts.members(slot.cohort_id)
    member = next((one for one in members if one.participation.id == interview.participation_id), None)
    if cohort is None or member is None:
        return
    set_day(member.participation, member.person, cohort, None)
    await store.deliveries.notice(
        member.person,
        "interviews.called_off",
        awake(occasion.now, member.person, cohort),
        cohort_id=cohort.id,
        before=slot_when(slot, zone_of(member.person, cohort), words),
        **{
            "action:interviews.calendar": TakeCalendarFile(interview.id).pack(),
            "action:interviews.see": SeeTimes(cohort.id).pack(),
        },
    )
