"""What a cohort's room is asked between the visits: one question about a value, which names nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.nudging import A_MONTH, FEWER, NONE, Had, Nudge

QUIET = 10  # days without anything of ours in the room; what people say to each other there we do not read
WORDINGS = 6  # of a dialogue starter: `nudge.dialogue_starter_1` and so on


@dataclass(frozen=True, slots=True)
class Room:
    """What is known of a cohort's room on a day. `open` says whether its people work then and are not paused.

    `had` is whatever we posted there, oldest first; `wish` is its facilitators'. `values` are the names as stated now,
    `shown` what the newest map has of each value: nothing, or "lived", "strained", "absent". `visits` holds first and
    second days of all legs, as far as they are set.
    """

    today: date
    open: bool
    had: Sequence[Had] = ()
    wish: str = ""
    values: Sequence[str] = ()
    shown: Mapping[str, Sequence[str]] | None = None
    visits: Sequence[tuple[date, date]] = ()
    debrief: date | None = None


def room_nudge(room: Room) -> Nudge | None:
    """What may be asked there on that day."""
    if not room.open or room.wish == NONE or not _is_quiet(room):
        return None
    return value_silent(room) or dialogue_starter(room)


def value_silent(room: Room) -> Nudge | None:
    """A value of which the newest map shows nothing, while it shows something of another: once for each value.

    It says no more than the map, which everybody there can see: nothing shown may be nobody, or too few to show.
    """
    shown = room.shown or {}
    if not any(shown.values()) or (room.debrief and room.debrief <= room.today):
        return None
    for value, seen in shown.items():
        if not seen and value in room.values and not _had_about(room, value):
            return Nudge("value_silent", value, {"value": value})
    return None


def dialogue_starter(room: Room) -> Nudge | None:
    """A question about one of the values after ten quiet days between the first visit and the last."""
    if not room.values or not room.visits:
        return None
    begins, ends = min(second for _, second in room.visits), max(first for first, _ in room.visits)
    if not begins < room.today < ends or (room.today - begins).days < QUIET:
        return None
    number = sum(one.kind == "dialogue_starter" for one in room.had)
    return Nudge("dialogue_starter", str(number + 1), {"value": room.values[number % len(room.values)]})


def wording_of(nudge: Nudge) -> str:
    """The key of its words; a starter has several, which come in turn."""
    if nudge.kind != "dialogue_starter":
        return f"nudge.{nudge.kind}"
    return f"nudge.dialogue_starter_{(int(nudge.about) - 1) % WORDINGS + 1}"


def _is_quiet(room: Room) -> bool:
    quiet = A_MONTH if room.wish == FEWER else QUIET
    return all((room.today - one.on).days >= quiet for one in room.had)


def _had_about(room: Room, value: str) -> bool:
    return any(one.kind == "value_silent" and one.about == value for one in room.had)
