"""Choosing: each participant takes one time for their interview, changes it, or gives it back; calendars follow."""

from dataclasses import dataclass, replace

from bot.chat.action import (
    ConfirmGivenBack,
    ConfirmTime,
    GiveBack,
    SeeTimes,
    TakeCalendarFile,
    TakeTime,
)
from bot.chat.dates import day
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Document, Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.arrangements import setting_of
from bot.rules.calendar_files import FACILITATOR, PARTICIPANT, Appointment, calendar_file
from bot.rules.interview_days import day_of, moves, set_day
from bot.rules.itinerary import zone_of
from bot.rules.left_out import left_out
from bot.rules.slots_told import Times, own_page, slot_when, times_of
from bot.rules.waking import awake
from prompts.library import Library
from prompts.message import Item, Message
from prompts.words import Words
from storage.tables import Cohort, Interview, InterviewSlot, Participation, Person


@dataclass(frozen=True, slots=True)
class _Own:
    """The participation of whoever chooses, among the times of its cohort."""

    times: Times
    participation: Participation

    @property
    def cohort(self) -> Cohort:
        return self.times.cohort

    @property
    def slot(self) -> InterviewSlot | None:
        return self.times.had_by(self.participation.id)


@dataclass(frozen=True, slots=True)
class Choosing:
    """One time is one person's: who confirms first has it, and the other one is shown what is left."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={
                SeeTimes: self.see,
                TakeTime: self.ask,
                ConfirmTime: self.take,
                GiveBack: self.ask_back,
                ConfirmGivenBack: self.give_back,
                TakeCalendarFile: self.file,
            }
        )

    async def see(self, occasion: Occasion, action: SeeTimes) -> Reply:
        """One's own interview and the times that are free."""
        own = await _own(occasion, action.cohort)
        page = own_page(own.times, own.participation, occasion)
        return Reply(say=replace(page, items=(*page.items, *await left_out(occasion, own.cohort))))

    async def ask(self, occasion: Occasion, action: TakeTime) -> Reply:
        """Shows what it means to take that time."""
        slot = await occasion.store.interviews.slot(action.slot)
        if slot is None:
            raise NotAllowed(occasion.words.say("interviews.gone"))
        own = await _own(occasion, slot.cohort_id)
        if refused := _refused(occasion, own, slot):
            return refused
        text, items = await self._preview(occasion, own, slot)
        values = {"slot": slot.id}
        label = "interviews.confirm_time"
        return await propose(occasion, ConfirmTime, values, text, cohort=own.cohort, items=items, label=label)

    async def take(self, occasion: Occasion, action: ConfirmTime) -> Reply:
        """Takes the time, if it is still free; the facilitators concerned are told."""
        draft = await confirmed(occasion, action)
        own, store = await _own(occasion, draft.cohort_id or ""), occasion.store
        slot, before = await store.interviews.slot(draft.values["slot"]), own.slot
        refused = _refused(occasion, own, slot) if slot else None
        interview = None if refused else await store.interviews.take(draft.values["slot"], own.participation)
        if refused or slot is None or interview is None:
            return refused or await _somebody_was_quicker(occasion, own)
        set_day(own.participation, occasion.person, own.cohort, slot.starts_at)
        await leave_trail(occasion, "interview_taken", own.cohort, f"slot:{slot.id}")
        if before and before.facilitator_id != slot.facilitator_id:
            await self._tell(occasion, own, before, "interviews.given_back_told")
        await self._tell(occasion, own, slot, "interviews.taken_told")
        when = slot_when(slot, zone_of(occasion.person, own.cohort), occasion.words)
        said = done(occasion, occasion.words.say("interviews.taken", when=when))
        return replace(said, documents=(await _document(occasion, interview, PARTICIPANT),))

    async def ask_back(self, occasion: Occasion, action: GiveBack) -> Reply:
        """Shows what it means to give one's time back."""
        own, words = await _own(occasion, action.cohort), occasion.words
        if own.slot is None or own.slot.starts_at <= occasion.now:
            return Reply(say=own_page(own.times, own.participation, occasion))
        when = slot_when(own.slot, zone_of(occasion.person, own.cohort), words)
        count, items = await moves(occasion, own.times.setting, own.participation, None, self.library)
        text = f"{words.say('interviews.preview_back', when=when)}\n\n{count}"
        values = {"slot": own.slot.id}
        label = "interviews.confirm_back"
        return await propose(occasion, ConfirmGivenBack, values, text, cohort=own.cohort, items=items, label=label)

    async def give_back(self, occasion: Occasion, action: ConfirmGivenBack) -> Reply:
        """Somebody else can take it from now on."""
        draft = await confirmed(occasion, action)
        own, interviews = await _own(occasion, draft.cohort_id or ""), occasion.store.interviews
        await interviews.hold(own.participation.id)
        slot = await interviews.lock(draft.values["slot"])
        if slot is None or slot.participation_id != own.participation.id or slot.starts_at <= occasion.now:
            raise NotAllowed(occasion.words.say("interviews.gone"))
        interview = await interviews.free(slot)
        set_day(own.participation, occasion.person, own.cohort, None)
        await leave_trail(occasion, "interview_given_back", own.cohort, f"slot:{slot.id}")
        await self._tell(occasion, own, slot, "interviews.given_back_told")
        said = done(occasion, occasion.words.say("interviews.given_back"))
        files = (await _document(occasion, interview, PARTICIPANT),) if interview else ()
        return replace(said, documents=files)

    async def file(self, occasion: Occasion, action: TakeCalendarFile) -> Reply:
        """The presser's own file of that interview as it stands now; of one that is off, the file that takes it out."""
        interview = await occasion.store.interviews.interview(action.interview)
        side = await _side(occasion, interview) if interview else ""
        if interview is None or not side:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        key = "interviews.file_off" if interview.cancelled else "interviews.file"
        document = await _document(occasion, interview, side)
        return Reply(say=Message(occasion.words.say(key)), documents=(document,))

    async def _preview(self, occasion: Occasion, own: _Own, slot: InterviewSlot) -> tuple[str, tuple[Item, ...]]:
        words, zone, setting = occasion.words, zone_of(occasion.person, own.cohort), own.times.setting
        count, items = await moves(occasion, setting, own.participation, slot.starts_at, self.library)
        gaps = {"before": _before(own, zone, words), "after": slot_when(slot, zone, words), "cohort": own.cohort.name}
        said = words.say("interviews.preview_take", facilitator=own.times.facilitators[slot.facilitator_id], **gaps)
        return "\n\n".join([said, *_doubts(occasion, own, slot), count]), items

    async def _tell(self, occasion: Occasion, own: _Own, slot: InterviewSlot, key: str) -> None:
        """Tells the facilitator whose time it is or was, with the way to a file for their calendar."""
        store, facilitator = occasion.store, await occasion.store.people.person(slot.facilitator_id)
        found = await store.interviews.of([own.participation.id])
        interview = next((one for one in found if one.facilitator_id == slot.facilitator_id), None)
        if facilitator is None or interview is None:
            return
        words = self.library.words.get(facilitator.language, occasion.words)
        await store.deliveries.notice(
            facilitator,
            key,
            awake(occasion.now, facilitator, own.cohort),
            cohort_id=own.cohort.id,
            name=occasion.person.name,
            cohort=own.cohort.name,
            when=slot_when(slot, zone_of(facilitator, own.cohort), words),
            **{"action:interviews.calendar": TakeCalendarFile(interview.id).pack()},
        )


async def _own(occasion: Occasion, cohort_id: str) -> _Own:
    """Raises NotAllowed, as for a cohort that does not exist, where the person does not take part."""
    cohort = await occasion.store.cohorts.cohort(cohort_id)
    if cohort is not None and cohort.organisation_id == occasion.person.organisation_id:
        times = await times_of(occasion, await setting_of(occasion, cohort))
        for one in times.setting.taking_part():
            if one.person_id == occasion.person.id:
                return _Own(times, one)
    raise NotAllowed(occasion.words.say("trouble.gone"))


def _refused(occasion: Occasion, own: _Own, slot: InterviewSlot) -> Reply | None:
    """The page of what is left under the reason why that time cannot be taken; None where it can."""
    key = ""
    if slot.participation_id == own.participation.id:
        key = "interviews.yours_already"
    elif slot.participation_id:
        key = "interviews.somebody_else"
    elif slot.starts_at <= occasion.now:
        key = "interviews.over"
    elif own.slot and own.slot.starts_at <= occasion.now:
        key = "interviews.had"
    page = own_page(own.times, own.participation, occasion, occasion.words.say(key)) if key else None
    return Reply(say=page) if page else None


def _before(own: _Own, zone: str, words: Words) -> str:
    """When it is now: the time that they have, or the day that was set by hand."""
    if own.slot:
        return slot_when(own.slot, zone, words)
    on = own.participation.interview_on
    return day(on, words) if on else words.label("interviews.no_time_yet")


async def _somebody_was_quicker(occasion: Occasion, own: _Own) -> Reply:
    fresh = await _own(occasion, own.cohort.id)
    said = occasion.words.say("interviews.somebody_else")
    return Reply(say=own_page(fresh.times, fresh.participation, occasion, said))


def _doubts(occasion: Occasion, own: _Own, slot: InterviewSlot) -> list[str]:
    """What should be seen before it is confirmed: a day off, a pause, or a day of the program."""
    when, days = day_of(slot.starts_at, occasion.person, own.cohort), own.times.setting.days(own.participation)
    if days.busy(when):
        return [occasion.words.say("interviews.doubt_busy")]
    if days.paused(when):
        return [occasion.words.say("interviews.doubt_paused")]
    return [] if days.works(when) else [occasion.words.say("interviews.doubt_day_off")]


async def _side(occasion: Occasion, interview: Interview) -> str:
    if interview.facilitator_id == occasion.person.id:
        return FACILITATOR
    cohorts, person = occasion.store.cohorts, occasion.person
    slot = await occasion.store.interviews.last_slot(interview)
    own = await cohorts.participation(slot.cohort_id, person.id)
    return PARTICIPANT if own and own.id == interview.participation_id else ""


async def _document(occasion: Occasion, interview: Interview, side: str) -> Document:
    store = occasion.store
    slot = await store.interviews.last_slot(interview)
    other = await _other(occasion, interview, slot, side)
    appointment = Appointment(interview, slot, side, other.name if other else "")
    return calendar_file(appointment, occasion.words, occasion.now)


async def _other(occasion: Occasion, interview: Interview, slot: InterviewSlot, side: str) -> Person | None:
    if side == PARTICIPANT:
        return await occasion.store.people.person(interview.facilitator_id)
    members = await occasion.store.cohorts.members(slot.cohort_id)
    return next((one.person for one in members if one.participation.id == interview.participation_id), None)
