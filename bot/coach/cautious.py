"""The cautious coach: asks a language model where that is allowed, and the built-in coach where the model fails."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.care.care import Care
from bot.chat.permit import Permit
from bot.coach.caution import Caution
from bot.coach.coach import Coach, Question, Talk
from bot.coach.llm import Answer
from bot.coach.model_line import ModelLine

log = logging.getLogger(__name__)


class Model(Protocol):
    """Whoever answers from afar."""

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        """Raises CoachSilent, after that many seconds at the latest."""


@dataclass(frozen=True, slots=True)
class CautiousCoach:
    """Asks what the model would ask, if that passes every check, and otherwise what the built-in coach would.

    Whether there is a question at all is the built-in coach's to say: the model never goes on where that one stops.
    """

    model: Model
    builtin: Coach
    care: Care
    cautions: Mapping[str, Caution]
    line: ModelLine

    @classmethod
    def read(cls, model: Model, builtin: Coach, care: Care, folder: Path, seconds: float) -> "CautiousCoach":
        """With the checks of every language in that folder. Raises ValueError for files that are wrong."""
        files = sorted(folder.glob("*/coach_model.toml"))
        cautions = {file.parent.name: Caution.read(file.parent) for file in files}
        return cls(model, builtin, care, cautions, ModelLine(seconds))

    def came_to_an_end(self, talk: Talk) -> bool:
        return self.builtin.came_to_an_end(talk)

    async def follow_up(self, talk: Talk) -> Question | None:
        began = time.monotonic()
        question = await self.builtin.follow_up(talk)
        caution, permit = self.cautions.get(talk.language), talk.permit
        if question is None or caution is None or permit is None or not self._may_ask(talk, permit):
            return question
        return await self._of_model(talk, permit, caution, began) or question

    def _may_ask(self, talk: Talk, permit: Permit) -> bool:
        """Nothing that tells of distress ever reaches a model, whoever let it come this far."""
        return all(self.care.look(one.text).calm for one in talk.turns) and self.line.is_open(permit)

    async def _of_model(self, talk: Talk, permit: Permit, caution: Caution, began: float) -> Question | None:
        told = caution.telling.tell(talk, self.care.details.without)
        call = partial(self.model.answer, caution.instructions, told.text, permit.alias)
        answer = await self.line.ask("question", permit, began, call)
        if answer is None:
            return None
        if objection := caution.objection(answer, told, permit.names, self._is_flagged) or _repeated(answer, talk):
            log.info("the model's question is not asked: %s", objection)
            return None
        return Question(answer.mirror, answer.question, by_model=True)

    def _is_flagged(self, text: str) -> bool:
        return not self.care.look(text).clear


def _repeated(answer: Answer, talk: Talk) -> str:
    asked = {*talk.asked, *(Question.read(one.text).question for one in talk.turns if one.speaker == "coach")}
    return "repeated" if answer.question.casefold() in {one.casefold() for one in asked} else ""
