"""Interviewing: facilitators propose times and see by name who has one; everybody else sees their own."""

from dataclasses import dataclass, replace
from datetime import date

from bot.chat.action import AskForTimes, ConfirmTimes, ProposeTimes, SeeTimes
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import today_of
from bot.chat.desk import Desk
from bot.chat.details import details
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.chat.wrong import wrong_use
from bot.rules.arrangements import setting_of
from bot.rules.cohorts_meant import Unclear, ask_which, cohort_meant, cohort_of, meant
from bot.rules.diaries import diary_of, slots_of
from bot.rules.itinerary import zone_of
from bot.rules.left_out import left_out
from bot.rules.slot_forms import DAY, LENGTH, MORE, PLACE, TIMES, proposing_form
from bot.rules.slots import Proposal, read_proposal, wrong_proposal
from bot.rules.slots_told import facilitators_page, own_page, slot_when, times_of
from bot.rules.waking import awake
from prompts.message import Message
from storage.tables import Cohort, InterviewSlot

# what may be typed after `interviews`, with how many words each takes
_KEYS = {"cohort": 1, "length": 1, "at": 0}
_UNDER_WAY = ("running", "paused")


@dataclass(frozen=True, slots=True)
class Interviewing:
    """Times are proposed in the name of the facilitator who proposes them."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("interviews",): self.interviews},
            presses={
                ProposeTimes: self.open,
                ConfirmTimes: self.propose,
                AskForTimes: self.ask,
            },
            submissions={ProposeTimes: self.filled_in},
        )

    async def interviews(self, occasion: Occasion, typed: Typed) -> Reply:
        """Shows a cohort's interviews as far as they concern the asker, or takes the times that were typed."""
        given = details(typed.arguments, _KEYS)
        if any(letter.isdigit() for word in given.bare for letter in word[:1]):
            cohort = await cohort_meant(occasion, typed, given.text("cohort"), FACILITATOR)
            if isinstance(cohort, Reply):
                return cohort
            return await _read(occasion, cohort, given.first, given.text("length"), given.text("at"))
        return await _page(occasion, typed, given.text("cohort") or given.first)

    # -- proposing -------------------------------------------------------------------------------------------------

    async def open(self, occasion: Occasion, action: ProposeTimes) -> Reply:
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        known = await occasion.store.interviews.proposed_by(occasion.person.id)
        return Reply(open=proposing_form(cohort, known, occasion.words))

    async def filled_in(self, occasion: Occasion, action: ProposeTimes) -> Reply:
        """Shows what would be proposed, for what a form says."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        first = occasion.filled_in.get(DAY)
        days = [first.isoformat()] if isinstance(first, date) else []
        text = " ".join([*days, occasion.entered(MORE), occasion.entered(TIMES)])
        return await _read(occasion, cohort, text, " ".join(occasion.chosen(LENGTH)), occasion.entered(PLACE))

    async def propose(self, occasion: Occasion, action: ConfirmTimes) -> Reply:
        """Proposes the times that were previewed, and tells everybody who has none yet."""
        draft = await confirmed(occasion, action)
        cohort = await cohort_of(occasion, draft.cohort_id or "", FACILITATOR)
        await occasion.store.interviews.lock_times(occasion.person.id)
        wanted = Proposal.kept(draft.values)
        diary = await diary_of(occasion, cohort, occasion.person)
        if wrong := wrong_proposal(wanted, diary, occasion.words):
            return wrong_use(occasion, "interviews", wrong)
        slots = slots_of(occasion, cohort, wanted)
        await occasion.store.interviews.propose(slots)
        await leave_trail(occasion, "interviews_proposed", cohort)
        told = await _tell(occasion, cohort, "interviews.offered")
        return done(occasion, occasion.words.say("interviews.proposed", count=len(slots), people=told))

    async def ask(self, occasion: Occasion, action: AskForTimes) -> Reply:
        """Asks those without a time once more, at most once a day."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        people = await _tell(occasion, cohort, "interviews.asked")
        return Reply(say=Message(occasion.words.say("interviews.asked_done", people=people)))


async def _page(occasion: Occasion, typed: Typed, named: str) -> Reply:
    """The facilitators' page of a cohort that they lead, else the asker's own."""
    store, person = occasion.store, occasion.person
    both = [*await store.cohorts.of(person, FACILITATOR), *await store.cohorts.joined_by(person)]
    cohorts = list({one.id: one for one in both}.values())
    if not cohorts:
        return Reply(say=Message(occasion.words.say("interviews.in_none")))
    found = meant(cohorts, named)
    if isinstance(found, Unclear):
        return ask_which(found, typed, occasion.words)
    times = await times_of(occasion, await setting_of(occasion, found))
    if await store.cohorts.one(person, found.id, FACILITATOR):
        return Reply(say=facilitators_page(times, occasion))
    own = next((one for one in times.setting.taking_part() if one.person_id == person.id), None)
    if own is None:
        return Reply(say=Message(occasion.words.say("interviews.in_none")))
    page = own_page(times, own, occasion)
    return Reply(say=replace(page, items=(*page.items, *await left_out(occasion, found))))


async def _read(occasion: Occasion, cohort: Cohort, text: str, length: str, place: str) -> Reply:
    """Shows the times that were typed or filled in, before they are proposed."""
    if cohort.state not in _UNDER_WAY:
        return Reply(say=Message(occasion.words.say("interviews.not_under_way", cohort=cohort.name)))
    wanted = read_proposal(text, length, place)
    if not isinstance(wanted, Proposal):
        return wrong_use(occasion, "interviews", wanted)
    diary = await diary_of(occasion, cohort, occasion.person)
    if wrong := wrong_proposal(wanted, diary, occasion.words):
        return wrong_use(occasion, "interviews", wrong)
    said = await _preview(occasion, cohort, slots_of(occasion, cohort, wanted))
    return await propose(occasion, ConfirmTimes, wanted.keep(), said, cohort=cohort, label="interviews.confirm")


async def _preview(occasion: Occasion, cohort: Cohort, slots: tuple[InterviewSlot, ...]) -> str:
    words, zone = occasion.words, zone_of(occasion.person, cohort)
    times = await times_of(occasion, await setting_of(occasion, cohort))
    lines = [words.say("interviews.preview_line", when=slot_when(one, zone, words)) for one in slots]
    said = words.say("interviews.preview", cohort=cohort.name, count=len(slots), zone=zone, people=len(times.without()))
    return "\n".join([said, "", *lines])


async def _tell(occasion: Occasion, cohort: Cohort, key: str) -> int:
    """Tells everybody who takes part and has no time, each once a day; says how many that concerns."""
    times = await times_of(occasion, await setting_of(occasion, cohort))
    people = [times.setting.people[one.person_id] for one in times.without()]
    gaps = {"name": occasion.person.name, "cohort": cohort.name}
    see = {"action:interviews.see": SeeTimes(cohort.id).pack()}
    once = f"{cohort.id}:{today_of(cohort, occasion.now)}"
    for person in people:
        at = awake(occasion.now, person, cohort)
        await occasion.store.deliveries.notice(person, key, at, cohort_id=cohort.id, once=once, **gaps, **see)
    return len(people)
