"""The day of an *if*: its author is reminded of the promise, on that morning and in their own words."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.asking import language_of
from bot.rules.cues import cues, is_day_of
from bot.rules.promise_buttons import asking_buttons
from bot.rules.visibility import own
from prompts.library import Library
from prompts.message import Message
from storage.commitments import cued_by
from storage.sealed import Destroyed
from storage.store import Database, Store
from storage.tables import Commitment, Delivery, Turn


@dataclass(frozen=True, slots=True)
class Cueing:
    """What was written in a form opens in a form; the chat quotes only what was typed there."""

    database: Database
    library: Library

    async def plan(self, now: datetime) -> None:
        """Plans the coming days of every promise, as its author's clock now shows them. Raises Unavailable."""
        async with self.database.transaction() as store:
            for cued in await store.commitments.with_a_day():
                await store.commitments.cue(cued, cues(cued, now), now)

    async def message(self, row: Delivery, now: datetime) -> Message | None:
        """What is said on that day; None where the promise is over, gone, or tied to another day since."""
        commitment_id, day = cued_by(row)
        async with self.database.transaction() as store:
            commitment = await store.commitments.one(commitment_id)
            turn = await store.reflections.turn(commitment.turn_id) if commitment else None
            if commitment is None or turn is None or not is_day_of(commitment, day):
                return None
            return await self._message(store, row, commitment, turn)

    async def _message(self, store: Store, row: Delivery, commitment: Commitment, turn: Turn) -> Message | None:
        standing = await store.outbox.standing(row)
        words = self.library.words[language_of(standing.person, standing.cohort, self.library)]
        buttons = asking_buttons(words, commitment.id)
        grant = own(turn, row.person_id)
        if turn.surface != "chat" or grant is None:
            return Message(words.say("promises.cue"), buttons=buttons)
        try:
            text = await store.reflections.open_turn(turn, grant)
        except Destroyed:  # the person was erased meanwhile
            return None
        return Message(words.say("promises.cue_typed", text=text), buttons=buttons)
