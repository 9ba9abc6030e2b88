"""Tallying: that a question of a model was of no help is counted, and neither who said so nor about what."""

from dataclasses import dataclass

from bot.chat.action import NotHelpful
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.coach.coach import Question
from bot.errors import NotAllowed
from bot.rules.composing import question_message, waiting_message
from bot.rules.own_words import Opened, own_entry, own_words
from prompts.message import Message
from prompts.words import Words
from storage.deliveries import promise_id


@dataclass(frozen=True, slots=True)
class Tallying:
    """*Not helpful*, once for each question. It can be answered all the same."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={NotHelpful: self.not_helpful})

    async def not_helpful(self, occasion: Occasion, action: NotHelpful) -> Reply:
        """Counts, and says so in place of the button."""
        entry = await own_entry(occasion, action.entry)
        asked = next((one for one in reversed(await own_words(occasion, entry)) if one.turn.by_model), None)
        if asked is None:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        store, now = occasion.store, occasion.now
        cohort_id = await store.cohorts.cohort_of(entry.participation_id) if entry.participation_id else None
        # which questions were marked is remembered as events are: in no row of the person's, and not for long
        if cohort_id and await store.seen_events.first_time(promise_id("not helpful", asked.turn.id), now):
            await store.model_calls.not_helpful(cohort_id, now.date())
        return Reply(replace=_marked(asked, occasion.words))


def _marked(asked: Opened, words: Words) -> Message:
    turn, said = asked.turn, Question.read(asked.text)
    if turn.surface != "chat":
        return waiting_message(words, turn.entry_id, by_model=True, marked=True)
    return question_message(words, turn.entry_id, said.mirror, said.question, by_model=True, marked=True)
