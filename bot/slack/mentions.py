"""Who is mentioned in what somebody typed or chose: their ids at Slack."""

import re
from collections.abc import Iterable

from bot.chat.event import Commanded, Event, Submitted

# `<@U0123>` or `<@U0123|ada>`, as Slack writes a mention into a command
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
# the id of a person, as a field of people holds it: no option of ours looks like one
_ID = re.compile(r"[UW][A-Z0-9]+")


def mentioned_in(event: Event) -> list[str]:
    """The ids of the people whom a command or a form names, each once."""
    match event:
        case Commanded(text=text):
            return list(dict.fromkeys(_MENTION.findall(text)))
        case Submitted(values=values):
            return list(dict.fromkeys(one for value in values.values() for one in _chosen(value)))
        case _:
            return []


def _chosen(value: object) -> Iterable[str]:
    chosen = value if isinstance(value, tuple) else ()
    return [one for one in chosen if isinstance(one, str) and _ID.fullmatch(one)]
