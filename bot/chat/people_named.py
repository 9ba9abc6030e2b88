"""Who a typed word names: somebody of this workspace by mention, or anybody by e-mail address."""

import re
from dataclasses import dataclass

# Slack: <@U123>, <@U123|ada>; an address as it is, or as Slack links it: <mailto:a@x.org|a@x.org>
_MENTION = re.compile(r"<@(?P<id>[^|>\s]+)(?:\|(?P<name>[^>]*))?>")
_EMAIL = re.compile(r"(?:<mailto:)?(?P<email>[^@\s<>|,;]+@[^@\s<>|,;]+\.[^@\s<>|,;.]+)(?:\|[^>]*>|>)?")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody of the asker's workspace. `id` is the platform's own, `name` what the mention shows, if anything."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Email:
    """Somebody by e-mail address, in small letters."""

    address: str


def named(token: str) -> Mention | Email | None:
    """Whom that word names; None when it names nobody. A comma or semicolon at its end is not part of it."""
    word = token.strip().strip(",;")
    if found := _MENTION.fullmatch(word):
        return Mention(found["id"], found["name"] or "")
    if found := _EMAIL.fullmatch(word):
        return Email(found["email"].casefold())
    return None
