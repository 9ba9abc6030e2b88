"""The steps at which the process can be made to end, as a power cut would end it, so that its promises can be tried.

`EXCHANGE_FAILPOINT` names one of them. Without it, passing a step is looking into an empty set.
"""

import os
from typing import Literal, get_args

Step = Literal[
    # what comes in: from a platform's request to its answer
    "event arrived",  # nothing of it is stored
    "event written",  # in its transaction, which is not committed
    "event stored",  # committed, and the platform has no answer
    "event acknowledged",  # the platform has its answer, and nothing that follows was begun
    # planning: from a cohort's dates to its promises
    "plan written",  # in its transaction, which is not committed
    "plan stored",
    # delivering: from a promise that is due to the note that it was kept
    "delivery claimed",  # ours for the length of a lease; nothing was looked at
    "delivery about to be sent",  # noted as written from here on; nothing was written
    "delivery answered",  # the platform has answered, and the answer is noted nowhere
    "delivery noted",  # committed
    # following up: from somebody's words to the coach's question
    "coach about to be asked",
    "coach answered",  # nothing of the answer is stored
    "question stored",  # committed, and nobody was told of it
    # sharing: in the event's transaction
    "share frozen",  # its words are written, and its recipient's notice is not
    "share announced",  # both are written, and nothing is committed
    # erasing a person
    "person blanked",  # in the event's transaction: their rows are deleted and blanked
    "erasure noted",  # in the ledger that outlives the database, and nothing is committed
    "erasure committed",  # the rows are gone, and the key that opens old copies of them stands
    "key destroyed",  # its row is deleted, and its bytes may still be in the file
    "key wiped",  # they are not; those of the person's words may be
    # closing a wall after its debrief
    "wall sealed",  # in its transaction, which is not committed
    "wall closed",  # committed; what was deleted may still be in the files
    "wall wiped",  # it is not, and nothing says so
    # migrating, at the start
    "migration begun",  # in its transaction, alone
    "migration written",  # every step was run, and nothing is committed
    "migration stored",
]
STEPS: tuple[str, ...] = get_args(Step)

_KILLED = 137  # the exit code by which a shell tells that a process was killed by signal 9

_ending_at: set[str] = set()


def end_at(step: str) -> None:
    """From now on the process ends where it reaches that step; an empty name is none."""
    _ending_at.clear()
    _ending_at.update({step} - {""})


def reached(step: Step) -> None:
    """Ends the process if this is the step to end at: at once, nothing is flushed, closed or answered."""
    if step in _ending_at:
        os._exit(_KILLED)
