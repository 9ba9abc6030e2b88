"""What stands after a command, as details: a few words, then keys with what belongs to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})  # no other words


@dataclass(frozen=True, slots=True)
class Details:
    """The words in front of the first key, and the words after each key."""

    bare: tuple[str, ...] = ()
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.given

    def text(self, key: str) -> str:
        """All words of that key with spaces between them; empty when the key was not given."""
        return " ".join(self.given.get(key, ()))

    @property
    def first(self) -> str:
        """The words that belong to no key, with spaces between them."""
        return " ".join(self.bare)


def details(arguments: Sequence[str], keys: Mapping[str, int], also: Mapping[str, str] = _NONE) -> Details:
    """Parts the words of a command at its keys. `keys` says how many words each takes at most, 0 for any number.

    A word too many belongs to no key, and a key that comes again adds nothing: `cohort new "Spring 2027" workshop
    2027-02-01 2027-02-02 country BE` is read as it looks. Quotes have been taken off before. `also` are other words for
    keys, each with its key.
    """
    bare: list[str] = []
    given: dict[str, list[str]] = {}
    open_key, room = "", 0
    for word in arguments:
        named = word.casefold().rstrip(":")
        key = also.get(named, named)
        if key in keys:
            open_key, room = key, keys[key] or len(arguments)
            # what follows a key that was given before is dropped: the first word counts
            values = [] if key in given else given.setdefault(key, [])
        elif open_key and room:
            values.append(word)
            room -= 1
        else:
            bare.append(word)
    return Details(tuple(bare), {key: tuple(values) for key, values in given.items()})
