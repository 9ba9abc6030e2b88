"""Nobody can be found behind a theme of the wall, whoever joins, takes a point out or is erased."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, combinations_with_replacement, product
from random import Random
from typing import Literal, get_args

import pytest

from bot.rules.wall_anonymity import (
    MOST_POINTS,
    Shown,
    Unsigned,
    cards_go_up,
    crowded,
    enough,
    opens,
    shown_of,
)
from tests.sizes import size
from tests.wall_attacker import Authors, Look, Seen, deduced, deduced_by_trying_everything

RUNS = 20_000
HARD = (4030, 11313, 14888, 16308, 16958)  # the other ways of these are far from what happened
THEMES = ("rota", "respect", "silence", "handover", "beds")

# How the wall is shown: by the rule; by its numbers, but found among those that an erasure has left; or as it stands at
# each look, with every theme that has anything under it.
Showing = Literal["by the rule", "as erasures leave it", "as it stands"]


@dataclass(frozen=True)
class Written:
    """One point: under which theme it is sorted, whose it is, and whether it was there when the wall was foretold."""

    theme: str
    author: str
    early: bool = True


@dataclass
class Group:
    """A cohort by chance, and the points that its people wrote, in an order that tells nothing."""

    chance: Random
    people: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    points: list[Written] = field(default_factory=list)
    joined: int = 0
    erased: set[str] = field(default_factory=set)
    taken_out: int = 0

    def joins(self) -> None:
        """In pairs, and the odd one out as the third of the last pair."""
        name = f"p{self.joined}"
        self.pairs[name] = f"pair {self.joined // 2}"
        self.joined += 1
        self.people.append(name)

    def writes(self) -> None:
        for person in self.people:
            for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
                self.points.append(Written(self._theme(), person))
        self.chance.shuffle(self.points)

    def writes_one_more(self) -> None:
        """Late: what was foretold did not count it."""
        if self.people:
            self.points.append(Written(self._theme(), self.chance.choice(self.people), early=False))

    def takes_out(self) -> None:
        """Nobody sees whose it was."""
        if self.points:
            self.points.remove(self.chance.choice(self.points))
            self.taken_out += 1

    def leaves(self) -> None:
        """What was offered stays."""
        if self.people:
            self.people.remove(self.chance.choice(self.people))

    def is_erased(self) -> None:
        if self.people:
            gone = self.chance.choice(self.people)
            self.people.remove(gone)
            self.erased.add(gone)
            self.points = [one for one in self.points if one.author != gone]

    def something_happens(self, *more: Callable[[], None]) -> None:
        for _ in range(self.chance.randint(0, 2)):
            self.chance.choice((self.joins, self.takes_out, self.leaves, self.is_erased, *more))()

    def _theme(self) -> str:
        return self.chance.choice(THEMES[: self.chance.randint(1, 5)])


def group_of(run: int) -> Group:
    """As it is when it is foretold whether the wall opens, after some have come and gone."""
    group = Group(Random(run))
    for _ in range(group.chance.randint(8, 20)):
        group.joins()
    if group.joined % 2:
        group.pairs[f"p{group.joined - 1}"] = f"pair {(group.joined - 1) // 2 - 1}"
    group.writes()
    group.something_happens()
    return group


@dataclass(frozen=True)
class Wall:
    """What there is to see of a wall, whose its points really are, and what was shown."""

    seen: Seen
    authors: Authors
    shown: Shown = field(default_factory=Shown)
    later: frozenset[str] = frozenset()  # who came after it was foretold that the wall opens

    @property
    def there(self) -> list[str]:
        """Who could be behind the points that were gathered."""
        return sorted(self.seen.looks[0].there)


def wall_of(group: Group, showing: Showing) -> Wall:
    """What there is to see while people join, leave, take points out and are erased.

    Whether it opens is foretold; then the points are gathered, and who sorts them sees them all; then it is revealed.
    Whatever happens from there on, no words without a name are shown any more: there is nothing further to see.
    """
    if showing == "as it stands":
        return as_it_stands(group)
    before, people_before, pairs = tuple(group.points), tuple(group.people), dict(group.pairs)
    group.something_happens(group.writes_one_more)
    gathered = [one for one in group.points if one.author in group.people]
    there, authors = frozenset(group.people), tuple(one.author for one in gathered)
    group.points, group.erased, group.taken_out = list(gathered), set(), 0
    group.something_happens()

    # who is erased or leaves is seen; whose points were taken out is not
    gone = {one.author for one in before if one.author not in there}
    unseen = sum(one.author in there for one in before if one not in gathered)

    def could_be_foretold(ways: Authors) -> bool:
        early = {who for who, one in zip(ways, gathered, strict=True) if one.early} | gone
        whose = combinations_with_replacement(there, unseen)  # one person may have written several
        return any(opens(early | {*some}, people_before, pairs) == foretold for some in whose)

    foretold = opens({one.author for one in before}, people_before, pairs)
    in_group = there & frozenset(group.people)  # who joined since cannot be behind anything
    known = {one: pair for one, pair in group.pairs.items() if one in in_group}
    unsorted = showing == "by the rule" and bool(group.erased)

    def shown(left: Sequence[Written]) -> Shown:
        found = shown_of([Unsigned(None if unsorted else one.theme, one.author) for one in left], in_group, known)
        # what is under no theme cannot be seen either, once words without a name are shown no more
        return replace(found, others=False) if group.erased or group.taken_out else found

    def could_be(ways: Authors) -> bool:
        if not could_be_foretold(ways):
            return False
        points = [replace(one, author=who) for one, who in zip(gathered, ways, strict=True)]
        left = [one for one in points if one.author not in group.erased]
        # of what was taken out, nobody sees which points they were
        return any(shown(one) == really for one in combinations(left, max(0, len(left) - group.taken_out)))

    really = shown(group.points)
    themes = tuple(one.theme for one in gathered)
    look = Look(frozenset(range(len(gathered))), there)
    later = (there if foretold else frozenset[str]()) - frozenset(people_before)
    return Wall(Seen(themes, (look,), MOST_POINTS, could_be), authors, really, later)


def as_it_stands(group: Group) -> Wall:
    gathered = [one for one in group.points if one.author in group.people]
    themes, authors = tuple(one.theme for one in gathered), tuple(one.author for one in gathered)
    everything = frozenset(range(len(authors)))
    looks = [Look(everything, frozenset(group.people))]
    gone: set[str] = set()
    for _ in range(group.chance.randint(0, 2)):
        gone.add(group.chance.choice(group.people))
        left = frozenset(at for at in everything if authors[at] not in gone)
        looks.append(Look(left, frozenset(group.people) - gone))
    return Wall(Seen(themes, tuple(looks), MOST_POINTS, lambda _: True), authors)


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_an_attacker_who_sees_everything_but_the_authors_is_never_certain_of_anybody(insiders: int) -> None:
    shown = 0
    for run in (*range(size(RUNS)), *HARD):
        wall = wall_of(group_of(run), "by the rule")
        spies = wall.there[:insiders]
        certain = deduced(wall.seen, wall.authors, wall.there, spies)
        # whoever wrote all points of a theme that is not shown knows that nobody else did: from nothing that is shown
        own = {one for one in certain if spies and one[1] not in wall.shown.themes and not one[2]}
        # where hardly more points are gathered than had to be there when it was foretold, later comers wrote none
        later = {one for one in certain if one[0] in wall.later and not one[2]}
        assert certain == own | later, f"run {run}"
        shown += len(wall.shown.themes)

    tell(f"by the rule, with {insiders} insiders: nobody found out in {size(RUNS)} cohorts, {shown} themes shown")
    assert shown > size(RUNS) // 2, "who shows nothing hides everything"


@pytest.mark.parametrize("showing", ["as erasures leave it", "as it stands"])
def test_the_same_attacker_finds_people_out_where_the_wall_is_shown_otherwise(showing: Showing) -> None:
    won, behind = 0, 0
    runs = size(RUNS // 5)  # it has more to go through where nothing agrees
    for run in range(runs):
        wall = wall_of(group_of(run), showing)
        certain = deduced(wall.seen, wall.authors, wall.there)
        truth = set(zip(wall.authors, wall.seen.themes, strict=True))
        assert all(((who, theme) in truth) == is_behind for who, theme, is_behind in certain), f"run {run}"
        won += bool(certain)
        behind += any(one[2] for one in certain)

    tell(
        f"{showing}: somebody found out in {won} of {runs} cohorts ({won / runs:.1%}), "
        f"to be behind a theme in {behind} ({behind / runs:.1%})"
    )
    assert won > 0


def test_the_attacker_finds_whatever_there_is_to_find_and_nothing_else() -> None:
    certain = 0
    for run in range(size(800)):
        for insiders, showing in enumerate(get_args(Showing), start=run):
            wall = wall_of(small_group(Random(run)), showing)
            spies = wall.there[: insiders % 3]
            found = deduced(wall.seen, wall.authors, wall.there, spies)
            assert found == deduced_by_trying_everything(wall.seen, wall.authors, wall.there, spies), (run, showing)
            certain += len(found)

    assert certain > 0


@pytest.mark.parametrize(("run", "showing", "insiders"), [(16308, "by the rule", 0), (1514, "as erasures leave it", 2)])
def test_the_attacker_claims_no_more_than_is_true_where_the_other_ways_are_far(
    run: int, showing: Showing, insiders: int
) -> None:
    wall = wall_of(group_of(run), showing)
    spies = wall.there[:insiders]

    found = deduced(wall.seen, wall.authors, wall.there, spies)

    assert found == deduced_by_trying_everything(wall.seen, wall.authors, wall.there, spies)


def small_group(chance: Random) -> Group:
    """Two to seven people with four points at the most: every way in which these could be theirs can be tried."""
    group = Group(chance)
    for _ in range(chance.randint(2, 7)):
        group.joins()
    group.points = [
        Written(chance.choice(THEMES[:3]), chance.choice(group.people)) for _ in range(chance.randint(1, 4))
    ]
    return group


def tell(line: str) -> None:
    """The figures themselves, for whoever reads along (`pytest -s`)."""
    sys.stdout.write(f"\n{line}\n")


PAIRS = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "3", "f": "3"}


@pytest.mark.parametrize(
    ("authors", "is_enough"),
    [("abc", True), ("ab", False), ("aab", False), ("aabbc", True), ("", False)],
)
def test_three_people_of_two_pairs_are_enough(authors: str, *, is_enough: bool) -> None:
    assert enough(authors, PAIRS) is is_enough


def test_a_trio_alone_is_not_enough() -> None:
    assert not enough("abc", {"a": "1", "b": "1", "c": "1"})


def test_a_wall_needs_six_people_who_take_part() -> None:
    assert opens("abc", PAIRS, PAIRS)
    assert not opens("abc", "abcde", PAIRS)


def test_points_of_people_who_left_open_no_wall() -> None:
    assert not opens("abc", "bcdefgh", PAIRS)


def test_who_left_after_the_gathering_is_still_behind_their_points() -> None:
    assert shown_of(under(rota="abc"), "bcdefg", PAIRS).themes == {"rota"}
    assert shown_of(under(rota="abc"), "bcdef", PAIRS).themes == set()


def under(**authors: str) -> list[Unsigned]:
    return [Unsigned(theme, author) for theme, people in authors.items() for author in people]


def test_a_theme_with_too_few_people_goes_to_the_others() -> None:
    shown = shown_of(under(rota="abc", beds="cde", silence="ab", lists="ce"), PAIRS, PAIRS)

    assert shown == Shown(frozenset({"rota", "beds"}), others=True)


def test_the_smallest_theme_joins_the_others_where_these_are_too_few_alone() -> None:
    shown = shown_of(under(rota="abcde", beds="cde", silence="a"), PAIRS, PAIRS)

    assert shown == Shown(frozenset({"rota"}), others=True)


def test_nothing_is_left_over_where_every_theme_has_enough() -> None:
    assert shown_of(under(rota="abc", beds="cde"), PAIRS, PAIRS) == Shown(frozenset({"rota", "beds"}), others=False)


def test_cards_without_an_author_are_nobody_s_support() -> None:
    cards = [Unsigned("rota", None)] * 5

    assert shown_of([*cards, *under(beds="abc")], PAIRS, PAIRS) == Shown(frozenset(), others=True)


def test_so_many_points_that_nobody_can_have_had_none_are_shown_under_no_theme() -> None:
    crowd = under(rota="abcdef" * 5, beds="abc")

    assert shown_of(crowd, PAIRS, PAIRS) == Shown(frozenset(), others=True)


# -- lines of pair cards -----------------------------------------------------------------------------------------------

KINDS = ("notice", "wonder", "realise", "barrier", "test")
Visit = tuple[str, str]  # of whom, to whom


@dataclass
class Cards:
    """Visits that have a card; for each kind, under which theme each card's line stands. `ruled`: shown by the rule."""

    visits: Mapping[Visit, str]  # all there are, with their pair
    of: tuple[Visit, ...]
    themes: Mapping[str, tuple[str | None, ...]]
    ruled: bool = False

    def certain(self, spies: Collection[str]) -> set[tuple[str, str]]:
        """Who is certain to be behind a theme, for spies who know the cards that they and their partners wrote."""
        known = {person for visit in self.visits if set(visit) & set(spies) for person in visit}
        people = {person for visit in self.visits for person in visit} - known
        themes = {one for kind in KINDS for one in self.themes[kind] if one}
        return {
            (person, theme)
            for person, theme in product(people, themes)
            if not any(self._leaves_out(person, theme, way, spies) for way in self._ways(spies))
        }

    def _ways(self, spies: Collection[str]) -> Iterator[tuple[Visit, ...]]:
        """Every choice of visits whose cards these could be."""
        own = tuple(visit for visit in self.of if set(visit) & set(spies))
        unknown = [visit for visit in self.visits if not set(visit) & set(spies)]
        for others in combinations(unknown, len(self.of) - len(own)):
            way = own + others
            if not self.ruled or cards_go_up([self.visits[one] for one in way], self.visits.values()):
                yield way

    def _leaves_out(self, person: str, theme: str, way: Collection[Visit], spies: Collection[str]) -> bool:
        """Whether all lines under that theme could be of others: in each kind there is room elsewhere."""
        cards = sum(person in visit for visit in way)
        return all(self._elsewhere(theme, kind, spies) >= cards for kind in KINDS)

    def _elsewhere(self, theme: str, kind: str, spies: Collection[str]) -> int:
        """How many lines of that kind stand elsewhere and are none of the spies' own."""
        lines = zip(self.of, self.themes[kind], strict=True)
        return sum(under != theme for visit, under in lines if not set(visit) & set(spies))


def cards_of(run: int) -> Cards:
    """Pairs by chance, a trio among them now and then, and the cards that some of them approved."""
    chance = Random(run)
    visits: dict[Visit, str] = {}
    for pair in range(chance.randint(2, 5)):
        people = [f"{pair}{letter}" for letter in ("abc" if chance.random() < 0.2 else "ab")]  # one pair in five
        visits |= {(one, people[(at + 1) % len(people)]): str(pair) for at, one in enumerate(people)}
    of = tuple(chance.sample(sorted(visits), chance.randint(1, len(visits))))
    many = chance.randint(1, 5)
    return Cards(visits, of, {kind: tuple(chance.choice((None, *THEMES[:many])) for _ in of) for kind in KINDS})


def by_the_rule(cards: Cards) -> Cards | None:
    """As these are shown; None where they are not."""
    if not cards_go_up([cards.visits[one] for one in cards.of], cards.visits.values()):
        return None
    lines = [(theme, kind) for kind in KINDS for theme in cards.themes[kind]]
    full = crowded(lines, len(cards.of))
    themes = {kind: tuple(None if one in full else one for one in cards.themes[kind]) for kind in KINDS}
    return replace(cards, themes=themes, ruled=True)


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_no_line_of_a_pair_card_makes_anybody_certain_of_who_is_behind_a_theme(insiders: int) -> None:
    shown = 0
    for run in range(size(4_000)):
        cards = by_the_rule(cards_of(run))
        if cards is None:
            continue
        people = sorted({person for visit in cards.visits for person in visit})
        assert cards.certain(Random(run).sample(people, insiders)) == set(), f"run {run}"
        shown += any(theme for kind in KINDS for theme in cards.themes[kind])

    tell(f"pair cards, with {insiders} insiders: nobody found out where {shown} cohorts had lines under themes")
    assert shown > size(4_000) // 20, "who shows nothing hides everything"


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_the_same_spies_find_people_out_where_lines_are_shown_as_they_stand(insiders: int) -> None:
    won = 0
    for run in range(size(4_000)):
        cards = cards_of(run)
        people = sorted({person for visit in cards.visits for person in visit})
        won += bool(cards.certain(Random(run).sample(people, insiders)))

    tell(f"pair cards as they stand, with {insiders} insiders: somebody found out in {won} of {size(4_000)} cohorts")
    assert won > 0
