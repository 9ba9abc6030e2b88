"""Hears in what somebody wrote whether that person, or somebody near, is in distress or danger, before any model does.

It only looks for phrases, in all its languages in every text; which ones, and which sound alike and are none, stands
in `prompts/<language>/distress.toml`. It has no memory, no chance and no clock: the same text is always heard the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.care.distress_lines import Lines
from bot.care.distress_words import DistressWords
from bot.care.phrase_book import Reader
from bot.care.vocabulary import Vocabulary
from bot.care.weighing import Weighing
from prompts.mistakes import Mistakes

FILE = "distress.toml"


@dataclass(frozen=True, slots=True)
class Concern:
    """What an entry tells, if anything: a kind of distress, and apart from it a concern that has its own route."""

    distress: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Distress:
    """The detector, with the words of every language that has some."""

    _reader: Reader = field(repr=False)
    _telling: Lines = field(repr=False)
    _guards: Lines = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Distress":
        """The words of every language under `folder`. Raises Mistakes with everything that is wrong in them."""
        languages = [DistressWords.read(file) for file in sorted(folder.glob(f"*/{FILE}"))]
        if mistakes := [one for language in languages for one in language.mistakes]:
            raise Mistakes(mistakes)
        return _built(languages)

    def hear(self, text: str) -> Concern:
        """What the text tells. Deterministic, and in a time that grows with its length and nothing else."""
        read = self._reader.read(text)
        told = self._telling.found_in(read)
        if not told:
            return Concern()
        weighing = Weighing.of([*told, *self._guards.found_in(read)])
        return Concern(weighing.distress(), weighing.route())


def _built(languages: Sequence[DistressWords]) -> Distress:
    lines = [listed for language in languages for listed in language.listed]
    common = Counter(
        word for listed in lines for part in listed.parts for form in part for choice in form for word in choice
    )
    vocabulary = Vocabulary(_all(language.real_words for language in languages))
    for word in common:
        vocabulary.learn(word)
    same = {written: meant for language in languages for written, meant in language.same.items()}
    return Distress(
        Reader(vocabulary, same, _all(language.fillers for language in languages)),
        Lines.of([one for one in lines if not one.is_guard], common),
        Lines.of([one for one in lines if one.is_guard], common),
    )


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for one in sets for word in one)
