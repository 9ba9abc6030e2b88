"""Who is paired with whom in a cohort now, and who could be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.dates import today_of
from bot.chat.occasion import Occasion
from bot.rules.pairing import Candidate, Couples, Group, PairRule
from bot.rules.reporting_lines import handles
from storage.cohorts import Member, begun
from storage.tables import Cohort, Leg, PairWish, Person


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who takes part, by the id of their participation, with the visits that stand."""

    cohort: Cohort
    candidates: dict[str, Candidate]
    people: dict[str, Person]
    legs: tuple[Leg, ...]
    earlier: Couples
    wishes: tuple[PairWish, ...]
    today: date

    @property
    def unpaired(self) -> tuple[Candidate, ...]:
        paired = self._paired()
        return tuple(one for key, one in self.candidates.items() if key not in paired)

    @property
    def rule(self) -> PairRule:
        """The rule for those who have no partner, made anew each time: whoever looks at many groups asks once."""
        paired = self._paired()
        others = tuple(one for key, one in self.candidates.items() if key in paired)
        vetoes = frozenset(frozenset({one.participation_id, one.other_id}) for one in self.wishes if not one.wished)
        wishes = frozenset((one.participation_id, one.other_id) for one in self.wishes if one.wished)
        return PairRule(self.unpaired, self.earlier, others, vetoes, wishes)

    def group(self, ids: Iterable[str]) -> Group:
        """These people, without those who take part no more."""
        return tuple(self.candidates[one] for one in ids if one in self.candidates)

    def groups(self) -> list[Group]:
        """The pairs and trios that stand."""
        found: dict[str, dict[str, Candidate]] = {}
        for leg in self.legs:
            group = found.setdefault(leg.group_id, {})
            group |= {one: self.candidates[one] for one in (leg.visitor_id, leg.host_id) if one in self.candidates}
        return [tuple(group.values()) for group in found.values()]

    def ways(self) -> Iterable[tuple[Group, ...]]:
        """The best groups for those without a partner, and others to choose from.

        Somebody who is alone joins a pair that has not begun.
        """
        unpaired = self.unpaired
        if len(unpaired) != 1:
            return self.rule.ways()
        pairs = [group for group in self.groups() if not self.begun_for([group])]
        trio = self.rule.joining(unpaired[0], pairs)
        return ((trio,),) if trio else ()

    def touched(self, groups: Iterable[Sequence[Candidate]]) -> list[Leg]:
        """Every visit of a pair or trio that one of these people is in."""
        ids = {one.id for group in groups for one in group}
        undone = {leg.group_id for leg in self.legs if ids & {leg.visitor_id, leg.host_id}}
        return [leg for leg in self.legs if leg.group_id in undone]

    def begun_for(self, groups: Iterable[Sequence[Candidate]]) -> bool:
        """Whether a visit of one of these people has begun already."""
        return any(begun(leg, self.today) for leg in self.touched(groups))

    def left_alone(self, group: Sequence[Candidate]) -> Group:
        """Who loses a partner when these people make a new group."""
        ids = {one for leg in self.touched([group]) for one in (leg.visitor_id, leg.host_id)}
        return tuple(one for key, one in self.candidates.items() if key in ids and one not in group)

    def _paired(self) -> set[str]:
        return {one for leg in self.legs for one in (leg.visitor_id, leg.host_id)}


async def roster_of(occasion: Occasion, cohort: Cohort) -> Roster:
    """The cohort's people and visits as they stand now; today is the cohort's own."""
    store = occasion.store
    members = await store.cohorts.members(cohort.id)
    return Roster(
        cohort=cohort,
        candidates={one.participation.id: _candidate(one) for one in members},
        people={one.participation.id: one.person for one in members},
        legs=await store.cohorts.legs(cohort.id),
        earlier=_among(members, await store.cohorts.earlier_pairs(cohort)),
        wishes=tuple(await store.wishes.among(one.participation.id for one in members)),
        today=today_of(cohort, occasion.now),
    )


def _candidate(member: Member) -> Candidate:
    row = member.participation
    return Candidate(row.id, row.department, row.profession, handles(member.person), row.reports_to, row.site)


def _among(members: Sequence[Member], earlier: frozenset[frozenset[str]]) -> Couples:
    """Earlier pairs of persons as pairs of these participations."""
    ids = {one.person.id: one.participation.id for one in members}
    return frozenset(frozenset(ids[person] for person in pair) for pair in earlier if pair <= ids.keys())
