"""Nobody can be found behind a theme of the wall, whoever joins, takes a point out or is erased."""

import sys
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

import pytest

from bot.rules.wall_anonymity import MOST_POINTS, Shown, Unsigned, enough, opens, shown_of
from tests.sizes import size
from tests.wall_attacker import Authors, Look, Seen, deduced, deduced_by_trying_everything

RUNS = 20_000
THEMES = ("rota", "respect", "silence", "handover", "beds")

# How the wall is shown: by the rule; or as it stands at each look, with every theme that has anything under it.
Showing = Literal["by the rule", "as it stands"]


@dataclass
class Group:
    """A cohort by chance, and the points that its people wrote: (theme, author), in an order that tells nothing."""

    chance: Random
    people: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    points: list[tuple[str, str]] = field(default_factory=list)
    joined: int = 0

    def joins(self) -> None:
        """In pairs, and the odd one out as the third of the last pair."""
        name = f"p{self.joined}"
        self.pairs[name] = f"pair {self.joined // 2}"
        self.joined += 1
        self.people.append(name)

    def writes(self) -> None:
        for person in self.people:
            for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
                self.points.append((self.chance.choice(THEMES[: self.chance.randint(1, 5)]), person))
        self.chance.shuffle(self.points)

    def takes_out(self) -> None:
        if self.points:
            self.points.remove(self.chance.choice(self.points))

    def is_erased(self) -> None:
        gone = self.chance.choice(self.people)
        self.people.remove(gone)
        self.points = [one for one in self.points if one[1] != gone]


def group_of(run: int) -> Group:
    """As it is when the points are gathered, after some have come and gone."""
    group = Group(Random(run))
    for _ in range(group.chance.randint(8, 20)):
        group.joins()
    if group.joined % 2:
        group.pairs[f"p{group.joined - 1}"] = f"pair {(group.joined - 1) // 2 - 1}"
    group.writes()
    for _ in range(group.chance.randint(0, 2)):
        group.chance.choice((group.takes_out, group.is_erased))()
    return group


def released(group: Group, authors: Authors) -> Shown:
    points = [Unsigned(theme, author) for (theme, _), author in zip(group.points, authors, strict=True)]
    return shown_of(points, group.people, group.pairs)


def seen_of(group: Group, showing: Showing) -> tuple[Seen, Authors]:
    """What there is to see from the gathering on, while some take a point out and some are erased."""
    authors = tuple(author for _, author in group.points)
    themes = tuple(theme for theme, _ in group.points)
    everything = frozenset(range(len(authors)))
    looks = [Look(everything, frozenset(group.people))]
    if showing == "as it stands":
        gone: set[str] = set()
        for _ in range(group.chance.randint(0, 2)):
            gone.add(group.chance.choice(group.people))
            left = frozenset(at for at in everything if authors[at] not in gone)
            looks.append(Look(left, frozenset(group.people) - gone))
        return Seen(themes, tuple(looks), MOST_POINTS, lambda _: None), authors
    # whatever happens from here on, no words without a name are shown any more: there is nothing further to see
    return Seen(themes, tuple(looks), MOST_POINTS, lambda ways: released(group, ways)), authors


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_an_attacker_who_sees_everything_but_the_authors_is_never_certain_of_anybody(insiders: int) -> None:
    shown = 0
    for run in range(size(RUNS)):
        group = group_of(run)
        seen, authors = seen_of(group, "by the rule")
        what = released(group, authors)
        if what == Shown():
            continue
        spies = sorted(group.people)[:insiders]
        certain = deduced(seen, authors, group.people, spies)
        # whoever wrote all points of a theme that is not shown knows that nobody else did: from nothing that is shown
        own = {one for one in certain if spies and one[1] not in what.themes and not one[2]}
        assert certain == own, f"run {run}"
        shown += len(what.themes)

    tell(f"by the rule, with {insiders} insiders: nobody found out in {size(RUNS)} cohorts, {shown} themes shown")
    assert shown > size(RUNS) // 2, "who shows nothing hides everything"


def test_the_same_attacker_finds_people_out_where_the_wall_is_shown_as_it_stands() -> None:
    won = 0
    for run in range(size(RUNS // 4)):  # it wins soon, and has more to go through at each look
        group = group_of(run)
        seen, authors = seen_of(group, "as it stands")
        certain = {one for one in deduced(seen, authors, group.people) if one[2]}
        truth = {(author, theme, True) for theme, author in group.points}
        assert certain <= truth, f"run {run}"
        won += bool(certain)

    tell(f"as it stands: somebody found out in {won} of {size(RUNS // 4)} cohorts ({won / size(RUNS // 4):.1%})")
    assert won > 0


def test_the_attacker_finds_whatever_there_is_to_find() -> None:
    certain = 0
    for run in range(size(400)):
        group = small_group(Random(run))
        for showing in ("by the rule", "as it stands"):
            seen, authors = seen_of(replace(group, chance=Random(run)), showing)
            found = deduced(seen, authors, group.people)
            assert found == deduced_by_trying_everything(seen, authors, group.people), (run, showing)
            certain += len(found)

    assert certain > 0


def small_group(chance: Random) -> Group:
    """Six people with four points at the most: every way in which these could be theirs can be gone through."""
    group = Group(chance)
    for _ in range(6):
        group.joins()
    group.points = [(chance.choice(THEMES[:2]), chance.choice(group.people)) for _ in range(chance.randint(1, 4))]
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
