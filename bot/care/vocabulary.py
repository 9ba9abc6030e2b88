"""Which of the listed words a written word may be, typing errors included."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_LEAST = 5  # letters; a shorter word with one letter wrong is too often another word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of the lists; one with a star at its end stands for any ending.

    A word of five letters or more is known with one letter missing, too many, wrong or swapped with its neighbour, as
    long as its first letter is right and it is not one of the `real` words, which mean what they say.
    """

    real: frozenset[str]
    _whole: frozenset[str]
    _stems: Mapping[str, tuple[str, ...]]
    _shortened: "_Shortened"

    @classmethod
    def of(cls, words: Iterable[str], real: frozenset[str]) -> "Vocabulary":
        """From the words of the lists, in small letters and none of them empty."""
        listed = sorted(set(words))
        whole = [word for word in listed if not word.endswith("*")]
        stems: dict[str, tuple[str, ...]] = {}
        for word in (word for word in listed if word.endswith("*")):
            stems[word[0]] = (*stems.get(word[0], ()), word[:-1])
        return cls(real, frozenset(whole), stems, _Shortened.of([word for word in whole if len(word) >= _LEAST]))

    def known(self, word: str) -> tuple[str, ...]:
        """The words of the lists that this word, as it was written, may be."""
        stems = self._stems.get(word[0], ())
        begun = tuple(f"{stem}*" for stem in stems if word.startswith(stem)) if word.startswith(stems) else ()
        return ((word,) if word in self._whole else self._mistyped(word)) + begun

    def _mistyped(self, word: str) -> tuple[str, ...]:
        if len(word) < _LEAST - 1 or word in self.real:
            return ()
        perhaps = {known for shorter in _shorter(word) for known in self._shortened.from_which(shorter)}
        return tuple(sorted(known for known in perhaps if known[0] == word[0] and _one_apart(known, word)))


@dataclass(frozen=True, slots=True)
class _Shortened:
    """From which words one comes by leaving out a letter or none.

    There are very many such pieces: by their hashes, in order, they take a tenth of the memory of a dictionary. Two
    pieces may have the same hash, so that a word that is found must be looked at once more.
    """

    words: Sequence[str]
    hashes: "array[int]" = field(repr=False)
    whose: "array[int]" = field(repr=False)  # by the place of a hash the number of its word

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Shortened":
        pieces = sorted((hash(shorter), number) for number, word in enumerate(words) for shorter in _shorter(word))
        return cls(words, array("q", (one for one, _ in pieces)), array("I", (number for _, number in pieces)))

    def from_which(self, shorter: str) -> Iterator[str]:
        sought = hash(shorter)
        at = bisect_left(self.hashes, sought)
        while at < len(self.hashes) and self.hashes[at] == sought:
            yield self.words[self.whose[at]]
            at += 1


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
