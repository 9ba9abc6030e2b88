"""The facilitator's week: what needs them, each with its button."""

from dataclasses import dataclass

from bot.chat.action import Arrange, AskBoth, GetReady, Run
from bot.chat.command import FACILITATOR, Typed
from bot.chat.dates import day, today_of
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.arrangements import Setting, setting_of
from bot.rules.cohorts_meant import cohort_of, cohort_typed
from bot.rules.next_steps import to_checklist
from bot.rules.readiness import ITEMS
from bot.rules.weekly import LINES, Need, Needs, Week
from prompts.message import Button, Item, Message
from prompts.words import Words
from storage.tables import Cohort, Leg

_DATES = "dates"


@dataclass(frozen=True, slots=True)
class Overseeing:
    """Shows readiness by name, and nothing of what people write."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("week",): self.week}, presses={AskBoth: self.ask_both})

    async def week(self, occasion: Occasion, typed: Typed) -> Reply:
        """At most five lines, the most pressing first."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        week, words = await _week(occasion, cohort), occasion.words
        needs = week.needs()
        if not needs:
            return Reply(
                say=Message(words.say("overseeing.nothing", name=cohort.name), words.label("overseeing.title"))
            )
        lines = tuple(_line(one, week.setting, words) for one in needs[:LINES])
        text: str = words.say("overseeing.needs", name=cohort.name)
        if len(needs) > LINES:
            text = f"{text} {words.say('overseeing.more', more=len(needs) - LINES)}"
        return Reply(say=Message(text, words.label("overseeing.title"), lines))

    async def ask_both(self, occasion: Occasion, action: AskBoth) -> Reply:
        """Asks the visitor and the host of a leg for one thing, once a day at most."""
        leg, setting = await _leg(occasion, action)
        words, asked = occasion.words, []
        if action.item not in {*ITEMS, _DATES}:
            raise NotAllowed(words.say("trouble.gone"))
        gaps = _told(leg, setting, words) | {"who": occasion.person.name}
        if action.item != _DATES:
            gaps |= {"item": words.label(f"readiness.item.{action.item}")}
            gaps["action:+readiness.tick"] = GetReady(leg.id).pack()
        key = "overseeing.ask_dates" if action.item == _DATES else "overseeing.ask_readiness"
        for one in setting.taking_part():
            if one.id in {leg.visitor_id, leg.host_id}:
                person = setting.people[one.person_id]
                once = f"{leg.id} {action.item} {occasion.now.date()}"
                await occasion.store.deliveries.notice(
                    person, key, occasion.now, cohort_id=setting.cohort.id, once=once, **gaps
                )
                asked.append(person.name or person.external_id)
        return Reply(say=Message(words.say("preparing.asked", names=", ".join(asked))))


async def _week(occasion: Occasion, cohort: Cohort) -> Week:
    setting = await setting_of(occasion, cohort)
    store = occasion.store
    return Week(
        setting,
        await store.visits.ready(setting.company.legs),
        bool(await store.waiting.invitations(cohort.id, state="not_found")),
        today_of(cohort, occasion.now),
    )


async def _leg(occasion: Occasion, action: AskBoth) -> tuple[Leg, Setting]:
    """The visit of a button. Raises NotAllowed, as for one that does not exist, where the asker does not lead it."""
    leg = await occasion.store.visits.leg(action.leg)
    if leg is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return leg, await setting_of(occasion, await cohort_of(occasion, leg.cohort_id, FACILITATOR))


def _line(need: Need, setting: Setting, words: Words) -> Item:
    gaps = _told(need.leg, setting, words) if need.leg else {}
    if need.item and need.item != _DATES:
        gaps["item"] = words.label(f"readiness.item.{need.item}")
    if need.person:
        gaps["person"] = setting.people[need.person.person_id].name
    return Item(words.say(f"overseeing.{need.what}", **gaps), _buttons(need, setting.cohort, words))


def _buttons(need: Need, cohort: Cohort, words: Words) -> tuple[Button, ...]:
    label = words.label
    if need.leg and need.what in {Needs.READINESS, Needs.VISIT_DATES}:
        ask = Button(label("overseeing.ask_both"), AskBoth(need.leg.id, need.item).pack())
        if need.what is Needs.READINESS:
            return (ask,)
        return (
            ask,
            Button(label("overseeing.set_dates"), Arrange(cohort.id, "leg", need.leg.id).pack(), opens_form=True),
        )
    if need.what is Needs.INTERVIEW and need.person:
        arrange = Arrange(cohort.id, "interview", need.person.id)
        return (Button(label("overseeing.set_dates"), arrange.pack(), opens_form=True),)
    if need.what is Needs.BEHAVIOURS:
        return (Button(label("valuing.set_values"), Run(f"values cohort {cohort.id}").pack(), opens_form=True),)
    return (to_checklist(cohort, words),)


def _told(leg: Leg, setting: Setting, words: Words) -> dict[str, str]:
    """The visit by its two departments (or people, where those are missing or the same), with its day."""
    rows = {one.id: one for one in setting.company.participations}
    visitor, host = rows[leg.visitor_id], rows[leg.host_id]
    names = dict(setting.company.names)
    places = visitor.department, host.department
    if not all(places) or places[0].casefold() == places[1].casefold():
        places = names.get(visitor.id, ""), names.get(host.id, "")
    when = day(leg.first_day_on, words) if leg.first_day_on else words.label("founding.open")
    return {"visitor": places[0], "host": places[1], "when": when}
