"""The moves of a live debrief: from how it stands, and what its facilitator asks for, to how it stands then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

RUNNING, CLOSED = "running", "closed"  # of a debrief
WAITING, OPEN, COLLECTING, REVEALED, SKIPPED = "waiting", "open", "collecting", "revealed", "skipped"  # of a round
ON = frozenset({OPEN, COLLECTING})  # a round in which people are at work; only the current one is ever so
MOST_EXTRA = 60  # minutes that can be added at once; more is a slip
_BACK = timedelta(minutes=5)  # for a round that comes back after its time was up


@dataclass(frozen=True, slots=True)
class RoundState:
    """One round. Moments are aware UTC."""

    key: str
    minutes: int
    collects: bool = False
    hidden: bool = False
    state: str = WAITING
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    revealed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DebriefState:
    """A whole debrief. `position` counts the rounds from 0."""

    rounds: tuple[RoundState, ...]
    position: int = 0
    state: str = RUNNING
    closed_at: datetime | None = None

    @property
    def current(self) -> RoundState:
        return self.rounds[self.position]


@dataclass(frozen=True, slots=True)
class Next:
    """Goes on to the next round that is not dropped."""


@dataclass(frozen=True, slots=True)
class Back:
    """Goes back to the round before that was on already."""


@dataclass(frozen=True, slots=True)
class Extend:
    """Gives the current round so many minutes more: from now, if its time is up."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Close:
    """Takes nothing more in this round."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Shows to all what was sent in; a round that still collects is closed first."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leaves the current round out, and goes on to the next. What was shown stays shown."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Leaves that round out, which has not begun: never the one that is on."""

    key: str


@dataclass(frozen=True, slots=True)
class End:
    """Ends the whole debrief, whatever is left of it."""


Command = Next | Back | Extend | Close | Reveal | Skip | Drop | End


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing changes: the key of a sentence, and what fills its gaps. `round` is the key of the round meant."""

    key: str
    gaps: Mapping[str, str] = field(default_factory=dict)
    round: str = ""


LAST = Refused("debrief.ask_end")  # what Next answers on the last round: to end is another command, and asked first


def begun(rounds: Iterable[RoundState], now: datetime) -> DebriefState:
    """A debrief whose first round is on."""
    return _entering(DebriefState(tuple(rounds)), 0, now)


def moved(  # noqa: PLR0911 - one answer for each command
    debrief: DebriefState, command: Command, now: datetime
) -> DebriefState | Refused:
    """How the debrief stands after the command at that moment (UTC), or why it cannot be done."""
    if debrief.state == CLOSED:
        return Refused("debrief.is_over")
    match command:
        case Next():
            return _next(debrief, now)
        case Back():
            return _back(debrief, now)
        case Extend(minutes):
            return _extended(debrief, minutes, now)
        case Close():
            return _closed_here(debrief, now)
        case Reveal():
            return _revealed(debrief, now)
        case Skip():
            return _skipped(debrief, now)
        case Drop(key):
            return _dropped(debrief, key)
        case End():
            return replace(_leaving(debrief, now), state=CLOSED, closed_at=now)
        case _:
            assert_never(command)


def takes(debrief: DebriefState, key: str) -> bool:
    """Whether something can be sent in to that round now."""
    return debrief.state == RUNNING and (debrief.current.key, debrief.current.state) == (key, COLLECTING)


def following(debrief: DebriefState) -> RoundState | None:
    """The round that comes next; None on the last."""
    place = _ahead(debrief)
    return None if place is None else debrief.rounds[place]


def before(debrief: DebriefState) -> RoundState | None:
    """The round that one comes back to; None on the first."""
    place = _behind(debrief)
    return None if place is None else debrief.rounds[place]


def _next(debrief: DebriefState, now: datetime) -> DebriefState | Refused:
    place = _ahead(debrief)
    return LAST if place is None else _entering(_leaving(debrief, now), place, now)


def _back(debrief: DebriefState, now: datetime) -> DebriefState | Refused:
    place = _behind(debrief)
    return Refused("debrief.first_round") if place is None else _entering(_leaving(debrief, now), place, now)


def _extended(debrief: DebriefState, minutes: int, now: datetime) -> DebriefState | Refused:
    if not 1 <= minutes <= MOST_EXTRA:
        return Refused("debrief.wrong_minutes", {"most": str(MOST_EXTRA)})
    here = debrief.current
    since = max(here.ends_at or now, now)
    return _with(debrief, replace(here, ends_at=since + timedelta(minutes=minutes)))


def _closed_here(debrief: DebriefState, now: datetime) -> DebriefState | Refused:
    here = debrief.current
    if not here.collects:
        return Refused("debrief.nothing_to_close", round=here.key)
    if here.state != COLLECTING:
        return Refused("debrief.closed_already", round=here.key)
    return _with(debrief, replace(here, state=CLOSED, closed_at=now))


def _revealed(debrief: DebriefState, now: datetime) -> DebriefState | Refused:
    here = debrief.current
    if not here.hidden:
        return Refused("debrief.nothing_hidden", round=here.key)
    if here.state == REVEALED:
        return Refused("debrief.revealed_already", round=here.key)
    return _with(debrief, replace(here, state=REVEALED, closed_at=here.closed_at or now, revealed_at=now))


def _skipped(debrief: DebriefState, now: datetime) -> DebriefState | Refused:
    place = _ahead(debrief)
    if place is None:
        return LAST
    here = debrief.current
    left = here if here.state == REVEALED else replace(here, state=SKIPPED, closed_at=now)
    return _entering(_with(debrief, left), place, now)


def _dropped(debrief: DebriefState, key: str) -> DebriefState | Refused:
    found = next((one for one in debrief.rounds if one.key == key), None)
    if found is None:
        return Refused("debrief.no_such_round", {"what": key})
    if found.state != WAITING:
        return Refused("debrief.dropped_already" if found.state == SKIPPED else "debrief.was_on", round=key)
    return _with(debrief, replace(found, state=SKIPPED))


def _leaving(debrief: DebriefState, now: datetime) -> DebriefState:
    """What was shown stays shown; what was at work is closed. Nothing is shown by leaving it."""
    here = debrief.current
    if here.state not in ON:
        return debrief
    return _with(debrief, replace(here, state=CLOSED, closed_at=now))


def _entering(debrief: DebriefState, place: int, now: datetime) -> DebriefState:
    """A round that comes on, for the first time or again. What was shown before stays shown."""
    round_ = debrief.rounds[place]
    state = round_.state if round_.state == REVEALED else COLLECTING if round_.collects else OPEN
    closed_at = round_.closed_at if state == REVEALED else None
    ends_at = _ends(round_, now)
    entered = replace(round_, state=state, opened_at=round_.opened_at or now, ends_at=ends_at, closed_at=closed_at)
    return _with(replace(debrief, position=place), entered)


def _ends(round_: RoundState, now: datetime) -> datetime:
    """Its whole time when it comes on first; later what is left of it."""
    if round_.opened_at is None:
        return now + timedelta(minutes=round_.minutes)
    return round_.ends_at if round_.ends_at and round_.ends_at > now else now + _BACK


def _ahead(debrief: DebriefState) -> int | None:
    later = range(debrief.position + 1, len(debrief.rounds))
    return next((place for place in later if debrief.rounds[place].state != SKIPPED), None)


def _behind(debrief: DebriefState) -> int | None:
    earlier = range(debrief.position - 1, -1, -1)
    return next((place for place in earlier if debrief.rounds[place].opened_at is not None), None)


def _with(debrief: DebriefState, changed: RoundState) -> DebriefState:
    return replace(debrief, rounds=tuple(changed if one.key == changed.key else one for one in debrief.rounds))
