"""Whether a text names a day or a date, in whatever words."""

import re

from bot.coach.ladder import Ladder
from bot.coach.sentences import own_words
from bot.coach.signs import read

_NUMBER_BEFORE = re.compile(r"(?<!\d)\d{1,2}[a-z]{0,2}\s+$")
_NUMBER_AFTER = re.compile(r"\s+(?:[a-z]+\s+){0,2}\d{1,2}(?:[a-z]{2})?(?![\d:])")
_DAY = re.compile(r"\s+\d{1,2}(?:[a-z]{2})(?!\w)")
_NEAR = 12  # characters before the name of a month in which its number stands


def names_a_day(text: str, ladder: Ladder) -> bool:
    """Whether it names a day, or a date."""
    return ladder.says("dated", read(own_words(text))) or names_a_date(text, ladder)


def names_a_date(text: str, ladder: Ladder) -> bool:
    """Whether it names a day by its number."""
    said = read(own_words(text))
    if any(_is_a_day(said[found.end() :], ladder) for found in ladder.signals["before_a_day"].finditer(said)):
        return True
    return any(
        _NUMBER_BEFORE.search(said[max(0, found.start() - _NEAR) : found.start()])
        or _NUMBER_AFTER.match(said[found.end() :][:_NEAR])
        for found in ladder.signals["calendar"].finditer(said)
    )


def _is_a_day(behind: str, ladder: Ladder) -> bool:
    """Whether what stands there is the number of a day, and counts nothing else."""
    day = _DAY.match(behind)
    return day is not None and ladder.signals["counted"].match(behind[day.end() :].lstrip()) is None
