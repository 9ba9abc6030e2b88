"""Settings whose name was written almost right: without a word, they would count for nothing."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

_LIKE = 0.8  # of 1: a letter or two; what others call EXCHANGE_… for purposes of their own is further away


def misspelt(environment: Mapping[str, str], prefix: str, names: Sequence[str]) -> list[str]:
    """A sentence for each variable that is none of those names, but very like one; `names` are in lower case."""
    known = [name.upper() for name in names]
    return [
        f"{prefix}{given} is no setting: it should probably be {prefix}{near[0]}."
        for given in _unknown(environment, prefix, known)
        if (near := get_close_matches(given.upper(), known, n=1, cutoff=_LIKE))
    ]


def _unknown(environment: Mapping[str, str], prefix: str, known: Iterable[str]) -> list[str]:
    begun = {name.removeprefix(prefix) for name in environment if name.startswith(prefix)}
    return sorted(begun.difference(known))
