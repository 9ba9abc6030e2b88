"""What was written can be changed and taken out by its author, and then the old words are nowhere any more."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.asked import parted
from bot.chat.event import Edited
from bot.chat.keeping import CHAT, FORM, look_again
from bot.chat.occasion import Occasion
from bot.rules.own_words import own_words
from storage.tables import Entry, Turn

PERSON = "person"


async def change_words(
    occasion: Occasion, entry: Entry, turn: Turn, text: str, at: datetime, *, cleared: bool = False
) -> None:
    """The turn's words as they are from now on. `at` is real time: a change that was made earlier changes nothing.

    The lines of the coach that quoted the old words lose the quotation and keep their question. `cleared`: the author
    has said that what looks like patient details in the new words is none.
    """
    if turn.edited_at is not None and at <= turn.edited_at:
        return
    reflections = occasion.store.reflections
    opened = await own_words(occasion, entry)
    before = next(one.text for one in opened if one.turn.id == turn.id)
    await reflections.reseal_turn(turn, text, at)
    turn.surface = CHAT if isinstance(occasion.event, Edited) else FORM  # chat quotes only what stands in the chat
    await look_again(occasion, entry, turn, text, before, cleared=cleared)
    questions = {one.id for one in _questions_on(turn, [one.turn for one in opened])}
    for one in opened:
        if one.turn.id in questions:
            await reflections.reseal_turn(one.turn, parted(one.text)[1], at)


async def take_out(occasion: Occasion, turn: Turn) -> None:
    """Deletes the words, the questions that followed on them, and what was shared from the entry.

    With its last words the whole entry goes.
    """
    reflections = occasion.store.reflections
    turns = await reflections.turns(turn.entry_id)
    gone = [turn, *_questions_on(turn, turns)]
    entry = await reflections.entry(turn.entry_id)
    if entry is None or not any(one.speaker == PERSON for one in turns if one not in gone):
        await delete_entry(occasion, entry)
        return
    await _bury(occasion, gone)
    for one in gone:
        await reflections.drop_turn(one)
    await reflections.drop_shares(entry.id)


async def delete_entry(occasion: Occasion, entry: Entry | None) -> None:
    """Deletes the entry with all that hangs on it."""
    if entry is None:
        return
    store = occasion.store
    await _bury(occasion, await store.reflections.turns(entry.id))
    await store.deliveries.question_closed(entry.id, occasion.now)
    await store.reflections.drop(entry)


async def _bury(occasion: Occasion, turns: Sequence[Turn]) -> None:
    """Messages of the chat from which the turns came cannot bring them back, whatever comes of them later."""
    for turn in turns:
        if turn.message:
            await occasion.store.reflections.bury(turn.person_id, turn.message, occasion.now)


def _questions_on(turn: Turn, turns: Sequence[Turn]) -> list[Turn]:
    """The coach's turns between this one and the person's next."""
    after = [one for one in turns if one.position > turn.position]
    ends = next((number for number, one in enumerate(after) if one.speaker == PERSON), len(after))
    return after[:ends]
