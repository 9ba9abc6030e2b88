"""Hears in what somebody wrote whether that person, or somebody near, is in distress or danger, before any model does.

It only looks for phrases, in all its languages in every text; which ones, and which sound alike and are none, stands
in `prompts/<language>/distress.toml`. It has no memory, no chance and no clock: the same text is always heard the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from bot.care.distress_words import DistressWords, Listed
from bot.care.phrase_tree import PhraseTree, Span
from bot.care.vocabulary import Vocabulary
from bot.care.weighing import Found, Weighing
from prompts.mistakes import Mistakes

FILE = "distress.toml"
_TOGETHER = 1  # sentences between two things that must be said together


@dataclass(frozen=True, slots=True)
class Concern:
    """What an entry tells, if anything: a kind of distress, and apart from it a concern that has its own route."""

    distress: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Distress:
    """The detector, with the words of every language that has some."""

    _tree: PhraseTree
    _parts: Sequence[tuple[int, int]] = field(repr=False)  # by meaning: which line of the lists, and which part of it
    _lines: Sequence[Listed] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Distress":
        """The words of every language under `folder`. Raises Mistakes with everything that is wrong in them."""
        languages = [DistressWords.read(file) for file in sorted(folder.glob(f"*/{FILE}"))]
        if mistakes := [one for language in languages for one in language.mistakes]:
            raise Mistakes(mistakes)
        return _built(languages)

    def hear(self, text: str) -> Concern:
        """What the text tells. Deterministic, and in a time that grows with its length and nothing else."""
        weighing = Weighing.of(self._found(self._tree.find(self._tree.read(text))))
        return Concern(weighing.distress(), weighing.route())

    def _found(self, spans: Iterable[Span]) -> Iterable[Found]:
        parts: dict[int, dict[int, list[Span]]] = {}
        for span in spans:
            line, part = self._parts[span.meaning]
            parts.setdefault(line, {}).setdefault(part, []).append(span)
        for line, found in parts.items():
            listed = self._lines[line]
            if len(found) == len(listed.parts):
                yield from (Found(listed.list, spans) for spans in _together([found[part] for part in sorted(found)]))


def _together(parts: Sequence[Sequence[Span]]) -> Iterable[tuple[Span, ...]]:
    """One span of every part, where they stand in the same sentence or in neighbouring ones."""
    if len(parts) == 1:
        return ((one,) for one in parts[0])
    by_sentence = [{span.sentence: span for span in spans} for spans in parts]
    near = range(-_TOGETHER, _TOGETHER + 1)
    return (
        (first, *(by[first.sentence + step] for by, step in zip(by_sentence[1:], steps, strict=True)))
        for first in by_sentence[0].values()
        for steps in product(near, repeat=len(parts) - 1)
        if all(first.sentence + step in by for by, step in zip(by_sentence[1:], steps, strict=True))
    )


def _built(languages: Sequence[DistressWords]) -> Distress:
    same = {written: meant for language in languages for written, meant in language.same.items()}
    fillers = frozenset[str]().union(*(language.fillers for language in languages))
    real = frozenset[str]().union(*(language.real_words for language in languages))
    tree, parts = PhraseTree(Vocabulary(real), same, fillers), list[tuple[int, int]]()
    lines = [listed for language in languages for listed in language.listed]
    for line, listed in enumerate(lines):
        for part, forms in enumerate(listed.parts):
            for form in forms:
                tree.add(form, len(parts))
            parts.append((line, part))
    return Distress(tree, parts, lines)
