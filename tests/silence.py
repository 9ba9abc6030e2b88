"""Listens to every log line of the whole test run, and finds those with something that a person wrote in them."""

import logging
from collections import deque

SHORTEST = 12  # characters; shorter texts ("yes", "/help") stand in log lines by chance
REMEMBERED = 500  # of the latest texts: a line that quotes one comes soon after it
# Everything that may print bodies is listened to at its most talkative; the database drivers see sealed text only.
TALKATIVE = ("bot", "storage", "slack_bolt", "slack_sdk", "apscheduler", "aiohttp")

_written: deque[str] = deque(maxlen=REMEMBERED)


def remember(*texts: object) -> None:
    """What a person of a test wrote."""
    _written.extend(text for text in texts if isinstance(text, str) and len(text) >= SHORTEST)


class Listening(logging.Handler):
    """Keeps the lines that must not be there. Their logger is named, so that the leak can be found."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.leaks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if any(text in line for text in _written):
            self.leaks.append(f"{record.name}: {line}")
