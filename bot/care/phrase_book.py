"""Looks for very many phrases in a text at once, in a time that grows with the text and hardly with the lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.care.folding import PAUSE, STOP, meant, pieces
from bot.care.phrases import GAP, Phrase
from bot.care.vocabulary import Vocabulary

_GAP = 5  # words that three dots in a phrase may stand for
_FURTHEST = 12  # words and stops from one word of a phrase to the next, fillers included: it keeps the time linear


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase that was found: what it means, its first piece and the one after its last, and its sentence."""

    meaning: int
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Sought:
    """A phrase to look for: the choices of words, and before which of them other words may stand."""

    meaning: int
    choices: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in pieces: the listed words that each may be, and where each listed word is."""

    pieces: Sequence[frozenset[str]]
    passed_over: Sequence[bool]
    stops: Sequence[bool]
    sentences: Sequence[int]
    places: Mapping[str, Sequence[int]]
    words: frozenset[str]

    def where(self, choice: frozenset[str]) -> Sequence[int]:
        here = [word for word in choice if word in self.places]
        return self.places[here[0]] if len(here) == 1 else sorted({at for word in here for at in self.places[word]})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a text as the lists are written. `fillers` are the words that may stand anywhere inside a phrase."""

    vocabulary: Vocabulary
    same: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]

    def read(self, text: str) -> Text:
        """The text in pieces, between two stops; a word that is meant as two is two."""
        words = [STOP, *pieces(text), STOP]
        known = {word: self._known(word) for word in set(words)}
        read = [one for word in words for one in known[word]]
        places: dict[str, list[int]] = {}
        for at, (fits, _, _) in enumerate(read):
            for word in fits:
                places.setdefault(word, []).append(at)
        stops = [stop for _, _, stop in read]
        sentences = list(accumulate(stops[:-1], initial=0))
        return Text(
            [fits for fits, _, _ in read],
            [passed for _, passed, _ in read],
            stops,
            sentences,
            places,
            frozenset(places),
        )

    def _known(self, word: str) -> list[tuple[frozenset[str], bool, bool]]:
        """The listed words that a written word stands for, whether phrases step over it, and whether they end at it."""
        if word in {STOP, PAUSE}:
            return [(frozenset({STOP}), word == PAUSE, word == STOP)]
        words = meant(word, self.same)
        itself = self.vocabulary.known(word) if len(words) == 1 and words[0] != word else ()  # “beter” is Dutch too
        return [(frozenset((*self.vocabulary.known(one), *itself)), one in self.fillers, False) for one in words]


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Phrases, each with a number for what it means, filed so that a text is only searched for what it may hold."""

    _by_rarest: Mapping[str, Sequence[_Sought]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[int, Phrase]], common: Mapping[str, int]) -> "PhraseBook":
        """Each phrase is filed under that choice of words which is rarest; `common` says how often a word is listed."""
        by_rarest: dict[str, list[_Sought]] = {}
        for one in (_sought(meaning, phrase) for meaning, phrase in phrases):
            for word in min(one.choices, key=lambda choice: sum(common[word] for word in choice)):
                by_rarest.setdefault(word, []).append(one)
        return cls(by_rarest)

    def find(self, text: Text) -> list[Span]:
        """Every phrase in the text: where it stands, once for each place of the word it was looked for by."""
        possible = {id(one): one for word in text.places for one in self._by_rarest.get(word, ())}
        return [span for one in possible.values() for span in _standing(one, text)]


def _sought(meaning: int, phrase: Phrase) -> _Sought:
    before = (None, *phrase)
    words = [(choice, _GAP if last and last[0] == GAP else 0) for last, choice in zip(before, phrase, strict=False)]
    kept = [(frozenset(choice), gap) for choice, gap in words if choice[0] != GAP]
    return _Sought(meaning, tuple(choice for choice, _ in kept), tuple(gap for _, gap in kept))


def _standing(one: _Sought, text: Text) -> Iterator[Span]:
    """Where the phrase stands: looked for from the one of its choices that has the fewest places in this text."""
    for choice in one.choices:
        if choice.isdisjoint(text.words):
            return
    found = [text.where(choice) for choice in one.choices]
    at = min(range(len(found)), key=lambda at: len(found[at]))
    ahead = list(zip(one.choices[at + 1 :], one.gaps[at + 1 :], strict=True))
    back = list(zip(one.choices[:at][::-1], one.gaps[1 : at + 1][::-1], strict=True))
    for place in found[at]:
        start = _furthest(back, place, -1, text)
        end = None if start is None else _furthest(ahead, place, 1, text)
        if start is not None and end is not None:
            yield Span(one.meaning, start, end + 1, text.sentences[end])


def _furthest(rest: Sequence[tuple[frozenset[str], int]], place: int, step: int, text: Text) -> int | None:
    """Where the last of these choices stands, going on from a place in that direction; None where one is missing."""
    if not rest:
        return place
    (choice, gap), after = rest[0], rest[1:]
    for there in _reach(place, gap, step, text):
        if not choice.isdisjoint(text.pieces[there]):
            last = _furthest(after, there, step, text)
            if last is not None:
                return last
    return None


def _reach(place: int, gap: int, step: int, text: Text) -> Iterator[int]:
    """The places at which a phrase may go on: the next one, and those behind fillers and words that a gap allows."""
    for there in range(place + step, place + step * _FURTHEST, step):
        if not 0 <= there < len(text.pieces):
            return
        yield there
        if text.stops[there] or (not text.passed_over[there] and gap == 0):
            return
        gap -= not text.passed_over[there]
