"""One thing that a person did, and everything a flow needs to answer it."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat.event import Event
from prompts.words import Words
from storage.store import Store
from storage.tables import Person


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event with the person behind it, in the transaction that stores whatever comes of it.

    `now` is the program's time (aware UTC), which a demo may move; `event.at` is real time. A flow that raises
    leaves nothing behind.
    """

    event: Event
    person: Person
    store: Store
    words: Words
    now: datetime
