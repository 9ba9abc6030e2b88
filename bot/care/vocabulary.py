"""Which of the listed words a written word may be, typing errors included."""

from collections.abc import Iterable
from dataclasses import dataclass, field

_LEAST = 5  # letters; a shorter word with one letter wrong is too often another word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of the lists; one with a star at its end stands for any ending.

    A word of five letters or more is known with one letter missing, too many, wrong or swapped with its neighbour, as
    long as its first letter is right and it is not one of the `real` words, which mean what they say.
    """

    real: frozenset[str]
    _whole: set[str] = field(default_factory=set)
    _stems: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _shortened: dict[str, str] = field(default_factory=dict)  # words with a space between them: there are very many

    def learn(self, word: str) -> None:
        if word.endswith("*"):
            first = word[0]
            self._stems[first] = tuple(sorted({*self._stems.get(first, ()), word[:-1]}))
        elif word not in self._whole:
            self._whole.add(word)
            for shorter in _shorter(word) if len(word) >= _LEAST else ():
                self._shortened[shorter] = f"{known} {word}" if (known := self._shortened.get(shorter)) else word

    def known(self, word: str) -> tuple[str, ...]:
        """The words of the lists that this word, as it was written, may be."""
        stems = self._stems.get(word[0], ())
        begun = tuple(f"{stem}*" for stem in stems if word.startswith(stem)) if word.startswith(stems) else ()
        return ((word,) if word in self._whole else self._mistyped(word)) + begun

    def _mistyped(self, word: str) -> tuple[str, ...]:
        if len(word) < _LEAST - 1 or word in self.real:
            return ()
        meant = {known for shorter in _shorter(word) for known in self._shortened.get(shorter, "").split()}
        return tuple(sorted(known for known in meant if known[0] == word[0] and _one_apart(known, word)))


def _shorter(word: str) -> Iterable[str]:
    """The word, and the word with any one letter left out but the first."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]


def _one_apart(known: str, written: str) -> bool:
    """Whether one letter was left out, put in, replaced, or swapped with its neighbour."""
    at = next((at for at, (one, other) in enumerate(zip(known, written, strict=False)) if one != other), None)
    if at is None:
        return abs(len(known) - len(written)) == 1
    after = known[at + 1 :], written[at + 1 :]
    swapped = known[at : at + 2] == written[at : at + 2][::-1] and known[at + 2 :] == written[at + 2 :]
    return swapped or after[0] == after[1] or after[0] == written[at:] or known[at:] == after[1]
