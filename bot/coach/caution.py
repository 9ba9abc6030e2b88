"""What a language model's answer must be like before anybody sees it: only what is known to be harmless is said.

The mirror is the writer's own clause. The question is made of the words of a list, and of a few words of the writer's.
"""

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.coach.coach import MOST_WORDS
from bot.coach.excerpt import Excerpt
from bot.coach.llm import Answer
from bot.coach.telling import Telling, Told
from bot.coach.unnamed import Unnamed
from bot.coach.word_list import WordList, plainly, words_of

_MOST_CHARACTERS = 500  # of mirror and question together: sixty words of the plain kind have about 350
_MOST_OWN = 4  # words of the writer's in a question beside those of the list: the question is the coach's
_COPIED = 6  # words in a row that are the instructions' own: they were repeated, not followed
_MARKS = frozenset(
    " ,.'’?…"
)  # nothing else is needed for one sentence and one question, and nothing else is let through


@dataclass(frozen=True, slots=True)
class Caution:
    """The checks of one language, with the instructions that its model is given and how it is told what was written."""

    instructions: str = field(repr=False)
    telling: Telling
    excerpt: Excerpt
    begins: WordList
    words: WordList
    absent: tuple[WordList, ...]
    about_absent: WordList
    never: Mapping[str, WordList]

    @classmethod
    def read(cls, folder: Path) -> "Caution":
        """From `coach_model.md` and `coach_model.toml` of that language's folder.

        Raises ValueError, with file and key, for one that cannot be used.
        """
        file = folder / "coach_model.toml"
        try:
            instructions = (folder / "coach_model.md").read_text("utf-8-sig")
            return _caution(tomllib.loads(file.read_text("utf-8-sig")), instructions)
        except (KeyError, TypeError, AttributeError) as trouble:
            raise ValueError(f"{file}: {trouble} is missing or not as it should be") from trouble
        except (OSError, ValueError) as trouble:
            raise ValueError(f"{file}: {trouble}") from trouble

    def objection(self, answer: Answer, told: Told, names: Mapping[str, str], is_flagged: Callable[[str], bool]) -> str:
        """The name of the first check that the answer does not pass, or "" where it may be said.

        `is_flagged` tells whether a text has a patient's detail or tells of distress.
        """
        both = f"{answer.mirror} {answer.question}"
        checks: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("length", lambda: len(both) > _MOST_CHARACTERS or len(words_of(both)) > MOST_WORDS),
            ("signs", lambda: not _is_plain(both)),
            ("form", lambda: not _is_one_sentence(answer.mirror, ".…") or not _is_one_sentence(answer.question, "?")),
            ("capitals", lambda: _has_capital(answer.mirror) or _has_capital(answer.question)),
            *((kind, lambda listed=listed: listed.is_in(both)) for kind, listed in self.never.items()),
            ("name", lambda: self.telling.unnamed.without(both, names) != both),
            ("detail", lambda: is_flagged(both)),
            ("copied", lambda: not _runs(self.instructions).isdisjoint(_runs(both))),
            ("mirror", lambda: not self._mirrors(answer.mirror, told)),
            ("question", lambda: not self._asks(answer.question, told)),
            ("absent", lambda: self._tells_of_absent(answer.question, told)),
        )
        return next((name for name, fails in checks if fails()), "")

    def _mirrors(self, mirror: str, told: Told) -> bool:
        known = small_words(told.last)
        return self.excerpt.is_of(mirror, told.last) and all(self._known(word, known) for word in words_of(mirror))

    def _asks(self, question: str, told: Told) -> bool:
        words, known = words_of(question), small_words(told.own)
        own = [word for word in words if not self.words.has(word) and not self._is_absent(word)]
        begins = self.begins.pattern.match(plainly(question)) is not None
        return begins and len(own) <= min(_MOST_OWN, len(words) // 2) and all(self._known(word, known) for word in own)

    def _tells_of_absent(self, question: str, told: Told) -> bool:
        """Whether it speaks of somebody whom the writer did not speak of, or knows anything of them."""
        named = [kind for kind in self.absent if kind.is_in(question)]
        if not all(kind.is_in(told.own) for kind in named):
            return True
        words = words_of(question)
        return bool(named) and not all(self.about_absent.has(word) or self._is_absent(word) for word in words)

    def _is_absent(self, word: str) -> bool:
        return any(kind.has(word) for kind in self.absent)

    def _known(self, word: str, known: frozenset[str]) -> bool:
        return plainly(word) in known or self.words.has(word) or self._is_absent(word)


def _is_plain(text: str) -> bool:
    return all(letter in _MARKS or unicodedata.category(letter) in {"Ll", "Lu", "Nd"} for letter in text)


def _is_one_sentence(text: str, marks: str) -> bool:
    """Whether it has one such mark, or (but for a question) none, and that at its end."""
    inside = text.rstrip(marks)
    ends = text.count("?") == 1 if marks == "?" else len(text) - len(inside) <= 1
    return bool(inside.strip()) and ends and not any(mark in inside for mark in ".?…")


def _has_capital(text: str) -> bool:
    """Whether any letter but the first is a capital: inside a sentence only names have one."""
    return text[1:] != text[1:].lower()


def small_words(text: str) -> frozenset[str]:
    """The words of a text that stand in it in small letters: one that has a capital everywhere may be a name."""
    return frozenset(plainly(word) for word in words_of(text) if word.islower() or word.isdigit())


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [plainly(word) for word in words_of(text)]
    return frozenset(tuple(words[at : at + _COPIED]) for at in range(len(words) - _COPIED + 1))


def _caution(table: Mapping[str, Any], instructions: str) -> Caution:
    endings = table["endings"]["all"]
    tell, names, mirror, question = table["tell"], table["names"], table["mirror"], table["question"]

    def listed(words: list[str]) -> WordList:
        return WordList.of(words, endings)

    unnamed = Unnamed(
        {role: tell[role] for role in ("self", "partner", "facilitator", "colleague")},
        frozenset(map(plainly, names["everyday"])),
        frozenset(map(plainly, names["particles"])),
    )
    says = {key: tell[key] for key in ("language", "question", "person", "coach")}
    begins = sorted(map(plainly, mirror["begins"]), key=len, reverse=True)
    same = {word: group[0] for group in mirror["same"] for word in group}
    return Caution(
        instructions=instructions,
        telling=Telling(says, unnamed),
        excerpt=Excerpt(
            begins,
            plainly(mirror["subject"]),
            same,
            listed(mirror["starts"]),
            listed(mirror["joints"]),
            listed(mirror["denies"]),
        ),
        begins=listed(question["begins"]),
        words=listed(question["words"]),
        absent=tuple(listed(kind) for kind in question["absent"]),
        about_absent=listed(question["about_absent"]),
        never={kind: listed(words) for kind, words in table["never"].items()},
    )
