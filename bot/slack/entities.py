"""Turns the marks that Slack puts into typed text back into what the person meant."""

import re

_ENTITY = re.compile(r"<([^<>]*)>")


def as_typed(text: str) -> str:
    """What was typed, as plain text: mentions as `@name`, links as the words that were typed, `&amp;` as `&`."""
    return _unescaped(_ENTITY.sub(lambda found: _shown(found[1]), text))


def with_mentions(text: str) -> str:
    """The same for a command, where `<@U1|name>` and `<#C1|name>` stay, because they say who or where is meant."""
    return _unescaped(_ENTITY.sub(lambda found: found[0] if found[1][:1] in {"@", "#"} else _shown(found[1]), text))


def _shown(entity: str) -> str:
    target, _, label = entity.partition("|")
    match target[:1]:
        case "@" | "#":
            return target[0] + (label or target[1:])
        case "!":
            return _special(target[1:], label)
        case _:
            return label or target if not target.startswith("mailto:") else target.removeprefix("mailto:")


def _special(target: str, label: str) -> str:
    if label:
        return label
    return "@" + target.rpartition("^")[2]  # !here, !channel, !subteam^S1


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
