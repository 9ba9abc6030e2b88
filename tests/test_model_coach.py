"""A model may ask instead of the built-in coach, and is told one entry without names; nothing of it stands in a log."""

import json
import logging

import pytest

from bot.chat.permit import Permit
from bot.coach.coach import Question, Spoken, Talk
from bot.coach.llm import Answer
from bot.errors import CoachSilent
from tests.model_server import MISBEHAVIOURS, says, serving
from tests.model_talk import APIS, ENTRY, MIRROR, QUESTION, Saying, coach, line_to, talk

pytestmark = pytest.mark.usefixtures("loaded_library")


@pytest.mark.parametrize("api", APIS)
async def test_a_good_question_of_the_model_is_asked(api: str) -> None:
    async with serving(says(MIRROR, QUESTION)) as server:
        asked = await coach(line_to(server, api), 5).follow_up(talk())

    assert asked == Question(MIRROR, QUESTION, by_model=True)


@pytest.mark.parametrize("api", APIS)
async def test_the_model_is_told_the_entry_and_its_prompt_and_keeps_nothing(api: str) -> None:
    async with serving(says(MIRROR, QUESTION)) as server:
        prompted = Talk("en", talk().turns, question="What did you see?", values=("Respect",), permit=talk().permit)
        await coach(line_to(server, api), 5).follow_up(prompted)

    (told,) = (json.loads(one) for one in server.requests)
    assert ENTRY in server.sent
    assert "What did you see?" in server.sent
    assert told["store"] is False
    assert told["safety_identifier"] == "alias"
    assert not {"tools", "tool_choice", "user", "metadata", "previous_response_id"} & set(told)
    assert server.paths == ["/v1/responses" if api == "responses" else "/v1/chat/completions"]


async def test_names_and_patient_details_do_not_leave() -> None:
    entry = (
        "Ben Okafor and I saw that ben's team never speaks. Call 020 7946 0018 said Grace. By the grace of luck. "
        "I don't know why."
    )
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(talk(entry, names={"Ben Okafor": "partner", "Grace Hill": "colleague"}))

    (told,) = saying.asked
    for name in ("Ben", "ben", "Okafor", "Grace", "7946"):
        assert name not in told
    assert "my partner's team never speaks" in told
    assert "the grace of luck" in told


async def test_a_name_is_not_hidden_by_accents_or_signs_that_nobody_sees() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(
        talk("Jose was there. JOSÉ spoke, and Jo\u200bsé left me at once.", names={"José Díaz": "partner"})
    )

    assert "jos" not in saying.asked[0].lower()


async def test_for_a_question_in_the_chat_nothing_is_told_that_was_written_in_a_form() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))
    turns = (
        Spoken("person", "form", ENTRY),
        Spoken("coach", "form", "What now?"),
        Spoken("person", "chat", "It was the rota that did it, I think."),
    )

    await coach(saying).follow_up(Talk("en", turns, permit=Permit("alias", 20)))

    assert "the rota" in saying.asked[0]
    assert "heaviest load" not in saying.asked[0]


async def test_without_a_permit_no_model_is_asked() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    asked = await coach(saying).follow_up(Talk("en", talk().turns))

    assert saying.asked == []
    assert asked is not None
    assert not asked.by_model


@pytest.mark.parametrize("text", ["stop", "I want to end my life. I cannot go on."])
async def test_where_no_question_should_come_the_model_is_not_asked(text: str) -> None:
    saying = Saying(Answer(MIRROR, QUESTION))

    await coach(saying).follow_up(talk(text))

    assert saying.asked == []


async def test_after_two_questions_the_model_is_not_asked_for_a_third() -> None:
    saying = Saying(Answer(MIRROR, QUESTION))
    turns = [Spoken("person", "form", ENTRY), Spoken("coach", "form", "What now?")] * 2 + [
        Spoken("person", "form", ENTRY)
    ]

    assert await coach(saying).follow_up(Talk("en", tuple(turns), permit=Permit("alias", 20))) is None
    assert saying.asked == []


async def test_a_question_that_was_asked_before_is_not_asked_again() -> None:
    before = Talk("en", talk().turns, asked=frozenset({QUESTION}), permit=talk().permit)

    asked = await coach(Saying(Answer(MIRROR, QUESTION))).follow_up(before)

    assert asked is not None
    assert not asked.by_model


# -- silence -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["is broken", "drops the line", "says no JSON", "answers another shape", "hangs"])
async def test_nothing_of_the_entry_or_the_answer_stands_in_a_log(how: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "openai._base_client", "httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, name)

    async with serving(MISBEHAVIOURS[how]) as server:
        with caplog.at_level(logging.DEBUG):
            await coach(line_to(server)).follow_up(talk())

    assert "the model gave no question" in caplog.text
    for said in ("heaviest load", "a-key", "what do you think"):
        assert said not in caplog.text


async def test_the_trouble_holds_nothing_that_was_said() -> None:
    async with serving(MISBEHAVIOURS["says no JSON"]) as server:
        with pytest.raises(CoachSilent) as trouble:
            await line_to(server).answer("be good", ENTRY, "alias", 5)

    assert trouble.value.__cause__ is None
    assert trouble.value.__suppress_context__
    assert str(trouble.value) == "not JSON"
