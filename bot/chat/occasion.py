"""One thing that a person did, and everything a flow needs to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.care.care import Care
from bot.chat.event import Event, FilledIn, Submitted
from prompts.words import Words
from storage.store import Store
from storage.tables import Delivery, Person


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event with the person behind it, in the transaction that stores whatever comes of it.

    `now` is the program's time (aware UTC), which a demo may move; `event.at` is real time. `model_is_set` says
    whether there is a model here that cohorts and people could allow. A flow that raises leaves nothing behind.

    `care` looks at what people write. `urgent` are promises that are kept as soon as they are stored.
    """

    event: Event
    person: Person
    store: Store
    words: Words
    now: datetime
    model_is_set: bool = False
    care: Care = field(kw_only=True)
    urgent: list[Delivery] = field(default_factory=list, kw_only=True)

    @property
    def filled_in(self) -> Mapping[str, FilledIn]:
        """What came in with a form, by the keys of its fields; nothing where no form was sent in."""
        return self.event.values if isinstance(self.event, Submitted) else {}

    def entered(self, key: str) -> str:
        """What stands in that field of the form as text; empty where nothing does."""
        return str(self.filled_in.get(key) or "")

    def chosen(self, key: str) -> tuple[str, ...]:
        """Everything that was chosen in that field of the form."""
        value = self.filled_in.get(key)
        return value if isinstance(value, tuple) else ()
