"""The best pairs are found: across departments, out of reporting lines, never the same two again."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.rules.pairing import Against, Candidate, Group, PairRule, legs
from tests.sizes import size

NAMES = "abcdefgh"


@some.composite
def pairings(draw: some.DrawFn) -> PairRule:
    names = NAMES[: draw(some.integers(2, 8))]
    people = tuple(
        Candidate(
            name,
            department=draw(some.sampled_from(["Housing", "Emergency", "Mental health", ""])),
            profession=draw(some.sampled_from(["nurse", "manager"])),
            known_as=frozenset({f"{name}@x.org"}),
            reports_to=draw(some.sampled_from(["", "boss@x.org", *(f"{one}@x.org" for one in names)])),
        )
        for name in names
    )
    earlier = draw(some.sets(some.sampled_from([frozenset(two) for two in combinations(names, 2)]), max_size=4))
    return PairRule(people, frozenset(earlier))


def every_way(people: tuple[Candidate, ...]) -> Iterator[tuple[Group, ...]]:
    if not people:
        yield ()
        return
    sizes = (2, 3) if len(people) % 2 else (2,)
    for length in sizes:
        for others in combinations(people[1:], length - 1):
            rest = tuple(one for one in people[1:] if one not in others)
            if len(rest) != 1:
                yield from (((people[0], *others), *groups) for groups in every_way(rest))


@settings(max_examples=size(1000))
@given(pairings())
def test_no_way_of_pairing_has_less_against_it(pairing: PairRule) -> None:
    suggested = pairing.suggest()

    best = min(sum(pairing.cost(group) for group in groups) for groups in every_way(pairing.candidates))
    assert sum(pairing.cost(group) for group in suggested) == best


@settings(max_examples=size(1000))
@given(pairings())
def test_everybody_is_in_one_group_and_an_odd_number_makes_one_trio(pairing: PairRule) -> None:
    suggested = pairing.suggest()

    assert sorted(one.id for group in suggested for one in group) == [one.id for one in pairing.candidates]
    assert sorted(len(group) for group in suggested)[:-1] == [2] * (len(suggested) - 1)
    assert len(suggested[-1]) == 2 + len(pairing.candidates) % 2


@settings(max_examples=size(1000))
@given(pairings())
def test_nobody_is_put_with_their_own_line_where_that_can_be_avoided(pairing: PairRule) -> None:
    def in_line(groups: tuple[Group, ...]) -> bool:
        return any(Against.REPORTING_LINE in pairing.against_group(group) for group in groups)

    avoidable = any(not in_line(groups) for groups in every_way(pairing.candidates))

    assert in_line(pairing.suggest()) is not avoidable


def test_a_boss_of_a_boss_is_in_the_same_reporting_line() -> None:
    chief = Candidate("c", known_as=frozenset({"chief@x.org"}))
    head = Candidate("h", known_as=frozenset({"head@x.org"}), reports_to="Chief@x.org")
    nurse = Candidate("n", known_as=frozenset({"nurse@x.org"}), reports_to="head@x.org")

    assert Against.REPORTING_LINE in PairRule((chief, head, nurse)).against(chief, nurse)


def test_people_who_report_to_each_other_are_not_followed_for_ever() -> None:
    one = Candidate("a", known_as=frozenset({"a@x.org"}), reports_to="b@x.org")
    other = Candidate("b", known_as=frozenset({"b@x.org"}), reports_to="a@x.org")
    third = Candidate("c", known_as=frozenset({"c@x.org"}))

    assert Against.REPORTING_LINE not in PairRule((one, other, third)).against(one, third)


@settings(max_examples=size(1000))
@given(pairings())
def test_every_other_way_is_another_one_and_has_everybody(pairing: PairRule) -> None:
    ways = tuple(pairing.ways())

    assert ways[0] == pairing.suggest()
    assert len({frozenset(frozenset(group) for group in way) for way in ways}) == len(ways) <= 3
    assert all(
        sorted(one.id for group in way for one in group) == list(NAMES[: len(pairing.candidates)]) for way in ways
    )


def test_people_of_four_can_choose_among_all_three_ways() -> None:
    assert len(tuple(PairRule(tuple(Candidate(name) for name in "abcd")).ways())) == 3


def test_two_who_must_not_meet_are_never_a_pair_while_there_is_another_way() -> None:
    a, b, c, d = (Candidate(name, department="Housing" if name in "ac" else "Emergency") for name in "abcd")
    rule = PairRule((a, b, c, d), vetoes=frozenset({frozenset("ab"), frozenset("ad")}))

    assert {frozenset(group) for group in rule.suggest()} == {frozenset({a, c}), frozenset({b, d})}
    assert Against.IN_PRIVATE in rule.against(b, a)


def test_a_wish_weighs_more_than_a_profession_and_less_than_a_department() -> None:
    a = Candidate("a", "Housing", "nurse")
    same_profession, same_department = Candidate("b", "Emergency", "nurse"), Candidate("c", "Housing", "manager")
    other = Candidate("d", "Library", "clerk")
    people = (a, same_profession, same_department, other)

    wished = PairRule(people, wishes=frozenset({("b", "a")})).suggest()
    not_worth_it = PairRule(people, wishes=frozenset({("a", "c"), ("c", "a")})).suggest()

    assert (a, same_profession) in wished
    assert (a, same_department) not in not_worth_it


def test_places_of_work_decide_where_nothing_else_does() -> None:
    a, b, c, d = (
        Candidate(name, site=site) for name, site in zip("abcd", ("East", "East", "West", "West"), strict=True)
    )

    assert {a, b} not in [set(group) for group in PairRule((a, b, c, d)).suggest()]


def test_somebody_left_of_a_large_odd_number_joins_a_pair() -> None:
    people = tuple(Candidate(str(number), f"department {number % 5}") for number in range(61))

    groups = PairRule(people).suggest()

    assert sorted(len(group) for group in groups) == [2] * 29 + [3]
    assert {one.id for group in groups for one in group} == {one.id for one in people}


def test_a_cohort_of_thirty_one_is_paired_at_once() -> None:
    people = tuple(Candidate(str(n), f"department {n % 5}", f"profession {n % 3}") for n in range(31))

    groups = PairRule(people).suggest()

    assert [len(group) for group in groups] == [2] * 14 + [3]


def test_a_trio_visits_in_a_circle() -> None:
    a, b, c = (Candidate(name) for name in "abc")

    assert legs((a, b, c)) == ((a, b), (b, c), (c, a))
    assert legs((a, b)) == ((a, b), (b, a))


def test_one_person_alone_makes_no_pair() -> None:
    assert PairRule((Candidate("a"),)).suggest() == ()
