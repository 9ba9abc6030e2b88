"""Reading the values that a cohort states, and the problems that a sponsor lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.wrong import Wrong

# product and workshop: three to six values; two to four behaviours each, which may follow at the workshop
FEWEST_VALUES, MOST_VALUES = 3, 6
FEWEST_BEHAVIOURS, MOST_BEHAVIOURS = 2, 4
MOST_PROBLEMS = 20  # more than a board can follow
_LONGEST_NAME = 60  # characters, as the table holds it
_LONGEST_LINE = 500  # characters of one behaviour or problem: each is shown in a list


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value with what one would see of it."""

    name: str
    behaviours: tuple[str, ...] = ()


def typed_values(text: str) -> tuple[StatedValue, ...]:
    """`Respect: greets by name; asks before judging | Candour: …`, or one value on each line."""
    return tuple(_value(part) for part in text.replace("|", "\n").splitlines() if part.strip(" -\t"))


def lines_of(text: str) -> tuple[str, ...]:
    """One thing a line, or parted by semicolons; bullets are taken off."""
    parts = (part.strip(" \t-•*") for part in text.replace(";", "\n").splitlines())
    return tuple(part for part in parts if part)


def wrong_values(values: Sequence[StatedValue]) -> Wrong | None:
    """What is wrong with these values as a whole, or with the first bad one."""
    if not FEWEST_VALUES <= len(values) <= MOST_VALUES:
        return Wrong("valuing.wrong_number", {"fewest": str(FEWEST_VALUES), "most": str(MOST_VALUES)})
    names = [one.name.casefold() for one in values]
    for one in values:
        if not one.name or len(one.name) > _LONGEST_NAME:
            return Wrong("valuing.wrong_name", {"longest": str(_LONGEST_NAME)})
        if names.count(one.name.casefold()) > 1:
            return Wrong("valuing.twice", {"name": one.name})
        if one.behaviours and not FEWEST_BEHAVIOURS <= len(one.behaviours) <= MOST_BEHAVIOURS:
            return Wrong("valuing.wrong_behaviours", {"name": one.name})
        if any(len(line) > _LONGEST_LINE for line in one.behaviours):
            return Wrong("valuing.long_line", {"longest": str(_LONGEST_LINE)})
    return None


def wrong_problems(problems: Sequence[str]) -> Wrong | None:
    """What is wrong with these problems as a whole, or with one that is too long."""
    if not 1 <= len(problems) <= MOST_PROBLEMS:
        return Wrong("valuing.wrong_number_of_problems", {"most": str(MOST_PROBLEMS)})
    if any(len(one) > _LONGEST_LINE for one in problems):
        return Wrong("valuing.long_line", {"longest": str(_LONGEST_LINE)})
    return None


def _value(text: str) -> StatedValue:
    name, _, rest = text.partition(":")
    return StatedValue(name.strip(" \t-•*"), lines_of(rest))
