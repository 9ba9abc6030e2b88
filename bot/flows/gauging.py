"""How far a cohort is, told so roughly that it tells nothing about anybody."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.rules.bands import bands_by_phase
from bot.rules.cohorts_meant import cohort_typed
from prompts.message import Message
from prompts.program import Program
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Gauging:
    """`status`: of those who were asked something in a phase, how many have answered at least once."""

    program: Program

    @property
    def desk(self) -> Desk:
        return Desk(commands={("status",): self.status})

    async def status(self, occasion: Occasion, typed: Typed) -> Reply:
        """As it stood when the cohort's day began, so that asking again and again tells nothing more."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        words = occasion.words
        members = await occasion.store.cohorts.members(cohort.id)
        if len(members) < cohort.threshold:
            return Reply(say=Message(words.say("gauging.too_few", name=cohort.name, fewest=cohort.threshold)))
        present = {one.participation.id for one in members}
        rows = await occasion.store.plans.asked(cohort.id, _day_began(occasion.now, cohort))
        asked = [row for row in rows if row[0] in present]
        lines = [
            words.say("gauging.line", phase=words.label(f"phase.{phase}"), band=words.label(key))
            for phase, key in bands_by_phase(self.program, asked, cohort.threshold)
        ]
        key = "gauging.status" if lines else "gauging.nothing_yet"
        return Reply(say=Message("\n".join([words.say(key, name=cohort.name), "", *lines]).strip()))


def _day_began(now: datetime, cohort: Cohort) -> datetime:
    zone = ZoneInfo(cohort.timezone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone)
