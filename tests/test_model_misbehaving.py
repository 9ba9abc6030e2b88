"""Whatever a model does, a harmless question comes, and it comes in time."""

import json
import time

import pytest
from llmock.pytest_plugin import LLMock

from bot.coach.llm import LanguageModel
from tests.backstage import builtin_coach
from tests.model_server import MISBEHAVIOURS, serving
from tests.model_talk import APIS, GIVEN, LATE, MIRROR, QUESTION, coach, line_to, talk

pytestmark = pytest.mark.usefixtures("loaded_library")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("how", MISBEHAVIOURS)
async def test_whatever_the_model_does_a_question_comes_in_time(how: str, api: str) -> None:
    async with serving(MISBEHAVIOURS[how]) as server:
        for seconds in GIVEN:
            began = time.monotonic()
            asked = await coach(line_to(server, api), seconds).follow_up(talk())
            if server.requests:
                break

        assert server.requests
    assert asked == await builtin_coach().follow_up(talk())
    assert time.monotonic() - began < LATE


async def test_an_answer_that_points_elsewhere_is_not_followed() -> None:
    async with serving(MISBEHAVIOURS["sends us elsewhere"]) as server:
        await coach(line_to(server)).follow_up(talk())

    assert set(server.paths) == {"/v1/responses"}


@pytest.mark.parametrize("api", APIS)
async def test_of_a_mock_that_fails_and_recovers_a_question_comes_every_time(llmock: LLMock, api: str) -> None:
    model = LanguageModel(llmock.base_url("openai"), "a-model", api, "a-key")
    good = json.dumps({"mirror": MIRROR, "question": QUESTION})
    llmock.fail(503).reply(good, times=2).delay(9).reply("not what was wanted", times=2)

    asked = [await coach(model, 6).follow_up(talk()) for _ in range(5)]

    assert None not in asked
    assert [one.by_model for one in asked if one].count(True) >= 1
    llmock.assert_resilient()


async def test_a_mock_that_is_full_is_asked_again_within_the_deadline_or_not_at_all(llmock: LLMock) -> None:
    llmock.rate_limit(times=None, retry_after=30)
    began = time.monotonic()

    asked = await coach(LanguageModel(llmock.base_url("openai"), "a-model", "chat", "a-key")).follow_up(talk())

    assert asked is not None
    assert time.monotonic() - began < LATE


async def test_nothing_listens_there_and_a_question_comes() -> None:
    asked = await coach(LanguageModel("http://127.0.0.1:9/v1", "a-model")).follow_up(talk())

    assert asked is not None
    assert not asked.by_model
