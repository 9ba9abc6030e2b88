"""What a flow answers, as a table that reception reads."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.action import Action
from bot.chat.command import Typed
from bot.chat.event import Happening
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply

Answering = Callable[[Occasion], Awaitable[Reply]]
Typing = Callable[[Occasion, Typed], Awaitable[Reply]]
# the action's own type is known to the method it is listed for, not to the table
Pressing = Callable[[Occasion, Any], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Typed commands by their words, buttons and forms by their action, other events by their type.

    A form's token is an action too: `presses` opens it, `submissions` takes what was filled in. `repeats` shows what
    comes after it to whoever sends it in again, because they saw no answer: it was taken, and is not taken twice.
    """

    commands: Mapping[tuple[str, ...], Typing] = field(default_factory=dict)
    presses: Mapping[type[Action], Pressing] = field(default_factory=dict)
    submissions: Mapping[type[Action], Pressing] = field(default_factory=dict)
    repeats: Mapping[type[Action], Pressing] = field(default_factory=dict)
    events: Mapping[type[Happening], Answering] = field(default_factory=dict)
