"""What the built-in coach gives back before a question: one line, in the writer's own words, or nothing."""

import pytest

from tests.coached import BARE, COACH, line_of, rungs_of, talk

QUOTED = {
    "a look at oneself near the end": (
        "The round began late. I realise that I always speak first there. Then the porter came.",
        "I realise that I always speak first there",
    ),
    "a whole sentence, with its commas": (
        "I keep doing it like this, year after year, because nobody asks.",
        "I keep doing it like this, year after year, because nobody asks",
    ),
    "a part of a long sentence that can stand alone": (
        (
            "I always looked for the answer by myself, when others would have known it, in all those years as a "
            "manager, and on all those wards where I had been told that one asks."
        ),
        "I always looked for the answer by myself",
    ),
    "what is not known yet, before anything else": (
        "I never asked her. I don't know whether she would have told me.",
        "I don't know whether she would have told me",
    ),
    "a step that is only thought of": (
        "It was a long day and a good one. I might try that at home.",
        "I might try that at home",
    ),
    "nothing that more than half of the entry comes after": (
        "I never ask. They met at ten. Everybody came. They spoke about the beds. Then they left for lunch.",
        "",
    ),
    "the own words beside somebody else's": (
        'The consultant said in front of all of us: "You never plan ahead." I wanted to answer, but I never asked why.',
        "I never asked why",
    ),
    "no question, because there shall be one only": ("Or is it me who is the problem?", ""),
    "no few words without a verb": ("The night staff. Really.", ""),
    "no part whose condition stands behind it": (
        "I would show the whole corridor to anybody who comes in on a Monday morning, unless somebody lies there.",
        "",
    ),
    "no time of day": ("I always end the meeting at 08:55 whatever happens.", ""),
    "no line that only sets the scene": ("The round began late. I went with them to the ward.", ""),
    "no line about meals and ways": ("I always have my lunch on the train.", ""),
    "nothing from a sentence with a slip in it": ("I never asked why they dont tell me.", ""),
    "nothing from a text with several slips in it": ("I never asked why. They dont tell me. It doesnt help.", ""),
    "what stands beside one slip": ("I never asked why. They dont tell me.", "I never asked why"),
    "an abbreviation in capital letters": ("I realise that we hand over to the ICU without a word.",) * 2,
    "no clause that begins with what may be a name": ("Maria asked me why we do the round at nine.", ""),
    "no clause with what may be a name in it": ("I am sorry for what Mrs Jones had to hear.", ""),
    "no clause with initials in it": ("I am sorry for what J. and JK had to hear there.", ""),
    "nothing that somebody else said": ("“We do not have time for this”, she said.", ""),
    "no clause that is not whole without what follows": (
        "The nurse told me that her manager, who is new, who came from elsewhere, decided on all of our shifts alone.",
        "",
    ),
    "no loose end of a sentence": ("Friday afternoons, after the last handover, in the long corridor.", ""),
    "no line that announces something": ("This is how it goes here:\nOne speaks.", ""),
    "no address of a page": ("https://intranet.example/rota/12 see the table there", ""),
    "no sentence of another language by its loose end": ("Heute sah ich, dass ich immer zuerst rede.", ""),
}


@pytest.mark.parametrize(("text", "quoted"), QUOTED.values(), ids=QUOTED.keys())
def test_what_is_quoted_is(text: str, quoted: str) -> None:
    assert line_of(text) == quoted.removesuffix(".")


async def test_the_mirror_quotes_the_last_turn_only() -> None:
    first = await COACH.follow_up(talk(BARE))
    assert first is not None

    second = await COACH.follow_up(talk(BARE, first.text, "I noticed that I stood by the door and counted who spoke."))

    assert second is not None
    assert "stood by the door" in second.mirror
    assert "team met" not in second.mirror


async def test_a_question_that_is_only_a_manner_of_speaking_is_not_given_back() -> None:
    question = await COACH.follow_up(talk("They have the same rules and the same forms. Theirs is quicker. Who knew?"))

    assert rungs_of(question).isdisjoint({"question", "own_question"})


async def test_a_long_line_is_given_back_by_its_last_part() -> None:
    text = (
        "He asked me in front of all of them what I was like as a boss and I gave the answer that I give at interviews."
    )

    question = await COACH.follow_up(talk(text))

    assert question is not None
    assert "“I gave the answer that I give at interviews”" in question.mirror


@pytest.mark.parametrize(
    "text",
    [
        "I had assumed that it was ours alone. The others have it too, all of them, and it costs them as much.",
        "On day one I only saw that they were fast. On day two I saw that she had taken three reports away.",
        "Reliable, I hope. I remain polite, and that I am not always patient when it is late is known.",
    ],
    ids=["what was thought before", "what is gone on from", "half a sentence"],
)
async def test_what_is_not_the_point_is_not_given_back(text: str) -> None:
    question = await COACH.follow_up(talk(text))

    assert question is None or not any(one in question.mirror for one in ("“I had", "“On day one", "“that I am"))


async def test_what_is_only_added_is_not_given_back() -> None:
    question = await COACH.follow_up(talk("I have never thanked them for it. Also proud that the floor was clean."))

    assert question is not None
    assert "“I have never thanked them for it”" in question.mirror


async def test_a_question_is_heard_without_its_mark() -> None:
    question = await COACH.follow_up(
        talk("The number goes to me. I think I do nothing with it. Then why do I collect it.")
    )

    assert question is not None
    assert "“Then why do I collect it”" in question.mirror


async def test_a_question_of_their_own_is_given_back_without_its_mark() -> None:
    question = await COACH.follow_up(
        talk("The desk was empty and the lamp was on. When did I last thank anybody there?")
    )

    assert question is not None
    assert "“When did I last thank anybody there”" in question.mirror


async def test_a_feeling_is_named_in_the_writers_own_word() -> None:
    question = await COACH.follow_up(talk("I was uneasy all morning. Nobody said what they had come for."))

    assert question is not None
    assert "“uneasy”" in question.question


async def test_a_word_for_a_feeling_is_quoted_once() -> None:
    question = await COACH.follow_up(talk("I am furious. They moved the meeting without asking anybody."))

    assert question is not None
    assert question.text.count("furious") == 1


async def test_a_value_of_the_cohort_is_named_by_its_name() -> None:
    text = "I thought of respect, because nobody looked up when the cleaner came in."

    question = await COACH.follow_up(talk(text, values=("Courage", "Respect")))

    assert question is not None
    assert "Respect" in question.question
