"""One request of Slack's, translated: what happened, and by which ways it can be answered."""

from dataclasses import dataclass, field

from bot.chat.event import Event
from bot.slack.calls import PLATFORM

_LONGEST_ID = 200  # characters, as the table of seen events allows


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event with what only the edge needs to answer it.

    `trigger` opens a form within three seconds. `response_url` answers where the person is (five times in half an
    hour). `form` is the modal in which a button was pressed and `form_title` its title; `blocks` are the block ids of
    the fields in a form that was sent in. `on_home` marks a button on Home. `thread` is the thread in which a button
    stands. `external` marks somebody of another organisation, who reaches us through a shared channel.
    """

    event: Event
    trigger: str = field(default="", repr=False)
    response_url: str = field(default="", repr=False)
    form: str = ""
    form_title: str = ""
    blocks: tuple[str, ...] = ()
    on_home: bool = False
    thread: str = ""
    external: bool = False


def event_id(workspace: str, *parts: str) -> str:
    """The id of an event: the same parts give the same id."""
    return ":".join((PLATFORM, workspace, *parts))[:_LONGEST_ID]
