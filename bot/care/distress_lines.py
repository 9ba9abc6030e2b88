"""Finds the lines of the lists of distress in a text, those too of which several parts must be said together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.care.distress_words import Listed
from bot.care.phrase_book import PhraseBook, Span, Text

_TOGETHER = 1  # sentences between two things that must be said together


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a list that was found: the list's name, and where its parts stand, in the order of the line."""

    list: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of lists. The parts of a line are filed apart; those behind the first are only looked for after it."""

    lines: Sequence[Listed]
    first: PhraseBook
    further: Mapping[int, tuple[PhraseBook, ...]]

    @classmethod
    def of(cls, lines: Sequence[Listed], common: Mapping[str, int]) -> "Lines":
        """`common` says how often a word stands in all the lists."""
        further = {
            number: tuple(PhraseBook.of(((number, form) for form in part), common) for part in line.parts[1:])
            for number, line in enumerate(lines)
        }
        first = ((number, form) for number, line in enumerate(lines) for form in line.parts[0])
        return cls(lines, PhraseBook.of(first, common), further)

    def found_in(self, text: Text) -> list[Found]:
        """Every line of which all parts are in the text, in the same sentence or in neighbouring ones."""
        firsts: dict[int, list[Span]] = {}
        for span in self.first.find(text):
            firsts.setdefault(span.meaning, []).append(span)
        return [found for number, spans in firsts.items() for found in self._whole(number, spans, text)]

    def _whole(self, number: int, firsts: Sequence[Span], text: Text) -> Iterator[Found]:
        further = [_by_sentence(book.find(text)) for book in self.further[number]]
        for first in firsts:
            beside = [_beside(first, spans) for spans in further]
            if None not in beside:
                yield Found(self.lines[number].list, (first, *(one for one in beside if one)))


def _by_sentence(spans: Sequence[Span]) -> dict[int, Span]:
    return {span.sentence: span for span in spans}


def _beside(first: Span, spans: Mapping[int, Span]) -> Span | None:
    near = range(first.sentence - _TOGETHER, first.sentence + _TOGETHER + 1)
    return next((spans[sentence] for sentence in near if sentence in spans), None)
