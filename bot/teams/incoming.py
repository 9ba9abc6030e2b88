"""One activity of Teams, translated: what happened, and by which ways it can be answered."""

import hashlib
from dataclasses import dataclass, field
from enum import Enum

from bot.chat.event import Event
from bot.teams.connector import PLATFORM
from prompts.message import Form

_LONGEST_ID = 200  # characters, as the table of seen events allows


class Wants(Enum):
    """What Teams makes of the answer to a request."""

    NOTHING = "nothing"  # a message or a piece of news: what there is to say is sent
    CARD = "card"  # a button on a card: the answer takes the card's place
    DIALOG = "dialog"  # a button that opens a dialog
    AFTER_DIALOG = "after dialog"  # a dialog was sent in, or a button in it pressed: a new dialog, or none


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event with what only the edge needs to answer it.

    `service_url`, `conversation` and `bot` are the way back. `private` says that the conversation is the private chat
    with the sender; from anywhere else, answers go there. `form` is the form that was sent in, as it was filled in.
    """

    event: Event
    service_url: str
    conversation: str
    bot: str
    private: bool = True
    wants: Wants = Wants.NOTHING
    form: Form | None = field(default=None, repr=False)


def event_id(tenant: str, *parts: str) -> str:
    """The id of an event: the same parts give the same id, and others another one, however long they are."""
    whole = ":".join((PLATFORM, tenant, *parts))
    if len(whole) <= _LONGEST_ID:
        return whole
    return f"{PLATFORM}:{hashlib.blake2b(whole.encode(), digest_size=32).hexdigest()}"
