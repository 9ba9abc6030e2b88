"""Themes for the points of a wall, as a language model suggests them: named in words that people wrote."""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.care.care import Care
from bot.chat.permit import Permit
from bot.chat.themes import FEWEST_POINTS, MOST_THEMES
from bot.coach.caution import Caution, small_words
from bot.coach.cautious import CautiousCoach
from bot.coach.llm import Named
from bot.coach.model_line import ModelLine
from bot.coach.suggested import Suggested
from bot.coach.telling import line_around, visible
from bot.coach.word_list import plainly, words_of

log = logging.getLogger(__name__)

_MOST_WORDS = 4  # of a name: it stands on a button
_LONGEST = 40  # characters of a name
_NAME = re.compile(
    r"[^\W_]+(?:[ '’-][^\W_]+)*"
)  # words and what joins them: no signs that could make a link or a mention


class Sorter(Protocol):
    """Whoever sorts from afar."""

    async def sort(self, instructions: str, told: str, alias: str, seconds: float) -> tuple[Named, ...]:
        """Raises CoachSilent, after that many seconds at the latest."""


@dataclass(frozen=True, slots=True)
class ModelThemes:
    """`instructions` are by language. The line to the model is the coach's."""

    model: Sorter
    care: Care
    cautions: Mapping[str, Caution]
    instructions: Mapping[str, str] = field(repr=False)
    line: ModelLine

    @classmethod
    def beside(cls, coach: CautiousCoach, model: Sorter, folder: Path) -> "ModelThemes":
        """With the checks of that coach, in every language that has instructions in the folder."""
        files = {file.parent.name: file.read_text("utf-8-sig") for file in sorted(folder.glob("*/themes_model.md"))}
        return cls(model, coach.care, coach.cautions, files, coach.line)

    async def suggest(self, texts: Mapping[str, str], language: str, permit: Permit) -> tuple[Suggested, ...]:
        began, caution = time.monotonic(), self.cautions.get(language)
        calm = [point for point, text in texts.items() if self.care.look(text).calm]
        if caution is None or language not in self.instructions:
            return ()
        if len(calm) < FEWEST_POINTS or not self.line.is_open(permit):
            return ()
        told = [self._bare(texts[point], caution, permit) for point in calm]
        named = await self._named(language, told, permit, began)
        if named is None:
            return ()
        if objection := self._objection(named, told, caution, permit):
            log.info("the model's themes are not taken: %s", objection)
            return ()
        return tuple(Suggested(one.name, tuple(calm[number - 1] for number in one.points)) for one in named)

    async def _named(
        self, language: str, told: Sequence[str], permit: Permit, began: float
    ) -> tuple[Named, ...] | None:
        around = line_around()
        numbered = [f"{number}. {text}" for number, text in enumerate(told, 1)]
        asked = "\n".join([around, *numbered, around])
        call = partial(self.model.sort, self.instructions[language], asked, permit.alias)
        return await self.line.ask("themes", permit, began, call)

    def _bare(self, text: str, caution: Caution, permit: Permit) -> str:
        """As it leaves: on one line, without names and without patient details."""
        bare = caution.telling.unnamed.without(self.care.details.without(visible(text)), permit.names)
        return " ".join(bare.split())

    def _objection(self, named: Sequence[Named], told: Sequence[str], caution: Caution, permit: Permit) -> str:
        """The name of the first check that they do not pass; empty where they may be shown."""
        if not 1 <= len(named) <= MOST_THEMES or len({plainly(one.name) for one in named}) < len(named):
            return "number"
        if sorted(number for one in named for number in one.points) != list(range(1, len(told) + 1)):
            return "points"
        if not all(one.points for one in named):
            return "empty"
        found = (self._wrong(one.name, [told[number - 1] for number in one.points], caution, permit) for one in named)
        return next((one for one in found if one), "")

    def _wrong(self, name: str, texts: Sequence[str], caution: Caution, permit: Permit) -> str:
        """What is wrong with the name of a theme that these words are to stand under; empty for nothing."""
        words, own = words_of(name), frozenset[str]().union(*(small_words(text) for text in texts))
        if not _NAME.fullmatch(name) or len(name) > _LONGEST or len(words) > _MOST_WORDS:
            return "form"
        if any(listed.is_in(name) for listed in caution.never.values()):
            return "never"
        if caution.telling.unnamed.without(name, permit.names) != name:
            return "name"
        if not self.care.look(name).clear:
            return "detail"
        known = [plainly(word) in own for word in words]
        if not any(known) or not all(
            is_own or caution.words.has(word) for is_own, word in zip(known, words, strict=True)
        ):
            return "words"
        return ""
