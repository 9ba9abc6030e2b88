"""Whom a form's field for people names: people chosen from a list, or typed where a platform has no such list."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from bot.chat.event import FilledIn
from bot.chat.occasion import Occasion
from bot.chat.people_named import Named, named, people_in
from bot.chat.wrong import Wrong

_BETWEEN = re.compile(r"[,;\n]+")  # a list that was copied from a mail program has semicolons
_BRACKETS = "<>"  # that mail programs put around an address


@dataclass(frozen=True, slots=True)
class PeopleEntered:
    """Each of them once, in order; `wrong` says which word names nobody."""

    people: tuple[Named, ...]
    wrong: Wrong | None = None


async def people_entered(occasion: Occasion, key: str) -> PeopleEntered:
    """Chosen people come by the platform's ids, whether we have met them or not.

    Typed ones come by their e-mail addresses, alone or as a mail program copies them (`Ada Byron <ada@x.example>`),
    with commas, spaces or lines between; an id is only somebody's if we know them, because any word could be one.
    """
    entered = occasion.filled_in.get(key)
    if not isinstance(entered, str):
        return PeopleEntered(_chosen(entered))
    words = [word for piece in _BETWEEN.split(entered) for word in _words(piece)]
    found = {one: await _typed(occasion, one) for one in words}
    unread = [Wrong("people_entered.unread", {"text": one}) for one, who in found.items() if who is None]
    return PeopleEntered(tuple(dict.fromkeys(who for who in found.values() if who)), next(iter(unread), None))


def _chosen(entered: FilledIn) -> tuple[Named, ...]:
    ids = people_in(entered) if isinstance(entered, tuple) else ()
    return tuple(Named(external_id=one) for one in ids)


def _words(piece: str) -> list[str]:
    """What stands for people in it: the address behind a name, or every word by itself."""
    name, address = parseaddr(piece)
    return [address] if name and "@" in address and piece.rstrip().endswith(">") else piece.split()


async def _typed(occasion: Occasion, word: str) -> Named | None:
    if who := named(word) or named(word.strip(_BRACKETS)):
        return who
    known = await occasion.store.people.at(occasion.person.workspace_id, word)
    return Named(external_id=known.external_id) if known else None
