"""How a text is read before details are looked for: letter for letter, so that every place stays where it is."""

import unicodedata
from dataclasses import dataclass, field

_ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
_DASHES = dict.fromkeys("‐‑‒–—", "-")  # as phones put them between digits
_STRAIGHT = str.maketrans(_ALIKE | _DASHES)


@dataclass(frozen=True, slots=True)
class Reading:
    """`said` has straight apostrophes, plain blanks and dashes; `small` has small letters without accents as well."""

    said: str = field(repr=False)
    small: str = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "Reading":
        said = text.translate(_STRAIGHT)
        return cls(said, small(said))


def small(text: str) -> str:
    """The text in small letters and without accents, as long as before."""
    if text.isascii():
        return text.lower()
    return text.translate(_SMALL)


class _Small(dict[int, str]):
    """Learns a letter when it is first met; the letters of the world are few."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code))
        return self[code]


def _plain(letter: str) -> str:
    lowered = letter.lower()
    parted = unicodedata.normalize("NFD", lowered)
    return parted[0] if len(lowered) == 1 and len(parted) > 1 and parted[0].isalpha() else lowered[:1]


_SMALL = _Small()
