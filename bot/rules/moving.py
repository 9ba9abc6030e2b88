"""What happens to the coming messages when dates change: which move, which stay as they were sent, come or go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from prompts.program import Due

Key = tuple[str, str, str]  # participant, prompt and anchor instance: what makes a prompt unique


@dataclass(frozen=True, slots=True)
class Moves:
    """It comes at another moment than it would have."""

    before: Due
    after: Due


@dataclass(frozen=True, slots=True)
class Stays:
    """It would move or go, but was sent: it stays as it is and is not sent again."""

    sent: Due


@dataclass(frozen=True, slots=True)
class Goes:
    """It does not come any more."""

    before: Due


@dataclass(frozen=True, slots=True)
class Comes:
    """It had no moment before, and has one now."""

    after: Due


Change = Moves | Stays | Goes | Comes


def changes(before: Iterable[Due], after: Iterable[Due], sent: Collection[Key], now: datetime) -> tuple[Change, ...]:
    """What the new schedule changes in the old one, in order of the (new) moments; what stays the same is left out.

    Both may hold several people's. What is too late to be sent at `now` counts as not there, unless it was sent.
    """
    old = {key(due): due for due in before if due.window_ends_at > now or key(due) in sent}
    new = {key(due): due for due in after if due.window_ends_at > now or key(due) in sent}
    found = [_change(old.get(one), new.get(one), was_sent=one in sent) for one in {**old, **new}]
    return tuple(sorted((one for one in found if one is not None), key=_moment))


def key(due: Due) -> Key:
    """What makes that prompt unique, whenever it is due."""
    return due.participant, due.prompt, due.anchor_instance


def _change(old: Due | None, new: Due | None, *, was_sent: bool) -> Change | None:
    if old is not None and new is not None and old.at == new.at:
        return None
    if was_sent:
        return Stays(old) if old is not None else None
    if old is not None and new is not None:
        return Moves(old, new)
    if old is not None:
        return Goes(old)
    return Comes(new) if new is not None else None


def _moment(change: Change) -> tuple[datetime, str]:
    due = (
        change.after
        if isinstance(change, Moves | Comes)
        else change.sent
        if isinstance(change, Stays)
        else change.before
    )
    return due.at, due.prompt
