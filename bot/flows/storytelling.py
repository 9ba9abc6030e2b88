"""Storytelling: three days before a debrief, people are asked whether they could tell a story there."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.chat.action import NameTeller, TellStory
from bot.chat.dates import today_of
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.chat.rounds import RoundWork
from bot.chat.welcome import UNDER_WAY
from bot.errors import NotAllowed
from prompts.hours import instant
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Database, Store
from storage.tables import Cohort, Debrief, DebriefRound, Participation

_BEFORE = timedelta(days=3)  # long enough to think of one, short enough to remember it
_AT, _UNTIL = time(9, 30), time(18, 0)  # of that day, where the cohort is
_BUTTON = "action:story.could"


@dataclass(frozen=True, slots=True)
class AskingForStories:
    """Asks everybody of a cohort once for each date of its debrief. It is unasked, and obeys the limits of that."""

    database: Database

    async def ask(self, now: datetime) -> None:
        """Promises the question for the debriefs that are near. Doing it twice changes nothing. Raises Unavailable."""
        async with self.database.transaction() as store:
            for cohort in await store.cohorts.all():
                if cohort.state in UNDER_WAY and _is_near(cohort, now):
                    await _ask(store, cohort, now)


@dataclass(frozen=True, slots=True)
class Storytelling:
    """Who could tell one says so in private, and says apart whether the facilitator may know who it is."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={TellStory: self.could, NameTeller: self.named})

    async def could(self, occasion: Occasion, action: TellStory) -> Reply:
        participation = await _own_place(occasion, action.cohort)
        await occasion.store.debriefs.offer_story(participation, occasion.now)
        words = occasion.words
        buttons = tuple(
            Button(words.label(f"story.{answer}"), NameTeller(action.cohort, answer).pack())
            for answer in ("yes", "no", "back")
        )
        return Reply(replace=Message(words.say("story.offered"), buttons=buttons))

    async def named(self, occasion: Occasion, action: NameTeller) -> Reply:
        participation = await _own_place(occasion, action.cohort)
        again = (Button(occasion.words.label("story.could"), TellStory(action.cohort).pack()),)
        if action.answer == "back":
            await occasion.store.debriefs.take_story_back(participation)
            return Reply(replace=Message(occasion.words.say("story.taken_back"), buttons=again))
        offer = await occasion.store.debriefs.offer_story(participation, occasion.now)
        offer.named = action.answer == "yes"
        sentence = "story.is_named" if offer.named else "story.is_unnamed"
        back = Button(occasion.words.label("story.back"), NameTeller(action.cohort, "back").pack())
        return Reply(replace=Message(occasion.words.say(sentence), buttons=(back,)))


class StoriesWork(RoundWork):
    """Whoever leads reads how many could tell a story, and the names of those who said that they may be named."""

    async def briefing(self, store: Store, debrief: Debrief, round_: DebriefRound, words: Words) -> str:
        return await told_of_stories(store, debrief.cohort_id, words)


async def told_of_stories(store: Store, cohort_id: str, words: Words) -> str:
    """How many could tell one, with the names that may be told."""
    offers = await store.debriefs.stories(cohort_id)
    names = ", ".join(name for offer, name in offers if offer.named and name)
    if not offers:
        return words.say("story.nobody")
    gaps = {"number": len(offers)}
    return words.say("story.named", names=names, **gaps) if names else words.say("story.unnamed", **gaps)


def _is_near(cohort: Cohort, now: datetime) -> bool:
    today = today_of(cohort, now)
    return cohort.debrief_on is not None and cohort.debrief_on - _BEFORE <= today < cohort.debrief_on


async def _ask(store: Store, cohort: Cohort, now: datetime) -> None:
    """At half past nine of that day, or as soon as it can be after that, and not in the evening before the debrief."""
    debrief_on = cohort.debrief_on
    if debrief_on is None:
        return
    zone = cohort.timezone or "UTC"
    due_at = max(now, instant(datetime.combine(debrief_on - _BEFORE, _AT), zone))
    until = instant(datetime.combine(debrief_on - timedelta(days=1), _UNTIL), zone)
    once = f"{cohort.id}:{debrief_on}"
    for one in await store.cohorts.members(cohort.id):
        buttons = {_BUTTON: TellStory(cohort.id).pack()}
        row = await store.deliveries.notice(
            one.person, "story.asked", due_at, cohort_id=cohort.id, once=once, cohort=cohort.name, **buttons
        )
        row.asked_for, row.window_ends_at = False, until


async def _own_place(occasion: Occasion, cohort_id: str) -> Participation:
    """The presser's place in that cohort, while its debrief is not over. Raises NotAllowed where there is none."""
    participation = await occasion.store.cohorts.participation(cohort_id, occasion.person.id)
    latest = await occasion.store.debriefs.latest(cohort_id)
    if participation is None or participation.state != "active" or (latest and latest.state == "closed"):
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return participation
