"""What can go wrong, named for what to do about it.

Trouble
├── TryLater        a definite no for now: nothing was done; try again after `after` seconds
│   ├── Crowded     the same for everybody in the workspace
│   └── Queued      the platform was not asked yet, because others go first
├── Unknown         it may have been done and it may not: find out before trying again
├── Rejected        a definite no for good to this one message or call: nothing was done; give it up, and tell why
│   └── Unreachable     to every other too: this person or room cannot be reached any more: stop trying
│       └── Revoked     the whole workspace has taken its permission back: stop trying there
├── CoachSilent     no question came from the coach: use the built-in one
├── NotAllowed      the person may not do this; the sentence is for them
└── Misconfigured   the process must not start; the sentence is for the operator
"""

import logging
import traceback


class Trouble(Exception):
    """The root of everything that the bot expects to go wrong. Never carries what a person wrote."""


class TryLater(Trouble):
    """A definite no for now, after which nothing was done. `after` is in seconds."""

    def __init__(self, after: float = 30.0, reason: str = "") -> None:
        super().__init__(reason or f"try again in {after:g} s")
        self.after = after
        self.reason = reason


class Crowded(TryLater):
    """The platform asks us to write to nobody in the whole workspace for so long."""


class Queued(TryLater):
    """Others go first. The platform was not asked yet, and has refused nothing."""


class Unknown(Trouble):
    """It may have been done and it may not. Only reading back can tell."""


class Rejected(Trouble):
    """A definite no for good to this one message or call. `reason` is the platform's own word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(Rejected):
    """This person or room cannot be reached any more."""


class Revoked(Unreachable):
    """The whole workspace took its permission back."""


class CoachSilent(Trouble):
    """No question came from the coach in time, or none that may be asked."""


class NotAllowed(Trouble):
    """The person may not do this. `sentence` is what they are told, already in their language."""

    def __init__(self, sentence: str) -> None:
        super().__init__("not allowed")
        self.sentence = sentence


class Misconfigured(Trouble):
    """The process must not start. Lists everything that is missing or wrong, for the operator."""


def log_fault(log: logging.Logger, what: str, fault: BaseException) -> None:
    """Where something went wrong, by file and line: an error's own message could hold what somebody wrote."""
    log.error("%s: %s\n%s", what, type(fault).__name__, "".join(traceback.format_tb(fault.__traceback__)))
