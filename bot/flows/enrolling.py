"""Becoming known: what somebody says yes or no to, changes in their profile, and people who go away."""

from dataclasses import dataclass

from bot.chat.action import AgreeToAI, AgreeToThemes, KeepEntries
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.event import Joined, Left
from bot.chat.leaving import GONE, leave_every_cohort
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.consent_questions import NO, PRIVACY, YES, about_ai, next_question, offering
from bot.rules.consents import agree_to_ai, agree_to_themes, keep, refuse_ai
from bot.rules.home import home_again
from bot.rules.model_allowed import provider_hash
from bot.rules.privacy_page import privacy_page
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
            presses={KeepEntries: self.decide, AgreeToAI: self.decide_on_ai, AgreeToThemes: self.decide_on_themes},
            events={Joined: self.profile_changed, Left: self.went_away},
        )

    async def decide(self, occasion: Occasion, action: KeepEntries) -> Reply:
        await keep(occasion, given=_is_yes(occasion, action.answer), shown=action.shown)
        return await self._thank(occasion, await _thanks(occasion), action.shown)

    async def decide_on_ai(self, occasion: Occasion, action: AgreeToAI) -> Reply:
        """A yes holds only for the provider that was read: where another is named by now, it is asked about that."""
        offers = {one.id: one for one in await offering(occasion)}
        cohort = offers.get(action.cohort)
        if not _is_yes(occasion, action.answer):
            await refuse_ai(occasion, cohort)
            return await self._thank(occasion, "consents.ai_no", action.shown)
        if cohort is None:
            raise NotAllowed(occasion.words.say("consents.ai_gone"))
        if provider_hash(cohort) != action.provider:
            changed = occasion.words.say("consents.ai_changed")
            return Reply(replace=about_ai(occasion.words, cohort, action.shown).message(changed))
        await agree_to_ai(occasion, cohort)
        return await self._thank(occasion, "consents.ai_yes", action.shown)

    async def decide_on_themes(self, occasion: Occasion, action: AgreeToThemes) -> Reply:
        given = _is_yes(occasion, action.answer)
        await agree_to_themes(occasion, given=given)
        return await self._thank(occasion, "consents.themes_yes" if given else "consents.themes_no", action.shown)

    async def _thank(self, occasion: Occasion, sentence: str, shown: str) -> Reply:
        """What holds now, in place of the question; under it the next one, or the page on which it was answered."""
        thanks = occasion.words.say(sentence)
        if shown == PRIVACY:
            said = await privacy_page(occasion, thanks)
        else:
            following = await next_question(occasion)
            said = following.message(thanks) if following else Message(thanks)
        return Reply(replace=said, home=await home_again(occasion, self.library))

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


def _is_yes(occasion: Occasion, answer: str) -> bool:
    """Raises NotAllowed for what is neither yes nor no."""
    if answer not in {YES, NO}:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return answer == YES


async def _thanks(occasion: Occasion) -> str:
    if occasion.person.keeps_entries:
        return "enrolling.kept_yes"
    kept = await occasion.store.reflections.journal(occasion.person.id, most=1)
    return "enrolling.kept_no_but" if kept else "enrolling.kept_no"
