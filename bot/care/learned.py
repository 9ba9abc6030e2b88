"""Weighs words by what was learned from many texts, so that more is heard of distress than any list foresees.

Somebody who is not well seldom uses the words of a list. From texts with a sign and texts without one it was learned
how much each word, and each pair of neighbouring words, speaks for a sign or against it; `python -m tests.learning`
learns it again. The weights of a language stand in `prompts/<language>/learned_distress.toml`, by what they speak for.
They are the same for everybody at all times: nothing is learned from what people write here.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.care.folding import PAUSE, STOP, pieces
from bot.care.kept_once import kept_once
from prompts.mistakes import Mistake, Mistakes, Source

FILE = "learned_distress.toml"
ENOUGH = 100  # what a passage must weigh to be heard; the weights are scaled to it when they are learned
AGAINST = "against"  # what a word is listed under that speaks against any sign
WHAT = ("distress", "route")
_DEPTH = 3  # a weight stands under what is listened for, under what it speaks for, beside its word
_PASSAGE = 40  # words: in a longer passage a sign drowns, in a shorter one it is torn apart; found by measuring
_FEW = 24  # marks: about a dozen words
_LETTERS = 5  # of a word that are read: its ending matters less than its beginning, and so do slips in it

Passage = frozenset[str]  # the marks of some sentences in a row
Weights = Mapping[str, tuple[str, int]]  # by word or pair of words: what it speaks for, and how much


@dataclass(frozen=True, slots=True)
class Weight:
    """How much the heaviest passage of a text speaks for a sign, and for which. ENOUGH or more is enough."""

    meaning: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of all languages together, for one of the things that are listened for."""

    weights: Weights = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> Mapping[str, "Learned"]:
        """What every language under `folder` has for distress and for the concerns; one may have nothing.

        Raises Mistakes with everything that is wrong in the files.
        """
        weights: dict[str, dict[str, tuple[str, int]]] = {what: {} for what in WHAT}
        mistakes: list[Mistake] = []
        for file in sorted(folder.glob(f"*/{FILE}")):
            source = Source(f"{folder.name}/{file.parent.name}/{file.name}", file.read_text("utf-8-sig"))
            for (what, meaning, word), weight in _rows(source):
                weights[what][word] = meaning, weight
            mistakes += source.mistakes
        if mistakes:
            raise Mistakes(mistakes)
        return {what: cls(kept_once(found)) for what, found in weights.items()}

    def heaviest(self, read: Sequence[Passage]) -> Weight:
        """What the heaviest of these passages of a text weighs."""
        weighed = [self._weight(one) for one in read]
        if not weighed:
            return Weight()
        most = max(weighed)
        return Weight(self._meaning(read[weighed.index(most)]), most)

    def _weight(self, marks: Passage) -> float:
        return sum(self.weights[mark][1] for mark in self.weights.keys() & marks) * share(marks)

    def _meaning(self, marks: Passage) -> str:
        """What most of it speaks for."""
        speaks: Counter[str] = Counter()
        for meaning, weight in (self.weights[mark] for mark in self.weights.keys() & marks):
            speaks[meaning] += weight
        return max(((weight, meaning) for meaning, weight in speaks.items() if meaning != AGAINST), default=(0, ""))[1]


def passages(text: str) -> Iterator[Passage]:
    """From each sentence on as many as are a passage; a longer sentence is one by itself."""
    every = sentences(text)
    marks = [marks_of(one) for one in every]
    last = 0
    for first in range(len(every)):
        while last < len(every) and (last <= first or _fits(every[first : last + 1])):
            last += 1
        yield frozenset().union(*marks[first:last])
        if last == len(every):
            return


def _fits(passage: Sequence[Sequence[str]]) -> bool:
    return sum(map(len, passage)) <= _PASSAGE


def marks_of(sentence: Sequence[str]) -> Passage:
    """The beginnings of its words, and those of each two that stand side by side."""
    begins = [word[:_LETTERS] for word in sentence]
    return frozenset(begins) | {f"{one} {other}" for one, other in pairwise(begins)}


def share(marks: Sized) -> float:
    """What one mark counts among so many: ten words that speak for a sign say more in twenty than in a hundred.

    Among very few none counts more than that: two or three words say little, whatever they are.
    """
    return 1 / math.sqrt(max(len(marks), _FEW))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence that has any."""
    found: list[list[str]] = [[]]
    for piece in pieces(text):
        if piece == STOP:
            found.append([])
        elif piece != PAUSE:
            found[-1].append(piece)
    return [one for one in found if one]


def _rows(source: Source) -> Iterator[tuple[Sequence[str], int]]:
    """What each word weighs, by what is listened for, what it speaks for, and the word."""
    for key, weight in _leaves(source.toml() or {}):
        if len(key) == _DEPTH and key[0] in WHAT and isinstance(weight, int):
            yield key, weight
        else:
            name = ".".join(key)
            source.wrong(
                source.toml_lines().get(name, 1), f"{name} must be a whole number under a table like [distress.despair]"
            )


def _leaves(table: Mapping[str, Any], *above: str) -> Iterator[tuple[Sequence[str], object]]:
    for name, inside in table.items():
        if isinstance(inside, Mapping):
            yield from _leaves(inside, *above, name)
        else:
            yield (*above, name), inside
