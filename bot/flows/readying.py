"""Readying: the list of what must be ready before a visit, ticked by its two people and seen by the facilitator."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.chat.action import GetReady
from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.preview import done
from bot.chat.reply import Reply
from bot.chat.trail import leave_trail
from bot.errors import NotAllowed
from bot.rules.arrangements import Arrangement, Kind, Setting, setting_of
from bot.rules.arrangements_told import when
from bot.rules.cohorts_meant import Unclear, ask_which, meant, named_alone
from bot.rules.readiness import ITEMS, missing
from prompts.message import Button, Form, Item, Message, TickField
from prompts.words import Words
from storage.tables import Cohort, Leg


@dataclass(frozen=True, slots=True)
class Readying:
    """A facilitator sees and ticks every visit of their cohort, everybody else those that they are part of."""

    @property
    def desk(self) -> Desk:
        return Desk(
            commands={("readiness",): self.readiness},
            presses={GetReady: self.open},
            submissions={GetReady: self.tick},
        )

    async def readiness(self, occasion: Occasion, typed: Typed) -> Reply:
        """Shows what is ready for each visit."""
        cohorts = await _cohorts(occasion)
        if not cohorts:
            return Reply(say=Message(occasion.words.say("readiness.in_none")))
        found = meant(cohorts, named_alone(typed))
        if isinstance(found, Unclear):
            return ask_which(found, typed, occasion.words)
        setting = await setting_of(occasion, found)
        legs = await _legs(occasion, setting)
        if not legs:
            return Reply(say=Message(occasion.words.say("readiness.none")))
        ready = await occasion.store.visits.ready(legs)
        items = tuple(_item(leg, ready[leg.id], setting, occasion.words) for leg in legs)
        return Reply(say=Message(await _heading(occasion, found), items=items))

    async def open(self, occasion: Occasion, action: GetReady) -> Reply:
        """Opens the list of one visit."""
        leg, setting = await _leg(occasion, action)
        ready = await occasion.store.visits.ready([leg])
        return Reply(open=_form(leg, ready[leg.id], setting, occasion.words))

    async def tick(self, occasion: Occasion, action: GetReady) -> Reply:
        """Keeps what is ticked, and says what is still open."""
        leg, setting = await _leg(occasion, action)
        items = [item for item in ITEMS if occasion.filled_in.get(item)]
        await occasion.store.visits.tick(leg, items, occasion.person.id, occasion.now)
        await leave_trail(occasion, "readiness_ticked", setting.cohort, f"leg:{leg.id}")
        return done(occasion, occasion.words.say("readiness.saved", open=_still_open(items, occasion.words)))


async def _cohorts(occasion: Occasion) -> list[Cohort]:
    """Those that the person leads and those that they take part in, each once."""
    store = occasion.store
    both = [*await store.cohorts.of(occasion.person, FACILITATOR), *await store.cohorts.joined_by(occasion.person)]
    return list({one.id: one for one in both}.values())


async def _leads(occasion: Occasion, cohort: Cohort) -> bool:
    return await occasion.store.cohorts.one(occasion.person, cohort.id, FACILITATOR) is not None


async def _heading(occasion: Occasion, cohort: Cohort) -> str:
    if await _leads(occasion, cohort):
        return occasion.words.say("readiness.all", cohort=cohort.name)
    return occasion.words.say("readiness.own")


async def _legs(occasion: Occasion, setting: Setting) -> tuple[Leg, ...]:
    """The visits of the cohort that the person may see, those that come first first."""
    own = {one.id for one in setting.taking_part() if one.person_id == occasion.person.id}
    leads = await _leads(occasion, setting.cohort)
    seen = [leg for leg in setting.company.legs if leads or own & {leg.visitor_id, leg.host_id}]
    return tuple(sorted(seen, key=lambda leg: (leg.first_day_on is None, str(leg.first_day_on), leg.id)))


async def _leg(occasion: Occasion, action: GetReady) -> tuple[Leg, Setting]:
    """The visit of a button or a form. Raises NotAllowed, as for one that does not exist, where it is not theirs."""
    leg = await occasion.store.visits.leg(action.leg)
    cohort = await occasion.store.cohorts.cohort(leg.cohort_id) if leg else None
    if leg is not None and cohort is not None and cohort.organisation_id == occasion.person.organisation_id:
        setting = await setting_of(occasion, cohort)
        if leg.id in {one.id for one in await _legs(occasion, setting)}:
            return leg, setting
    raise NotAllowed(occasion.words.say("trouble.gone"))


def _item(leg: Leg, ready: Collection[str], setting: Setting, words: Words) -> Item:
    text = words.say(
        "readiness.line", **_told(leg, setting, words), ready=_ready(ready, words), open=_still_open(ready, words)
    )
    return Item(text, (Button(words.label("readiness.tick"), GetReady(leg.id).pack(), opens_form=True),))


def _form(leg: Leg, ready: Collection[str], setting: Setting, words: Words) -> Form:
    fields = tuple(TickField(item, words.label(f"readiness.item.{item}"), item in ready) for item in ITEMS)
    text = words.say("readiness.form_text", **_told(leg, setting, words))
    return Form(
        words.label("readiness.form_title"), text, fields, words.label("readiness.save"), GetReady(leg.id).pack()
    )


def _told(leg: Leg, setting: Setting, words: Words) -> dict[str, str]:
    dates = Arrangement(Kind.VISIT, leg.id, leg.first_day_on, leg.second_day_on, leg.starts, leg.ends)
    return {
        "visitor": setting.name(leg.visitor_id),
        "host": setting.name(leg.host_id),
        "when": when(dates, words),
    }


def _ready(ready: Collection[str], words: Words) -> str:
    return _names([item for item in ITEMS if item in ready], words) or words.label("readiness.nothing")


def _still_open(ready: Collection[str], words: Words) -> str:
    return _names(missing(ready), words) or words.label("readiness.all_ready")


def _names(items: Iterable[str], words: Words) -> str:
    return ", ".join(words.label(f"readiness.short.{item}") for item in items)
