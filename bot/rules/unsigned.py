"""Rounds in which people write: for themselves alone, or without a name, shown to all at once from three people on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.action import EnterCard, SendIn, WriteAlone
from bot.chat.rounds import RoundWork, card
from bot.rules.debrief_state import COLLECTING, REVEALED
from bot.rules.visibility import shown_to_all
from prompts.message import Button, Item, Message
from prompts.words import Words, plain
from storage.store import Store
from storage.tables import Contribution, Debrief, DebriefRound

ALONE, REVIEW, WORD = "alone", "review", "word"
# What each of these rounds asks for, and how many characters that may have: a room can show those of twenty people.
SLOTS: Mapping[str, Mapping[str, int]] = {
    REVIEW: {"expected": 120, "happened": 120, "differed": 120, "stays": 120},
    WORD: {"word": 40},
}
_SHOWN_FROM = 3  # people: what fewer sent in could be told to be theirs


class AloneWork(RoundWork):
    """Everybody writes for themselves: nothing of it is ever shown."""

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        return _with_write(words, round_, WriteAlone(debrief.id).pack())


class UnsignedWork(RoundWork):
    """Everybody sends something in without a name; it is shown to all at once, and only from three people."""

    async def answered(self, store: Store, debrief: Debrief, round_: DebriefRound) -> int:
        return _people(await store.debriefs.sent_in(debrief.id, round_.key))

    async def shown(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
        if round_.state == REVEALED:
            return await _results(store, debrief, round_, words)
        return _with_write(words, round_, SendIn(debrief.id, round_.key).pack())

    async def steering(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> tuple[Button, ...]:
        if round_.state != COLLECTING:
            return ()
        return (Button(words.label("debrief.enter_card"), EnterCard(debrief.id, round_.key).pack(), opens_form=True),)

    async def ended(self, store: Store, debrief: Debrief, round_: DebriefRound, now: datetime) -> None:
        """What all have seen is sealed again without its authors; what nobody saw stays its author's alone."""
        rows = await store.debriefs.sent_in(debrief.id, round_.key)
        if _people(rows) < _SHOWN_FROM:
            return
        for row in rows:
            if grant := shown_to_all(row, round_):
                await store.debriefs.forget_author(row, await store.debriefs.open(row, grant))


def _with_write(words: Words, round_: DebriefRound, write: str) -> Message:
    """The round's card; with a button to write as long as it takes anything."""
    if round_.state != COLLECTING:
        return card(words, round_)
    return card(words, round_, Button(words.label("prompt.write"), write, opens_form=True, style="primary"))


def _people(rows: Sequence[Contribution]) -> int:
    """How many people sent these in, at the least: of cards without an author, as many as answer one question."""
    without = Counter(row.slot for row in rows if row.participation_id is None)
    return len({row.participation_id for row in rows if row.participation_id}) + max(without.values(), default=0)


async def _results(store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> Message:
    """All answers to each question together, in an order that tells nothing."""
    rows = await store.debriefs.sent_in(debrief.id, round_.key)
    title = words.label(f"round.{round_.key}.title")
    if _people(rows) < _SHOWN_FROM:
        return Message(words.say("contributing.too_few"), title=title)
    items = [await _answers(store, rows, round_, slot, words) for slot in SLOTS[round_.key]]
    text = words.say(f"contributing.shown_{round_.key}")
    return Message(text, title=title, items=tuple(one for one in items if one))


async def _answers(
    store: Store, rows: Sequence[Contribution], round_: DebriefRound, slot: str, words: Words
) -> Item | None:
    granted = [(row, shown_to_all(row, round_)) for row in rows if row.slot == slot]
    texts = [await store.debriefs.open(row, grant) for row, grant in granted if grant]
    lines = [f"- {plain(' '.join(text.split()))}" for text in texts]
    asked = words.say("contributing.answers", what=words.label(f"contributing.asked_{slot}"))
    return Item("\n".join([asked, "", *lines])) if lines else None
