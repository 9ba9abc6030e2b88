"""Hears in what somebody wrote whether that person, or somebody near, is in distress or danger, before any model does.

It looks for signs, in all its languages in every text; which ones, how strong each is, and what sounds alike and is
none, stands in `prompts/<language>/distress*.toml`. It has no memory, no chance and no clock: the same text is always
heard the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.care.distress_words import FILES, DistressWords, Listed
from bot.care.phrase_book import Choices, PhraseBook
from bot.care.vocabulary import Vocabulary
from bot.care.weighing import Found, Weighing
from bot.care.written import Reader, Text
from prompts.mistakes import Mistakes


@dataclass(frozen=True, slots=True)
class Concern:
    """What an entry tells, if anything: a kind of distress, and apart from it a concern that has its own route."""

    distress: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Distress:
    """The detector, with the words of every language that has some."""

    _reader: Reader = field(repr=False)
    _listed: Sequence[Listed] = field(repr=False)
    _book: PhraseBook = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Distress":
        """The words of every language under `folder`. Raises Mistakes with everything that is wrong in them."""
        languages = [DistressWords.read(one) for one in sorted({file.parent for file in folder.glob(f"*/{FILES}")})]
        if mistakes := [one for language in languages for one in language.mistakes]:
            raise Mistakes(mistakes)
        return cls._built(languages)

    def hear(self, text: str) -> Concern:
        """What the text tells. Deterministic, and in a time that grows with its length and nothing else."""
        weighing = Weighing.of(self._found(self._reader.read(text)))
        return Concern(weighing.distress(), weighing.route())

    def _found(self, text: Text) -> Iterator[Found]:
        for number, spans in self._book.find(text):
            line = self._listed[number]
            yield Found(line.meaning, line.strength, spans)

    @classmethod
    def _built(cls, languages: Sequence[DistressWords]) -> "Distress":
        listed = [one for language in languages for one in language.listed]
        choices = Choices()
        book = PhraseBook.of((one.forms for one in listed), choices)
        of_word = choices.of_word()
        vocabulary = Vocabulary(_all(language.real_words for language in languages))
        for word in of_word:
            vocabulary.learn(word)
        same = {written: meant for language in languages for written, meant in language.same.items()}
        fillers, joints = (_all(getattr(one, key) for one in languages) for key in ("fillers", "joints"))
        return cls(Reader(vocabulary, same, fillers, joints, of_word), listed, book)


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for one in sets for word in one)
