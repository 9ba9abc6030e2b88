"""Somebody who knows the rule of the wall, sorted its points, and saw every look at it and everybody who came and went.

Exact: certain is what holds in every way in which the points could have been written that agrees with all that was
seen. To show that something is not certain, one other way is enough; it is looked for among those that differ from
what really happened by two people trading places, by one point changing hands, or by a theme that is all one person's.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

Authors = tuple[str, ...]
"""Whose each point is, in the points' order."""


@dataclass(frozen=True)
class Look:
    """The wall as it was seen once: which points stood there, who could be behind them, and what else was shown."""

    points: frozenset[int]
    there: frozenset[str]


@dataclass(frozen=True)
class Seen:
    """All that the attacker knows: under which theme each point was sorted, every look, and what the rule released.

    `could_be` says whether the rule could have released the same, had the points been these people's.
    """

    themes: tuple[str, ...]
    looks: tuple[Look, ...]
    most: int  # points of one person
    could_be: Callable[[Authors], bool]

    def agrees(self, authors: Authors) -> bool:
        """Whether it could have been like that."""
        if len(authors) > self.most and max(Counter(authors).values()) > self.most:
            return False
        everywhere = all(
            (author in look.there) == (point in look.points)
            for look in self.looks
            for point, author in enumerate(authors)
        )
        return everywhere and self.could_be(authors)


Certain = frozenset[tuple[str, str, bool]]
"""Who is certain to be behind which theme (True), or not to be (False)."""


def deduced(seen: Seen, really: Authors, people: Collection[str], insiders: Collection[str] = ()) -> Certain:
    """What follows for certain about those who are no insiders; these know their own points."""
    found, agrees = set(), cache(seen.agrees)  # the same way comes up for several people and themes
    hidden = sorted(set(people) - set(insiders))
    for person, theme in product(hidden, sorted(set(seen.themes))):
        is_behind = _behind(seen, really, person, theme)
        if not any(
            _behind(seen, other, person, theme) != is_behind and agrees(other)
            for other in _others(seen, really, person, theme, hidden)
        ):
            found.add((person, theme, is_behind))
    return frozenset(found)


def deduced_by_trying_everything(seen: Seen, really: Authors, people: Sequence[str]) -> Certain:
    """The same, gone through world by world."""
    worlds = [one for one in product(people, repeat=len(really)) if seen.agrees(one)]
    return frozenset(
        (person, theme, answers.pop())
        for person, theme in product(people, sorted(set(seen.themes)))
        if len(answers := {_behind(seen, one, person, theme) for one in worlds}) == 1
    )


def _behind(seen: Seen, authors: Authors, person: str, theme: str) -> bool:
    return any(who == person and under == theme for who, under in zip(authors, seen.themes, strict=True))


def _others(seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]) -> Iterator[Authors]:
    """Ways that differ from what happened: trading places, giving the theme's points away, or taking one on."""
    for other in hidden:
        if other == person:
            continue
        places: Mapping[str, str] = {person: other, other: person}
        yield tuple(places.get(one, one) for one in really)
        given = zip(really, seen.themes, strict=True)
        yield tuple(other if (who, under) == (person, theme) else who for who, under in given)
    for point, (who, under) in enumerate(zip(really, seen.themes, strict=True)):
        if under == theme and who in hidden:
            yield (*really[:point], person, *really[point + 1 :])
    yield from _given_to_several(seen, really, person, theme, hidden)
    yield from _beside_another(seen, really, person, theme, hidden)


def _given_to_several(seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]) -> Iterator[Authors]:
    """The person's points under the theme go to two others, or one is taken on and another given in its place."""
    own = [at for at, one in enumerate(really) if (one, seen.themes[at]) == (person, theme)]
    takers = [one for one in hidden if one != person]
    if len(own) <= _FEW:
        for whom in product(takers, repeat=len(own)):
            yield tuple(whom[own.index(at)] if at in own else one for at, one in enumerate(really))
    for at, under in enumerate(seen.themes):
        for instead, taker in product(range(len(really)), takers):
            if under == theme and really[at] in hidden and really[instead] in hidden and instead != at:
                changed = list(really)
                changed[at], changed[instead] = person, taker
                yield tuple(changed)


def _beside_another(seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]) -> Iterator[Authors]:
    """Another theme is all of one person, so that it is for its sake that it is not shown; then one point moves."""
    for other, whole in product(sorted(set(seen.themes) - {theme}), hidden):
        pairs = zip(really, seen.themes, strict=True)
        base = [whole if under == other and who in hidden else who for who, under in pairs]
        for point, under in enumerate(seen.themes):
            if under == theme and base[point] in hidden:
                yield (*base[:point], person, *base[point + 1 :])
        if whole != person:
            pairs = zip(base, seen.themes, strict=True)
            yield tuple(whole if (who, under) == (person, theme) else who for who, under in pairs)


_FEW = 2  # points that are given away one by one: more of one person under one theme is rare
