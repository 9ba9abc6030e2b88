"""What was typed, as it was meant: our own mention taken out, others kept, and a command told from a reflection."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.command import NotUnderstood, understand

_TAG = re.compile(r"""</?at(?:\s+id=["'][^"']*["'])?>""")  # as Teams writes it; any other sign is the writer's
_SLASH = re.compile(r"/?exchange(?: coach)?\b[:,]?\s*", re.IGNORECASE)
# What commands have behind them and thoughts hardly ever: a mention, an address, a day, a time of day, a quoted name,
# or nothing but a language's or a weekday's short name.
_DETAIL = re.compile(r"<@|[^\s@]+@\S+\.|\d{4}-\d\d-\d\d|\d\d?:\d\d|[\"“]|^[A-Za-z]{2,3}(?:-[A-Za-z]{2,3})?$")
_FEW = 4  # words behind a command of two or three words that are still no sentence

# Nothing stands behind these: with more behind them, they begin a thought.
_ALONE = frozenset(
    {("today",), ("journal",), ("resume",), ("privacy",), ("leave",), ("week",), ("status",), ("audit",)}
)
# What is typed behind these is kept either way.
_WRITING = frozenset({("reflect",), ("note",)})


def typed_in(activity: Mapping[str, Any], bot: str) -> str:
    """The text of a message without the mention of the bot; people who are mentioned stand as `<@id>`."""
    text = str(activity.get("text") or "")
    for mention in _mentions(activity):
        who = mention.get("mentioned") or {}
        shown = str(mention.get("text") or f"<at>{who.get('name', '')}</at>")
        text = text.replace(shown, "" if who.get("id") == bot else f"<@{who.get('id', '')}>", 1)
    return _TAG.sub("", text).replace("&nbsp;", " ").replace("\xa0", " ").strip()


def is_legible(text: str) -> bool:
    """Whether anything stands there that can be seen: some keyboards leave invisible characters alone in a message."""
    return any(one.isprintable() and not one.isspace() for one in text)


def mentioned_in(activity: Mapping[str, Any], bot: str) -> dict[str, str]:
    """What the people who are mentioned are called, by their ids."""
    people = [mention.get("mentioned") or {} for mention in _mentions(activity)]
    return {str(one["id"]): str(one.get("name") or "") for one in people if one.get("id") and one["id"] != bot}


def mentions(activity: Mapping[str, Any], person: str) -> bool:
    return any((one.get("mentioned") or {}).get("id") == person for one in _mentions(activity))


def command_in(text: str) -> str | None:
    """The command that a message in the private chat is; None for words that are to be kept.

    What begins with `/` or with our name is meant for us. Otherwise only what can hardly be the start of a thought is
    a command: the words of one and nothing more, or with details behind them as a command has them.
    """
    addressed = _SLASH.match(text)
    if text.startswith("/"):
        return text[addressed.end() :] if addressed else text[1:]
    if addressed:
        return _addressed(text, text[addressed.end() :])
    found = understand(text)
    if not text or isinstance(found, NotUnderstood) or not _in_full(text, found.command.words):
        return None
    return text if not found.rest or _is_behind(found.command.words, found.rest, text) else None


def _addressed(text: str, rest: str) -> str | None:
    """What stands behind our name, where that is a command or nearly one: “Exchange with Ada was hard” is a thought."""
    found = understand(rest)
    if not isinstance(found, NotUnderstood):
        return rest if not rest or command_in(rest) is not None or text[:1].islower() else None
    return rest if text[:1].islower() and found.nearest and len(rest.split()) <= _FEW else None


def _in_full(text: str, words: Sequence[str]) -> bool:
    """Whether the command stands there in full: `pause` alone is one too, but with more behind it begins a thought."""
    low = tuple(text.lower().split())
    return low[: len(words)] == tuple(words) or len(low) == 1


def _is_behind(words: tuple[str, ...], rest: str, text: str) -> bool:
    if words == ("help",):
        return not isinstance(understand(rest), NotUnderstood)
    if words in _WRITING:
        return text[:1].islower()
    if words in _ALONE:
        return False
    few = len(words) > 1 and len(rest.split()) <= _FEW and not rest.endswith((".", "!", "?"))
    return few or _DETAIL.search(rest) is not None


def _mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entities = activity.get("entities") or ()
    return [one for one in entities if isinstance(one, Mapping) and str(one.get("type", "")).lower() == "mention"]
