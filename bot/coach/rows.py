"""Whether an entry is a row of things rather than a text: a list with marks or numbers, or a log with times."""

import re

from bot.coach.ladder import Ladder

MARK_OF_A_LIST = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
# 08:15 or 9.40 where a new line or sentence begins, with a word as short as "at" before it or none
_TIME_FIRST = re.compile(r"(?:^|[\n.!?;,])\s*\(?(?:\w{1,2} )?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)", re.IGNORECASE)


def is_list(text: str, ladder: Ladder) -> bool:
    """Whether the text is mostly lines with a mark or a number before them."""
    lines = [line for line in text.splitlines() if line.strip()]
    marked = sum(1 for line in lines if MARK_OF_A_LIST.match(line))
    return marked >= ladder.list_least and 2 * marked > len(lines)


def is_numbered(text: str) -> bool:
    """Whether its list has numbers: these are steps of one thing, and nothing to choose among."""
    return _NUMBERED.search(text) is not None


def is_log(text: str, ladder: Ladder) -> bool:
    """Whether it begins with a time of day and goes on from one to the next."""
    times = sum(1 for _ in _TIME_FIRST.finditer(text))
    return _TIME_FIRST.match(text) is not None and times >= ladder.list_least
