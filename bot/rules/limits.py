"""The last look before something is sent: may it go now, must it wait, or is it too late?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from prompts.days import Days
from prompts.hours import after_quiet, instant, is_quiet, wall
from prompts.program import Calendar, Participant
from prompts.schedule import A_DAY

IN_24_HOURS = 6  # the last line of defence, should a change of zone or of plans let days overlap
NOON = time(12, 0)  # until then a visit day belongs to the visit


@dataclass(frozen=True, slots=True)
class Promise:
    """What the limits must know of one row. `asked_for` rows obey none of them but their own window.

    `gives_way` rows (nudges) are not sent on the morning of a visit. For a day that their person chose (`own_day`),
    pauses and quiet hours hold them back, and nothing else does.
    """

    asked_for: bool = False
    window_ends_at: datetime | None = None
    gives_way: bool = False
    own_day: bool = False


@dataclass(frozen=True, slots=True)
class Go:
    """It may be sent now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """It may not be sent before that moment (UTC), and should be looked at again then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Miss:
    """It will not be sent any more: its window is over, or is before the person may be written to again.

    `reason` is what stood in the way: "window", "pause", "day off", "visit", "quiet", "a day" or "24 hours".
    """

    reason: str


Verdict = Go | Wait | Miss


def may_go(
    now: datetime, promise: Promise, person: Participant, calendar: Calendar, unasked: Sequence[datetime]
) -> Verdict:
    """Whether a row may be sent now (UTC).

    `unasked` holds the moments (UTC) at which unasked messages went to this person, in any cohort, in the last two
    days. A wait names the first moment at which the limit that holds the row back is over; other limits are looked
    at then.
    """
    if promise.window_ends_at is not None and now >= promise.window_ends_at:
        return Miss("window")
    if promise.asked_for and not promise.own_day:
        return Go()
    held = _Look(now, wall(now, person.timezone), Days(calendar, person), unasked).held(promise)
    if held is None:
        return Go()
    reason, until = held
    if promise.window_ends_at is not None and until >= promise.window_ends_at:
        return Miss(reason)
    return Wait(until)


@dataclass(frozen=True, slots=True)
class _Look:
    """The limits at one moment for one person; `now` is UTC, `local` what that person's clock shows."""

    now: datetime
    local: datetime
    days: Days
    unasked: Sequence[datetime]

    @property
    def person(self) -> Participant:
        return self.days.person

    def held(self, promise: Promise) -> tuple[str, datetime] | None:
        """What holds an unasked row back, and until when (UTC)."""
        today = self.local.date()
        if self.days.paused(today):
            return "pause", self._start_of_open_day(today)
        if not promise.own_day and not self.days.works(today):
            return "day off", self._start_of_open_day(today)
        if is_quiet(self.local.time(), self.person.quiet_from, self.person.quiet_to):
            return "quiet", self._at(after_quiet(self.local, self.person.quiet_from, self.person.quiet_to))
        if promise.gives_way and self.days.visits(today) and self.local.time() < NOON:
            return "visit", self._at(datetime.combine(today, NOON))
        return None if promise.own_day else self._crowded(today)

    def _crowded(self, today: date) -> tuple[str, datetime] | None:
        if sum(wall(at, self.person.timezone).date() == today for at in self.unasked) >= A_DAY:
            return "a day", self._start_of_open_day(today + timedelta(days=1))
        lately = sorted(at for at in self.unasked if at > self.now - timedelta(hours=24))
        if len(lately) >= IN_24_HOURS:
            return "24 hours", lately[-IN_24_HOURS] + timedelta(hours=24)
        return None

    def _start_of_open_day(self, day: date) -> datetime:
        return self._at(datetime.combine(self.days.first_open(day), self.person.quiet_to))

    def _at(self, local: datetime) -> datetime:
        return instant(local, self.person.timezone)
