"""Which of the listed words a written word may be, typing errors included."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.care.phrases import Choice

_LEAST = 5  # letters; a shorter word with one letter wrong is too often another word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers every choice of words that a phrase has; `choices(word)` says which of them a written word fits.

    A word of five letters or more is known with one letter missing, too many, wrong or swapped with its neighbour, as
    long as its first letter is right and it is not one of the `real` words, which mean what they say.
    """

    real: frozenset[str]
    _numbers: dict[Choice, int] = field(default_factory=dict)
    _whole: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _begun: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _shortened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _lengths: list[int] = field(default_factory=list)

    def number(self, choice: Choice) -> int:
        """The number of that choice, the same one each time it is asked for."""
        if choice not in self._numbers:
            self._numbers[choice] = len(self._numbers)
            for word in choice:
                self._learn(word, self._numbers[choice])
        return self._numbers[choice]

    def choices(self, word: str) -> tuple[int, ...]:
        """The numbers of all choices that this word, as it was written, fits."""
        begun = tuple(number for stem in self._stems(word) for number in self._begun[stem])
        return (self._whole.get(word) or self._mistyped(word)) + begun

    def _stems(self, word: str) -> Iterable[str]:
        return (word[:length] for length in self._lengths if word[:length] in self._begun and length <= len(word))

    def _learn(self, word: str, number: int) -> None:
        if word.endswith("*"):
            stem = word[:-1]
            self._begun[stem] = (*self._begun.get(stem, ()), number)
            if len(stem) not in self._lengths:
                self._lengths.append(len(stem))
                self._lengths.sort()
            return
        if word not in self._whole and len(word) >= _LEAST:
            for shorter in _shorter(word):
                self._shortened[shorter] = (*self._shortened.get(shorter, ()), word)
        self._whole[word] = (*self._whole.get(word, ()), number)

    def _mistyped(self, word: str) -> tuple[int, ...]:
        if len(word) < _LEAST - 1 or word in self.real:
            return ()
        meant = {known for shorter in _shorter(word) for known in self._shortened.get(shorter, ())}
        near = [known for known in meant if known[0] == word[0] and _one_apart(known, word)]
        return tuple(number for known in sorted(near) for number in self._whole[known])


def _shorter(word: str) -> Iterable[str]:
    """The word, and the word with any one letter left out but the first."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _one_apart(known: str, written: str) -> bool:
    """Whether one letter was left out, put in, replaced, or swapped with its neighbour."""
    at = next((at for at, (one, other) in enumerate(zip(known, written, strict=False)) if one != other), None)
    if at is None:
        return abs(len(known) - len(written)) == 1
    after = known[at + 1 :], written[at + 1 :]
    swapped = known[at : at + 2] == written[at : at + 2][::-1] and known[at + 2 :] == written[at + 2 :]
    return swapped or after[0] == after[1] or after[0] == written[at:] or known[at:] == after[1]
