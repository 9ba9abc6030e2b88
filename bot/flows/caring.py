"""Caring: a wish to be phoned and the word that it was seen; and the word that something is no patient detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from babel.lists import format_list

from bot.chat.action import KeepAsItIs, PhoneMe, SeenCall
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.heeding import NOT_SEEN
from bot.chat.keeping import keep_as_it_is
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.calls import SEEN, SEEN_BUTTON, WANTED
from bot.rules.caring import contacts
from bot.rules.confirming import kept_buttons
from bot.rules.own_words import own_entry
from prompts.message import Markdown, Message
from storage.deliveries import promise_id
from storage.tables import Cohort, Person

# By the clock, whatever the facilitator's hours are: who waits in distress should not have to wait for office hours.
_NOT_SEEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Caring:
    """What facilitators get is a name and nothing else; neither an entry nor a reason is known here."""

    @property
    def desk(self) -> Desk:
        return Desk(presses={PhoneMe: self.ask, SeenCall: self.seen, KeepAsItIs: self.keep})

    async def ask(self, occasion: Occasion, action: PhoneMe) -> Reply:
        """Asks the facilitators, once for each wish, and promises the contacts again for when nobody has seen it."""
        cohort, words = await _cohort(occasion, action.cohort), occasion.words
        facilitators = await _facilitators(occasion, cohort)
        if not facilitators:
            return _with_contacts(occasion, "care.call_nobody", cohort)
        if await occasion.store.deliveries.delivery(promise_id(facilitators[0].id, WANTED, action.asked)):
            return _with_contacts(occasion, "care.call_asked_already", cohort)
        for one in facilitators:
            await _tell(occasion, one, cohort, action)
        await occasion.store.caring.promise(
            occasion.person, _again(action.asked), (NOT_SEEN,), occasion.now + _NOT_SEEN_AFTER, cohort.id
        )
        names = format_list([one.name for one in facilitators], locale=words.locale)
        key = "care.call_asked" if cohort.facilitator_hours else "care.call_asked_no_hours"
        gaps = {"facilitators": names, "hours": cohort.facilitator_hours}
        return Reply(say=Message(words.say(key, **gaps)))

    async def seen(self, occasion: Occasion, action: SeenCall) -> Reply:
        """Tells who asked that it was seen, and by whom: the first to say so counts."""
        store, words = occasion.store, occasion.words
        asked = await store.deliveries.delivery(promise_id(occasion.person.id, WANTED, action.asked))
        asker = await store.people.person(action.asker)
        if asked is None or asker is None or action.asker not in asked.detail.get(SEEN_BUTTON, ""):
            raise NotAllowed(words.say("trouble.gone"))
        told = await store.deliveries.delivery(promise_id(asker.id, SEEN, action.asked))
        if told and told.detail["name"] != occasion.person.name:
            by_other = words.say("care.call_seen_by_other", name=asker.name, who=told.detail["name"])
            return Reply(replace=Message(by_other))
        row = told or await store.deliveries.notice(
            asker, SEEN, occasion.now, cohort_id=asked.cohort_id, once=action.asked, name=occasion.person.name
        )
        occasion.urgent.append(row)
        await store.caring.call_off(asker, _again(action.asked))
        return Reply(replace=Message(words.say("care.call_seen_outcome", name=asker.name)))

    async def keep(self, occasion: Occasion, action: KeepAsItIs) -> Reply:
        """Their word counts: the entry stays as it is, and the question on it comes."""
        turn = await occasion.store.reflections.turn(action.turn)
        entry = await own_entry(occasion, turn.entry_id if turn else "")
        if turn is None:
            raise NotAllowed(occasion.words.say("trouble.gone"))
        await keep_as_it_is(occasion, entry, turn, action.thread)
        said = occasion.words.say("care.kept_as_it_is")
        return Reply(replace=Message(said, buttons=kept_buttons(entry, None, occasion.words)))


async def _tell(occasion: Occasion, facilitator: Person, cohort: Cohort, action: PhoneMe) -> None:
    button = {SEEN_BUTTON: SeenCall(occasion.person.id, cohort.id, action.asked).pack()}
    name = occasion.person.name
    row = await occasion.store.deliveries.notice(
        facilitator, WANTED, occasion.now, cohort_id=cohort.id, once=action.asked, name=name, **button
    )
    occasion.urgent.append(row)


async def _cohort(occasion: Occasion, cohort_id: str) -> Cohort:
    """A cohort in which this person takes part, took part, or holds a role."""
    cohort = await occasion.store.cohorts.cohort(cohort_id)
    part = await occasion.store.cohorts.participation(cohort_id, occasion.person.id)
    roles = await occasion.store.people.roles(occasion.person.id)
    if cohort is None or not (part or any(role.cohort_id == cohort_id for role in roles)):
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return cohort


async def _facilitators(occasion: Occasion, cohort: Cohort) -> Sequence[Person]:
    held = await occasion.store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR)
    reachable = {one.id: one for _, one in held if one.state == "active" and one.id != occasion.person.id}
    return tuple(reachable.values())


def _again(asked: str) -> str:
    return f"not seen {asked}"


def _with_contacts(occasion: Occasion, key: str, cohort: Cohort) -> Reply:
    words = occasion.words
    return Reply(say=Message(Markdown(f"{words.say(key)}\n\n{contacts(words, cohort)}")))
