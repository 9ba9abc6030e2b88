"""The facilitator's week: what needs them, each with its button."""

from dataclasses import dataclass

from bot.chat.action import AskBoth, FindNewDates, GetReady, Run, ShowWeek
from bot.chat.command import FACILITATOR, Typed
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.arrangements import Setting, setting_of
from bot.rules.cohorts_meant import FINISHED, cohort_of, cohort_typed
from bot.rules.readiness import ITEMS, missing
from bot.rules.weekly import Week, most_pressing
from bot.rules.weekly_told import ALL, DATES, items_told, line, lines, visit_told
from bot.rules.weeks import weeks_of
from prompts.message import Button, Form, Item, Message
from prompts.words import Words
from storage.tables import Cohort, Leg

_PAGE = 20  # lines: a form of Teams holds about thirty with their buttons


@dataclass(frozen=True, slots=True)
class Overseeing:
    """Shows readiness by name, and nothing of what people write."""

    @property
    def desk(self) -> Desk:
        return Desk(commands={("week",): self.week}, presses={AskBoth: self.ask_both, ShowWeek: self.show})

    async def week(self, occasion: Occasion, typed: Typed) -> Reply:
        """At most five lines, the most pressing first."""
        cohort = await cohort_typed(occasion, typed, FACILITATOR)
        if isinstance(cohort, Reply):
            return cohort
        words, needs = occasion.words, most_pressing(await weeks_of(occasion, [cohort]))
        text = words.say("overseeing.needs" if needs else "overseeing.nothing", name=cohort.name)
        items = lines(needs, words, several=False)
        return Reply(say=Message(text, words.label("overseeing.title"), items, _always(cohort, words)))

    async def show(self, occasion: Occasion, action: ShowWeek) -> Reply:
        """Everything that is open, page by page."""
        weeks, words = await _weeks(occasion, action), occasion.words
        needs = most_pressing(weeks)
        page = int(action.page) if action.page.isdecimal() else 0
        shown = needs[page * _PAGE : (page + 1) * _PAGE]
        items = [line(week, need, words, several=len(weeks) > 1) for week, need in shown]
        if len(needs) > (page + 1) * _PAGE:
            items.append(_next_page(ShowWeek(action.cohort, str(page + 1)), len(needs) - (page + 1) * _PAGE, words))
        text = words.say("overseeing.all" if items else "overseeing.nothing_anywhere")
        return Reply(open=Form(words.label("overseeing.title"), text, items=tuple(items)))

    async def ask_both(self, occasion: Occasion, action: AskBoth) -> Reply:
        """Asks the visitor and the host of a leg for what is open of its list, or its dates; once a day at most."""
        leg, setting = await _leg(occasion, action)
        words, asked = occasion.words, []
        gaps = visit_told(leg, setting, words) | {"who": occasion.person.name}
        if action.item != DATES:
            gaps |= await _open_items(occasion, action, leg)
        key = "overseeing.ask_dates" if action.item == DATES else "overseeing.ask_readiness"
        for one in setting.taking_part():
            if one.id in {leg.visitor_id, leg.host_id}:
                person = setting.people[one.person_id]
                once = f"{leg.id} {action.item} {occasion.now.date()}"
                await occasion.store.deliveries.notice(
                    person, key, occasion.now, cohort_id=setting.cohort.id, once=once, **gaps
                )
                asked.append(person.name or person.external_id)
        return Reply(say=Message(words.say("preparing.asked", names=", ".join(asked))))


async def _weeks(occasion: Occasion, action: ShowWeek) -> tuple[Week, ...]:
    """Of the cohort that is named, or of all that the person leads."""
    if action.cohort:
        return await weeks_of(occasion, [await cohort_of(occasion, action.cohort, FACILITATOR)])
    led = await occasion.store.cohorts.of(occasion.person, FACILITATOR)
    return await weeks_of(occasion, [one for one in led if one.state != FINISHED])


async def _open_items(occasion: Occasion, action: AskBoth, leg: Leg) -> dict[str, str]:
    """What is still open of the list, and the button that ticks it; one item alone on buttons of before."""
    if action.item not in {*ITEMS, ALL}:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    ready = await occasion.store.visits.ready([leg])
    items = missing(ready[leg.id]) if action.item == ALL else (action.item,)
    told = items_told(items, occasion.words) or occasion.words.label("readiness.all_ready")
    return {"item": told, "action:+readiness.tick": GetReady(leg.id).pack()}


async def _leg(occasion: Occasion, action: AskBoth) -> tuple[Leg, Setting]:
    """The visit of a button. Raises NotAllowed, as for one that does not exist, where the asker does not lead it."""
    leg = await occasion.store.visits.leg(action.leg)
    if leg is None:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return leg, await setting_of(occasion, await cohort_of(occasion, leg.cohort_id, FACILITATOR))


def _always(cohort: Cohort, words: Words) -> tuple[Button, ...]:
    """What a facilitator may need in any week."""
    return (
        Button(words.label("rearranging.away"), FindNewDates(cohort.id).pack(), opens_form=True),
        Button(words.label("home.dates"), Run(f"dates cohort {cohort.id}").pack()),
    )


def _next_page(action: ShowWeek, more: int, words: Words) -> Item:
    button = Button(words.label("overseeing.next"), action.pack(), opens_form=True)
    return Item(words.say("overseeing.more", more=more), (button,))
