"""Rescheduling: a facilitator changes or withdraws the time of an interview; whoever has it is told at once."""

from dataclasses import dataclass

from bot.chat.action import ChangeTime, ConfirmChangedTime, SeeTimes, TakeCalendarFile
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import Wrong, wrong_use
from bot.errors import NotAllowed
from bot.rules.arrangements import setting_of
from bot.rules.cohorts_meant import cohort_of
from bot.rules.diaries import diary_of
from bot.rules.interview_days import moves, set_day
from bot.rules.itinerary import zone_of
from bot.rules.slot_forms import BACK, SLOT, TIME, as_it_stands, changed_in, changing_form, chosen_slot, wants_back
from bot.rules.slots import Proposal, wrong_proposal
from bot.rules.slots_told import slot_when, times_of, when_there
from bot.rules.waking import awake
from prompts.library import Library
from prompts.message import Item
from storage.tables import Cohort, Interview, InterviewSlot, Participation, Person


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who has a time, as they are told of it: `before` is the time as they know it."""

    participation: Participation
    person: Person
    before: str


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """Whoever leads a cohort may change all of its times: somebody may be ill."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={ChangeTime: self.open, ConfirmChangedTime: self.change},
            submissions={ChangeTime: self.filled_in},
        )

    async def open(self, occasion: Occasion, action: ChangeTime) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        times = await times_of(occasion, await setting_of(occasion, cohort))
        return Reply(open=changing_form(times, occasion))

    async def filled_in(self, occasion: Occasion, action: ChangeTime) -> Reply:
        """Shows what the change, or taking the time out, moves with it."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        slot = await chosen_slot(occasion, cohort)
        if slot is None:
            return wrong_use(occasion, "interviews", {SLOT: Wrong("interviews.gone")})
        zone = zone_of(occasion.person, cohort)
        wanted = None if wants_back(occasion) else changed_in(occasion, slot, zone)
        if wanted == as_it_stands(slot, zone):
            return wrong_use(occasion, "interviews", {BACK: Wrong("interviews.nothing_changed")})
        if wanted and (wrong := await _wrong(occasion, cohort, slot, wanted)):
            return wrong_use(occasion, "interviews", wrong)
        text, items = await self._preview(occasion, cohort, slot, wanted)
        values = {"slot": slot.id, **(wanted.keep() if wanted else {})}
        label = "interviews.confirm_change" if wanted else "interviews.confirm_out"
        return await propose(occasion, ConfirmChangedTime, values, text, cohort=cohort, items=items, label=label)

    async def change(self, occasion: Occasion, action: ConfirmChangedTime) -> Reply:
        """Changes it, or takes it out, as it was previewed."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        slot = await _locked(occasion, draft.values["slot"])
        wanted = Proposal.kept(draft.values) if "days" in draft.values else None
        if wanted and (wrong := await _wrong(occasion, cohort, slot, wanted)):
            return wrong_use(occasion, "interviews", wrong)
        holder = await _holder(occasion, cohort, slot)
        interview = await _carry_out(occasion, cohort, slot, wanted)
        if holder and interview:
            await self._tell(occasion, cohort, slot, holder, interview)
        said = slot_when(slot, zone_of(occasion.person, cohort), occasion.words)
        return done(occasion, occasion.words.say("interviews.changed" if wanted else "interviews.taken_out", when=said))

    async def _preview(
        self, occasion: Occasion, cohort: Cohort, slot: InterviewSlot, wanted: Proposal | None
    ) -> tuple[str, tuple[Item, ...]]:
        words, zone = occasion.words, zone_of(occasion.person, cohort)
        starts = wanted.starts(zone)[0] if wanted else None
        after = when_there(starts, slot.minutes, wanted.place, zone, words) if wanted and starts else ""
        said = words.say(
            "interviews.preview_change" if wanted else "interviews.preview_out",
            before=slot_when(slot, zone, words),
            after=after,
        )
        holder = await _holder(occasion, cohort, slot)
        if holder is None:
            return said, ()
        setting = await setting_of(occasion, cohort)
        count, items = await moves(occasion, setting, holder.participation, starts, self.library)
        told = words.say("interviews.preview_told", name=holder.person.name)
        return f"{said}\n\n{told}\n\n{count}", items

    async def _tell(
        self, occasion: Occasion, cohort: Cohort, slot: InterviewSlot, holder: _Holder, interview: Interview
    ) -> None:
        """In the language of whoever has it, with the way to a new file for their calendar."""
        person, starts = holder.person, None if interview.cancelled else slot.starts_at
        set_day(holder.participation, person, cohort, starts)
        words = self.library.words.get(person.language, occasion.words)
        await occasion.store.deliveries.notice(
            person,
            "interviews.cancelled_for_you" if interview.cancelled else "interviews.changed_for_you",
            awake(occasion.now, person, cohort),
            cohort_id=cohort.id,
            name=occasion.person.name,
            before=holder.before,
            when=slot_when(slot, zone_of(person, cohort), words),
            **{"action:interviews.calendar": TakeCalendarFile(interview.id).pack()},
            **{"action:interviews.see": SeeTimes(cohort.id).pack()},
        )


async def _locked(occasion: Occasion, slot_id: str) -> InterviewSlot:
    """The time with whoever has it, for this change alone."""
    interviews = occasion.store.interviews
    slot = await interviews.slot(slot_id)
    if slot and slot.participation_id:
        await interviews.hold(slot.participation_id)
    locked = await interviews.lock(slot_id)
    if locked is None:
        raise NotAllowed(occasion.words.say("interviews.gone"))
    if locked.participation_id:
        await interviews.hold(locked.participation_id)
    await interviews.lock_times(locked.facilitator_id)
    return locked


async def _wrong(occasion: Occasion, cohort: Cohort, slot: InterviewSlot, wanted: Proposal) -> dict[str, Wrong]:
    """The same as for a new time, by the days of whoever proposed it."""
    facilitator = await occasion.store.people.person(slot.facilitator_id)
    diary = await diary_of(occasion, cohort, facilitator or occasion.person, without=slot.id)
    wrong = wrong_proposal(wanted, diary, occasion.words)
    return {TIME if key == "times" else key: one for key, one in wrong.items()}


async def _holder(occasion: Occasion, cohort: Cohort, slot: InterviewSlot) -> _Holder | None:
    """Who has it and can be told."""
    setting = await setting_of(occasion, cohort)
    own = next((one for one in setting.taking_part() if one.id == slot.participation_id), None)
    if own is None:
        return None
    person = setting.people[own.person_id]
    return _Holder(own, person, slot_when(slot, zone_of(person, cohort), occasion.words))


async def _carry_out(
    occasion: Occasion, cohort: Cohort, slot: InterviewSlot, wanted: Proposal | None
) -> Interview | None:
    """Gives what changes in the calendars of whoever has it."""
    await leave_trail(occasion, "interview_changed" if wanted else "interview_withdrawn", cohort, f"slot:{slot.id}")
    if wanted is None:
        slot.withdrawn_at = occasion.now
        return await occasion.store.interviews.free(slot)
    slot.starts_at, slot.place = wanted.starts(zone_of(occasion.person, cohort))[0], wanted.place
    return await occasion.store.interviews.changed(slot)
