"""Somebody who knows the rule of the wall, sorted its points, and saw every look at it and everybody who came and went.

Exact: certain is what holds in every way in which the points could have been written that agrees with all that was
seen. To show that something is not certain, one other way is enough; it is looked for among those that differ from
what really happened by two people trading places, by a point or two changing hands, or by one point changing hands
after all of a theme, or all of somebody's points, went to one person.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product

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
        return all(self.saw(point, author) for point, author in enumerate(authors)) and self.could_be(authors)

    def saw(self, point: int, author: str) -> bool:
        """Whether every look agrees with that point being theirs."""
        return all((author in look.there) == (point in look.points) for look in self.looks)


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


def deduced_by_trying_everything(
    seen: Seen, really: Authors, people: Collection[str], insiders: Collection[str] = ()
) -> Certain:
    """The same, gone through world by world. What really happened has to be one of them."""
    hidden = sorted(set(people) - set(insiders))
    worlds = [one for one in product(*([who] if who in insiders else hidden for who in really)) if seen.agrees(one)]
    assert really in worlds, "what was seen was not what happened"
    return frozenset(
        (person, theme, answers.pop())
        for person, theme in product(hidden, sorted(set(seen.themes)))
        if len(answers := {_behind(seen, one, person, theme) for one in worlds}) == 1
    )


def _behind(seen: Seen, authors: Authors, person: str, theme: str) -> bool:
    return any(who == person and under == theme for who, under in zip(authors, seen.themes, strict=True))


def _others(seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]) -> Iterator[Authors]:
    """Ways that differ from what happened: trading places, giving the theme's points away, or taking one on."""
    if not _can_differ(seen, really, person, theme, hidden):
        return
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
    yield from _after_putting_together(seen, really, person, theme, hidden)


def _can_differ(seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]) -> bool:
    """Whether the looks alone leave a way: all that is theirs under the theme may be others', or some of it theirs."""
    under = [at for at, one in enumerate(seen.themes) if one == theme and really[at] in hidden]
    if _behind(seen, really, person, theme):
        own = [at for at in under if really[at] == person]
        return all(any(seen.saw(at, other) for other in hidden if other != person) for at in own)
    return any(seen.saw(at, person) for at in under)


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


def _after_putting_together(
    seen: Seen, really: Authors, person: str, theme: str, hidden: Sequence[str]
) -> Iterator[Authors]:
    """First a theme, or all that somebody wrote, goes to one person; then a point is taken on, or the theme's given."""
    for base in _put_together(seen, really, hidden):
        yield base
        for point, under in enumerate(seen.themes):
            if under == theme and base[point] in hidden:
                yield (*base[:point], person, *base[point + 1 :])
        for other in hidden:
            pairs = zip(base, seen.themes, strict=True)
            yield tuple(other if (who, under) == (person, theme) else who for who, under in pairs)


def _put_together(seen: Seen, really: Authors, hidden: Sequence[str]) -> Iterator[Authors]:
    """A theme that is all of one person may be hidden for its own sake; who has no points is one author fewer."""
    for some, whole in product(_subsets(sorted(set(seen.themes))), hidden):
        pairs = zip(really, seen.themes, strict=True)
        yield tuple(whole if under in some and who in hidden else who for who, under in pairs)
    for author, whole in product(sorted(set(really) & set(hidden)), hidden):
        yield tuple(whole if who == author else who for who in really)


def _subsets(themes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The smaller ones first."""
    return chain.from_iterable(combinations(themes, many) for many in range(1, len(themes) + 1))


_FEW = 2  # points that are given away one by one: more of one person under one theme is rare
