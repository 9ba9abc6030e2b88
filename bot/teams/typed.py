"""What was typed, as it was meant: our own mention taken out, others kept, and a command told from a reflection."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.command import NotUnderstood, understand

_TAG = re.compile(r"</?at[^>]*>")
_SLASH = re.compile(r"/?exchange(?: coach)?\b[:,]?\s*", re.IGNORECASE)
_DETAIL = re.compile(r"[a-z][a-z _-]{0,30}:|[\d<\"“]|[^\s@]+@", re.IGNORECASE)  # `name: …`, a date, a mention, a quote

# These take words of their own after them, and are written as a word alone in the middle of nowhere: what is typed
# after them is kept either way.
_WRITING = frozenset({("reflect",), ("note",)})


def typed_in(activity: Mapping[str, Any], bot: str) -> str:
    """The text of a message without the mention of the bot; people who are mentioned stand as `<@id>`."""
    text = str(activity.get("text") or "")
    for mention in _mentions(activity):
        who = mention.get("mentioned") or {}
        shown = str(mention.get("text") or f"<at>{who.get('name', '')}</at>")
        text = text.replace(shown, "" if who.get("id") == bot else f"<@{who.get('id', '')}>", 1)
    return _TAG.sub("", text).replace("&nbsp;", " ").replace("\xa0", " ").strip()


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
    if addressed or text.startswith("/"):
        return text[addressed.end() :] if addressed else text[1:]
    found = understand(text)
    if not text or isinstance(found, NotUnderstood):
        return None
    if not found.rest or _DETAIL.match(found.rest):
        return text if _as_typed(text, found.command.words) else None
    return text if found.command.words in _WRITING and text[:1].islower() else None


def _as_typed(text: str, words: Sequence[str]) -> bool:
    """Whether the command stands there in full: `pause` alone is one too, but `cohort` may begin a thought."""
    low = tuple(text.lower().split())
    return low[: len(words)] == tuple(words) or len(low) == 1


def _mentions(activity: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entities = activity.get("entities") or ()
    return [one for one in entities if isinstance(one, Mapping) and str(one.get("type", "")).lower() == "mention"]
