"""Somebody who knows the rule, who was counted at every release and what it showed, but nobody's answer.

Exact: of all the ways in which the marks could have been made, the attacker knows which agree with everything seen.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product


@dataclass(frozen=True)
class Seen:
    """One release about one mark: who was counted, how many had to have made it, and whether it was shown."""

    counted: frozenset[str]
    needed: int
    shown: bool


@dataclass(frozen=True)
class Known:
    """Of whom the attacker is certain that they made the mark, and of whom that they did not."""

    did: frozenset[str] = frozenset()
    did_not: frozenset[str] = frozenset()


def deduced(seen: Sequence[Seen], insiders: Collection[str] = (), marked: Collection[str] = ()) -> Known:
    """What follows for certain from releases about the same marks.

    `insiders` put together what they know: which of them are among `marked`. People who were counted at the same
    releases cannot be told apart, so that only how many of each such class made the mark has to be gone through.
    """
    everybody = sorted(frozenset[str]().union(*(one.counted for one in seen)) - frozenset(insiders))
    classes: dict[tuple[bool, ...], list[str]] = {}
    for person in everybody:
        classes.setdefault(tuple(person in one.counted for one in seen), []).append(person)
    own = [len(one.counted & frozenset(insiders) & frozenset(marked)) for one in seen]
    facts = tuple((one.needed - known, one.shown) for one, known in zip(seen, own, strict=True))
    patterns = tuple(sorted(classes))
    certain = _certain(patterns, tuple(len(classes[one]) for one in patterns), facts)
    found = [(classes[one], span) for one, span in zip(patterns, certain, strict=True)]
    return Known(
        frozenset(one for people, (least, _) in found if least == len(people) for one in people),
        frozenset(one for people, (_, most) in found if most == 0 for one in people),
    )


@cache  # the same few shapes come again and again
def _certain(
    patterns: tuple[tuple[bool, ...], ...], sizes: tuple[int, ...], facts: tuple[tuple[int, bool], ...]
) -> tuple[tuple[int, int], ...]:
    """The least and the most of each class that can have made the mark."""
    worlds = list(_worlds(patterns, sizes, facts))
    assert worlds, "what really happened is one of them"
    return tuple((min(place), max(place)) for place in zip(*worlds, strict=True)) if patterns else ()


def _worlds(
    patterns: tuple[tuple[bool, ...], ...], sizes: tuple[int, ...], facts: tuple[tuple[int, bool], ...]
) -> Iterator[tuple[int, ...]]:
    for world in product(*(range(size + 1) for size in sizes)):
        counts = (sum(many for many, row in zip(world, patterns, strict=True) if row[at]) for at in range(len(facts)))
        if all((count >= needed) == shown for count, (needed, shown) in zip(counts, facts, strict=True)):
            yield world
