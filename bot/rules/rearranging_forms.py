"""The two forms for when somebody cannot come: who it is, and the days that fit in place of theirs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.chat.action import Arrange, ChooseNewDates, FindNewDates
from bot.chat.dates import day
from bot.rules.absences import beside, to_move
from bot.rules.arrangements import Arrangement, Kind, Setting
from bot.rules.arrangements_told import what, when
from bot.rules.offers import Absence, Search, TwoDays
from prompts.message import Button, ChoiceField, DateField, Field, Form, Item, Option, TickField
from prompts.words import Words

Offered = dict[str, tuple[TwoDays, ...]]
"""What can be offered for each visit, by its id."""

WHO, UNTIL, PAUSE = "who", "until", "pause"
_MOVE = "move."  # before the id of a visit: the key of the field with its new days


def asking_who(action: FindNewDates, setting: Setting, today: date, words: Words) -> Form:
    """Who cannot come, and for how long if that is known; no word on why."""
    options = tuple(Option(one, setting.name(one)) for one in _who_could(action, setting, today))
    chosen = (options[0].value,) if len(options) == 1 else ()
    fields = (
        ChoiceField(WHO, words.label("rearranging.who"), options, chosen),
        DateField(UNTIL, words.label("rearranging.until"), hint=words.label("rearranging.until_hint"), optional=True),
    )
    text = words.say("rearranging.who_text")
    return Form(words.label("rearranging.title"), text, fields, words.label("rearranging.find"), action.pack())


def offering(search: Search, absence: Absence, leg_id: str, words: Words) -> Form:
    """For each visit that must move, the nearest days that fit both; the first ones are chosen already.

    A visit that nothing fits stands above them, with what can be done. Each further visit is looked for as if those
    before it had moved to their first offer.
    """
    setting, today = search.setting, search.today
    visits = to_move(setting, absence, today, leg_id)
    found = offered(search, visits)
    fields: tuple[Field, ...] = (*_choices(visits, found, setting, words), *_pause(absence, setting, words))
    text = "\n\n".join([*_told(visits, found, words), *_beside(setting, absence, today, words)])
    stuck = tuple(_stuck(one, search, words) for one in visits if not found[one.thing])
    submit = words.label("arranging.show") if fields else ""
    until = absence.until.isoformat() if absence.until else ""
    token = ChooseNewDates(setting.cohort.id, absence.who, until, leg_id).pack()
    return Form(words.label("rearranging.title"), text, fields, submit, token, stuck)


def offered(search: Search, visits: Sequence[Arrangement]) -> Offered:
    """What can be offered for each visit, by its id."""
    found: Offered = {}
    for visit in visits:
        found[visit.thing] = search.offers(visit.thing)
        if found[visit.thing]:
            search = search.on(search.setting.arranged(moved(visit, found[visit.thing][0])))
    return found


def moved(visit: Arrangement, days: TwoDays) -> Arrangement:
    """The same visit, at the same hours, on those days."""
    return Arrangement(Kind.VISIT, visit.thing, days[0], days[1], visit.starts, visit.ends)


def field_of(visit: Arrangement) -> str:
    """The key of the form's field for that visit."""
    return f"{_MOVE}{visit.thing}"


def _who_could(action: FindNewDates, setting: Setting, today: date) -> list[str]:
    """Those who have a visit before them, whose is next first; of a visit that was named, its two people."""
    visits = [one for one in setting.all() if one.kind is Kind.VISIT and one.days and max(one.days) >= today]
    named = [one for one in visits if action.leg in {"", one.thing}]
    people = [(visit.days, setting.name(who.id), who.id) for visit in named for who in setting.concerned(visit)]
    return list(dict.fromkeys(who for _, _, who in sorted(people)))


def _choices(visits: Iterable[Arrangement], found: Offered, setting: Setting, words: Words) -> Iterator[ChoiceField]:
    for visit in visits:
        if days := found[visit.thing]:
            options = tuple(_option(*two, words) for two in days)
            now = words.label("rearranging.now", when=when(visit, words))
            label, chosen = what(visit, setting, words), (options[0].value,)
            yield ChoiceField(field_of(visit), label, options, chosen, now, optional=True)


def _option(first: date, second: date, words: Words) -> Option:
    gaps = {"first": day(first, words), "second": day(second, words)}
    return Option(f"{first} {second}", words.label("arranging.offer_option", **gaps))


def _pause(absence: Absence, setting: Setting, words: Words) -> Iterator[TickField]:
    """Only with a last day: a pause always has an end."""
    if absence.until:
        gaps = {"name": setting.name(absence.who), "day": day(absence.until, words)}
        yield TickField(PAUSE, words.label("rearranging.pause", **gaps), value=True)


def _told(visits: Sequence[Arrangement], found: Offered, words: Words) -> Iterator[str]:
    if any(found.values()):
        yield words.say("rearranging.fit_both")
    if not visits:
        yield words.say("rearranging.no_visit")


def _stuck(visit: Arrangement, search: Search, words: Words) -> Item:
    """Nothing fits, and what can be done: the debrief moved where that helps, or the days set by hand."""
    setting = search.setting
    cohort, debrief = setting.cohort, setting.cohort.debrief_on
    later = search.on(setting.arranged(Arrangement(Kind.DEBRIEF))).offers(visit.thing) if debrief else ()
    by_hand = Arrange(cohort.id, Kind.VISIT, visit.thing).pack()
    buttons = [Button(words.label("rearranging.by_hand"), by_hand, opens_form=True)]
    if not later or debrief is None:
        return Item(words.say("rearranging.nothing", what=what(visit, setting, words)), tuple(buttons))
    first, second = (day(one, words) for one in later[0])
    gaps = {"what": what(visit, setting, words), "day": day(debrief, words), "first": first, "second": second}
    move = Arrange(cohort.id, Kind.DEBRIEF).pack()
    buttons.insert(0, Button(words.label("rearranging.debrief"), move, opens_form=True, style="primary"))
    return Item(words.say("rearranging.nothing_before", **gaps), tuple(buttons))


def _beside(setting: Setting, absence: Absence, today: date, words: Words) -> Iterator[str]:
    """What stays where it is although it falls into the absence."""
    others = beside(setting, absence, today)
    if others:
        gaps = [{"what": what(one, setting, words), "when": when(one, words)} for one in others]
        yield "\n".join([words.say("rearranging.beside"), *(words.say("rearranging.line", **one) for one in gaps)])
