"""Going through several of a kind: what is wrong with one of them keeps no other waiting."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import log_fault
from storage.store import Collided, Unavailable


@contextmanager
def apart(log: logging.Logger, what: str) -> Iterator[None]:
    """Logs whatever goes wrong with one, without anybody's words, so that the next one has its turn.

    `what` says which one it is, and what could not be done. Raises Unavailable for a database that is away from all of
    them; to be overtaken by another process concerns this one alone.
    """
    try:
        yield
    except Exception as fault:
        if isinstance(fault, Unavailable) and not isinstance(fault, Collided):
            raise
        log_fault(log, what, fault)
