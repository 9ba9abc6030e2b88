"""What the bot can show a person: a message with buttons, or a form with fields.

Every text here is Markdown in the small subset that both platforms can show: bold, italic, lists, quotes
and paragraphs. There is no block tree: whatever cannot be said with these values is not said.
None of them prints what is read on it: it may be what somebody wrote.
"""

from dataclasses import dataclass, field
from datetime import date, time


class Markdown(str):
    """Text whose marks are meant. Any other string is escaped before it is put into a sentence."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `action` is a packed action of `bot.chat.action`, opaque here."""

    label: str = field(repr=False)
    action: str
    opens_form: bool = False
    style: str = ""  # "", "primary" or "danger"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture (a chart) at an address, with the words for those who cannot see it."""

    url: str
    alternative: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with its own buttons."""

    text: str = field(repr=False)
    buttons: tuple[Button, ...] = ()
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What the bot says in a chat, or shows on Home. `by_model` puts the AI label on it."""

    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    items: tuple[Item, ...] = ()
    buttons: tuple[Button, ...] = ()
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. `value` is what comes back."""

    value: str
    label: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextField:
    """Words, on one line or on many; `longest` in characters (3,000 is what a Slack form holds)."""

    key: str
    label: str = field(repr=False)
    value: str = field(default="", repr=False)
    hint: str = field(default="", repr=False)
    optional: bool = False
    multiline: bool = False
    longest: int = 3000


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One option of several; with `many`, any number of them. `value` holds the chosen values."""

    key: str
    label: str = field(repr=False)
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = field(default="", repr=False)
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class DateField:
    """A day, without a time."""

    key: str
    label: str = field(repr=False)
    value: date | None = None
    hint: str = field(default="", repr=False)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TimeField:
    """A local time of day, to the minute."""

    key: str
    label: str = field(repr=False)
    value: time | None = None
    hint: str = field(default="", repr=False)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PeopleField:
    """People of this workspace, by their platform ids."""

    key: str
    label: str = field(repr=False)
    value: tuple[str, ...] = ()
    hint: str = field(default="", repr=False)
    optional: bool = False
    many: bool = True


@dataclass(frozen=True, slots=True)
class TickField:
    """One box to tick: yes or no."""

    key: str
    label: str = field(repr=False)
    value: bool = False
    hint: str = field(default="", repr=False)
    optional: bool = True


Field = TextField | ChoiceField | DateField | TimeField | PeopleField | TickField


@dataclass(frozen=True, slots=True)
class Form:
    """A private form: Slack modal, Teams dialog.

    `token` is a packed action that comes back with what was filled in; an empty `submit` makes a form that
    can only be read and closed. What is written here never becomes a chat message.
    """

    title: str = field(repr=False)
    text: str = field(default="", repr=False)
    fields: tuple[Field, ...] = ()
    submit: str = field(default="", repr=False)
    token: str = ""
    items: tuple[Item, ...] = field(default=())
