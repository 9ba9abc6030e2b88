"""What a flow answers to the person who did something. The edge performs it; only that person sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.event import Posted
from prompts.message import Form, Message


@dataclass(frozen=True, slots=True)
class Document:
    """A file for one person or room."""

    name: str
    title: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the edge does next, all of it private to the asker.

    `say` is a message (ephemeral, or in the private chat, `in_thread` of the message that was said); `open` a form
    to open (or, after a form was sent in, the form that takes its place); `replace` what the message with the pressed
    button turns into (or the message `replaced`, where none was pressed), and `others` are further messages with what
    they turn into; `home` a new Home; `documents` are sent to the private chat.

    `problems` go under the fields of the form that was sent in, by field key, and nothing of it is stored. Where the
    form needs a field more, it comes back as `open`, with all that was filled in.
    """

    say: Message | None = None
    open: Form | None = None
    replace: Message | None = None
    replaced: Posted | None = None
    others: tuple[tuple[Posted, Message], ...] = ()
    home: Message | None = None
    problems: Mapping[str, str] = field(default_factory=dict, repr=False)
    documents: tuple[Document, ...] = ()
    in_thread: str = ""
