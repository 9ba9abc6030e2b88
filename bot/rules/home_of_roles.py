"""The part of Home for those who lead, sponsor or administer cohorts: what needs them, each with its button."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.chat.action import FindNewDates, Run, SetProblems, SetStatement, ShowCohorts
from bot.chat.command import ADMINISTRATOR, FACILITATOR, SPONSOR
from bot.chat.dates import day
from bot.chat.welcome import UNDER_WAY
from bot.rules.checklist import FILLED_BY, Checklist
from bot.rules.checklist import Item as Gap
from bot.rules.filling import ask_button, fill_button
from bot.rules.gauged import chart
from bot.rules.home_after import outcome_buttons, outcome_told
from bot.rules.roles_at_home import AT_HOME, Administering, Health, Leading, RolesAtHome, Sponsored
from bot.rules.weekly import most_pressing
from bot.rules.weekly_told import lines
from prompts.message import Button, Item
from prompts.words import Words
from storage.tables import Cohort

# what each role needs most: the label's key, the command behind it, and whether that opens a form
_OF_ROLE = {
    FACILITATOR: (
        ("week", "week", False),
        ("dates", "dates", False),
        ("readiness", "readiness", False),
        ("board", "board", False),
        ("projects", "projects", False),
    ),
    SPONSOR: (("values", "values", True), ("problems", "problems", True)),
    ADMINISTRATOR: (("cohort_show", "cohort show", False),),
}
_STATES = ("draft", "running", "paused", "finished")
_LATE = timedelta(minutes=15)  # as `/readyz` counts it: until then a promise waits for its turn, as it should


def sections(roles: RolesAtHome, words: Words) -> tuple[Item, ...]:
    """Facilitator, sponsor, administrator: what is due soonest stands first."""
    items: list[Item] = []
    if roles.leading:
        items += _leading(roles.leading, words)
    if roles.sponsored is not None:
        items += _sponsoring(roles.sponsored, roles.sponsored_more, words)
    if roles.administering:
        items += _administering(roles.administering, words)
    return tuple(items)


def role_buttons(role: str, words: Words) -> tuple[Button, ...]:
    """What somebody in that role needs most, one press away."""
    return tuple(
        Button(words.label(f"home.{key}"), Run(command).pack(), opens_form=form)
        for key, command, form in _OF_ROLE[role]
    )


def cohort_buttons(role: str, cohort: Cohort, words: Words) -> tuple[Button, ...]:
    """The same for one cohort of several."""
    return tuple(_run(key, f"{command} cohort {cohort.id}", words, form=form) for key, command, form in _OF_ROLE[role])


def _run(key: str, command: str, words: Words, *, form: bool) -> Button:
    return Button(words.label(f"home.{key}"), Run(command).pack(), opens_form=form)


def _leading(leading: Leading, words: Words) -> Iterator[Item]:
    needs = most_pressing(leading.weeks)
    head = "home.needs" if needs else "home.needs_nothing"
    yield Item(f"{words.say('home.facilitator')}\n{words.say(head)}")
    yield from lines(needs, words, several=len(leading.weeks) > 1)
    for one in leading.charts:
        yield Item("\n".join([words.say("home.chart", cohort=one.cohort.name), *chart(one.bands, words)]))
    yield Item(words.say("home.whenever"), (*role_buttons(FACILITATOR, words), _away(leading, words)))
    yield from _all(FACILITATOR, len(leading.weeks), words)


def _away(leading: Leading, words: Words) -> Button:
    only = leading.weeks[0].setting.cohort.id if len(leading.weeks) == 1 else ""
    action = FindNewDates(only) if only else Run("dates away")
    return Button(words.label("rearranging.away"), action.pack(), opens_form=True)


def _all(role: str, count: int, words: Words) -> Iterator[Item]:
    """The way to every cohort, for whoever has more of them than Home tells of."""
    if count > AT_HOME:
        button = Button(words.label("home.all_cohorts"), ShowCohorts(role).pack(), opens_form=True)
        yield Item(words.say("home.cohorts_count", count=count), (button,))


def _sponsoring(sponsored: Iterable[Sponsored], more: int, words: Words) -> Iterator[Item]:
    told = tuple(sponsored)
    yield Item(words.say("home.sponsor"), () if told else role_buttons(SPONSOR, words))
    for one in told:
        after = one.after
        lines = [_sponsored(one, words), *(outcome_told(after, words) if after else [])]
        yield Item("\n".join(lines), (*_say(one.cohort, words), *(outcome_buttons(after, words) if after else ())))
    yield from _all(SPONSOR, len(told) + more, words)


def _sponsored(one: Sponsored, words: Words) -> str:
    given = one.cohort.statement and one.cohort.shortfall
    values = ", ".join(one.values) or words.label("home.none_yet")
    key = "home.sponsored" if given else "home.sponsored_not_yet"
    return words.say(key, cohort=one.cohort.name, values=values, count=one.problems)


def _say(cohort: Cohort, words: Words) -> tuple[Button, ...]:
    return (
        Button(words.label("home.values"), SetStatement(cohort.id).pack(), opens_form=True),
        Button(words.label("home.problems"), SetProblems(cohort.id).pack(), opens_form=True),
    )


def _administering(administering: Administering, words: Words) -> Iterator[Item]:
    cohorts = administering.cohorts
    counted = [words.say(f"home.count_{one}", count=_number(cohorts, one)) for one in _STATES if _number(cohorts, one)]
    head = " ".join(counted) or words.say("home.count_none")
    new = (Button(words.label("founding.new_title"), Run("cohort new").pack(), opens_form=True),)
    buttons = (*role_buttons(ADMINISTRATOR, words), *(new if administering.health else ()))
    yield Item(f"{words.say('home.administrator')}\n{head}", buttons)
    yield from (_missing(one, words) for one in administering.checklists)
    for one in [each for each in cohorts if each.state in UNDER_WAY][:AT_HOME]:
        yield Item(words.say(f"home.cohort_is_{one.state}", cohort=one.name), cohort_buttons(ADMINISTRATOR, one, words))
    yield from _all(ADMINISTRATOR, len(cohorts), words)
    if administering.health:
        yield Item(_health(administering.health, words))


def _number(cohorts: Iterable[Cohort], state: str) -> int:
    return sum(one.state == state for one in cohorts)


def _missing(checklist: Checklist, words: Words) -> Item:
    """What a cohort still lacks before it can start: a button for each gap, to fill it or to ask for it."""
    cohort, gaps = checklist.cohort, checklist.gaps()
    when = day(cohort.workshop_1_on, words) if cohort.workshop_1_on else words.label("founding.open")
    if not gaps:
        start = Button(words.label("preparing.start"), Run(f"cohort start cohort {cohort.id}").pack(), style="primary")
        return Item(words.say("home.can_start", cohort=cohort.name, when=when), (start,))
    item = ", ".join(words.label(f"preparing.short_{one}") for one in gaps)
    buttons = tuple(_gap_button(cohort, one, words) for one in gaps)
    return Item(words.say("home.missing", cohort=cohort.name, when=when, item=item), buttons)


def _gap_button(cohort: Cohort, gap: Gap, words: Words) -> Button:
    own = ADMINISTRATOR in FILLED_BY[gap]
    return fill_button(cohort, gap, words) if own else ask_button(cohort, gap, words)


def _health(health: Health, words: Words) -> str:
    late = health.waiting >= _LATE
    said = words.say("home.late", count=health.waiting // timedelta(minutes=1)) if late else words.say("home.on_time")
    unreachable = words.say("home.unreachable", count=health.unreachable) if health.unreachable else ""
    return "\n".join(one for one in (words.say("home.health"), said, unreachable) if one)
