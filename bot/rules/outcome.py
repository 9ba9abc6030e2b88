"""What can come of writing to a platform."""

from dataclasses import dataclass

from bot.chat.event import Posted
from bot.errors import Rejected, TryLater, Unknown


@dataclass(frozen=True, slots=True)
class TooLate:
    """Too little of the lease was left to begin the write. If nobody has taken the row since, it waits as before."""


Outcome = Posted | TryLater | Rejected | Unknown | TooLate
"""It stands there; a no for now, or for good; nobody knows; or it was not begun."""
