"""Keeps Slack's libraries from writing what people wrote into our log."""

import logging
import traceback

# Bolt prints whole bodies at INFO and below, and unhandled requests at WARNING; the SDK prints all it sends at DEBUG.
QUIET = logging.getLogger("bot.slack.library")
QUIET.setLevel(logging.ERROR)


def log_fault(log: logging.Logger, what: str, fault: BaseException) -> None:
    """Where something went wrong, by file and line: an error's own message could hold what somebody wrote."""
    log.error("%s: %s\n%s", what, type(fault).__name__, "".join(traceback.format_tb(fault.__traceback__)))
