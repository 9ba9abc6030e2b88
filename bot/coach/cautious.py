"""The cautious coach: asks a language model where that is allowed, and the built-in coach where the model fails."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.care.care import Care
from bot.coach.breaker import Breaker
from bot.coach.caution import Caution
from bot.coach.coach import Coach, Question, Talk
from bot.coach.llm import Answer
from bot.errors import CoachSilent

log = logging.getLogger(__name__)

LEAST_SECONDS = 1.0  # with less than this left no model is asked: it would only be cut off


class Model(Protocol):
    """Whoever answers from afar."""

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        """Raises CoachSilent, after that many seconds at the latest."""


@dataclass(frozen=True, slots=True)
class CautiousCoach:
    """Asks what the model would ask, if that passes every check, and otherwise what the built-in coach would.

    Whether there is a question at all is the built-in coach's to say: the model never goes on where that one stops.
    No call takes longer than `seconds`.
    """

    model: Model
    builtin: Coach
    care: Care
    cautions: Mapping[str, Caution]
    seconds: float
    breaker: Breaker = field(default_factory=Breaker)

    @classmethod
    def read(cls, model: Model, builtin: Coach, care: Care, folder: Path, seconds: float) -> "CautiousCoach":
        """With the checks of every language in that folder. Raises ValueError for files that are wrong."""
        files = sorted(folder.glob("*/coach_model.toml"))
        return cls(model, builtin, care, {file.parent.name: Caution.read(file.parent) for file in files}, seconds)

    def came_to_an_end(self, talk: Talk) -> bool:
        return self.builtin.came_to_an_end(talk)

    async def follow_up(self, talk: Talk) -> Question | None:
        began = time.monotonic()
        question = await self.builtin.follow_up(talk)
        caution = self.cautions.get(talk.language)
        if question is None or caution is None or not self._may_ask(talk):
            return question
        return await self._of_model(talk, caution, began) or question

    def _may_ask(self, talk: Talk) -> bool:
        """Nothing that tells of distress ever reaches a model, whoever let it come this far."""
        enough = talk.permit is not None and talk.permit.seconds >= LEAST_SECONDS
        return enough and all(self.care.look(one.text).calm for one in talk.turns) and self.breaker.lets_through

    async def _of_model(self, talk: Talk, caution: Caution, began: float) -> Question | None:
        permit = talk.permit
        if permit is None:
            return None
        told = caution.telling.tell(talk, self.care.details.without)
        left = min(self.seconds, permit.seconds) - (time.monotonic() - began)
        try:
            answer = await self.model.answer(caution.instructions, told.text, permit.alias, left)
        except CoachSilent as trouble:
            self.breaker.failed()
            log.warning("the model gave no question: %s", trouble)
            return None
        self.breaker.went_well()
        if objection := caution.objection(answer, told, permit.names, self._is_flagged) or _repeated(answer, talk):
            log.info("the model's question is not asked: %s", objection)
            return None
        return Question(answer.mirror, answer.question, by_model=True)

    def _is_flagged(self, text: str) -> bool:
        return not self.care.look(text).clear


def _repeated(answer: Answer, talk: Talk) -> str:
    asked = {*talk.asked, *(Question.read(one.text).question for one in talk.turns if one.speaker == "coach")}
    return "repeated" if answer.question.casefold() in {one.casefold() for one in asked} else ""
