"""What is written and asked where a model is the coach, and how one is reached in the tests."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.chat.permit import Permit
from bot.coach.cautious import CautiousCoach, Model
from bot.coach.coach import Spoken, Talk
from bot.coach.llm import Answer, LanguageModel
from bot.errors import CoachSilent
from tests.backstage import builtin_coach, care
from tests.model_server import ModelServer, says, serving

ENTRY = (
    "I sat with the charge nurse for an hour, and nobody asked her who was carrying the heaviest load. "
    "I used to think that silence in our handover meant agreement. Now I am less sure of it."
)
MIRROR = "You write that you used to think that silence in your handover meant agreement."
QUESTION = "What do you hear in that silence now?"
APIS = ("responses", "chat")
LATE = 20.0  # seconds; a busy machine takes long, but no model that misbehaves says anything before half a minute
SHORT = 0.8  # seconds that a model is given here: long enough for this machine, short enough to wait for
GIVEN = (SHORT, 4 * SHORT, 16 * SHORT)  # more, where a busy machine did not even come to ask in the time before
PATIENCE = 25.0  # seconds that a person may wait in all


def coach(model: Model, seconds: float = SHORT) -> CautiousCoach:
    return CautiousCoach.read(model, builtin_coach(), care(), Path("prompts"), seconds)


def line_to(server: ModelServer, api: str = "responses") -> LanguageModel:
    return LanguageModel(server.base_url, "a-model", api, "a-key")


def talk(entry: str = ENTRY, surface: str = "form", names: Mapping[str, str] | None = None) -> Talk:
    return Talk("en", (Spoken("person", surface, entry),), permit=Permit("alias", 20.0, names or {}))


@dataclass
class Saying:
    """A model that says whatever the test wants, without a network."""

    answer_: Answer | None = None
    asked: list[str] = field(default_factory=list)

    async def answer(self, instructions: str, told: str, alias: str, seconds: float) -> Answer:
        self.asked.append(told)
        if self.answer_ is None:
            raise CoachSilent("nothing")
        return self.answer_


@pytest.fixture(scope="session")
def loaded_library() -> None:
    """The library is loaded with the first question; that is not to count against the short deadlines."""

    async def ask_once() -> None:
        async with serving(says(MIRROR, QUESTION)) as server:
            for api in APIS:
                await line_to(server, api).answer("", "", "", 60)

    asyncio.run(ask_once())
