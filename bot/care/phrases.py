"""The notation in which the word lists are written, read into what can be looked for.

`want/wish to die`   a stroke parts words of which any will do
`suicid*`            a star stands for any ending
`(really)`           a word in brackets may be there or not
`end ... my life`    three dots stand for up to three words, and for none
`<me>`               one of the words listed under [words] by that name
`. tired of living`  a dot at the start or at the end: the sentence, or a part of it, begins or ends there
`want + die`         both, in either order, in the same part of a sentence
`exhausted & scared` both, in either order, in the same sentence
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from bot.care.folding import STOP, folded, meant

GAP = "..."
SENTENCE, CLAUSE = " & ", " + "  # between two parts that must stand in the same sentence, in the same part of one
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*\*?")

Choice = tuple[str, ...]  # words of which any will do, sorted; a star at the end of one stands for any ending
Phrase = tuple[Choice, ...]  # one choice after another; (GAP,) where words may stand between
Within = Literal["sentence", "clause"]


@dataclass(frozen=True, slots=True)
class Form:
    """What must be there for a line to be found: every part, all of them in the same sentence or clause."""

    parts: tuple[Phrase, ...]
    within: Within


@dataclass(frozen=True, slots=True)
class Notation:
    """How one language's lists are read: its named words, and what is written in one word and meant as two."""

    named: Mapping[str, Choice]
    same: Mapping[str, tuple[str, ...]]
    _read: dict[str, Phrase] = field(default_factory=dict, repr=False)  # the same few words stand in most lines

    def forms(self, written: str) -> tuple[Form, ...]:
        """Every form that a line may have: one for each way to read its words in brackets.

        Raises ValueError with a sentence on what is wrong.
        """
        within: Within = "clause" if CLAUSE in written else "sentence"
        if CLAUSE in written and SENTENCE in written:
            raise ValueError("a line has either “&” or “+”, not both")
        parts = written.split(CLAUSE if within == "clause" else SENTENCE)
        return tuple(Form(whole, within) for whole in product(*(tuple(self._forms(part)) for part in parts)))

    def _forms(self, written: str) -> Iterator[Phrase]:
        words = folded(written).split()
        forms = list(product(*(self._ways(word) for word in words)))
        for form in forms:
            phrase = tuple(choice for way in form for choice in way)
            _refuse_what_never_starts(phrase, written)
            yield phrase

    def _ways(self, word: str) -> tuple[Phrase, ...]:
        """How one word of the notation may be there: in one way, or in two where it stands in brackets."""
        if word.startswith("(") and word.endswith(")"):
            return ((), self._known(word[1:-1]))
        return (self._known(word),)

    def _known(self, word: str) -> Phrase:
        if word not in self._read:
            self._read[word] = self._sequence(word)
        return self._read[word]

    def _sequence(self, word: str) -> Phrase:
        if word == GAP:
            return ((GAP,),)
        words = meant(word, self.same)
        if len(words) > 1:
            return tuple((one,) for one in words)
        return (tuple(sorted({one for part in word.split("/") for one in self._alternatives(part)})),)

    def _alternatives(self, part: str) -> Choice:
        if part.startswith("<") and part.endswith(">"):
            return self._list(part[1:-1])
        if part != STOP and not _WORD.fullmatch(part):
            raise ValueError(f"“{part}” is no word")
        words = meant(part, self.same)
        if len(words) > 1:
            raise ValueError(f"“{part}” is read as “{' '.join(words)}”, so it cannot stand beside a stroke")
        return words

    def _list(self, name: str) -> Choice:
        if name not in self.named:
            raise ValueError(f"no list under [words] is called “{name}”")
        return self.named[name]


def _refuse_what_never_starts(phrase: Phrase, written: str) -> None:
    if not phrase or GAP in (phrase[0][0], phrase[-1][0]):
        raise ValueError(f"“{written.strip()}” must begin and end with a word")
