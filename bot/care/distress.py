"""Hears in what somebody wrote whether that person, or somebody near, is in distress or danger, before any model does.

It looks for signs, in all its languages in every text; which ones, how strong each is, and what sounds alike and is
none, stands in `prompts/<language>/distress*.toml`. Beside them it weighs all words, by what was learned from many
texts. It has no memory, no chance and no clock: the same text is always heard the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.care.distress_words import FILES, DistressWords
from bot.care.learned import ENOUGH, Learned, Weight, passages
from bot.care.phrase_book import Choices, PhraseBook
from bot.care.vocabulary import Vocabulary
from bot.care.weighing import Found, Weighing
from bot.care.written import Reader, Text
from prompts.mistakes import Mistakes

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
        languages = [DistressWords.read(one) for one in sorted({file.parent for file in folder.glob(f"*/{FILES}")})]
        if mistakes := [one for language in languages for one in language.mistakes]:
            raise Mistakes(mistakes)
        return cls._built(languages, Learned.read(folder))

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

    @classmethod
    def _built(cls, languages: Sequence[DistressWords], learned: Mapping[str, Learned]) -> "Distress":
        listed = [one for language in languages for one in language.listed]
        choices = Choices()
        book = PhraseBook.of((one.forms for one in listed), choices)
        of_word = choices.of_word()
        vocabulary = Vocabulary(_all(language.real_words for language in languages))
        for word in of_word:
            vocabulary.learn(word)
        same = {written: meant for language in languages for written, meant in language.same.items()}
        fillers, joints = (_all(getattr(one, key) for one in languages) for key in ("fillers", "joints"))
        meant = [(one.meaning, one.strength) for one in listed]
        return cls(Reader(vocabulary, same, fillers, joints, of_word), meant, book, learned)


def _heard(plain: str | None, listed: str | None, learned: Weight) -> str | None:
    """What is said plainly is heard whatever stands around it; the rest where it weighs enough.

    The lists know better than the words what it is.
    """
    weight = learned.weight + (BESIDE if listed else 0)
    return plain or ((listed or learned.meaning or None) if weight >= ENOUGH else None)


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for one in sets for word in one)
