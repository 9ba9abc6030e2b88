"""Looks for very many phrases in a text at once, in a time that grows with the text and not with the lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.care.folding import PAUSE, STOP, meant, pieces
from bot.care.phrases import GAP, Phrase
from bot.care.vocabulary import Vocabulary

_GAP = 5  # words that three dots in a phrase may stand for
_LONGEST = 30  # words and stops from a phrase's first word to its last, fillers included: it keeps the time linear


@dataclass(frozen=True, slots=True)
class Piece:
    """One word or stop of a text: the choices it fits, whether a phrase may step over it or ends before it."""

    choices: tuple[int, ...]
    passed_over: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase that was found: what it means, its first piece and the one after its last, and its sentence."""

    meaning: int
    start: int
    end: int
    sentence: int


@dataclass(slots=True, eq=False)
class _Node:
    after: dict[int, "_Node"] = field(default_factory=dict)
    after_gap: "_Node | None" = None
    meanings: list[int] = field(default_factory=list)


_Open = tuple[_Node, int, int]  # how far a phrase has come, where it started, how many words may still stand between


@dataclass(frozen=True, slots=True)
class PhraseTree:
    """Phrases, each with a number for what it means. `fillers` may stand anywhere inside a phrase."""

    vocabulary: Vocabulary
    same: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    _root: _Node = field(default_factory=_Node)

    def add(self, phrase: Phrase, meaning: int) -> None:
        node = self._root
        for choice in phrase:
            node = _gap_after(node) if choice[0] == GAP else _next(node, self.vocabulary.number(choice))
        if meaning not in node.meanings:
            node.meanings.append(meaning)

    def read(self, text: str) -> list[Piece]:
        """The text in pieces, between two stops; a word that is meant as two is two."""
        known: dict[str, tuple[Piece, ...]] = {}
        found: list[Piece] = []
        for word in (STOP, *pieces(text), STOP):
            if word not in known:
                known[word] = self._pieces(word)
            found += known[word]
        return found

    def find(self, text: list[Piece]) -> list[Span]:
        """Every phrase in the text, in the order in which they end."""
        found: list[Span] = []
        opened: dict[_Open, None] = {}
        sentence = 0
        for at, piece in enumerate(text):
            coming: dict[_Open, None] = {}
            for node, start in _reached(piece, at, self._root, opened):
                found += [Span(meaning, start, at + 1, sentence) for meaning in node.meanings]
                coming[node, start, 0] = None
                if node.after_gap:
                    coming[node.after_gap, start, _GAP] = None
            coming.update(dict.fromkeys(_waiting(piece, at, opened)))
            sentence += piece.ends
            opened = coming
        return found

    def _pieces(self, word: str) -> tuple[Piece, ...]:
        """What one written word stands for. Where that is one word, it stands for itself too: “beter” is also Dutch."""
        words = meant(word, self.same)
        if len(words) == 1 and words[0] != word:
            return (self._piece(words[0], self.vocabulary.choices(word)),)
        return tuple(self._piece(one) for one in words)

    def _piece(self, word: str, more: tuple[int, ...] = ()) -> Piece:
        if word in {STOP, PAUSE}:
            return Piece(self.vocabulary.choices(STOP), passed_over=word == PAUSE, ends=word == STOP)
        return Piece(self.vocabulary.choices(word) + more, passed_over=word in self.fillers, ends=False)


def _next(node: _Node, number: int) -> _Node:
    return node.after.setdefault(number, _Node())


def _gap_after(node: _Node) -> _Node:
    node.after_gap = node.after_gap or _Node()
    return node.after_gap


def _reached(piece: Piece, at: int, root: _Node, opened: Mapping[_Open, None]) -> Iterator[tuple[_Node, int]]:
    """The nodes that this piece leads to, each with the place where its phrase started."""
    for choice in piece.choices:
        if choice in root.after:
            yield root.after[choice], at
        for node, start, _ in opened:
            if choice in node.after:
                yield node.after[choice], start


def _waiting(piece: Piece, at: int, opened: Mapping[_Open, None]) -> Iterator[_Open]:
    """The phrases that are still open after this piece because they step over it."""
    if piece.ends:
        return
    for node, start, gap in opened:
        if at - start >= _LONGEST:
            continue
        if piece.passed_over:
            yield node, start, gap
        elif gap:
            yield node, start, gap - 1
