"""What a person of the sample can do, so that a script can be written as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.action import Action
from bot.chat.event import FilledIn


@dataclass(frozen=True, slots=True)
class Types:
    """A command: `/exchange …`, or `/reflect …`. Without a `room` it is typed in the private chat."""

    text: str
    name: str = "exchange"
    room: str = ""


@dataclass(frozen=True, slots=True)
class Says:
    """Plain words in the private chat, in the thread of a message if it is named."""

    text: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Presses:
    """The newest button whose label stands under that key of the words; of several side by side, the one at `place`."""

    label: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Fills:
    """Sends the form in that was opened last. Fields that are not named keep what they show."""

    values: Mapping[str, FilledIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chooses:
    """Sends the form in that was opened last, with the first option of each field whose key begins like that."""

    fields: tuple[str, ...]
    values: Mapping[str, FilledIn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Uses:
    """A shortcut, or an old button: that action. `quoted` is the message that a shortcut was used on."""

    action: Action
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class ComesHome:
    """Opens Home."""


@dataclass(frozen=True, slots=True)
class GoesAway:
    """Is no longer in the workspace."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes until that moment in UTC, such as `2027-01-18 09:00`, and what waits to be said then is said."""

    until: str


Act = Types | Says | Presses | Fills | Chooses | Uses | ComesHome | GoesAway | Waits

# What comes of it is written down under that name; who does it; and what they do.
Step = tuple[str, str, Act]
