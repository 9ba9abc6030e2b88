"""The first card: who sees what, and whether what somebody writes may be kept."""

from datetime import datetime

from bot.chat.action import KeepEntries, WhoCanSee
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Delivery, Person

WELCOME = "enrolling.welcome"

_BUTTONS = {
    "enrolling.keep": KeepEntries("yes").pack(),
    "enrolling.do_not_keep": KeepEntries("no").pack(),
    "prompt.who": WhoCanSee().pack(),
}


def card(words: Words, before: str = "") -> Message:
    """The first card. Neither answer stands out. `before` is said above it."""
    text = words.say(WELCOME)
    return Message(
        f"{before}\n\n{text}" if before else text,
        title=words.label("enrolling.title"),
        buttons=tuple(Button(words.label(label), action) for label, action in _BUTTONS.items()),
    )


async def promise_card(store: Store, person: Person, now: datetime, cohort_id: str | None = None) -> Delivery:
    """Sends somebody the first card, once in each cohort."""
    buttons = {f"action:{label}": action for label, action in _BUTTONS.items()}
    once = cohort_id or "first"
    return await store.deliveries.notice(person, WELCOME, now, cohort_id=cohort_id, once=once, **buttons)
