"""Keeping what somebody wrote: a new entry, or a further turn of one, and the promise of a question on it."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat.occasion import Occasion
from storage.tables import Delivery, Entry, Participation

FORM, CHAT = "form", "chat"
NOTE = "note"
IN_MIND = timedelta(days=1)  # as long as a plain reply answers a question of the coach; later, it is a new thought


@dataclass(frozen=True, slots=True)
class Written:
    """Words as they came in. `surface` is "form" or "chat"; `message` and `thread` are the chat's ids, where typed."""

    text: str = field(repr=False)
    surface: str = FORM
    message: str = ""
    thread: str = ""


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
    entry = await occasion.store.reflections.begin(_entry(occasion, "free", await _here(occasion)))
    await keep_more(occasion, written, entry)
    return entry


async def keep_note(occasion: Occasion, written: Written, note: str, collaboration: str = "") -> Entry:
    """A short note, "notice" or "wonder". No question follows on it: it was taken in the middle of something."""
    entry = _entry(occasion, NOTE, await _here(occasion))
    entry.note, entry.collaboration = note, collaboration
    await occasion.store.reflections.begin(entry)
    await keep_more(occasion, written, entry)
    return entry


async def keep_more(occasion: Occasion, written: Written, entry: Entry) -> None:
    """A further turn of the entry. One question is promised on all of it, in place of one that still waits."""
    store = occasion.store
    turns = await store.reflections.turns(entry.id)
    position = turns[-1].position + 1 if turns else 0
    await store.reflections.seal_turn(
        entry, position, "person", written.surface, written.text, written.message, occasion.now
    )
    await store.deliveries.question_closed(entry.id, occasion.now)
    if entry.kind != NOTE and not entry.finished:
        await store.deliveries.follow_up(entry, position + 1, occasion.now, thread=written.thread)


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


async def writing_in(occasion: Occasion) -> Participation | None:
    """In which cohort somebody writes who was not asked: where the last prompt came from, else the first one joined."""
    cohorts, person = occasion.store.cohorts, occasion.person
    joined = [await cohorts.participation(one.id, person.id) for one in await cohorts.joined_by(person)]
    sent = await occasion.store.deliveries.sent_prompts(person.id)
    latest = sent[-1].participation_id if sent else None
    own = [one for one in joined if one]
    return next((one for one in own if one.id == latest), own[0] if own else None)


async def _here(occasion: Occasion) -> str | None:
    participation = await writing_in(occasion)
    return participation.id if participation else None
