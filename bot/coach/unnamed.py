"""Takes the names of people out of a text, and puts a word for what they are to the writer in their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.coach.word_list import plainly, words_of

_RUN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SHORTEST = 2  # letters; a single one is an initial, which names nobody by itself
_OWNER = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """`roles` are the words for people by role; `everyday` words are names only with a capital letter."""

    roles: Mapping[str, str]
    everyday: frozenset[str]
    particles: frozenset[str]

    def without(self, text: str, names: Mapping[str, str]) -> str:
        """The text with nobody of these in it: neither whole names nor parts of them, however they are written."""
        known = dict(self._parts(names))
        if not known:
            return text
        said = _RUN.sub(lambda found: self._said(found.group(), known), text)
        for role in set(known.values()):  # a first name and a surname were one person
            said = re.sub(rf"\b{re.escape(role)}(?:\s+{re.escape(role)}\b)+", role, said)
        return said

    def _parts(self, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for name, role in names.items():
            for word in words_of(name):
                part = plainly(word)
                if len(part) >= _SHORTEST and part not in self.particles:
                    yield part, self.roles[role]

    def _said(self, run: str, known: Mapping[str, str]) -> str:
        owner = _OWNER.search(run)
        end = owner.group() if owner else ""
        for word in (run.removesuffix(end), *words_of(run.removesuffix(end)), run):
            part = plainly(word)
            if part in known and (part not in self.everyday or not word.islower()):
                return known[part] + end
        return run
