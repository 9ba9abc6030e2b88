"""Grouping points for the wall by the words that they share: a suggestion that can be explained in one sentence."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat.themes import FEWEST_POINTS, MOST_THEMES

# words of four letters and more, because shorter ones join sentences and not ideas; hand-over is one word
_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})+|[^\W\d_]{4,}")
_STEM = 6  # letters by which a word is the same in another form: listen, listens, listening


@dataclass(frozen=True, slots=True)
class Group:
    """Points that belong together, by their ids, and what they might be called."""

    name: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """`common` are the words that bring nothing together, as they are cut to their stems."""

    common: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def read(cls, folder: Path, language: str) -> "Grouping":
        """Of that language; of none, where it has no list: then every long word counts."""
        file = folder / language / "themes.toml"
        if not file.exists():
            return cls()
        return cls(frozenset(_stem(one) for one in tomllib.loads(file.read_text("utf-8"))["common"].split()))

    def suggest(self, texts: Mapping[str, str]) -> tuple[Group, ...]:
        """The same points always give the same groups: each time the word that most of those left share.

        Points that share no word with two others are in no group. There are seven groups at most.
        """
        left = {point: self._stems(text) for point, text in sorted(texts.items())}
        groups = list[Group]()
        while len(groups) < MOST_THEMES and (group := self._largest(left, texts)):
            groups.append(group)
            left = {point: stems for point, stems in left.items() if point not in group.points}
        return tuple(groups)

    def _largest(self, left: Mapping[str, frozenset[str]], texts: Mapping[str, str]) -> Group | None:
        sharing = defaultdict[str, list[str]](list)
        for point, stems in left.items():
            for stem in stems:
                sharing[stem].append(point)
        stem, points = min(sharing.items(), key=lambda one: (-len(one[1]), one[0]), default=("", []))
        if len(points) < FEWEST_POINTS:
            return None
        return Group(_written(stem, [texts[one] for one in points]), tuple(points))

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(_stem(word) for word in _WORD.findall(text.casefold())) - self.common


def _stem(word: str) -> str:
    return word.casefold().replace("-", "").removesuffix("s")[:_STEM]


def _written(stem: str, texts: list[str]) -> str:
    """The form in which the word is written most, as a title."""
    forms: Counter[str] = Counter(
        word for text in texts for word in _WORD.findall(text.casefold()) if _stem(word) == stem
    )
    return min(forms, key=lambda one: (-forms[one], one)).capitalize()
