"""Preparing a cohort: its checklist, with a button for each gap, and asking whoever can fill it."""

from dataclasses import dataclass

from bot.chat.action import AskToFill, Run
from bot.chat.command import ADMINISTRATOR, FACILITATOR, Typed
from bot.chat.dates import day
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.checklist import FILLED_BY, Checklist, Item, checklist_of
from bot.rules.cohorts_meant import cohort_of, cohort_typed
from bot.rules.filling import as_notice, fill_button
from prompts.message import Button, Message
from prompts.message import Item as Line
from prompts.words import Words
from storage.tables import Cohort


@dataclass(frozen=True, slots=True)
class Preparing:
    """`cohort show`, for administrators and facilitators."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("cohort", "show"): self.show}, presses={AskToFill: self.ask})

    async def show(self, occasion: Occasion, typed: Typed) -> Reply:
        """What is there and what is missing, item by item."""
        cohort = await cohort_typed(occasion, typed, ADMINISTRATOR, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        checklist = await checklist_of(occasion, cohort)
        held = await _roles(occasion, cohort)
        gaps, words = checklist.gaps(), occasion.words
        lines = tuple(_line(checklist, item, item in gaps, held, words) for item in Item)
        buttons = _starting(cohort, words) if not gaps and ADMINISTRATOR in held and cohort.state == "draft" else ()
        return Reply(say=Message(_head(checklist, words), cohort.name, lines, buttons))

    async def ask(self, occasion: Occasion, action: AskToFill) -> Reply:
        """Sends the gap to everyone who can fill it, once a day at most."""
        cohort = await cohort_of(occasion, action.cohort, ADMINISTRATOR, FACILITATOR)
        words = occasion.words
        if action.gap not in set(Item):
            raise NotAllowed(words.say("trouble.gone"))
        item = Item(action.gap)
        role = FILLED_BY[item][0]
        holding = await occasion.store.people.holding(cohort.organisation_id, cohort.id, role)
        people = {person.id: person for _, person in holding}
        if not people:
            return done(occasion, words.say("preparing.nobody", role=words.label(f"role.{role}")))
        once = f"{cohort.id} {item} {occasion.now.date()}"
        gaps = {"cohort": cohort.name, "who": occasion.person.name, **as_notice(cohort, item)}
        for person in people.values():
            await occasion.store.deliveries.notice(
                person, f"preparing.ask_{item}", occasion.now, cohort_id=cohort.id, once=once, **gaps
            )
        names = ", ".join(person.name or person.external_id for person in people.values())
        return Reply(say=Message(words.say("preparing.asked", names=names)))


async def _roles(occasion: Occasion, cohort: Cohort) -> frozenset[str]:
    roles = await occasion.store.people.roles(occasion.person.id)
    return frozenset(role.name for role in roles if role.cohort_id in {None, cohort.id})


def _head(checklist: Checklist, words: Words) -> str:
    cohort = checklist.cohort
    gaps = checklist.gaps()
    draft_key = "preparing.gaps" if gaps else "preparing.ready"
    key = draft_key if cohort.state == "draft" else f"preparing.{cohort.state}"
    until = day(cohort.paused_until, words) if cohort.paused_until else ""
    parts = [words.say(key, name=cohort.name, gaps=len(gaps), until=until)]
    if profession := checklist.lopsided():
        parts.append(words.say("preparing.lopsided", profession=profession))
    if checklist.not_found:
        parts.append(words.say("preparing.not_found", addresses=", ".join(checklist.not_found)))
    if checklist.expected:
        parts.append(words.say("preparing.expected", addresses=", ".join(checklist.expected)))
    return "\n\n".join(parts)


def _line(checklist: Checklist, item: Item, missing: bool, held: frozenset[str], words: Words) -> Line:
    label = words.label(f"preparing.item_{item}")
    if not missing:
        return Line(words.say("preparing.there", item=label, value=_value(checklist, item, words)))
    buttons = [fill_button(checklist.cohort, item, words)] if held & {*FILLED_BY[item]} else []
    if FILLED_BY[item][0] not in held:
        buttons.append(Button(words.label("preparing.ask"), AskToFill(checklist.cohort.id, item).pack()))
    return Line(words.say("preparing.missing", item=label), tuple(buttons))


def _value(checklist: Checklist, item: Item, words: Words) -> str:
    cohort, roster = checklist.cohort, checklist.roster
    days = [one for one in (cohort.workshop_1_on, cohort.workshop_2_on, cohort.debrief_on) if one]
    return {
        Item.DATES: " · ".join(day(one, words) for one in days),
        Item.PEOPLE: str(len(roster.candidates)),
        Item.PAIRS: str(len(roster.groups())),
        Item.STATEMENT: words.label("preparing.given"),
        Item.PROBLEMS: str(checklist.problems),
        Item.CONTACTS: words.label("preparing.given"),
        Item.SPEAK_UP: words.label("preparing.given"),
        Item.FACILITATOR: ", ".join(checklist.facilitators),
    }[item]


def _starting(cohort: Cohort, words: Words) -> tuple[Button, ...]:
    return (Button(words.label("preparing.start"), Run(f"cohort start cohort {cohort.id}").pack(), style="primary"),)
