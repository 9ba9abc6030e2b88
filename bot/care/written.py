"""Reads a text as the lists of distress are written: cut into words, clauses and sentences, typing errors put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from bot.care.folding import PAUSE, STOP, meant, pieces
from bot.care.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands: its first piece and the one after its last, its clause and its sentence."""

    start: int
    end: int
    clause: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text in pieces: which choices of the lists each may be, what is passed over, and what stops a phrase.

    A clause ends at a comma and the like, and before a word such as “but”. `_places` says where each kind of piece
    stands: a word may be hundreds of choices, of which few are asked for.
    """

    pieces: Sequence[frozenset[int]]
    passed_over: Sequence[bool]
    stops: Sequence[bool]
    clauses: Sequence[int]
    sentences: Sequence[int]
    _places: Mapping[frozenset[int], Sequence[int]]
    _found: dict[int, Sequence[int]] = field(default_factory=dict, repr=False)

    def choices(self) -> frozenset[int]:
        """All the choices of which a word is in the text."""
        return frozenset().union(*self._places)

    def where(self, choice: int) -> Sequence[int]:
        """The places of a choice, in order."""
        if choice not in self._found:
            places = (places for kind, places in self._places.items() if choice in kind)
            self._found[choice] = sorted(place for some in places for place in some)
        return self._found[choice]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts. `fillers` are the words that may stand anywhere inside a phrase, `joints` those that open a clause,

    `of_word` says which choices of the lists a listed word belongs to.
    """

    vocabulary: Vocabulary
    same: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    joints: frozenset[str]
    of_word: Mapping[str, Sequence[int]]

    def read(self, text: str) -> Text:
        """The text in pieces, between two stops; a word that is meant as two is two."""
        words = [STOP, *pieces(text), STOP]
        known = {word: self._known(word) for word in set(words)}
        read = [one for word in words for one in known[word]]
        stops = [stop for _, _, stop, _ in read]
        ends = [stop and not before for stop, before in zip(stops, [True, *stops], strict=False)]
        places: dict[frozenset[int], list[int]] = {}
        for at, (choices, _, _, _) in enumerate(read):
            places.setdefault(choices, []).append(at)
        return Text(
            [choices for choices, _, _, _ in read],
            [passed for _, passed, _, _ in read],
            stops,
            list(accumulate(opens for _, _, _, opens in read)),
            list(accumulate(ends[:-1], initial=0)),
            places,
        )

    def _known(self, word: str) -> list[tuple[frozenset[int], bool, bool, bool]]:
        """What a written word stands for: the choices it may be, whether phrases step over it, whether they end at it,

        and whether a clause begins there.
        """
        if word in {STOP, PAUSE}:
            return [(frozenset(self.of_word.get(STOP, ())), word == PAUSE, word == STOP, True)]
        words = meant(word, self.same)
        itself = self._choices(word) if len(words) == 1 and words[0] != word else frozenset()  # “beter” is Dutch too
        return [(self._choices(one) | itself, one in self.fillers, False, one in self.joints) for one in words]

    def _choices(self, word: str) -> frozenset[int]:
        return frozenset().union(*(self.of_word.get(one, ()) for one in self.vocabulary.known(word)))
