"""People's own words, opened for them alone."""

from dataclasses import dataclass, field

from bot.chat.occasion import Occasion
from bot.errors import NotAllowed
from bot.rules.visibility import own
from storage.tables import Entry, Turn


@dataclass(frozen=True, slots=True)
class Opened:
    """One turn with its words."""

    turn: Turn
    text: str = field(repr=False)


async def own_entry(occasion: Occasion, entry_id: str) -> Entry:
    """The person's own entry of that id.

    Raises NotAllowed for somebody else's, in the same words as for one that is not there any more.
    """
    entry = await occasion.store.reflections.entry(entry_id)
    if entry is None or entry.person_id != occasion.person.id:
        raise NotAllowed(occasion.words.say("trouble.gone"))
    return entry


async def own_words(occasion: Occasion, entry: Entry) -> tuple[Opened, ...]:
    """Every turn of the person's own entry, the coach's questions among them, in order."""
    reflections = occasion.store.reflections
    granted = ((turn, own(turn, occasion.person.id)) for turn in await reflections.turns(entry.id))
    return tuple([Opened(turn, await reflections.open_turn(turn, grant)) for turn, grant in granted if grant])
