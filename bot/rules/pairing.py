"""Who exchanges with whom: the best possible pairs, and what speaks for and against each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations


class Against(StrEnum):
    """What speaks against two people exchanging, the worst first."""

    IN_PRIVATE = "in_private"
    REPORTING_LINE = "reporting_line"
    EARLIER_PAIR = "earlier_pair"
    SAME_DEPARTMENT = "same_department"
    SAME_PROFESSION = "same_profession"
    SAME_SITE = "same_site"


NEVER = frozenset({Against.IN_PRIVATE, Against.REPORTING_LINE, Against.EARLIER_PAIR})

# Each weighs more than all that is lighter can together, in a cohort of up to 600 people.
_WEIGHT = {
    Against.IN_PRIVATE: 10**18,
    Against.REPORTING_LINE: 10**15,
    Against.EARLIER_PAIR: 10**12,
    Against.SAME_DEPARTMENT: 10**9,
    Against.SAME_PROFESSION: 10**3,
    Against.SAME_SITE: 1,
}
_WISH = 10**6  # of one for the other, between the department and the profession
_AGAIN = _WEIGHT[Against.SAME_DEPARTMENT]  # of a pair that was suggested before: another way should be another one
_WAYS = 3  # the best, and two to choose from instead
_FEW = 21  # people, of whom every possible trio can be tried in a second


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be paired. `known_as` holds every handle (e-mail, platform id) that a `reports_to` may name."""

    id: str
    department: str = ""
    profession: str = ""
    known_as: frozenset[str] = frozenset()
    reports_to: str = ""
    site: str = ""


Couples = frozenset[frozenset[str]]
Costs = Mapping[frozenset[str], int]
Group = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class PairRule:
    """The rule for one cohort. `earlier` holds the pairs of ids that were one before, in any cohort.

    `others` take part too and have a partner already: reporting lines can run over them. `vetoes` and `wishes`
    (who wishes for whom) were given in private: they weigh, and are never told.
    """

    candidates: tuple[Candidate, ...]
    earlier: Couples = frozenset()
    others: tuple[Candidate, ...] = ()
    vetoes: Couples = frozenset()
    wishes: frozenset[tuple[str, str]] = frozenset()
    _by_handle: Mapping[str, Candidate] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {handle: one for one in (*self.others, *self.candidates) for handle in one.known_as}
        object.__setattr__(self, "_by_handle", known)

    def suggest(self) -> tuple[Group, ...]:
        """Everybody in one pair, or in the one trio of an odd number, with as little against it as can be.

        Among all ways to pair these people none has less against it; of more than 21 people in an odd number, that
        holds for the pairs, and whoever is left joins the pair that suits them best. Fewer than two make no pair.
        """
        return self._best(self._costs()) if len(self.candidates) > 1 else ()

    def ways(self) -> Iterator[tuple[Group, ...]]:
        """The best way first, then up to two others to choose from, each as different as it can be at little cost."""
        costs: dict[frozenset[str], int] = self._costs()
        found: list[tuple[Group, ...]] = []
        while len(self.candidates) > 1 and len(found) < _WAYS:
            way = self._best(costs)
            if any(_the_same(way, other) for other in found):
                return
            yield way
            found.append(way)
            costs |= {couple: costs[couple] + _AGAIN for group in way for couple in _couples(group)}

    def joining(self, one: Candidate, pairs: Sequence[Group]) -> Group | None:
        """The trio that somebody makes with the pair that suits them best; None where there is no pair."""
        trios = [(*pair, one) for pair in pairs if len(pair) == 2]
        return min(trios, key=self.cost, default=None)

    def against(self, one: Candidate, other: Candidate) -> frozenset[Against]:
        """What speaks against these two."""
        couple = frozenset({one.id, other.id})
        speaks = {
            Against.IN_PRIVATE: couple in self.vetoes,
            Against.REPORTING_LINE: self._above(one, other) or self._above(other, one),
            Against.EARLIER_PAIR: couple in self.earlier,
            Against.SAME_DEPARTMENT: _same(one.department, other.department),
            Against.SAME_PROFESSION: _same(one.profession, other.profession),
            Against.SAME_SITE: _same(one.site, other.site),
        }
        return frozenset(reason for reason, so in speaks.items() if so)

    def against_group(self, group: Sequence[Candidate]) -> frozenset[Against]:
        """What speaks against any two of a group: in a trio each visits one and hosts the other."""
        return frozenset[Against]().union(*(self.against(one, other) for one, other in combinations(group, 2)))

    def cost(self, group: Sequence[Candidate]) -> int:
        """How much speaks against a group; the less the better, and below 0 where they wish for each other."""
        return sum(self._cost(one, other) for one, other in combinations(group, 2))

    def _costs(self) -> dict[frozenset[str], int]:
        return {
            frozenset({one.id, other.id}): self._cost(one, other) for one, other in combinations(self.candidates, 2)
        }

    def _best(self, costs: Costs) -> tuple[Group, ...]:
        if len(self.candidates) % 2 == 0:
            return _paired(self.candidates, costs)
        return self._with_trio(costs) if len(self.candidates) <= _FEW else self._with_late_trio(costs)

    def _cost(self, one: Candidate, other: Candidate) -> int:
        against = sum(_WEIGHT[reason] for reason in self.against(one, other))
        wishes = ((one.id, other.id) in self.wishes) + ((other.id, one.id) in self.wishes)
        return against - _WISH * wishes

    def _above(self, one: Candidate, other: Candidate) -> bool:
        """Whether `other` reports to `one`, directly or over people who take part."""
        seen: set[str] = set()
        below: Candidate | None = other
        while below is not None and below.reports_to and below.id not in seen:
            seen.add(below.id)
            if below.reports_to.casefold() in one.known_as:
                return True
            below = self._by_handle.get(below.reports_to.casefold())
        return False

    def _with_trio(self, costs: Costs) -> tuple[Group, ...]:
        """Tries every trio, the one with the least against it first, leaving out what cannot be better."""
        cheapest = {one.id: min(cost for couple, cost in costs.items() if one.id in couple) for one in self.candidates}
        everybody = sum(cheapest.values())
        best: tuple[Group, ...] = ()
        least = 0
        for cost, trio in sorted(self._trios(costs), key=lambda weighed: weighed[0]):
            # no way of pairing the rest has less against it than if everyone got whom suits them best
            rest_at_least = (everybody - sum(cheapest[one.id] for one in trio)) / 2
            if best and cost + rest_at_least >= least:
                continue
            groups = (*_paired(tuple(one for one in self.candidates if one not in trio), costs), trio)
            total = sum(_weight(group, costs) for group in groups)
            if not best or total < least:
                best, least = groups, total
        return best

    def _with_late_trio(self, costs: Costs) -> tuple[Group, ...]:
        pairs = _paired(self.candidates, costs)
        together = {one.id for pair in pairs for one in pair}
        alone = next(one for one in self.candidates if one.id not in together)
        trio = self.joining(alone, pairs) or ()
        return (*(pair for pair in pairs if not {*pair} <= {*trio}), trio)

    def _trios(self, costs: Costs) -> Iterator[tuple[int, Group]]:
        return ((_weight(trio, costs), trio) for trio in combinations(self.candidates, 3))


def _paired(people: Sequence[Candidate], costs: Costs) -> tuple[Group, ...]:
    """Everybody in pairs with the least against them; one of an odd number is left out."""
    import rustworkx  # pairs are made once in half a year, and most processes never make one

    graph: rustworkx.PyGraph[Candidate, int] = rustworkx.PyGraph()
    nodes = graph.add_nodes_from(people)
    edges = [(a, b, costs[frozenset({graph[a].id, graph[b].id})]) for a, b in combinations(nodes, 2)]
    graph.add_edges_from(edges)
    most = max((cost for _, _, cost in edges), default=0)
    # the heaviest matching is the one with the least against it, once weights are turned round
    matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda cost: most - cost)
    # nodes are numbered in the order of the people
    return tuple((graph[min(pair)], graph[max(pair)]) for pair in sorted(matched, key=min))


def _weight(group: Group, costs: Costs) -> int:
    return sum(costs[couple] for couple in _couples(group))


def legs(group: Sequence[Candidate]) -> tuple[tuple[Candidate, Candidate], ...]:
    """Who visits whom: a pair in both directions, a trio in a circle."""
    return tuple((visitor, group[(place + 1) % len(group)]) for place, visitor in enumerate(group))


def _couples(group: Group) -> Iterator[frozenset[str]]:
    return (frozenset({one.id, other.id}) for one, other in combinations(group, 2))


def _the_same(one: Sequence[Group], other: Sequence[Group]) -> bool:
    return {frozenset(group) for group in one} == {frozenset(group) for group in other}


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()
