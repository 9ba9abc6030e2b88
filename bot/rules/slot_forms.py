"""The forms in which a facilitator proposes times for interviews, and changes one of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from bot.chat.action import ChangeTime, ProposeTimes
from bot.chat.occasion import Occasion
from bot.rules.itinerary import zone_of
from bot.rules.slots import LENGTHS, LONGEST_PLACE, USUAL, Proposal
from bot.rules.slots_told import Times, slot_when
from prompts.hours import wall
from prompts.message import ChoiceField, DateField, Form, Option, TextField, TickField, TimeField
from prompts.words import Words
from storage.tables import Cohort, InterviewSlot

DAY, MORE, TIMES, TIME, LENGTH, PLACE, SLOT, BACK = "day", "more", "times", "time", "length", "place", "slot", "back"


def proposing_form(cohort: Cohort, known: Sequence[InterviewSlot], words: Words) -> Form:
    """Several times at once; length and place are filled in as they were the last time."""
    last = max(known, key=lambda one: one.proposed_at, default=None)
    fields = (
        DateField(DAY, words.label("interviews.day")),
        TextField(MORE, words.label("interviews.more"), hint=words.label("interviews.more_hint"), optional=True),
        TextField(TIMES, words.label("interviews.times"), hint=words.label("interviews.times_hint")),
        _length(words, last.minutes if last else USUAL),
        _place(words, last.place if last else ""),
    )
    text = words.say("interviews.form_text", cohort=cohort.name)
    title, submit = words.label("interviews.form_title"), words.label("interviews.show")
    return Form(title, text, fields, submit, ProposeTimes(cohort.id).pack())


def changing_form(times: Times, occasion: Occasion) -> Form:
    """One of the times with what is to be another; what is left empty stays as it is."""
    words = occasion.words
    options = tuple(Option(one.id, _option(one, times, occasion)) for one in times.slots if _is_to_come(one, occasion))
    title = words.label("interviews.change_title")
    if not options:
        return Form(title, words.say("interviews.none_to_change"))
    fields = (
        ChoiceField(SLOT, words.label("interviews.which"), options),
        DateField(DAY, words.label("interviews.new_day"), optional=True),
        TimeField(TIME, words.label("interviews.new_time"), optional=True),
        replace(_place(words, ""), label=words.label("interviews.new_place")),
        TickField(BACK, words.label("interviews.take_out")),
    )
    token = ChangeTime(times.cohort.id).pack()
    return Form(title, words.say("interviews.change_text"), fields, words.label("interviews.show"), token)


async def chosen_slot(occasion: Occasion, cohort: Cohort) -> InterviewSlot | None:
    """The time of the cohort that was chosen in the form, if it still stands and is to come."""
    chosen = occasion.chosen(SLOT)
    slot = await occasion.store.interviews.slot(chosen[0]) if chosen else None
    return slot if slot and slot.cohort_id == cohort.id and _is_to_come(slot, occasion) else None


def wants_back(occasion: Occasion) -> bool:
    """Whether the time is to be taken out."""
    return occasion.filled_in.get(BACK) is True


def as_it_stands(slot: InterviewSlot, zone: str) -> Proposal:
    """The time by the clock of that zone."""
    local = wall(slot.starts_at, zone)
    return Proposal((local.date(),), (local.time(),), slot.minutes, slot.place)


def changed_in(occasion: Occasion, slot: InterviewSlot, zone: str) -> Proposal:
    """The time as the form wants it, by the clock of that zone."""
    before = as_it_stands(slot, zone)
    day, at = occasion.filled_in.get(DAY), occasion.filled_in.get(TIME)
    return replace(
        before,
        days=(day,) if isinstance(day, date) else before.days,
        times=(at,) if isinstance(at, time) else before.times,
        place=occasion.entered(PLACE).strip() or before.place,
    )


def _length(words: Words, minutes: int) -> ChoiceField:
    offered = sorted({*LENGTHS, minutes})
    options = tuple(Option(str(one), words.label("interviews.minutes", count=one)) for one in offered)
    return ChoiceField(LENGTH, words.label("interviews.length"), options, (str(minutes),))


def _place(words: Words, place: str) -> TextField:
    hint = words.label("interviews.place_hint")
    return TextField(PLACE, words.label("interviews.place"), place, hint, optional=True, longest=LONGEST_PLACE)


def _option(slot: InterviewSlot, times: Times, occasion: Occasion) -> str:
    when = slot_when(slot, zone_of(occasion.person, times.cohort), occasion.words)
    if slot.participation_id is None:
        return occasion.words.label("interviews.option_free", when=when)
    name = times.setting.name(slot.participation_id)
    return occasion.words.label("interviews.option_had", when=when, name=name)


def _is_to_come(slot: InterviewSlot, occasion: Occasion) -> bool:
    return slot.starts_at > occasion.now
