"""Looks for very many phrases in a text at once, in a time that grows with the text and hardly with the lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from bot.care.kept_once import kept_once, once
from bot.care.phrases import GAP, Choice, Form, Phrase, Within
from bot.care.written import Span, Text

_GAP = 3  # words that three dots in a phrase may stand for
_FURTHEST = 10  # words and stops from one word of a phrase to the next, fillers included: it keeps the time linear
_MOST_PLACES = 8  # places of one part in one text that are combined with those of another: more say nothing more


_Steps = Sequence[tuple[int, int]]  # a choice of words, and how many other words may stand before it is reached


@dataclass(frozen=True, slots=True)
class _Part:
    """One phrase to look for: its choices of words by their numbers, and how many others may stand before each."""

    choices: tuple[int, ...]
    gaps: tuple[int, ...]

    def ahead(self, at: int) -> _Steps:
        """How to go on from one choice to those after it."""
        return tuple(zip(self.choices[at + 1 :], self.gaps[at + 1 :], strict=True))

    def back(self, at: int) -> _Steps:
        """How to go back from one choice to those before it."""
        return tuple(zip(self.choices[:at][::-1], self.gaps[1 : at + 1][::-1], strict=True))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A line to look for in one of its forms."""

    line: int
    parts: tuple[_Part, ...]
    within: Within
    rare: int = 0  # of its choices the rarest but one, which nearly always tells that it is not there

    def may_be_in(self, there: frozenset[int]) -> bool:
        """Whether a text with these choices of words has all that the line cannot do without."""
        for part in self.parts:  # noqa: SIM110 asked a hundred times for each sentence: a generator takes twice as long
            if not there.issuperset(part.choices):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of words in all the lists, each with a number."""

    numbers: dict[Choice, int] = field(default_factory=dict)

    def number(self, choice: Choice) -> int:
        return self.numbers.setdefault(choice, len(self.numbers))

    def of_word(self) -> dict[str, tuple[int, ...]]:
        """For each listed word the numbers of the choices that it belongs to."""
        of_word: dict[str, list[int]] = {}
        for choice, number in self.numbers.items():
            for word in choice:
                of_word.setdefault(word, []).append(number)
        return kept_once({word: tuple(numbers) for word, numbers in of_word.items()})


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Lines, filed so that a text is only searched for those of which it holds every word."""

    _filed: Mapping[int, Sequence[_Sought]]

    @classmethod
    def of(cls, lines: Iterable[Iterable[Form]], choices: Choices) -> "PhraseBook":
        """Each form of a line is filed under that choice of words which stands in the fewest forms."""
        sought = [_sought(number, form, choices) for number, forms in enumerate(lines) for form in forms]
        often = Counter(choice for line in sought for part in line.parts for choice in part.choices)
        filed: dict[int, list[_Sought]] = {}
        while sought:
            line = sought.pop()
            rarest, *others = sorted({choice for part in line.parts for choice in part.choices}, key=often.__getitem__)
            filed.setdefault(rarest, []).append(replace(line, rare=others[0] if others else rarest))
        return cls(filed)

    def find(self, text: Text) -> Iterator[tuple[int, tuple[Span, ...]]]:
        """The number of every line that is in the text, and where its parts stand, once for each time it is there."""
        there = text.choices()
        for choice in there & self._filed.keys():
            for one in self._filed[choice]:
                if one.rare in there and one.may_be_in(there):
                    yield from ((one.line, spans) for spans in _together(one, text))


def _sought(number: int, form: Form, choices: Choices) -> _Sought:
    return _Sought(number, tuple(_part(phrase, choices) for phrase in form.parts), form.within)


def _part(phrase: Phrase, choices: Choices) -> _Part:
    before = (None, *phrase)
    words = [(choice, _GAP if last and last[0] == GAP else 0) for last, choice in zip(before, phrase, strict=False)]
    kept = [(choices.number(choice), gap) for choice, gap in words if choice[0] != GAP]
    return _Part(tuple(number for number, _ in kept), once(tuple(gap for _, gap in kept)))


def _together(one: _Sought, text: Text) -> Iterator[tuple[Span, ...]]:
    """Where all parts of a line stand in the same sentence or clause, none of them on the words of another."""
    places = [list(_standing(part, text))[:_MOST_PLACES] for part in one.parts]
    if len(places) == 1:
        yield from ((span,) for span in places[0])
        return
    taken: set[int] = set()
    for spans in product(*places):
        where = {getattr(span, one.within) for span in spans}
        if len(where) == 1 and not where & taken and _apart(spans):
            taken |= where
            yield spans


def _apart(spans: Sequence[Span]) -> bool:
    ordered = sorted(spans, key=lambda span: span.start)
    return all(before.end <= after.start for before, after in pairwise(ordered))


def _standing(part: _Part, text: Text) -> Iterator[Span]:
    """Where the phrase stands: looked for from the one of its choices that has the fewest places in this text."""
    found = [text.where(choice) for choice in part.choices]
    at = found.index(min(found, key=len))
    ahead, back = part.ahead(at), part.back(at)
    for place in found[at]:
        start = _furthest(back, place, -1, text)
        end = None if start is None else _furthest(ahead, place, 1, text)
        if start is not None and end is not None:
            yield Span(start, end + 1, text.clauses[end], text.sentences[end])


def _furthest(rest: _Steps, place: int, step: int, text: Text) -> int | None:
    """Where the last of these choices stands, going on from a place in that direction; None where one is missing."""
    if not rest:
        return place
    (choice, gap), after = rest[0], rest[1:]
    for there in _reach(place, gap, step, text):
        if choice in text.pieces[there]:
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
        gap = 0 if text.clauses[there] != text.clauses[place] else gap - (not text.passed_over[there])
