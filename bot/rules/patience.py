"""How long to wait for what, when something is sent: all of it real time."""

from dataclasses import dataclass, fields
from datetime import timedelta

LONGEST_CALL = timedelta(seconds=20)  # one call to a platform, its own retries included
NEEDED_LEASE = timedelta(seconds=30)  # must be left of a lease when a write begins: more than the longest call
LEASE = timedelta(seconds=60)  # how long one sender may keep a row
SETTLING = timedelta(seconds=90)  # after this a message that arrived can be read back on the platform
UNREADABLE = timedelta(minutes=10)  # a history that could not be read for so long is not waited for any more
LEAST_READINGS = UNREADABLE // SETTLING  # that must fail as well: a process that was away has not tried to read it
SKEW = timedelta(minutes=1)  # by how much a platform's clock may differ from ours
MOST_ATTEMPTS = 8  # a message that failed so often will fail again: somebody must look at it
SUSPECT_FROM = 3  # tries: a message that was tried so often goes alone, so that it takes no others along
LONGEST_ROUND = timedelta(minutes=1)  # of sending by one and the same moment: quiet hours begin on the minute
AT_ONCE = 20  # rows that one sender takes at a time
READ_AT_ONCE = 5  # chats that are searched at a time: of more, some would wait longer than a call may take


@dataclass(frozen=True, slots=True)
class Patience:
    """The waits that one delivery lives through, together: they only make sense in this proportion."""

    longest_call: timedelta = LONGEST_CALL
    needed_lease: timedelta = NEEDED_LEASE
    lease: timedelta = LEASE
    settling: timedelta = SETTLING
    unreadable: timedelta = UNREADABLE

    def times(self, share: float) -> "Patience":
        """All of them shorter by the same share: what takes minutes after a crash can then be tried in seconds."""
        return Patience(*(getattr(self, one.name) * share for one in fields(self)))


PATIENT = Patience()  # for every bot that people use

_PAUSES = (15, 30, 60, 120, 240, 480, 600)  # seconds


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 15 seconds, then about twice as long each time."""
    return timedelta(seconds=_PAUSES[min(max(attempts, 1), len(_PAUSES)) - 1])
