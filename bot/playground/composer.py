"""What Slack's client makes of typed text before the app sees it: escapes, mentions, links."""

import re
from collections.abc import Callable

from bot.playground.refusal import Json
from bot.playground.workspace import Workspace

_LINK = re.compile(r"https?://[^\s<>]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_TYPED_MENTION = re.compile(r"&lt;([@#])(\w+)(?:\|[^&]*)?&gt;")


def escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text/#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(workspace: Workspace, text: str) -> str:
    """A message: mentions as `<@U1>`, addresses as links. https://docs.slack.dev/messaging/formatting-message-text"""
    return _LINK.sub(_linked, _mentioned(workspace, text, lambda id_, _: f"<@{id_}>"))


def as_command(workspace: Workspace, text: str) -> str:
    """A command's text: mentions as `<@U1|name>`, rooms as `<#C1|name>`, nothing else changed.

    https://docs.slack.dev/interactivity/implementing-slash-commands/#creating_commands (`should_escape`)
    """
    return _mentioned(workspace, text, lambda id_, name: f"<@{id_}|{name}>")


def as_rich_text(text: str) -> list[Json]:
    """The block that Slack's client makes of a typed message."""
    said = [{"type": "text", "text": text}] if text else []
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": said}]}]


def _mentioned(workspace: Workspace, text: str, mention: Callable[[str, str], str]) -> str:
    """`@Name` and `<@U1>` are mentions where such a person lives here, `#name` a room."""
    safe = escaped(text)
    for person in sorted(workspace.people.values(), key=lambda one: -len(one.name)):
        safe = safe.replace(f"@{escaped(person.name)}", mention(person.id, person.username))
    for room in workspace.rooms.values():
        if not room.private:
            safe = re.sub(rf"(?<![\w|])#{re.escape(room.name)}\b", f"<#{room.id}|{room.name}>", safe)
    return _TYPED_MENTION.sub(lambda found: _restored(workspace, found, mention), safe)


def _restored(workspace: Workspace, found: re.Match[str], mention: Callable[[str, str], str]) -> str:
    mark, id_ = found[1], found[2]
    if mark == "@" and id_ in workspace.people:
        return mention(id_, workspace.people[id_].username)
    if mark == "#" and id_ in workspace.rooms:
        return f"<#{id_}|{workspace.rooms[id_].name}>"
    return found[0]


def _linked(found: re.Match[str]) -> str:
    address = found[0]
    return f"<mailto:{address}|{address}>" if "://" not in address else f"<{address}>"
