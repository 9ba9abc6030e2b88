"""What is said once something was kept: when, who can see it, and what can be done with it."""

from datetime import datetime

from bot.chat.action import ChangeEntry, GoOn, ShareEntry, WhoCanSee
from bot.chat.dates import hour
from bot.chat.keeping import CHAT, NOTE, Written
from bot.chat.occasion import Occasion
from bot.rules.doubting import asks_about
from bot.rules.itinerary import zone_of
from bot.rules.writing_forms import LONGEST
from prompts.hours import wall
from prompts.message import Button, Message
from prompts.words import Words
from storage.tables import Entry, Person


def kept(entry: Entry, written: Written, person: Person, words: Words, now: datetime, *, more: bool = False) -> str:
    """The sentence that confirms, true for where the words were written."""
    said = words.say(_key(entry, written, more), time=_time(person, words, now))
    return f"{said} {words.say('keeping.full')}" if _full(written) else said


def answered(occasion: Occasion) -> str:
    """What stands under a prompt that was answered by typing in the chat."""
    return occasion.words.say("keeping.answered", time=_time(occasion.person, occasion.words, occasion.now))


def kept_message(occasion: Occasion, entry: Entry, written: Written, *, more: bool = False) -> Message:
    """The sentence with its buttons."""
    said = kept(entry, written, occasion.person, occasion.words, occasion.now, more=more)
    return Message(said, buttons=kept_buttons(entry, written, occasion.words))


async def kept_or_asked(occasion: Occasion, entry: Entry, written: Written) -> Message:
    """The same for words that were typed: once, below it, whether what looks like patient details is none."""
    turns = await occasion.store.reflections.turns(entry.id)
    said = kept(entry, written, occasion.person, occasion.words, occasion.now)
    asked = asks_about(occasion, turns[-1] if turns else None, written.text, written.thread, said)
    return asked or kept_message(occasion, entry, written)


def kept_buttons(entry: Entry, written: Written | None, words: Words) -> tuple[Button, ...]:
    """What can be done with an entry at once."""
    more = Button(words.label("keeping.go_on"), GoOn(entry.id).pack(), opens_form=True)
    return (
        *((more,) if written and _full(written) else ()),
        Button(words.label("prompt.who"), WhoCanSee(entry.id).pack()),
        Button(words.label("keeping.share"), ShareEntry(entry.id).pack(), opens_form=True),
        Button(words.label("keeping.change"), ChangeEntry(entry.id).pack(), opens_form=True),
    )


def _time(person: Person, words: Words, now: datetime) -> str:
    return hour(wall(now, zone_of(person, None)).time(), words)


def _key(entry: Entry, written: Written, more: bool) -> str:
    if written.surface == CHAT:
        return "keeping.kept_chat"
    if entry.kind == NOTE:
        return "keeping.kept_note"
    return "keeping.kept_more" if more else "keeping.kept"


def _full(written: Written) -> bool:
    return written.surface != CHAT and len(written.text) >= LONGEST
