"""A debrief's rows as its rules see them, and the rows changed to what the rules say."""

from collections.abc import Sequence

from bot.rules.debrief_state import DebriefState, RoundState
from prompts.run_sheet import RunSheet
from storage.tables import Debrief, DebriefRound

_SET = ("state", "opened_at", "ends_at", "closed_at", "revealed_at")  # what a move can change


def state_of(debrief: Debrief, rounds: Sequence[DebriefRound]) -> DebriefState:
    """How the rules see it. `rounds` are all of the debrief's, in their order."""
    return DebriefState(
        rounds=tuple(_round_state(one) for one in rounds),
        position=debrief.position,
        state=debrief.state,
        closed_at=debrief.closed_at,
    )


def write_back(state: DebriefState, debrief: Debrief, rounds: Sequence[DebriefRound]) -> None:
    """Changes the rows to that."""
    debrief.position, debrief.state, debrief.closed_at = state.position, state.state, state.closed_at
    for row, one in zip(rounds, state.rounds, strict=True):
        for name in _SET:
            setattr(row, name, getattr(one, name))


def planned(sheet: RunSheet, minutes: int) -> tuple[RoundState, ...]:
    """The rounds of a debrief of that length, none of them on yet."""
    return tuple(RoundState(one.key, one.minutes[minutes], one.collects, one.hidden) for one in sheet.of(minutes))


def rows_of(state: DebriefState, debrief: Debrief) -> tuple[DebriefRound, ...]:
    """New rows for the rounds of a debrief that begins."""
    return tuple(_row(debrief, one, at) for at, one in enumerate(state.rounds))


def _row(debrief: Debrief, one: RoundState, position: int) -> DebriefRound:
    row = DebriefRound(
        debrief_id=debrief.id,
        key=one.key,
        position=position,
        minutes=one.minutes,
        collects=one.collects,
        hidden=one.hidden,
    )
    for name in _SET:
        setattr(row, name, getattr(one, name))
    return row


def _round_state(row: DebriefRound) -> RoundState:
    return RoundState(
        key=row.key,
        minutes=row.minutes,
        collects=row.collects,
        hidden=row.hidden,
        state=row.state,
        opened_at=row.opened_at,
        ends_at=row.ends_at,
        closed_at=row.closed_at,
        revealed_at=row.revealed_at,
    )
