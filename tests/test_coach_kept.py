"""What the built-in coach asks about promises, logs, questions and anger; what is planned or refused is left alone."""

from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Question, Spoken, Talk

COACH = BuiltinCoach.read(Path("prompts"), "en")

SETTLED = (
    "The pump failed, he rang the crew, asked what they need, and hung up. I would have driven out there at once. "
    "Next standby shift I stay home and ask the same question."
)

LISTENING = (
    "people walk past dials and look, and nobody says anything, and it turned out they'd all been listening. "
    "i sat in the car afterwards and nearly cried, not sad, just tired of my own noise i think"
)


async def answer(prompt: str, text: str, frame: str = "") -> Question | None:
    return await COACH.follow_up(Talk("en", (Spoken("person", "form", text),), frame, prompt))


async def said(prompt: str, text: str, frame: str = "") -> str:
    question = await answer(prompt, text, frame)
    return question.text if question else ""


@pytest.mark.parametrize(
    ("prompt", "text", "asked"),
    [
        (
            "You promised yourself a weekly round. How did it go?",
            "Partly kept. Did three out of five, the other two were Fridays.",
            "What do you make of the part that did not happen?",
        ),
        (
            "You wanted to eat lunch with your team. Did it happen?",
            "Once. They stopped talking when I sat down.",
            "again",
        ),
        (
            "Keep a log of the morning.",
            "07:00 gate. 07:05 coffee, nobody sits. 07:10 list is read. 07:14 all gone. 07:15 me and the dog.",
            "Which of these",
        ),
        (
            "What question do you take with you?",
            "I followed him for five hours. Is it trust when he never checks the loads? He laughed when I asked.",
            "“Is it trust when he never checks the loads”",
        ),
        (
            "How did your team react?",
            "Silence. Then she said: so now we do it like pharmacy? I had no answer.",
            "today?",
        ),
        (
            "What did you learn, and what now?",
            "I'll tell you what now. They have time for lunch and I have 212 mails. Show me the style for that!",
            "What would you change first, if it were up to you?",
        ),
        (
            "What did you notice in yourself?",
            LISTENING,
            "thought",
        ),
        (
            "What did you notice about decisions?",
            "A decision about four thousand euros was taken with a thumbs up. Still. Four thousand euros.",
            "What do you make of that?",
        ),
    ],
)
async def test_what_waits_to_be_asked_is_asked(prompt: str, text: str, asked: str) -> None:
    assert asked in await said(prompt, text)


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("How is the promise going?", "Did it twice, then came the audit. Will try again from the 9th."),
        ("What do you hope for?", "Already asked me this in March."),
        ("What do you realise?", "Not much. I'd like to know what exactly the programme expects me to see."),
        ("How are you finding it?", "I don't see why I must walk behind somebody. I'll do it, I signed."),
        (
            "What went wrong, and what do you take from it?",
            SETTLED,
        ),
    ],
)
async def test_what_is_settled_or_refused_is_left_alone(prompt: str, text: str) -> None:
    assert await said(prompt, text) == ""


async def test_what_will_be_asked_in_a_plan_is_no_question_of_the_writers() -> None:
    text = "If a colleague comes with a problem, then I ask: what do you need, an ear or a hand?"

    question = await answer("Write it as if-then.", text, "if_then")

    assert question is not None
    assert not question.mirror


async def test_a_fear_is_no_plan() -> None:
    text = "Looking stupid first of all, and then the smaller thing. I'm afraid I'll like it there, and find us slow."

    assert "first chance" not in await said("What worries you before you go?", text)


@pytest.mark.parametrize(
    ("text", "not_quoted"),
    [
        ("She told us about it and I listened. Nobody else asked her anything. I didn't dare.", "“I didn't dare”"),
        ("He said I never finish a sentence. I said that's not true, he's just. Well.", "he's just”"),
        ("The span is too wide for me. And please don't send a plan template, I have a drawer of them.", "“please"),
        ("They laughed when I told them of it. Not at me I think.", "“Not at me"),
    ],
)
async def test_half_a_sentence_or_an_aside_is_not_given_back(text: str, not_quoted: str) -> None:
    assert not_quoted not in await said("How did your team react?", text)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("Next shift I stay at home and ask the same question.", True),
        ("From Monday we've got a card by the phone.", True),
        ("Next morning I came in at seven and asked.", False),
        ("Next time I'd skip the slides.", False),
    ],
)
def test_a_sentence_that_begins_with_a_time_to_come_is_a_step(sentence: str, *, meant: bool) -> None:
    assert COACH.ladders["en"].means_to(sentence) is meant
