"""Whether a writer speaks of a value: as what a sentence is about, and not as what stands on a wall."""

import re

from bot.coach.ladder import Ladder
from bot.coach.sentences import sentences

_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z]{3,}(?!\w)")
_ROW = 2  # words in capital letters: one alone may be meant to be said aloud
_QUOTES = ("'", "‘", "’", "*")  # before a word that is given as somebody's; double marks are taken out before


def names(said: str, value: str, ladder: Ladder) -> bool:
    """Whether the text speaks of the value: it stands first in a sentence or after a word like "about", in no idiom.

    One whose name is an everyday word must be written with a capital letter.
    """
    flags = re.NOFLAG if value.casefold() in ladder.everyday else re.IGNORECASE
    named = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)", flags)
    every = sentences(said)
    told = [one for at, one in enumerate(every) if not _is_displayed(one, every[at - 1 : at], ladder)]
    return any(_is_subject(one, found, ladder) for one in told for found in named.finditer(one))


def _is_displayed(sentence: str, before: list[str], ladder: Ladder) -> bool:
    """Whether the sentence tells what is written up somewhere, or is a row of such words behind one that does."""
    if len(_CAPITALS.findall(sentence)) >= _ROW:
        return True
    spoken = ladder.says("first_person", sentence)
    return any(ladder.says("on_display", one) for one in (sentence, *before)) and not spoken


def _is_subject(sentence: str, found: re.Match[str], ladder: Ladder) -> bool:
    before, after = sentence[: found.start()].rstrip(), sentence[found.end() :].lstrip()
    if sentence[: found.start()].endswith(_QUOTES):
        return False
    if _ends_with("idiom_before", before, ladder) or ladder.signals["idiom_after"].match(after):
        return False
    return not before or _ends_with("about", before, ladder)


def _ends_with(signal: str, before: str, ladder: Ladder) -> bool:
    return any(found.end() == len(before) for found in ladder.signals[signal].finditer(before))
