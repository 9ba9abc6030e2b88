"""Whether a mirror gives back the writer's own words: a whole clause of them, in their order, with nothing between."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.coach.word_list import WordList, plainly, words_of

_BETWEEN = re.compile(r"([.!?;:…\n\[\]()\"“”«»„]+|\s[–—-]+\s)")
_CLAUSE = re.compile(r",")
_LEAST = 3  # words of a mirror behind its beginning: fewer tell nothing


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`begins` are the beginnings of a mirror, `subject` is how a writer says I.

    `same` has words turned round to the writer, each by the one that it counts as. A clause goes from a comma, from
    one of the `joints` or from the subject to the next comma or joint. Only one that begins with one of the `starts`
    is given back. `denies` are the words after which a clause may say the opposite of what is meant.
    """

    begins: Sequence[str]
    subject: str
    same: Mapping[str, str]
    starts: WordList
    joints: WordList
    denies: WordList

    def is_of(self, mirror: str, text: str) -> bool:
        """Whether the mirror, behind its beginning, is a clause of that text or several in a row."""
        given_back = self._behind_beginning(mirror)
        if len(given_back) < _LEAST or not self.starts.has(given_back[0]):
            return False
        wanted = self._turned(given_back)
        return any(self._holds(sentence, wanted) for sentence in _told(text))

    def _behind_beginning(self, mirror: str) -> list[str]:
        said = " ".join(plainly(word) for word in words_of(mirror))
        begin = next((one for one in self.begins if said.startswith(f"{one} ")), None)
        return said.removeprefix(begin).split() if begin else []

    def _holds(self, sentence: str, wanted: list[str]) -> bool:
        words = [plainly(word) for word in words_of(sentence)]
        turned = self._turned(words)
        starts, ends = self._edges(sentence, words)
        for at in starts:
            to = at + len(wanted)
            if turned[at:to] == wanted and to in ends and not any(map(self.denies.has, words[:at])):
                return True
        return False

    def _turned(self, words: Sequence[str]) -> list[str]:
        return [self.same.get(word, word) for word in words]

    def _edges(self, sentence: str, words: Sequence[str]) -> tuple[set[int], set[int]]:
        """Where in the sentence a clause can begin and end, counted in words."""
        commas, past = {0, len(words)}, 0
        for part in _CLAUSE.split(sentence):
            past += len(words_of(part))
            commas.add(past)
        joints = {at for at, word in enumerate(words) if self.joints.has(word)}
        subjects = {at for at, word in enumerate(words) if word == self.subject}
        return commas | joints | subjects | {at + 1 for at in joints}, commas | joints


def _told(text: str) -> Iterator[str]:
    """The sentences that tell something: what somebody asks is nothing to give back."""
    parts = [*_BETWEEN.split(text), ""]
    return (said for said, mark in zip(parts[::2], parts[1::2], strict=True) if "?" not in mark)
