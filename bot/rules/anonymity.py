"""What may be shown of the marks that a group made, so that nobody can be found behind it.

A mark says that one person saw one value lived, strained or absent. What a group marked is shown as present or not at
all, never as a number, and present only with at least `threshold` people behind it, in a group of at least eight.
Below either, the answer is the same whatever happened.

Why somebody who knows this rule, and sees every release and everybody who joins, withdraws or is erased, but no
answers, is never certain that any one person made a mark, or that they did not:

* The marks of one window feed one snapshot and no other, and a snapshot is never made anew. Whatever is seen of one
  window is therefore one sentence about one fixed group: "at least `k` of these `m` people did", "fewer than `k` did",
  or nothing at all. There are no two such sentences about the same marks to be subtracted from each other.
* "At least k of m" leaves out any one person, because `m` is larger than `k`: the others suffice. It is larger by
  three, so that it leaves out anybody even for two people of the group who put together what they know of themselves.
* "Fewer than k" leaves room for any one person, because `k` is more than one, and more than three with those two.
* Who joins, withdraws or is erased afterwards changes the group of a later window, whose marks are others.
"""

from collections.abc import Collection, Iterable

FEWEST_BEHIND = 5  # people behind anything that is shown: the customary number, and no cohort may set a lower one
_MORE_IN_THE_GROUP = 3  # than have to be behind it: with five, eight

Mark = tuple[str, str, str]
"""Who made it, about which value, and how that was seen: "lived", "strained" or "absent"."""

Shown = frozenset[tuple[str, str]]
"""Values, each with how it was seen by several people."""


def present(marks: Iterable[Mark], eligible: Collection[str], threshold: int) -> Shown:
    """What several of the eligible people marked, within one window. Empty for a group that is too small.

    `eligible` is who takes part through the whole window and agreed to be counted: others' marks are not looked at.
    """
    group = frozenset(eligible)
    if len(group) < fewest_in_group(threshold):
        return frozenset()
    behind: dict[tuple[str, str], set[str]] = {}
    for person, value, seen in marks:
        if person in group:
            behind.setdefault((value, seen), set()).add(person)
    return frozenset(key for key, people in behind.items() if len(people) >= _behind(threshold))


def fewest_in_group(threshold: int) -> int:
    """How many people must be counted at all, whatever they did: eight, or more where the threshold was raised."""
    return _behind(threshold) + _MORE_IN_THE_GROUP


def _behind(threshold: int) -> int:
    return max(threshold, FEWEST_BEHIND)
