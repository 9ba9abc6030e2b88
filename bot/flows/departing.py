"""Leaving a cohort of one's own accord: shown first, then done, and no reason asked."""

from dataclasses import dataclass, replace

from bot.chat.action import ConfirmLeave
from bot.chat.command import Typed
from bot.chat.desk import Desk
from bot.chat.leaving import LEFT, leave_cohort
from bot.chat.occasion import Occasion
from bot.chat.preview import confirmed, done, propose
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import Unclear, ask_which, meant
from bot.rules.home import home_again
from prompts.library import Library
from prompts.message import Message


@dataclass(frozen=True, slots=True)
class Departing:
    """What somebody wrote stays theirs when they leave."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(commands={("leave",): self.leave}, presses={ConfirmLeave: self.confirm})

    async def leave(self, occasion: Occasion, typed: Typed) -> Reply:
        joined = await occasion.store.cohorts.joined_by(occasion.person)
        if not joined:
            return Reply(say=Message(occasion.words.say("leaving.none")))
        cohort = meant(joined, typed.rest.removeprefix("cohort ").strip("\"' "))
        if isinstance(cohort, Unclear):
            return ask_which(cohort, typed, occasion.words)
        text = occasion.words.say("leaving.preview", cohort=cohort.name)
        return await propose(occasion, ConfirmLeave, {}, text, cohort=cohort, label="leaving.confirm")

    async def confirm(self, occasion: Occasion, action: ConfirmLeave) -> Reply:
        draft = await confirmed(occasion, action)
        cohort = await occasion.store.cohorts.cohort(draft.cohort_id or "")
        if cohort is None:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        await leave_cohort(occasion, cohort, LEFT)
        left = done(occasion, occasion.words.say("leaving.done", cohort=cohort.name))
        return replace(left, home=await home_again(occasion, self.library))
