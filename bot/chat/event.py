"""What people do, in the bot's own words. An event never carries a platform's raw payload."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

FilledIn = str | bool | date | time | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Address:
    """Where words come from or go to: a person, a room, or a person in a room. Ids are the platform's own.

    `workspace` is the Slack team or Teams tenant, taken from the verified envelope only.
    """

    platform: str
    workspace: str
    person: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows of a person. Empty where it does not say: `timezone` is an IANA name."""

    name: str = ""
    timezone: str = ""
    language: str = ""
    email: str = ""
    guest: bool = False
    bot: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What every event has. `id` is the same for every repeat of the same event; `at` is real time, UTC.

    `names` says what the platform calls the people who are mentioned in it, by their ids there; whoever could not be
    looked up at once is not in it.
    """

    id: str
    sender: Address
    at: datetime
    profile: Profile = field(default_factory=Profile, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Happening):
    """Typed words in the private chat. `thread` and `message` are the platform's ids of messages."""

    text: str = field(repr=False)
    message: str
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Happening):
    """The words of that message as they are now. `at` is when they were changed."""

    text: str = field(repr=False)
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Happening):
    """That message was taken out of the chat; it may be one that we never heard of."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Happening):
    """A button, or a shortcut. `action` is a packed action; `posted` the message that bears the button."""

    action: str
    posted: "Posted | None" = None
    quoted: str = field(default="", repr=False)  # the message a message shortcut was used on


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Happening):
    """A form sent in. `token` is the packed action that the form was opened with."""

    token: str
    values: Mapping[str, FilledIn] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded(Happening):
    """A command, without its slash word: `text` is what stands after it. `name` is "exchange" or "reflect"."""

    name: str
    text: str = field(repr=False)
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedHome(Happening):
    """A person looks at Home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Happening):
    """A person became known to a workspace, or their profile changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Happening):
    """A person left the workspace; with an empty `sender.person`, the whole workspace left."""


Event = Said | Edited | Deleted | Pressed | Submitted | Commanded | OpenedHome | Joined | Left


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a chat: the room it is in and its platform id (Slack: channel and ts)."""

    room: str
    message: str
