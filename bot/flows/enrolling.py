"""Becoming known: the first card with its yes or no, changes in somebody's profile, and people who go away."""

from dataclasses import dataclass

from bot.chat.action import KeepEntries
from bot.chat.command import FACILITATOR
from bot.chat.consent import record
from bot.chat.desk import Desk
from bot.chat.event import Joined, Left
from bot.chat.leaving import GONE, leave_every_cohort
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.home import home_again
from bot.rules.writing_forms import NO, YES
from prompts.library import Library
from prompts.message import Message

_GONE, _ACTIVE = "gone", "active"


@dataclass(frozen=True, slots=True)
class Enrolling:
    """A yes or no holds from the moment it is given, and is as easy to take back as to give."""

    library: Library

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={KeepEntries: self.decide},
            events={Joined: self.profile_changed, Left: self.went_away},
        )

    async def decide(self, occasion: Occasion, action: KeepEntries) -> Reply:
        if action.answer not in {YES, NO}:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        await record(occasion, given=action.answer == YES)
        thanks = Message(occasion.words.say(await _thanks(occasion)))
        return Reply(replace=thanks, home=await home_again(occasion, self.library))

    async def profile_changed(self, occasion: Occasion) -> Reply:
        """A new time zone moves what is planned; somebody who came back can be reached again."""
        if occasion.event.profile.gone:
            return await self.went_away(occasion)
        person, cohorts = occasion.person, occasion.store.cohorts
        if person.state == _GONE:
            person.state = _ACTIVE
        for cohort in (*await cohorts.joined_by(person), *await cohorts.of(person, FACILITATOR)):
            cohort.plan_anew()
        return Reply()

    async def went_away(self, occasion: Occasion) -> Reply:
        """Somebody who left the workspace leaves their cohorts. What they wrote stays sealed, and theirs."""
        occasion.person.state = _GONE
        await leave_every_cohort(occasion, GONE)
        return Reply()


async def _thanks(occasion: Occasion) -> str:
    if occasion.person.keeps_entries:
        return "enrolling.kept_yes"
    kept = await occasion.store.reflections.journal(occasion.person.id, most=1)
    return "enrolling.kept_no_but" if kept else "enrolling.kept_no"
