"""Words and phrases of one language's list, found in a text whatever their case, accents and apostrophes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> tuple[str, ...]:
    """Every word as it is written; a word with a hyphen counts as its parts."""
    return tuple(_WORD.findall(text))


def plainly(text: str) -> str:
    """In small letters, without accents, with straight apostrophes: as the lists are compared."""
    parted = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).casefold()


@dataclass(frozen=True, slots=True)
class WordList:
    """A star at the end of a listed word stands for each of the `endings`."""

    forms: frozenset[str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, listed: Sequence[str], endings: Sequence[str]) -> "WordList":
        ends = "|".join(re.escape(one) for one in sorted(endings, key=len, reverse=True))
        phrases = (re.escape(plainly(one)).replace(r"\*", f"(?:{ends})?").replace(r"\ ", r"\s+") for one in listed)
        single = frozenset(form for one in listed for form in _forms(plainly(one), endings))
        return cls(single, re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)"))

    def has(self, word: str) -> bool:
        """Whether that one word is listed, also as the owner of something (`team's`)."""
        return plainly(word).removesuffix("'s") in self.forms

    def is_in(self, text: str) -> bool:
        """Whether the text has any of it, as words of their own."""
        return self.pattern.search(plainly(text)) is not None


def _forms(word: str, endings: Sequence[str]) -> Iterable[str]:
    if not word.endswith("*"):
        return (word,)
    stem = word.removesuffix("*")
    return (stem, *(stem + one for one in endings), *(stem[:-1] + one for one in endings if stem.endswith("e")))
