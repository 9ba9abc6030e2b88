"""How far a cohort is, told so roughly that it tells nothing about anybody."""

from dataclasses import dataclass

from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.cohorts_meant import cohort_typed
from bot.rules.gauged import chart, gauged
from prompts.message import Message
from prompts.program import Program


@dataclass(frozen=True, slots=True)
class Gauging:
    """`status`: of those who were asked something in a phase, how many have answered at least once."""

    program: Program

    @property
    def desk(self) -> Desk:
        return Desk(commands={("status",): self.status})

    async def status(self, occasion: Occasion, typed: Typed) -> Reply:
        """As it stood when the cohort's day began."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        words, bands = occasion.words, await gauged(occasion, cohort, self.program)
        if bands is None:
            return Reply(say=Message(words.say("gauging.too_few", name=cohort.name, fewest=cohort.threshold)))
        key = "gauging.status" if bands else "gauging.nothing_yet"
        return Reply(say=Message("\n".join([words.say(key, name=cohort.name), "", *chart(bands, words)]).strip()))
