"""How a typed command names a person: by a mention, or by an e-mail address."""

import re
from dataclasses import dataclass

# what Slack makes of a mention (`<@U123>`, `<@U123|ada>`) and of an address (`<mailto:ada@x.org|ada@x.org>`); the
# end of a mention may be missing, because a shown name with spaces in it is cut where words are cut
_MENTION = re.compile(r"<@(?P<id>[^|>\s]+)(\|[^>]*)?>?")
_LINKED = re.compile(r"<mailto:(?P<email>[^|>\s]+)(\|[^>]*)?>")
# enough to tell an address from a name; whether anybody has it is for the platform to say
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A person as somebody typed them: exactly one of the two is set. The address is in small letters."""

    external_id: str = ""
    email: str = ""


def named(token: str) -> Named | None:
    """Whom a word of a command means, or None where it names nobody that can be told for certain."""
    word = token.strip().rstrip(",;")
    if mention := _MENTION.fullmatch(word):
        return Named(external_id=mention["id"])
    linked = _LINKED.fullmatch(word)
    address = linked["email"] if linked else word
    return Named(email=address.casefold()) if _EMAIL.fullmatch(address) else None
