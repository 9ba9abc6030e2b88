"""Promises as their author meets them: the form, what may be wrong in it, and how it is kept."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.chat.action import Action
from bot.chat.occasion import Occasion
from bot.chat.wrong import Wrong
from bot.errors import NotAllowed
from bot.rules.cues import cues
from bot.rules.if_then import CUE, DEED, LONGEST_CUE, LONGEST_DEED, IfThen, read, tidied, wrong_parts
from bot.rules.itinerary import zone_of
from bot.rules.own_words import Opened, own_words
from bot.rules.recipients import Recipient, promise_recipients
from bot.rules.sharing_forms import recipient_option, sharing_form
from bot.rules.writing_forms import chosen_in, form_of
from prompts.hours import wall
from prompts.message import ChoiceField, DateField, Field, Form, Option, TextField
from prompts.words import Words
from storage.commitments import Cued
from storage.tables import Commitment, Entry

COMES_ON, EVERY, TELL = "comes_on", "every", "tell"
_AHEAD = timedelta(days=366)  # a day that is further away is a slip, and nobody would be there to remind of it
_WEEK = tuple(str(number) for number in range(1, 8))
_NOTHING = IfThen("", "")


async def promise_form(
    occasion: Occasion,
    token: Action,
    text: str,
    *,
    title: str = "",
    shown: Commitment | None = None,
    said: IfThen = _NOTHING,
) -> Form:
    """The form of a promise: its *if*, its *then*, when the *if* comes, and whether somebody may be told.

    `shown` is the promise that it changes, `said` what stands in the two parts.
    """
    words = occasion.words
    fields: list[Field] = [
        TextField(CUE, words.label("writing.if_field"), said.cue[:LONGEST_CUE], longest=LONGEST_CUE),
        TextField(
            DEED, words.label("writing.then_field"), said.deed[:LONGEST_DEED], multiline=True, longest=LONGEST_DEED
        ),
        *_days(words, shown),
    ]
    if shown is None and (choice := await _may_be_told(occasion)):
        options = tuple(recipient_option(words, one) for one in choice)
        hint = words.label("promises.tell_hint")
        fields.append(ChoiceField(TELL, words.label("promises.tell"), options, hint=hint, optional=True))
    return form_of(occasion, token, text, tuple(fields), title or words.label("promises.new_title"))


def promises(occasion: Occasion) -> bool:
    """Whether what came in is the form of a promise."""
    return CUE in occasion.filled_in


def wrong_promise(occasion: Occasion) -> Mapping[str, str]:
    """What is to be said under the fields of that form; nothing where all is well."""
    words = occasion.words
    wrong = {**wrong_parts(filled_in_promise(occasion), words), **_wrong_days(occasion)}
    return {key: words.label(one.key, **one.gaps) for key, one in wrong.items()}


def filled_in_promise(occasion: Occasion) -> IfThen:
    """The two parts as they came in, brought into their form."""
    return tidied(occasion.entered(CUE), occasion.entered(DEED), occasion.words)


def days_filled_in(occasion: Occasion) -> tuple[date | None, int | None]:
    """The day, or the day of the week, that was chosen for the *if*."""
    on, every = occasion.filled_in.get(COMES_ON), chosen_in(occasion, EVERY, _WEEK)
    return (on if isinstance(on, date) else None), (int(every) if every else None)


async def keep_as_promise(occasion: Occasion, entry: Entry) -> Commitment:
    """What was written last in the entry is a promise from now on, with the days that came in with the form."""
    turns = await occasion.store.reflections.turns(entry.id)
    said = next(one for one in reversed(turns) if one.speaker == "person")
    comes_on, weekday = days_filled_in(occasion)
    made = await occasion.store.commitments.make(said, occasion.now, comes_on=comes_on, weekday=weekday)
    await plan_cues(occasion, made, entry)
    return made


async def keep_typed(occasion: Occasion, entry: Entry, text: str) -> bool:
    """The same for words that were typed in one piece, where they are in the form of a promise; says whether."""
    if read(text, occasion.words) is None:
        return False
    await keep_as_promise(occasion, entry)
    return True


async def plan_cues(occasion: Occasion, commitment: Commitment, entry: Entry) -> None:
    """Says on the days of the *if* that they have come, as they are chosen now."""
    store = occasion.store
    cohort_id = await store.cohorts.cohort_of(entry.participation_id) if entry.participation_id else None
    cohort = await store.cohorts.cohort(cohort_id) if cohort_id else None
    cued = Cued(commitment, entry, occasion.person, cohort)
    await store.commitments.cue(cued, cues(cued, occasion.now), occasion.now)


async def own_promise(occasion: Occasion, promise_id: str) -> tuple[Commitment, Entry, Opened]:
    """The person's own promise with its words. Raises NotAllowed for anybody else's, as for one that is gone."""
    store = occasion.store
    commitment = await store.commitments.one(promise_id)
    entry = await store.reflections.entry(commitment.entry_id) if commitment else None
    if commitment is None or entry is None or entry.person_id != occasion.person.id:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    said = next((one for one in await own_words(occasion, entry) if one.turn.id == commitment.turn_id), None)
    if said is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return commitment, entry, said


async def telling_form(occasion: Occasion, entry: Entry, text: str) -> Form | None:
    """The exact words with the person who may be told, if one was chosen: nothing is shared before they are seen."""
    if not occasion.filled_in.get(TELL):
        return None
    choice = await promise_recipients(occasion.store, occasion.person, entry)
    chosen = chosen_in(occasion, TELL, [one.value for one in choice])
    if not choice:
        return None
    return sharing_form(occasion.words, entry.id, text, choice, occasion.now, chosen=chosen)


def _days(words: Words, shown: Commitment | None) -> tuple[Field, Field]:
    weekday = (str(shown.weekday),) if shown and shown.weekday else ()
    options = tuple(Option(one, words.label(f"preferring.day_{one}")) for one in _WEEK)
    on, every = (words.label(f"promises.{key}") for key in ("comes_on", "every"))
    return (
        DateField(
            COMES_ON, on, shown.comes_on if shown else None, words.label("promises.comes_on_hint"), optional=True
        ),
        ChoiceField(EVERY, every, options, weekday, words.label("promises.every_hint"), optional=True),
    )


def _wrong_days(occasion: Occasion) -> Mapping[str, Wrong]:
    on, every = days_filled_in(occasion)
    today = wall(occasion.now, zone_of(occasion.person, None)).date()
    if on and every:
        return {EVERY: Wrong("promises.two_days")}
    if on and on < today:
        return {COMES_ON: Wrong("promises.past")}
    if on and on > today + _AHEAD:
        return {COMES_ON: Wrong("promises.far")}
    return {}


async def _may_be_told(occasion: Occasion) -> tuple[Recipient, ...]:
    """Partners and facilitators; nobody where nothing is kept that could be shared."""
    if not occasion.person.keeps_entries:
        return ()
    return await promise_recipients(occasion.store, occasion.person)
