"""Keeping what somebody wrote: a new entry, or a further turn of one, and the promise of a question on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.care.care import Seen
from bot.chat.heeding import heed
from bot.chat.occasion import Occasion
from storage.tables import Delivery, Entry, Participation, Turn

FORM, CHAT = "form", "chat"
NOTE = "note"
IN_MIND = timedelta(days=1)  # as long as a plain reply answers a question of the coach; later, it is a new thought


@dataclass(frozen=True, slots=True)
class Written:
    """Words as they came in. `surface` is "form" or "chat"; `message` and `thread` are the chat's ids, where typed.

    `cleared`: their author has said that what looks like patient details in them is none.
    """

    text: str = field(repr=False)
    surface: str = FORM
    message: str = ""
    thread: str = ""
    cleared: bool = False


async def keep_answer(occasion: Occasion, written: Written, asked: Delivery) -> Entry:
    """An answer to a prompt: a new entry, or more of the entry with which it was answered before."""
    entry = await occasion.store.reflections.entry_of(asked.id, occasion.person.id)
    if entry is None:
        entry = _entry(occasion, "answer", asked.participation_id)
        entry.delivery_id, entry.prompt = asked.id, asked.prompt
        await occasion.store.reflections.begin(entry)
    await keep_more(occasion, written, entry)
    await occasion.store.deliveries.answered(asked, occasion.now)
    return entry


async def keep_freely(occasion: Occasion, written: Written) -> Entry:
    """An entry that answers no prompt."""
    return await _begun(occasion, written, _entry(occasion, "free", await _here(occasion)))


async def keep_promise(occasion: Occasion, written: Written, prompt: str) -> Entry:
    """A promise that somebody made by themselves, kept like an answer to the prompt that asks for one.

    It comes back with the prompts that look at promises again. No question follows on it: it ended a talk.
    """
    entry = _entry(occasion, "free", await _here(occasion))
    entry.prompt, entry.finished = prompt, True
    return await _begun(occasion, written, entry)


async def keep_alone(occasion: Occasion, written: Written, participation_id: str) -> Entry:
    """What somebody writes for themselves in a round of a debrief. No question follows on it: the round goes on."""
    entry = _entry(occasion, "free", participation_id)
    entry.finished = True
    return await _begun(occasion, written, entry)


async def keep_note(occasion: Occasion, written: Written, note: str, collaboration: str = "") -> Entry:
    """A short note, "notice" or "wonder". No question follows on it: it was taken in the middle of something."""
    entry = _entry(occasion, NOTE, await _here(occasion))
    entry.note, entry.collaboration = note, collaboration
    return await _begun(occasion, written, entry)


async def keep_more(occasion: Occasion, written: Written, entry: Entry) -> None:
    """A further turn of the entry. One question is promised on all of it, in place of one that still waits.

    Whatever anybody writes is looked at here, or in `look_again` once it is changed.
    """
    store = occasion.store
    turns = await store.reflections.turns(entry.id)
    position = turns[-1].position + 1 if turns else 0
    turn = await store.reflections.seal_turn(
        entry, position, "person", written.surface, written.text, written.message, occasion.now
    )
    seen = occasion.care.look(written.text)
    turn.cleared = settled(seen, cleared=written.cleared)
    if not seen.calm:
        await heed(occasion, seen.concern, await _cohort_of(occasion, entry))
    await store.deliveries.question_closed(entry.id, occasion.now)
    await _ask_once(occasion, entry, (*turns, turn), written.thread)


async def look_again(occasion: Occasion, entry: Entry, turn: Turn, text: str, before: str, *, cleared: bool) -> None:
    """The same care for a turn whose words are `text` from now on: what they told `before` is not answered again."""
    seen, was = occasion.care.look(text), occasion.care.look(before)
    waited = turn.cleared is False
    known = turn.cleared is True and found_in(text, seen) <= found_in(before, was)
    turn.cleared = settled(seen, cleared=cleared or known)
    if seen.concern != was.concern:
        await heed(occasion, seen.concern, await _cohort_of(occasion, entry))
    if turn.cleared is False:
        await occasion.store.deliveries.question_closed(entry.id, occasion.now)
    elif waited:
        await promise_question(occasion, entry, turn.message)


async def keep_as_it_is(occasion: Occasion, entry: Entry, turn: Turn, thread: str = "") -> None:
    """Its author says that what looks like patient details in the turn is none: the question on it comes now."""
    waited = turn.cleared is False
    turn.cleared = True
    if waited:
        await promise_question(occasion, entry, thread or turn.message)


async def heed_unkept(occasion: Occasion, text: str, cohort_id: str | None = None) -> Seen:
    """The same care for words that are kept nowhere, with what was seen in them."""
    seen = occasion.care.look(text)
    await heed(occasion, seen.concern, cohort_id or await cohort_here(occasion))
    return seen


async def heed_more(occasion: Occasion, text: str, before: Iterable[str], cohort_id: str) -> None:
    """The same care for words that are shared: what the entry told `before` is not answered again."""
    concern = occasion.care.look(text).concern
    if concern not in [occasion.care.look(one).concern for one in before]:
        await heed(occasion, concern, cohort_id)


async def promise_question(occasion: Occasion, entry: Entry, thread: str = "") -> None:
    """Promises the coach's question on the entry, if its author spoke last and nothing of theirs waits to be cleared.

    Nothing says here that somebody wrote in distress: the coach itself looks, and then has no question.
    """
    await _ask_once(occasion, entry, await occasion.store.reflections.turns(entry.id), thread)


async def _ask_once(occasion: Occasion, entry: Entry, turns: Sequence[Turn], thread: str) -> None:
    waits = any(one.cleared is False for one in turns)
    if entry.kind == NOTE or entry.finished or waits or not turns or turns[-1].speaker != "person":
        return
    await occasion.store.deliveries.follow_up(entry, turns[-1].position + 1, occasion.now, thread=thread)


def settled(seen: Seen, *, cleared: bool) -> bool | None:
    """Whether patient details are settled: None where there are none, and where somebody in distress is not asked."""
    return cleared if seen.details and not seen.concern.distress else None


def found_in(text: str, seen: Seen) -> frozenset[str]:
    """What looks like patient details, word for word."""
    return frozenset(text[one.start : one.end] for one in seen.details)


async def stop_asking(occasion: Occasion, entry: Entry) -> None:
    """No more questions on the entry, and none that was promised already."""
    entry.finished = True
    await occasion.store.deliveries.question_closed(entry.id, occasion.now)


def _entry(occasion: Occasion, kind: str, participation_id: str | None) -> Entry:
    return Entry(
        organisation_id=occasion.person.organisation_id,
        person_id=occasion.person.id,
        participation_id=participation_id,
        kind=kind,
        written_at=occasion.now,
    )


async def _begun(occasion: Occasion, written: Written, entry: Entry) -> Entry:
    await occasion.store.reflections.begin(entry)
    await keep_more(occasion, written, entry)
    return entry


async def writing_in(occasion: Occasion) -> Participation | None:
    """In which cohort somebody writes who was not asked: where the last prompt came from, else the first one joined."""
    cohorts, person = occasion.store.cohorts, occasion.person
    joined = [await cohorts.participation(one.id, person.id) for one in await cohorts.joined_by(person)]
    sent = await occasion.store.deliveries.sent_prompts(person.id)
    latest = sent[-1].participation_id if sent else None
    own = [one for one in joined if one]
    return next((one for one in own if one.id == latest), own[0] if own else None)


async def cohort_here(occasion: Occasion) -> str | None:
    """The cohort in which somebody writes who was not asked; for who takes part in none, one that they serve."""
    if participation := await writing_in(occasion):
        return participation.cohort_id
    served = [role.cohort_id for role in await occasion.store.people.roles(occasion.person.id)]
    return next(filter(None, served), None)


async def _cohort_of(occasion: Occasion, entry: Entry) -> str | None:
    asked = await occasion.store.deliveries.delivery(entry.delivery_id) if entry.delivery_id else None
    if asked and asked.cohort_id:
        return asked.cohort_id
    if entry.participation_id:
        return await occasion.store.cohorts.cohort_of(entry.participation_id)
    return await cohort_here(occasion)


async def _here(occasion: Occasion) -> str | None:
    participation = await writing_in(occasion)
    return participation.id if participation else None
