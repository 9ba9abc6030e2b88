"""Catching up: after an absence of the bot nobody is flooded with what was due in the meantime."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rules.limits import Go, Miss, Promise, Verdict, Wait

AWAY = timedelta(minutes=5)  # without a sign of life for so long nobody was there: ten looks at the table were missed
TOO_LONG = timedelta(hours=36)  # after that somebody should look before people hear from us again
AN_HOUR = timedelta(hours=1)  # after an absence nobody hears from us twice in it


def is_catch_up(now: datetime, due_at: datetime, back_at: datetime | None) -> bool:
    """Whether that was due before the bot was back. Of all that one person is owed then, only the newest is sent.

    A return that lies ahead was noted by a clock that went wrong, and counts for nothing.
    """
    return back_at is not None and due_at <= back_at <= now


def after_absence(
    verdict: Verdict, now: datetime, promise: Promise, back_at: datetime | None, unasked: Sequence[datetime]
) -> Verdict:
    """The verdict on a promise (UTC), where the bot was back at that moment and unasked messages went at those.

    Within an hour of an absence one person gets one unasked message; the next one waits for the hour's end.
    """
    if promise.asked_for or back_at is None or not isinstance(verdict, Go):
        return verdict
    until = back_at + AN_HOUR
    if not back_at <= now < until or all(at < back_at for at in unasked):
        return verdict
    if promise.window_ends_at is not None and until >= promise.window_ends_at:
        return Miss("newer")
    return Wait(until)
