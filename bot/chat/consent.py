"""Whether what somebody writes may be kept: the card that asks, and the proof of the answer."""

import hashlib
from datetime import datetime

from bot.chat.action import KeepEntries, WhoCanSee
from bot.chat.event import Commanded, Said
from bot.chat.occasion import Occasion
from prompts.message import Button, Message
from prompts.words import Words
from storage.store import Store
from storage.tables import Consent, Delivery, Person

KEEPING = "keeping"
WELCOME = "enrolling.welcome"


def card(words: Words, before: str = "") -> Message:
    """The first card: who sees what, and a yes or no to keeping. `before` is said above it."""
    text = words.say(WELCOME)
    return Message(
        f"{before}\n\n{text}" if before else text,
        title=words.label("enrolling.title"),
        buttons=(
            Button(words.label("enrolling.keep"), KeepEntries("yes").pack(), style="primary"),
            Button(words.label("enrolling.do_not_keep"), KeepEntries("no").pack()),
            Button(words.label("prompt.who"), WhoCanSee().pack()),
        ),
    )


async def promise_card(store: Store, person: Person, now: datetime, cohort_id: str | None = None) -> Delivery:
    """Sends somebody the first card, once in each cohort."""
    buttons = {
        "action:enrolling.keep": KeepEntries("yes").pack(),
        "action:enrolling.do_not_keep": KeepEntries("no").pack(),
        "action:prompt.who": WhoCanSee().pack(),
    }
    once = cohort_id or "first"
    return await store.deliveries.notice(person, WELCOME, now, cohort_id=cohort_id, once=once, **buttons)


async def record(occasion: Occasion, *, given: bool) -> None:
    """Remembers the answer, with the hash of the words that were shown, and lets it hold from now on."""
    person = occasion.person
    person.keeps_entries = given
    shown = occasion.words.say(WELCOME)
    await occasion.store.people.consent(
        Consent(
            organisation_id=person.organisation_id,
            person_id=person.id,
            purpose=KEEPING,
            given=given,
            text_hash=hashlib.sha256(shown.encode()).hexdigest(),
            surface=f"{occasion.event.sender.platform} {_surface(occasion)}",
            said_at=occasion.now,
        )
    )


def _surface(occasion: Occasion) -> str:
    return "chat" if isinstance(occasion.event, Said | Commanded) else "button or form"
