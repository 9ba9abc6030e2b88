"""Which themes of a wall may be shown, so that nobody can be found behind a point without a name.

A theme is shown with at least three people of two pairs behind its points without a name, in a group of at least six.
What is left stands together under no theme; if fewer than that are behind it, the smallest theme joins it, and so on:
all that is shown, less what is shown, never leaves one person.

Why somebody who knows this rule, sorted the points, sees every release and everybody who joins, withdraws or is
erased, but no author, is never certain that any one person stands behind a theme, or that they do not:

* A group of points is gathered once and sorted once. Whether there are enough people behind a theme is found once, at
  the reveal; nobody is told before, and nothing can be moved afterwards. So there are no two sentences about the same
  points to be subtracted from each other.
* What is signed counts for nothing: it neither helps a theme nor keeps it away, so that trying it out with the points
  of somebody whose name is known tells nothing.
* "At least three of m" leaves out any one person, because `m` is larger than three: by three, so that it leaves out
  anybody even for two people who put together what they know of themselves. "Fewer than three" leaves room for anybody.
* Nobody has more than so many points. Where there are so many points that they could not do without somebody, no theme
  is shown at all.
* What is taken out after the gathering, whoever's it is, and whoever is erased, ends the showing of all words without
  a name. What is missing cannot be seen where nothing is shown.
* Whoever is erased between the sorting and the reveal leaves a wall without themes: that a theme of three points still
  has three people behind it would say that none of them was theirs.
* Who joins after the gathering does not make the group larger: nobody believes that a point could be theirs. Who
  leaves after it makes the group smaller, and still counts as the author of what is theirs.
* A line of a pair card counts for nothing either: no theme stands or falls with it. Lines go up where two pairs have
  one, among four at least, so that whoever knows of two pairs cannot tell the others apart; and no theme keeps so many
  lines of one kind, of which a card has one, that they could not be of others than any one pair.

One thing can follow, which is about nobody's words. That a wall opens is foretold, and says that three people have
offered something. Where there are three points in the end, somebody who joined in the days between wrote none of them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

FEWEST_PEOPLE, FEWEST_PAIRS = 3, 2  # behind anything without a name: domain practice, as for themes elsewhere
MORE_IN_THE_GROUP = 3  # than have to be behind it: one who is left out, and two who know of themselves
MORE_PAIRS = 2  # than have to have a card: those of the two who know of themselves
CARDS_OF_THREE = 6  # that three people have at the most: one who is left out and two who know of themselves, two each
MOST_POINTS = 9  # of one person: three times the three that are asked for; a wall of one voice is none


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One point without a name: under which theme it was sorted (None: under none), and whose it is.

    A card on paper has no author here: nobody stands behind it.
    """

    theme: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The themes that are shown with their unsigned points, and whether what is left is shown under none."""

    themes: frozenset[str] = field(default_factory=frozenset)
    others: bool = False


def enough(authors: Collection[str], pairs: Mapping[str, str]) -> bool:
    """Whether at least three people of two pairs are among them. Who is in no pair is of the same one as all those."""
    people = frozenset(authors)
    return len(people) >= FEWEST_PEOPLE and len({pairs.get(one, "") for one in people}) >= FEWEST_PAIRS


def opens(authors: Collection[str], group: Collection[str], pairs: Mapping[str, str]) -> bool:
    """Whether points without a name can be shown at all: enough people offered some, in a large enough group."""
    return len(group) >= FEWEST_PEOPLE + MORE_IN_THE_GROUP and enough(frozenset(authors) & frozenset(group), pairs)


def shown_of(points: Iterable[Unsigned], group: Collection[str], pairs: Mapping[str, str]) -> Shown:
    """What of these points is shown, and how. `group` is everybody who took part at the gathering and still does.

    Whoever left since stands behind their points as before: else a theme that is shown would say that it is not theirs.
    """
    gathered = tuple(points)
    if len(group) < FEWEST_PEOPLE + MORE_IN_THE_GROUP or not enough(_authors(gathered), pairs):
        return Shown()
    themes = {one.theme for one in gathered if one.theme is not None}
    standing = {one for one in themes if enough(_authors(_under(gathered, {one})), pairs)}
    if len(gathered) > MOST_POINTS * (len(group) - MORE_IN_THE_GROUP):
        standing = set()
    while standing and not _complete(gathered, standing, pairs):
        standing.remove(min(standing, key=lambda one: (len(_under(gathered, {one})), one)))
    return Shown(frozenset(standing), any(one.theme not in standing for one in gathered))


def cards_go_up(of: Collection[str], pairs: Collection[str]) -> bool:
    """Whether lines of pair cards go up at all: cards of two pairs, among four pairs at least.

    `of` are the pairs of the cards. Two people of two pairs who put together what they know leave two others.
    """
    return len(frozenset(of)) >= FEWEST_PAIRS and len(frozenset(pairs)) >= FEWEST_PAIRS + MORE_PAIRS


def crowded(lines: Iterable[tuple[str | None, str]], cards: int) -> frozenset[str]:
    """The themes with so many lines of one kind that these could not all be of others than one pair and two more.

    Each line is given by the theme that it was sorted under and its kind: a card has one of each kind.
    """
    most = max(1, cards - CARDS_OF_THREE)
    under = Counter((theme, kind) for theme, kind in lines if theme is not None)
    return frozenset(theme for (theme, _), many in under.items() if many > most)


def _complete(points: tuple[Unsigned, ...], standing: set[str], pairs: Mapping[str, str]) -> bool:
    """Whether what is left beside these themes is nothing, or has enough people behind it."""
    left = [one for one in points if one.theme not in standing]
    return not left or enough(_authors(left), pairs)


def _under(points: Iterable[Unsigned], themes: Collection[str]) -> list[Unsigned]:
    return [one for one in points if one.theme in themes]


def _authors(points: Iterable[Unsigned]) -> frozenset[str]:
    return frozenset(one.author for one in points if one.author is not None)
