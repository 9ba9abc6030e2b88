"""Nobody can be found behind what is shown of a group, whoever joins, withdraws or is erased."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from random import Random
from typing import Literal

import pytest

from bot.rules.anonymity import Mark, Shown, fewest_in_group, present
from tests.exact_attacker import Known, Seen, deduced
from tests.sizes import size

VALUES = ("respect", "candour", "care")
THINGS = tuple(product(VALUES, ("lived", "strained", "absent")))
WINDOWS = 3
RUNS = 20_000

# How the marks of a window are counted: once and for all, by the rule; by the rule's numbers, but anew at every look;
# or anew at every look among however few are left, with the number of people behind a thing alone.
Counting = Literal["once", "anew", "anew, in any group"]


@dataclass
class Group:
    """A cohort by chance: who takes part, who agreed to be counted, and what becomes of them window by window."""

    chance: Random
    threshold: int
    there: set[str] = field(default_factory=set)
    agreed: set[str] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    joined: int = 0

    def joins(self) -> None:
        self.joined += 1
        self.there.add(name := f"p{self.joined}")
        if self.chance.random() < 0.95:
            self.agreed.add(name)

    def withdraws(self) -> None:
        self.agreed -= self._somebody()

    def is_erased(self) -> None:
        gone = self._somebody()
        self.there -= gone
        self.agreed -= gone
        self.marks = [mark for mark in self.marks if mark[0] not in gone]

    def marks_things(self) -> None:
        """Each thing is seen by more people, or by fewer, as it happens."""
        likely = {thing: self.chance.random() for thing in THINGS}
        self.marks = [
            (one, *thing) for one in sorted(self.there) for thing in THINGS if self.chance.random() < likely[thing]
        ]

    def counted(self) -> frozenset[str]:
        return frozenset(self.agreed & self.there)

    def _somebody(self) -> set[str]:
        return {self.chance.choice(sorted(self.there))} if self.there else set()


@dataclass(frozen=True)
class Window:
    """What an attacker can see of one window: the group at each look, with what was shown to them then."""

    looks: tuple[tuple[frozenset[str], Shown], ...]
    threshold: int
    marks: tuple[Mark, ...]  # as they were made: nobody sees them


def windows(run: int, counting: Counting) -> Iterator[Window]:
    """A cohort's windows. People look when a window is released, and again after each thing that happens next."""
    chance = Random(run)
    group = Group(chance, chance.choice((5, 5, 5, 6, 7)))
    for _ in range(chance.randint(8, 20)):
        group.joins()
    for _ in range(WINDOWS):
        from_the_start = group.counted()
        group.marks_things()
        made = tuple(group.marks)
        something_happens(group, 2)  # inside the window
        eligible = group.counted() & from_the_start
        looks = [(eligible, shown_of(group, eligible, counting))]
        for _ in range(chance.randint(0, 4)):  # after its close
            something_happens(group, 1)
            eligible &= group.counted()
            looks.append(looks[0] if counting == "once" else (eligible, shown_of(group, eligible, counting)))
        yield Window(tuple(looks), group.threshold, made)


def something_happens(group: Group, most: int) -> None:
    for _ in range(group.chance.randint(0, most)):
        group.chance.choice((group.joins, group.withdraws, group.is_erased))()


def shown_of(group: Group, counted: frozenset[str], counting: Counting) -> Shown:
    if counting != "anew, in any group":
        return present(group.marks, counted, group.threshold)
    people = {thing: {mark[0] for mark in group.marks if mark[1:] == thing} & counted for thing in THINGS}
    return frozenset(thing for thing, behind in people.items() if len(behind) >= group.threshold)


def found_out(window: Window, counting: Counting, insiders: int = 0) -> list[tuple[tuple[str, str], Known]]:
    """What the attacker is certain of; by the rule, a group that is too small says nothing about anything."""
    smallest = 0 if counting == "anew, in any group" else fewest_in_group(window.threshold)
    looks = [look for look in dict.fromkeys(window.looks) if len(look[0]) >= smallest]
    spies = sorted(looks[0][0])[:insiders] if looks else []
    known = []
    for thing in THINGS:
        seen = [Seen(counted, window.threshold, thing in shown) for counted, shown in looks]
        marked = {mark[0] for mark in window.marks if mark[1:] == thing}
        if (certain := deduced(seen, spies, marked)) != Known():
            known.append((thing, certain))
    return known


@pytest.mark.parametrize("insiders", [0, 1, 2])
def test_an_attacker_who_sees_everything_but_the_answers_is_never_certain_of_anybody(insiders: int) -> None:
    shown = 0
    for run in range(size(RUNS)):
        for window in windows(run, "once"):
            assert found_out(window, "once", insiders) == [], f"run {run}"
            shown += len(window.looks[0][1])

    tell(f"by the rule, with {insiders} insiders: nobody found out in {size(RUNS)} cohorts, {shown} things shown")
    assert shown > size(RUNS), "who shows nothing hides everything"


@pytest.mark.parametrize("counting", ["anew", "anew, in any group"])
def test_the_same_attacker_finds_people_out_where_the_same_marks_are_counted_anew(counting: Counting) -> None:
    won, did = 0, 0
    for run in range(size(RUNS)):
        certain = [one for window in windows(run, counting) for one in truly_found_out(window, counting)]
        won += bool(certain)
        did += any(known.did for _, known in certain)

    tell(
        f"counted {counting}: somebody found out in {won} of {size(RUNS)} cohorts ({won / size(RUNS):.1%}), "
        f"to have made a mark in {did} ({did / size(RUNS):.1%})"
    )
    assert did > 0


def truly_found_out(window: Window, counting: Counting) -> list[tuple[tuple[str, str], Known]]:
    """What the attacker is certain of, which is always so."""
    certain = found_out(window, counting)
    for thing, known in certain:
        marked = {mark[0] for mark in window.marks if mark[1:] == thing}
        assert known.did <= marked
        assert not known.did_not & marked
    return certain


def tell(line: str) -> None:
    """The figures themselves, for whoever reads along (`pytest -s`)."""
    sys.stdout.write(f"\n{line}\n")


def test_the_attacker_goes_through_every_world_there_is() -> None:
    for run in range(size(4_000)):
        chance = Random(run)
        people = [f"p{number}" for number in range(chance.randint(1, 7))]
        marked = {one for one in people if chance.random() < 0.6}
        groups = [frozenset(one for one in people if chance.random() < 0.8) for _ in range(chance.randint(1, 3))]
        needed = chance.randint(1, 4)
        seen = [Seen(group, needed, len(group & marked) >= needed) for group in groups]

        assert deduced(seen) == by_trying_everything(seen), seen


def by_trying_everything(seen: list[Seen]) -> Known:
    people = sorted(frozenset[str]().union(*(one.counted for one in seen)))
    worlds = [
        frozenset(world)
        for many in range(len(people) + 1)
        for world in combinations(people, many)
        if all((len(one.counted & frozenset(world)) >= one.needed) == one.shown for one in seen)
    ]
    ever, always = frozenset[str]().union(*worlds), frozenset(people).intersection(*worlds)
    return Known(always, frozenset(people) - ever)


def marked_by(number: int) -> list[Mark]:
    return [(f"p{one}", "respect", "lived") for one in range(number)]


@pytest.mark.parametrize(
    ("marked", "eligible", "threshold", "shown"),
    [
        (5, 8, 5, True),
        (4, 8, 5, False),
        (0, 8, 5, False),
        (7, 7, 5, False),  # too small a group, whatever it did
        (8, 8, 6, False),  # a raised threshold raises the group too
        (6, 9, 6, True),
        (4, 20, 1, False),  # nothing lowers it below five
        (5, 20, 1, True),
    ],
)
def test_a_thing_is_shown_with_enough_people_behind_it_in_a_group_that_is_large_enough(
    marked: int, eligible: int, threshold: int, shown: bool
) -> None:
    group = [f"p{one}" for one in range(eligible)]

    assert present(marked_by(marked), group, threshold) == ({("respect", "lived")} if shown else set())


def test_one_person_counts_once_however_often_they_marked_it() -> None:
    assert present(marked_by(4) * 3, [f"p{one}" for one in range(10)], 5) == set()


def test_marks_of_people_who_are_not_counted_are_not_looked_at() -> None:
    assert present(marked_by(6), [f"p{one}" for one in range(2, 20)], 5) == set()
