"""Hears in what somebody wrote whether that person, or somebody near, is in distress or danger, before any model does.

It looks for signs, in all its languages in every text; which ones, how strong each is, and what sounds alike and is
none, stands in `prompts/<language>/distress*.toml`. Beside them it weighs all words, by what was learned from many
texts. It has no memory, no chance and no clock: the same text is always heard the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.care.distress_words import FILES, DistressWords
from bot.care.kept_once import once
from bot.care.learned import ENOUGH, Learned, Weight, passages
from bot.care.phrase_book import Choices, PhraseBook
from bot.care.phrases import Form
from bot.care.vocabulary import Vocabulary
from bot.care.weighing import Found, Weighing
from bot.care.written import Reader, Text
from prompts.mistakes import Mistake, Mistakes

BESIDE = 50  # what lesser signs of the lists add to what was learned: found by measuring, as most is heard so


@dataclass(frozen=True, slots=True)
class Concern:
    """What an entry tells, if anything: a kind of distress, and apart from it a concern that has its own route."""

    distress: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What the lists alone tell: `plain` from strong signs, `all` from those that are heard together as well."""

    plain: Concern
    all: Concern


@dataclass(frozen=True, slots=True)
class Distress:
    """The detector, with the words of every language that has some."""

    _reader: Reader = field(repr=False)
    _meant: Sequence[tuple[str, int]] = field(repr=False)  # by every line of the book, and how strongly
    _book: PhraseBook = field(repr=False)
    _learned: Mapping[str, Learned] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Distress":
        """The words of every language under `folder`. Raises Mistakes with everything that is wrong in them."""
        learned = Learned.read(folder)
        reading, choices = _Reading(), Choices()
        book = PhraseBook.of(reading.lines(folder), choices)
        if reading.mistakes:
            raise Mistakes(reading.mistakes)
        return cls(reading.reader(choices.of_word()), reading.meant, book, learned)

    def hear(self, text: str) -> Concern:
        """What the text tells. Deterministic, and in a time that grows with its length and nothing else."""
        signs, read = self.signs(text), tuple(passages(text))
        return Concern(
            _heard(signs.plain.distress, signs.all.distress, self._learned["distress"].heaviest(read)),
            _heard(signs.plain.route, signs.all.route, self._learned["route"].heaviest(read)),
        )

    def signs(self, text: str) -> Signs:
        """What the lists alone tell of it."""
        weighing = Weighing.of(self._found(self._reader.read(text)))
        plain = weighing.plainly()
        return Signs(Concern(plain.distress(), plain.route()), Concern(weighing.distress(), weighing.route()))

    def _found(self, text: Text) -> Iterator[Found]:
        for number, spans in self._book.find(text):
            meaning, strength = self._meant[number]
            yield Found(meaning, strength, spans)


@dataclass(slots=True)
class _Reading:
    """What is kept of the lists of all languages while they are read.

    The lines pass by one language at a time: all of them together, as written, take more memory than all that is kept.
    """

    meant: list[tuple[str, int]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    real_words: frozenset[str] = frozenset()

    def lines(self, folder: Path) -> Iterator[Sequence[Form]]:
        for language in sorted({file.parent for file in folder.glob(f"*/{FILES}")}):
            yield from self._language(DistressWords.read(language))

    def _language(self, words: DistressWords) -> Iterator[Sequence[Form]]:
        self.mistakes += words.mistakes
        self.same |= words.same
        self.fillers |= words.fillers
        self.joints |= words.joints
        self.real_words |= words.real_words
        for one in words.listed:
            self.meant.append(once((one.meaning, one.strength)))
            yield one.forms

    def reader(self, of_word: Mapping[str, Sequence[int]]) -> Reader:
        return Reader(Vocabulary.of(of_word, self.real_words), self.same, self.fillers, self.joints, of_word)


def _heard(plain: str | None, listed: str | None, learned: Weight) -> str | None:
    """What is said plainly is heard whatever stands around it; the rest where it weighs enough.

    The lists know better than the words what it is.
    """
    weight = learned.weight + (BESIDE if listed else 0)
    return plain or ((listed or learned.meaning or None) if weight >= ENOUGH else None)
