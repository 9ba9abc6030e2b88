"""Nudges: a rare reminder of something that somebody began, owes or may have lost sight of; at most one a week.

Every rule is pure: what is known goes in, and one nudge or none comes out. What holds for all of them stands here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile

from prompts.days import Days

FEWER, NONE = "fewer", "none"  # what somebody may wish; without a wish it is the usual rate
WISHES = ("", FEWER, NONE)

A_WEEK = 7  # days from one nudge to the next: one a week at most, whatever it is about
A_MONTH = 28  # the same for whoever wished for fewer
_IN_A_ROW = 2  # so many that were ignored halve the rate, and so many more halve it again


@dataclass(frozen=True, slots=True)
class Nudge:
    """What somebody is reminded of. Its words stand under `nudge.<kind>`.

    `about` makes it one of its kind: an id of ours, or the name of a value. `gaps` and `buttons` are filled in and laid
    out as those of a notice; `prompt` is the key of the prompt whose title fills `{title}`, `until` (UTC) fills
    `{until}`.
    """

    kind: str
    about: str
    gaps: Mapping[str, str] = field(default_factory=dict)
    buttons: Mapping[str, str] = field(default_factory=dict)
    prompt: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """A nudge that came or is promised, on its reader's own date. `heeded`: they did something about it or after it."""

    kind: str
    about: str
    on: date
    heeded: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put before somebody: a prompt that asks for an answer, or (with its `entry`) the coach's.

    `sent_at`, `ends_at` and `opened_at` are UTC; `opened_at` is when its form was last opened. `done` is what was
    answered, skipped or ended; `again`, what its reader wished to be asked once more, and `first` the first asking
    of one that came again since.
    """

    delivery: str
    prompt: str
    sent_at: datetime
    ends_at: datetime | None
    opened_at: datetime | None = None
    done: bool = False
    again: bool = False
    first: str = ""
    entry: str = ""

    @property
    def about(self) -> str:
        """The same however often it was asked, so that nobody is reminded of it twice."""
        return self.first or self.delivery


@dataclass(frozen=True, slots=True)
class Visit:
    """A leg as one of its two meets it. `said` and `partner_said` are what each answered to *did you talk?*"""

    leg: str
    group: str
    visitor: bool
    partner: str
    first_day: date | None = None
    second_day: date | None = None
    said: str = ""
    partner_said: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """An improvement project that somebody owns, with the day on which one line was last said about it."""

    project: str
    name: str
    updated_on: date
    button: str  # the packed action that opens its one-line update


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person in one cohort at the moment (`at`, UTC) at which a nudge could reach them.

    `today` is their own date then. `had` are their nudges in every cohort, oldest first; `visit_days` and `prompted`
    (whether a prompt, or the day of a promise, comes or came today) are of every cohort too. What a facilitator is told
    about hangs on `undated` (visits without dates, in words) and `strained` (values that the newest map shows so).
    """

    at: datetime
    today: date
    days: Days
    cohort: str = ""
    wish: str = ""
    had: Sequence[Had] = ()
    visit_days: frozenset[date] = frozenset()
    prompted: bool = False
    asked: Sequence[Asked] = ()
    wrote_at: datetime | None = None
    visits: Sequence[Visit] = ()
    projects: Sequence[Project] = ()
    facilitators: str = ""
    undated: Sequence[str] = ()
    undated_leg: str = ""
    strained: Sequence[str] = ()

    @property
    def before_debrief(self) -> bool:
        """Whether there is still a debrief to come; without a date it is still to come."""
        debrief = self.days.calendar.debrief
        return debrief is None or self.today < debrief

    def had_about(self, about: str, *kinds: str) -> bool:
        """Whether one of these kinds came about that already."""
        return any(one.about == about and one.kind in kinds for one in self.had)

    def last(self, kind: str) -> date | None:
        """When the last one of that kind came."""
        return max((one.on for one in self.had if one.kind == kind), default=None)


Rule = Callable[[Facts], Nudge | None]


def nudge_of(facts: Facts, rules: Sequence[Rule]) -> Nudge | None:
    """The one nudge that may come at that moment: of the first rule that has one, inside the limits of them all."""
    return next(_found(facts, rules), None) if may_come(facts) else None


def still(facts: Facts, rules: Sequence[Rule], kind: str, about: str) -> Nudge | None:
    """That nudge as it would be now, where it still has its reason and its room; others that have one too may wait."""
    found = _found(facts, rules) if may_come(facts) else ()
    return next((one for one in found if (one.kind, one.about) == (kind, about)), None)


def may_come(facts: Facts) -> bool:
    """Whether any nudge may. It gives way to prompts, to the weeks of visits, to days off and to pauses."""
    fits = facts.days.open(facts.today) and not facts.prompted and not _in_visit_week(facts)
    return fits and facts.wish != NONE and has_room(facts)


def has_room(facts: Facts) -> bool:
    """Whether enough days lie between that day and every other nudge, also one that is promised for later."""
    before = days_between(facts.had, facts.wish)
    return all(
        (facts.today - one.on).days >= before if one.on <= facts.today else (one.on - facts.today).days >= A_WEEK
        for one in facts.had
    )


def days_between(had: Sequence[Had], wish: str) -> int:
    """From the last nudge to the next: a week, and twice as long after each two in a row that were ignored."""
    ignored = sum(1 for _ in takewhile(lambda one: not one.heeded, reversed(had)))
    usual: int = A_WEEK * 2 ** (ignored // _IN_A_ROW)
    return max(usual, A_MONTH) if wish == FEWER else usual


def _found(facts: Facts, rules: Sequence[Rule]) -> Iterator[Nudge]:
    for rule in rules:
        if nudge := rule(facts):
            yield nudge


def _in_visit_week(facts: Facts) -> bool:
    """From the Monday to the Sunday of a visit, the visit has the word."""
    monday = facts.today - timedelta(days=facts.today.weekday())
    return any(monday <= day < monday + timedelta(days=7) for day in facts.visit_days)
