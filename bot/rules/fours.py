"""Who sits with whom in fours: two pairs of different departments, and nobody with whom they report to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

FEWEST, MOST = 3, 6  # people in a group; two cannot sit back and listen, and of seven not everybody speaks
_LINE, _SIZE, _DEPARTMENT = 1000, 10, 1  # a reporting line weighs more than all the rest together
_HIGHEST = 1_000_000  # more than any two can have against them, so that every weight is above nought


@dataclass(frozen=True, slots=True)
class Seat:
    """One person: `pair` is their pair or trio, `known_as` and `reports_to` are handles in small letters."""

    id: str
    pair: str
    department: str
    known_as: frozenset[str] = frozenset()
    reports_to: str = ""


Group = tuple[Seat, ...]


def fours(seats: Iterable[Seat]) -> tuple[Group, ...]:
    """The groups, each of three to six people: pairs stay together, and two of them sit together.

    Where the numbers do not fit, a pair or a single person joins the group where least speaks against it. Everybody is
    in one group; fewer than three people make none. The same people give the same groups.
    """
    units = _pairs(seats)
    if sum(len(unit) for unit in units) < FEWEST:
        return ()
    return tuple(sorted(_whole(_together(units)), key=_name))


def smallest(sizes: dict[int, int]) -> int | None:
    """Which group somebody joins who comes late, by the groups' numbers and how many are in each; None without any."""
    return min(sizes, key=lambda number: (sizes[number], number), default=None)


def _pairs(seats: Iterable[Seat]) -> list[Group]:
    """Who exchanged with whom, as far as they are here."""
    together: dict[str, list[Seat]] = {}
    for seat in sorted(seats, key=lambda one: one.id):
        together.setdefault(seat.pair or seat.id, []).append(seat)
    return [part for unit in together.values() for part in _parts(unit)]


def _parts(unit: list[Seat]) -> list[Group]:
    """A group of more than six is none that can sit together."""
    return [tuple(unit[at : at + MOST // 2]) for at in range(0, len(unit), MOST // 2)]


def _together(units: Sequence[Group]) -> list[Group]:
    """Two and two, so that least speaks against all of them together; one is left over where the number is odd."""
    import rustworkx  # groups are made once in a debrief, and most processes never make one

    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(units))))
    for one, other in combinations(range(len(units)), 2):
        graph.add_edge(one, other, _HIGHEST - _against(units[one] + units[other]))
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    two = sorted(tuple(sorted(pair)) for pair in found)
    left = set(range(len(units))) - {place for pair in two for place in pair}
    return [units[one] + units[other] for one, other in two] + [units[place] for place in sorted(left)]


def _whole(groups: list[Group]) -> list[Group]:
    """What is too small joins another group; where that gets too large, the two are parted anew."""
    while len(groups) > 1 and (small := next((one for one in groups if len(one) < FEWEST), None)):
        others = [one for one in groups if one is not small]
        best = min(others, key=lambda one: (len(one) + len(small) > MOST, _against(one + small), _name(one)))
        together = best + small
        parted = [together] if len(together) <= MOST else _halves(_pairs(together))
        groups = [one for one in others if one is not best] + parted
    return groups


def _halves(units: list[Group]) -> list[Group]:
    """Two groups of at least three, with least against them: units of three at the most can always be parted so."""
    sides: list[tuple[Group, ...]] = []
    for number in range(1, len(units)):
        sides += combinations(units, number)
    parted = [(_joined(side), _joined([one for one in units if one not in side])) for side in sides]
    fair = [two for two in parted if min(len(two[0]), len(two[1])) >= FEWEST]
    best = min(fair, key=lambda two: (_against(two[0]) + _against(two[1]), _name(two[0])))
    return list(best)


def _joined(units: Iterable[Group]) -> Group:
    return tuple(seat for unit in units for seat in unit)


def _against(group: Group) -> int:
    """What speaks against these people in one group."""
    two = list(combinations(group, 2))
    lines = sum(_is_a_line(one, other) or _is_a_line(other, one) for one, other in two)
    same = sum(one.department == other.department != "" for one, other in two if one.pair != other.pair)
    return _LINE * lines + _SIZE * abs(len(group) - 4) + _DEPARTMENT * same


def _is_a_line(one: Seat, other: Seat) -> bool:
    return bool(one.reports_to) and one.reports_to in other.known_as


def _name(group: Group) -> tuple[str, ...]:
    return tuple(sorted(seat.id for seat in group))
