"""How a need of the week reads: one line, with the buttons that settle it."""

from collections.abc import Collection, Iterable

from bot.chat.action import Arrange, AskBoth, AskForTimes, FindNewDates, ProposeTimes, Run, ShowProject, ShowWeek
from bot.chat.dates import day, moment, today_of
from bot.rules.arrangements import Setting
from bot.rules.debrief_state import RUNNING
from bot.rules.next_steps import to_checklist
from bot.rules.weekly import LINES, Need, Needs, Week
from prompts.message import Button, Item
from prompts.words import Words
from storage.tables import Cohort, Leg

DATES, ALL = "dates", "all"  # what can be asked of both beside an item of the readiness list


def lines(needs: Collection[tuple[Week, Need]], words: Words, *, several: bool) -> tuple[Item, ...]:
    """As many lines as one reads at a glance, then how many more there are, with a button to all of them.

    With `several` cohorts each line says of which one it is.
    """
    first = list(needs)[:LINES]
    told = tuple(line(week, need, words, several=several) for week, need in first)
    if len(needs) <= LINES:
        return told
    cohorts = {week.setting.cohort.id for week, _ in needs}
    show = ShowWeek(cohorts.pop() if len(cohorts) == 1 else "").pack()
    more = Button(words.label("overseeing.show_all", count=len(needs)), show, opens_form=True)
    return (*told, Item(words.say("overseeing.more", more=len(needs) - LINES), (more,)))


def line(week: Week, need: Need, words: Words, *, several: bool) -> Item:
    """One need."""
    setting = week.setting
    gaps = {"name": setting.cohort.name, **(visit_told(need.leg, setting, words) if need.leg else {})}
    if need.items:
        gaps["item"] = items_told(need.items, words)
    if need.person:
        gaps["person"] = setting.people[need.person.person_id].name
    if need.call:
        gaps["person"] = need.call.name
    if need.what in {Needs.DEBRIEF, Needs.PLAN_B, Needs.BOARD_HELD, Needs.BOARD_ASKS}:
        gaps |= _dated(need, week, words)
    text = words.say(f"overseeing.{_key(need, week)}", **gaps)
    shown = words.say("overseeing.of_cohort", line=text, cohort=setting.cohort.name) if several else text
    return Item(
        shown, (_reading(need, setting.cohort, words),) if need.is_after else tuple(_buttons(need, week, words))
    )


def _key(need: Need, week: Week) -> str:
    if need.what is Needs.DEBRIEF and need.when == week.today:
        return "debrief_runs" if week.debrief == RUNNING else "debrief_today"
    return need.what


def visit_told(leg: Leg, setting: Setting, words: Words) -> dict[str, str]:
    """The visit by its two departments (or people, where those are missing or the same), with its day."""
    rows = {one.id: one for one in setting.company.participations}
    visitor, host = rows[leg.visitor_id], rows[leg.host_id]
    places = visitor.department, host.department
    if not all(places) or places[0].casefold() == places[1].casefold():
        names = dict(setting.company.names)
        places = names.get(visitor.id, ""), names.get(host.id, "")
    when = day(leg.first_day_on, words) if leg.first_day_on else words.label("founding.open")
    return {"visitor": places[0], "host": places[1], "when": when}


def items_told(items: Iterable[str], words: Words) -> str:
    """Items of the readiness list in the shortest words."""
    return ", ".join(words.label(f"readiness.short.{item}") for item in items)


def _dated(need: Need, week: Week, words: Words) -> dict[str, str]:
    """The day of the debrief; of a note, when the time for objections is over, or when it went with how many asks."""
    after = week.after
    if after is None or after.note is None or need.what in {Needs.DEBRIEF, Needs.PLAN_B}:
        return {"day": day(need.when, words)}
    if need.what is Needs.BOARD_HELD and after.free_at:
        return {"moment": moment(after.free_at, after.cohort.timezone or "UTC", words)}
    sent = today_of(after.cohort, after.note.sent_at or after.now)
    return {"day": day(sent, words), "count": str(after.unanswered)}


def _reading(need: Need, cohort: Cohort, words: Words) -> Button:
    """The project itself, or the note with everything that can be done about it."""
    if need.project:
        return _form(words.label("projects.read"), ShowProject(need.project).pack())
    return Button(words.label("board.open"), Run(f"board cohort {cohort.id}").pack())


def _buttons(need: Need, week: Week, words: Words) -> Iterable[Button]:
    label, cohort, today = words.label, week.setting.cohort, week.today
    match need.what:
        case Needs.CALL if need.call:
            yield Button(label("care.call_seen_button"), need.call.seen, style="primary")
        case Needs.READINESS if need.leg:
            yield Button(label("overseeing.ask_both"), AskBoth(need.leg.id, ALL).pack())
            yield _form(label("rearranging.away"), FindNewDates(cohort.id, need.leg.id).pack())
        case Needs.VISIT_DATES if need.leg:
            yield Button(label("overseeing.ask_both"), AskBoth(need.leg.id, DATES).pack())
            yield _form(label("overseeing.set_dates"), Arrange(cohort.id, "leg", need.leg.id).pack())
        case Needs.INTERVIEW if need.person:
            yield from _interview(week, words)
        case Needs.BEHAVIOURS:
            yield _form(label("valuing.set_values"), Run(f"values cohort {cohort.id}").pack())
        case Needs.DEBRIEF if week.debrief == RUNNING:
            yield Button(label("debrief.what_is_on"), Run("debrief").pack(), style="primary")
        case Needs.DEBRIEF if need.when == today:
            start = Run(f"debrief start cohort {cohort.id}")
            yield Button(label("debrief.start"), start.pack(), style="primary")
            yield Button(label("debrief.what_is_on"), Run("debrief").pack())
        case Needs.DEBRIEF | Needs.PLAN_B:
            yield Button(label("overseeing.rehearse"), Run(f"rehearse cohort {cohort.id}").pack())
        case Needs.ROOM:
            return  # only in the channel itself can be said which one it is
        case _:
            yield to_checklist(cohort, words)


def _interview(week: Week, words: Words) -> Iterable[Button]:
    """Whoever has no interview chooses a time: there is one to choose, or there are some to be proposed first."""
    cohort = week.setting.cohort
    if week.after and week.after.times_free:
        yield Button(words.label("interviews.ask"), AskForTimes(cohort.id).pack())
    yield _form(words.label("interviews.propose"), ProposeTimes(cohort.id).pack())


def _form(label: str, action: str) -> Button:
    return Button(label, action, opens_form=True)
