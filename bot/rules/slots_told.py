"""How the times of interviews read: to their facilitators by name, to each participant as their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from bot.chat.action import (
    AskForTimes,
    ChangeTime,
    DraftSentences,
    GiveBack,
    GoThrough,
    LeaveOut,
    ProposeTimes,
    ReadSentences,
    SeeTimes,
    TakeCalendarFile,
    TakeTime,
)
from bot.chat.dates import day, hour
from bot.chat.occasion import Occasion
from bot.rules.arrangements import Setting
from bot.rules.itinerary import zone_of
from bot.rules.slots import free
from prompts.hours import wall
from prompts.message import Button, Item, Markdown, Message
from prompts.words import Words
from storage.tables import Cohort, Interview, InterviewSlot, Participation

_MOST_DAYS = 12  # of free times on one page: what a chat message holds and a reader looks through


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one cohort as its people see them. `facilitators` are names by the ids of persons."""

    setting: Setting
    slots: tuple[InterviewSlot, ...]
    interviews: tuple[Interview, ...]
    facilitators: dict[str, str]

    @property
    def cohort(self) -> Cohort:
        return self.setting.cohort

    def had_by(self, participation_id: str) -> InterviewSlot | None:
        return next((one for one in self.slots if one.participation_id == participation_id), None)

    def interview(self, slot: InterviewSlot) -> Interview | None:
        """What stands in the calendars of the two who have that time."""
        return next((one for one in self.interviews if one.slot_id == slot.id and not one.cancelled), None)

    def without(self) -> tuple[Participation, ...]:
        """Those who take part and have no time, by name."""
        without = (one for one in self.setting.taking_part() if self.had_by(one.id) is None)
        return tuple(sorted(without, key=lambda one: self.setting.name(one.id)))


async def times_of(occasion: Occasion, setting: Setting) -> Times:
    """The times of the cohort as they stand now."""
    store = occasion.store
    slots = await store.interviews.slots(setting.cohort.id)
    people = {one.facilitator_id: await store.people.person(one.facilitator_id) for one in slots}
    return Times(
        setting,
        slots,
        await store.interviews.of([one.participation_id for one in slots if one.participation_id]),
        {key: person.name for key, person in people.items() if person},
    )


def slot_when(slot: InterviewSlot, zone: str, words: Words) -> str:
    """`Tue, 20 Apr 2027, 10:00 to 10:45, Room 4`, by the reader's clock: plain text."""
    return when_there(slot.starts_at, slot.minutes, slot.place, zone, words)


def when_there(starts_at: datetime, minutes: int, place: str, zone: str, words: Words) -> str:
    """The same for a time that is only thought of."""
    starts, last = wall(starts_at, zone), wall(starts_at + timedelta(minutes=minutes), zone)
    gaps = {"day": day(starts.date(), words), "starts": hour(starts.time(), words), "ends": hour(last.time(), words)}
    return words.label("interviews.when_there" if place else "interviews.when", where=place, **gaps)


# -- for facilitators ----------------------------------------------------------------------------------------------


def facilitators_page(times: Times, occasion: Occasion) -> Message:
    """Who has a time and who has none, by name, and what is still free. Nothing of what anybody wrote."""
    words, cohort = occasion.words, times.cohort
    change = Button(words.label("interviews.change"), ChangeTime(cohort.id).pack(), opens_form=True)
    buttons = (
        Button(words.label("interviews.propose"), ProposeTimes(cohort.id).pack(), opens_form=True, style="primary"),
        *((change,) if times.slots else ()),
        *_own(times, occasion),
    )
    items = (*_without(times, occasion), *_having(times, occasion), *_free(times, occasion))
    title = words.label("interviews.title", cohort=cohort.name)
    return Message(words.say("interviews.all", cohort=cohort.name), title, items, buttons)


def _own(times: Times, occasion: Occasion) -> tuple[Button, ...]:
    """A facilitator who takes part has an interview too."""
    own = any(one.person_id == occasion.person.id for one in times.setting.taking_part())
    return (Button(occasion.words.label("interviews.own"), SeeTimes(times.cohort.id).pack()),) if own else ()


def _without(times: Times, occasion: Occasion) -> tuple[Item, ...]:
    words = occasion.words
    names = ", ".join(times.setting.name(one.id) for one in times.without())
    if not names:
        return (Item(words.say("interviews.everybody_has")),)
    ask = Button(words.label("interviews.ask"), AskForTimes(times.cohort.id).pack())
    return (Item(words.say("interviews.without", names=names), (ask,) if free(times.slots, occasion.now) else ()),)


def _having(times: Times, occasion: Occasion) -> tuple[Item, ...]:
    return tuple(_had(slot, times, occasion) for slot in times.slots if slot.participation_id)


def _had(slot: InterviewSlot, times: Times, occasion: Occasion) -> Item:
    words, zone = occasion.words, zone_of(occasion.person, times.cohort)
    name, when = times.setting.name(slot.participation_id or ""), slot_when(slot, zone, words)
    interview = times.interview(slot)
    own = (_file(interview, words),) if interview and slot.facilitator_id == occasion.person.id else ()
    buttons = (*own, *_sentences(slot, occasion))
    if slot.facilitator_id == occasion.person.id:
        return Item(words.say("interviews.has", name=name, when=when), buttons)
    other = times.facilitators[slot.facilitator_id]
    return Item(words.say("interviews.has_with", name=name, when=when, facilitator=other), buttons)


def _sentences(slot: InterviewSlot, occasion: Occasion) -> tuple[Button, ...]:
    """Once the interview has begun, whoever held it can draft what it comes to, and read what was left of it."""
    if slot.starts_at > occasion.now or slot.facilitator_id != occasion.person.id:
        return ()
    words, of = occasion.words, slot.participation_id or ""
    return (
        Button(words.label("sentences.draft"), DraftSentences(of).pack(), opens_form=True),
        Button(words.label("sentences.read"), ReadSentences(of).pack(), opens_form=True),
    )


def _free(times: Times, occasion: Occasion) -> tuple[Item, ...]:
    zone, words = zone_of(occasion.person, times.cohort), occasion.words
    open_now = free(times.slots, occasion.now)
    if not open_now:
        return (Item(words.say("interviews.none_free")),)
    lines = [
        words.say("interviews.free_line", day=day(one, words), hours=", ".join(_hours(slots, zone, words)))
        for one, slots in _by_day(open_now, zone)
    ]
    return (Item(Markdown("\n".join([words.say("interviews.free"), *lines]))),)


# -- for participants ----------------------------------------------------------------------------------------------


def own_page(times: Times, own: Participation, occasion: Occasion, before: str = "") -> Message:
    """One's own interview, and the times to choose from; `before` is said above it, as Markdown."""
    slot, words = times.had_by(own.id), occasion.words
    over = slot is not None and slot.starts_at <= occasion.now
    items = () if over else _to_choose(times, occasion)
    said = [before, _has(slot, times, occasion)] if slot else [before]
    if not over and (items or not slot):
        key = "another" if slot else "choose" if items else "nothing_to_choose"
        said.append(words.say(f"interviews.{key}", cohort=times.cohort.name))
    text = Markdown("\n\n".join(part for part in said if part))
    return Message(text, words.label("interviews.own_title"), items, _with_it(slot, times, occasion) if slot else ())


def _has(slot: InterviewSlot, times: Times, occasion: Occasion) -> Markdown:
    when = slot_when(slot, zone_of(occasion.person, times.cohort), occasion.words)
    gaps = {"cohort": times.cohort.name, "when": when, "facilitator": times.facilitators[slot.facilitator_id]}
    return occasion.words.say("interviews.yours", **gaps)


def _with_it(slot: InterviewSlot, times: Times, occasion: Occasion) -> tuple[Button, ...]:
    """What can be done with a time that one has."""
    interview, words, cohort = times.interview(slot), occasion.words, times.cohort
    leave_out = Button(words.label("leaving_out.open"), LeaveOut(cohort.id).pack(), opens_form=True)
    look = Button(words.label("sentences.look"), GoThrough(cohort.id).pack(), opens_form=True)
    back = Button(words.label("interviews.give_back"), GiveBack(times.cohort.id).pack())
    return (
        *((_file(interview, words),) if interview else ()),
        *((back,) if slot.starts_at > occasion.now else ()),
        leave_out,
        *((look,) if slot.starts_at <= occasion.now else ()),
    )


def _to_choose(times: Times, occasion: Occasion) -> tuple[Item, ...]:
    """A line for each day, facilitator, length and place, with a button for each time."""
    zone, words = zone_of(occasion.person, times.cohort), occasion.words
    found: dict[tuple[str, str, int, str], list[InterviewSlot]] = {}
    for slot in free(times.slots, occasion.now):
        local = day(wall(slot.starts_at, zone).date(), words)
        found.setdefault((local, slot.facilitator_id, slot.minutes, slot.place), []).append(slot)
    return tuple(_line(key, slots, times, zone, words) for key, slots in [*found.items()][:_MOST_DAYS])


def _line(
    key: tuple[str, str, int, str], slots: Sequence[InterviewSlot], times: Times, zone: str, words: Words
) -> Item:
    local, facilitator, minutes, place = key
    gaps = {"day": local, "facilitator": times.facilitators[facilitator], "count": minutes, "where": place}
    buttons = tuple(
        Button(said, TakeTime(slot.id).pack()) for slot, said in zip(slots, _hours(slots, zone, words), strict=True)
    )
    return Item(words.say("interviews.line_there" if place else "interviews.line", **gaps), buttons)


# -- what both read ------------------------------------------------------------------------------------------------


def _file(interview: Interview, words: Words) -> Button:
    return Button(words.label("interviews.calendar"), TakeCalendarFile(interview.id).pack())


def _by_day(slots: Iterable[InterviewSlot], zone: str) -> list[tuple[date, list[InterviewSlot]]]:
    return [(one, list(some)) for one, some in groupby(slots, lambda slot: wall(slot.starts_at, zone).date())]


def _hours(slots: Iterable[InterviewSlot], zone: str, words: Words) -> list[str]:
    return [hour(wall(one.starts_at, zone).time(), words) for one in slots]
