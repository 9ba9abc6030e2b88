"""How a typed command names a person, by a mention or an e-mail address, and how we name somebody we have not met."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prompts.words import Words
from storage.tables import Person

# what Slack makes of a mention (`<@U123>`, `<@U123|ada>`) and of an address (`<mailto:ada@x.org|ada@x.org>`); the
# end of a mention may be missing, because a shown name with spaces in it is cut where words are cut; no platform has
# ids of more than a hundred characters
_ID = re.compile(r"[^|>\s]{1,100}")
_MENTION = re.compile(rf"<@(?P<id>{_ID.pattern})(\|[^>]*)?>?")
_LINKED = re.compile(r"<mailto:(?P<email>[^|>\s]+)(\|[^>]*)?>")
# enough to tell an address from a name; whether anybody has it is for the platform to say
_LONGEST_ADDRESS = 254  # characters: no longer one can be written to (RFC 5321, 4.5.3.1.3)
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
    short = len(address) <= _LONGEST_ADDRESS
    return Named(email=address.casefold()) if short and _EMAIL.fullmatch(address) else None


def people_in(ids: Iterable[str]) -> tuple[str, ...]:
    """Whom a field for people names, without what is no platform's id."""
    return tuple(one for one in ids if _ID.fullmatch(one))


def called(person: Person, words: Words) -> str:
    """The person's name, as plain text; until we have met them, that we have not."""
    return person.name or unmet(person.external_id, words)


def unmet(mention: str, words: Words) -> str:
    """Somebody of whom we know nothing but the platform's id, which whoever mentioned them can compare."""
    return words.label("unmet.somebody", mention=mention)
