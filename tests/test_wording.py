"""Which words a prompt goes out in."""

import pytest

from bot.rules.wording import choose, has_long_help, needs_gentler

WORDINGS = ("one", "two", "three")


def test_no_wording_comes_twice_to_one_person() -> None:
    used: list[str] = []

    for _ in WORDINGS:
        used.append(choose(WORDINGS, used, "ada D3", ring=3))

    assert sorted(used) == sorted(WORDINGS)


def test_the_same_person_gets_the_same_one_and_others_get_others() -> None:
    chosen = {seed: choose(WORDINGS, (), seed, ring=3) for seed in (f"person {number}" for number in range(60))}

    assert all(choose(WORDINGS, (), seed, ring=3) == wording for seed, wording in chosen.items())
    assert set(chosen.values()) == set(WORDINGS)


@pytest.mark.parametrize(
    ("ring", "last_ring", "gentler"),
    [
        (3, None, False),
        (4, None, True),
        (4, 2, True),
        (4, 3, False),
        (5, 3, True),
        (5, 4, False),
        (2, 1, False),
        (3, 1, True),
    ],
)
def test_a_prompt_more_than_one_ring_beyond_the_last_answer_is_gentler(
    ring: int, last_ring: int | None, gentler: bool
) -> None:
    found = choose(WORDINGS, (), "ada", ring=ring, last_ring=last_ring, gentler=("gentle",))

    assert needs_gentler(ring, last_ring) == gentler
    assert (found == "gentle") == gentler


def test_a_gentler_wording_that_was_used_does_not_come_again() -> None:
    found = choose(WORDINGS, ("gentle", "one", "two"), "ada", ring=5, gentler=("gentle",))

    assert found == "three"


def test_a_prompt_is_never_left_out_for_want_of_new_words() -> None:
    assert choose(WORDINGS, WORDINGS, "ada", ring=3) in WORDINGS


def test_help_is_long_for_the_first_three_of_a_kind() -> None:
    assert [has_long_help(earlier) for earlier in range(5)] == [True, True, True, False, False]
