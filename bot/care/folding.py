"""How a text is read before words are looked for: in small letters, without accents, cut into words and stops."""

import re
import unicodedata
from collections.abc import Mapping

STOP = "."  # the end of a sentence, or of the text: no phrase goes on over it
PAUSE = ","  # a comma and the like: a phrase may go on over it

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'") | {"œ": "oe", "æ": "ae", "ı": "i", "ø": "o"})
_STRETCHED = re.compile(r"([a-z])\1{2,}")  # "sooo": no word of the three languages has three of a letter
_ENDS = frozenset(".!?;\n\r")
_PIECE = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*|\.{2,}|[.!?;\n\r]|[,:()…–—\"“”«»]")


def folded(text: str) -> str:
    """The text in small letters, without accents, with straight apostrophes."""
    small = text.casefold().translate(_APOSTROPHES)
    if small.isascii():
        return small
    parted = unicodedata.normalize("NFKD", small)
    return "".join(one for one in parted if not unicodedata.combining(one)).casefold().translate(_APOSTROPHES)


def pieces(text: str) -> list[str]:
    """The words of a text as `folded`, in order, with STOP and PAUSE between them where the writer stops."""
    return [_piece(one) for one in _PIECE.findall(_STRETCHED.sub(r"\1", folded(text)))]


def meant(word: str, same: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words that one written word stands for: “don't” is two, with and without its apostrophe, and so is “j'ai”."""
    if "'" not in word:
        return same.get(word, (word,))
    return same.get(word) or same.get(word.replace("'", "")) or tuple(word.split("'"))


def _piece(found: str) -> str:
    if found[0].isalnum():
        return found
    return STOP if found in _ENDS else PAUSE
