"""Who exchanges with whom: the best possible pairs, and what speaks for and against each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations


class Against(StrEnum):
    """What speaks against two people exchanging, the worst first."""

    REPORTING_LINE = "reporting_line"
    EARLIER_PAIR = "earlier_pair"
    SAME_DEPARTMENT = "same_department"
    SAME_PROFESSION = "same_profession"


NEVER = frozenset({Against.REPORTING_LINE, Against.EARLIER_PAIR})

# each weighs more than all that is lighter can together, in a cohort of up to 150 people
_WEIGHT = {
    Against.REPORTING_LINE: 100_000_000,
    Against.EARLIER_PAIR: 1_000_000,
    Against.SAME_DEPARTMENT: 1_000,
    Against.SAME_PROFESSION: 1,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be paired. `known_as` holds every handle (e-mail, platform id) that a `reports_to` may name."""

    id: str
    department: str = ""
    profession: str = ""
    known_as: frozenset[str] = frozenset()
    reports_to: str = ""


Earlier = frozenset[frozenset[str]]
Group = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class PairRule:
    """The rule for one cohort. `earlier` holds the pairs of ids that were one before, in any cohort.

    `others` take part too and have a partner already: reporting lines can run over them.
    """

    candidates: tuple[Candidate, ...]
    earlier: Earlier = frozenset()
    others: tuple[Candidate, ...] = ()

    def suggest(self) -> tuple[Group, ...]:
        """Everybody in one pair, or in the one trio of an odd number, with as little against it as can be.

        Among all ways to pair these people none has less against it. Fewer than two people make no pair.
        """
        if len(self.candidates) < 2:
            return ()
        if len(self.candidates) % 2 == 0:
            return self._pairs(self.candidates)
        return self._with_trio()

    def joining(self, one: Candidate, pairs: Sequence[Group]) -> Group | None:
        """The trio that somebody makes with the pair that suits them best; None where there is no pair."""
        trios = [(*pair, one) for pair in pairs if len(pair) == 2]
        return min(trios, key=self.cost, default=None)

    def against(self, one: Candidate, other: Candidate) -> frozenset[Against]:
        """What speaks against these two."""
        found = set()
        if self._above(one, other) or self._above(other, one):
            found.add(Against.REPORTING_LINE)
        if frozenset({one.id, other.id}) in self.earlier:
            found.add(Against.EARLIER_PAIR)
        if _same(one.department, other.department):
            found.add(Against.SAME_DEPARTMENT)
        if _same(one.profession, other.profession):
            found.add(Against.SAME_PROFESSION)
        return frozenset(found)

    def against_group(self, group: Sequence[Candidate]) -> frozenset[Against]:
        """What speaks against any two of a group: in a trio each visits one and hosts the other."""
        return frozenset[Against]().union(*(self.against(one, other) for one, other in combinations(group, 2)))

    def cost(self, group: Sequence[Candidate]) -> int:
        """How much speaks against a group; 0 is the best."""
        pairs = combinations(group, 2)
        return sum(_WEIGHT[reason] for one, other in pairs for reason in self.against(one, other))

    def _above(self, one: Candidate, other: Candidate) -> bool:
        """Whether `other` reports to `one`, directly or over people who take part."""
        seen: set[str] = set()
        below: Candidate | None = other
        while below is not None and below.reports_to and below.id not in seen:
            seen.add(below.id)
            if below.reports_to.casefold() in one.known_as:
                return True
            below = self._known_as(below.reports_to)
        return False

    def _known_as(self, handle: str) -> Candidate | None:
        return next((one for one in (*self.candidates, *self.others) if handle.casefold() in one.known_as), None)

    def _pairs(self, people: Sequence[Candidate]) -> tuple[Group, ...]:
        import rustworkx  # pairs are made once in half a year, and most processes never make one

        graph: rustworkx.PyGraph[Candidate, int] = rustworkx.PyGraph()
        nodes = graph.add_nodes_from(people)
        edges = [(a, b, self.cost((graph[a], graph[b]))) for a, b in combinations(nodes, 2)]
        graph.add_edges_from(edges)
        most = max((cost for _, _, cost in edges), default=0)
        # the heaviest matching is the one with the least against it, once weights are turned round
        matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda cost: most - cost)
        pairs = [_in_order(people, graph[a], graph[b]) for a, b in matched]
        return tuple(sorted(pairs, key=lambda pair: people.index(pair[0])))

    def _with_trio(self) -> tuple[Group, ...]:
        """Tries every trio, the one with the least against it first, leaving out what cannot be better."""
        cheapest = {one.id: self._cheapest(one) for one in self.candidates}
        everybody = sum(cheapest.values())
        best: tuple[Group, ...] = ()
        least = -1
        for cost, trio in self._trios():
            # no way of pairing the rest has less against it than if everyone got whom suits them best
            rest_at_least = (everybody - sum(cheapest[one.id] for one in trio)) / 2
            if best and cost + rest_at_least >= least:
                continue
            groups = (*self._pairs(tuple(one for one in self.candidates if one not in trio)), trio)
            total = sum(self.cost(group) for group in groups)
            if not best or total < least:
                best, least = groups, total
        return best

    def _trios(self) -> Iterator[tuple[int, Group]]:
        costs = {frozenset(pair): self.cost(pair) for pair in combinations(self.candidates, 2)}
        weighed = [
            (sum(costs[frozenset(pair)] for pair in combinations(trio, 2)), trio)
            for trio in combinations(self.candidates, 3)
        ]
        yield from sorted(weighed, key=lambda one: one[0])

    def _cheapest(self, one: Candidate) -> int:
        return min(self.cost((one, other)) for other in self.candidates if other is not one)


def legs(group: Sequence[Candidate]) -> tuple[tuple[Candidate, Candidate], ...]:
    """Who visits whom: a pair in both directions, a trio in a circle."""
    return tuple((visitor, group[(place + 1) % len(group)]) for place, visitor in enumerate(group))


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def _in_order(people: Sequence[Candidate], *group: Candidate) -> Group:
    return tuple(sorted(group, key=people.index))
