"""The schedule: which prompt comes to one person at which moment, from the dates of the program alone.

Everything is decided in local dates and turned into UTC once, at the end:

1. A prompt's date is counted from its anchor. One that hangs on the anchor's own day stays there; every other date
   that is not worked rolls forward to the next working day.
2. Quiet hours move a moment to their end, and on to the next working day where that day is not worked.
3. What falls in a pause comes when the pause is over, if its window is still open then; what belongs to a visit day
   is not sent after it.
4. Nobody hears from us before joining. What was due before and is still open comes at once, and the setting of the
   terms comes to everyone.
5. At most two messages a day. Those of visits go first; the others roll to the next working day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from prompts.anchors import Instance, edge_of, instances
from prompts.days import Days
from prompts.hours import after_quiet, instant, shown, wall
from prompts.program import VISITS, Audience, Calendar, Due, Participant, Program, Prompt

A_DAY = 2  # unasked messages that one person gets on one local day at most
MORNING = time(9, 0)  # for a moment of the program that names no time of day


def schedule(program: Program, calendar: Calendar, person: Participant) -> tuple[Due, ...]:
    """Everything unasked that the program has for that person, in order of time.

    Unique for prompt and anchor instance. A prompt is left out where its anchor has no date yet, where its window
    is over before it may be sent, and after the person left or the cohort finished (those days still included).
    Raises ZoneInfoNotFoundError for a zone that does not exist.
    """
    plan = _Plan(Days(calendar, person), _opening(program))
    wishes = [
        plan.wish(prompt, instance) for prompt in program.prompts for instance in instances(prompt, calendar, person)
    ]
    placed = plan.placed(after for wish in wishes if (after := plan.allowed(wish)))
    return tuple(sorted((plan.due(wish) for wish in placed), key=lambda due: (due.at, due.anchor_instance)))


def _opening(program: Program) -> str:
    """The key of the first prompt that every participant gets: the one in which the terms are set."""
    return next((one.key for one in program.prompts if one.audience is Audience.PARTICIPANT), "")


@dataclass(frozen=True, slots=True)
class _Wish:
    """A prompt at a local moment, until its place is found. `window_ends_at` is UTC."""

    prompt: Prompt
    instance: Instance
    local: datetime
    window_ends_at: datetime

    @property
    def stays(self) -> bool:
        """It is about the day itself and makes no sense on another one."""
        return self.prompt.moment.days == 0

    @property
    def rank(self) -> tuple[bool, bool, datetime]:
        """What goes first where a day has room for two: the day's own, then visits, then what was due first."""
        return not self.stays, self.prompt.moment.anchor not in VISITS, self.local


@dataclass(frozen=True, slots=True)
class _Plan:
    """`opening` is the key of the prompt in which the terms are set."""

    days: Days
    opening: str

    @property
    def person(self) -> Participant:
        return self.days.person

    def wish(self, prompt: Prompt, instance: Instance) -> _Wish:
        """When the program wishes it: on a working day, outside quiet hours, with its window."""
        local = self._settled(self._wished(prompt, instance))
        return _Wish(prompt, instance, local, self._ends(local, prompt))

    def allowed(self, wish: _Wish) -> _Wish | None:
        """The wish after joining and pauses, or None where it is too late for it by then."""
        joined = self._joined(wish)
        day = joined.local.date()
        if not self.days.paused(day):
            return joined if self._is_open(joined) else None
        resumed = replace(joined, local=self._start(self.days.first_open(day)))
        return resumed if self._is_open(resumed) and not wish.stays else None

    def placed(self, wishes: Iterable[_Wish]) -> Iterator[_Wish]:
        """The wishes with at most two on a day, those of visits first."""
        taken: Counter[date] = Counter()
        for wish in sorted(wishes, key=lambda one: one.rank):
            place = wish
            while taken[place.local.date()] >= A_DAY:
                place = self._rolled(place)
            if self._is_open(place) and self._is_meant(place):
                taken[place.local.date()] += 1
                yield place

    def due(self, wish: _Wish) -> Due:
        return Due(
            participant=self.person.id,
            prompt=wish.prompt.key,
            anchor_instance=wish.instance.name,
            local=wish.local,
            at=self._instant(wish.local),
            window_ends_at=wish.window_ends_at,
        )

    def _wished(self, prompt: Prompt, instance: Instance) -> datetime:
        moment, day = prompt.moment, instance.day
        if moment.working:
            day = self.days.counted(day, moment.days)
        elif moment.days:
            day = self.days.first_working(day + timedelta(days=moment.days))
        if moment.edge and instance.leg:
            return edge_of(moment, instance.leg, day)
        return datetime.combine(day, moment.at or MORNING) + timedelta(minutes=moment.minutes)

    def _settled(self, local: datetime) -> datetime:
        """That moment, or the end of the quiet hours that it falls in, on a working day."""
        there = shown(local, self.person.timezone)
        awake = shown(after_quiet(there, self.person.quiet_from, self.person.quiet_to), self.person.timezone)
        if self.days.works(awake.date()):
            return awake
        return self._start(self.days.first_working(awake.date()))

    def _joined(self, wish: _Wish) -> _Wish:
        """The wish, not before the person joined; the setting of the terms gets a window of its own."""
        if self.person.joined_at is None or self._instant(wish.local) >= self.person.joined_at:
            return wish
        here = wall(self.person.joined_at, self.person.timezone)
        now = here if self.days.works(here.date()) else self._start(self.days.first_working(here.date()))
        local = self._settled(now)
        ends = self._ends(local, wish.prompt) if wish.prompt.key == self.opening else wish.window_ends_at
        return replace(wish, local=local, window_ends_at=ends)

    def _rolled(self, wish: _Wish) -> _Wish:
        """The wish on the next open day at the same time, with its whole window unless it belongs to its own day."""
        day = self.days.first_open(wish.local.date() + timedelta(days=1))
        local = self._settled(datetime.combine(day, wish.local.time()))
        ends = wish.window_ends_at if wish.stays else self._ends(local, wish.prompt)
        return replace(wish, local=local, window_ends_at=ends)

    def _start(self, day: date) -> datetime:
        """When the person's day begins for us: at the end of their quiet hours."""
        return shown(datetime.combine(day, self.person.quiet_to), self.person.timezone)

    def _is_open(self, wish: _Wish) -> bool:
        return self._instant(wish.local) < wish.window_ends_at

    def _is_meant(self, wish: _Wish) -> bool:
        """Not after the person left or the cohort finished; and what prepares for a day, not after that day."""
        lasts = [self.person.left_on, self.days.calendar.finished_on]
        if wish.prompt.moment.days < 0 and wish.prompt.key != self.opening:
            lasts.append(wish.instance.day)
        return all(last is None or wish.local.date() <= last for last in lasts)

    def _instant(self, local: datetime) -> datetime:
        return instant(local, self.person.timezone)

    def _ends(self, local: datetime, prompt: Prompt) -> datetime:
        return self._instant(local) + timedelta(hours=prompt.window_hours)
