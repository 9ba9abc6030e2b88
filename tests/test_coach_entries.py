"""What the built-in coach asks of an entry goes by what kind of entry it is."""

import pytest

from tests.coached import BARE, COACH, SEEN, rungs_of, talk


async def test_a_few_words_are_asked_for_more() -> None:
    assert "brief" in rungs_of(await COACH.follow_up(talk(BARE)))


async def test_a_plain_report_is_asked_what_it_brings_to_mind() -> None:
    question = await COACH.follow_up(talk(SEEN))

    assert "likeness" in rungs_of(question)
    assert question is not None
    assert not question.mirror  # hardly more was written than would be given back


async def test_a_report_with_a_last_line_about_others_is_asked_what_it_brings_to_mind_of_ones_own_work() -> None:
    seen = "The round began on time. I knew three of them. The sister waited until everybody else had spoken once."

    assert "seen" in rungs_of(await COACH.follow_up(talk(seen)))


async def test_an_entry_about_somebody_is_asked_for_that_view_once_it_was_told_more_about() -> None:
    entry = f"{SEEN} It went well because she had prepared."
    first = await COACH.follow_up(talk(entry))
    assert first is not None

    second = await COACH.follow_up(talk(entry, first.text, "She had spoken with the night staff before that."))

    assert "who" in rungs_of(second)


ASKED = {
    "a word or two": ("Trust.", "word"),
    "a question who reads it": ("Who gets to read this, exactly?", "who_reads"),
    "a question what is meant": ("What do you mean by a pattern?", "meaning"),
    "a wish for a book or advice": ("Can you recommend anything to read on that?", "look_up"),
    "big words alone": (
        "More trust, more communication between the departments, and a culture of feedback.",
        "big_words",
    ),
    "praise of somebody": ("She is brilliant, calm and never in a hurry. I would work for her.", "admired"),
    "a difference": ("Four bins there, seven with us, and they recycle more than we do.", "contrast"),
    "a step that is only thought of": ("I might ask Sofie to sit in one day. We'll see.", "start"),
    "a date, and something left open": ("I start on Monday. It may go well. Haven't got a plan for that.", "open"),
    "doubt": ("I don't see the point of two days in a registry, and people were busy.", "doubt"),
    "a list": ("- handover late\n- two beds closed\n- family in the corridor since 8", "list"),
    "a list with numbers": ("1. She asks first\n2. She waits\n3. She thanks the porter", "list"),
    "three questions": (
        "Who wipes the board? How do they get home at five? Would they tell me?",
        "questions",
    ),
    "smooth words": (
        "A truly inspiring day with great insights and a wonderful team spirit. Many thanks for this opportunity!",
        "concrete",
    ),
    "nothing done so far": ("Nothing so far. Then the day starts, and it is evening before one looks up.", "start"),
    "a question to those who run the programme": ("When do we find out who visits whom in round two?", "programme"),
    "what stands beside a joke": (
        "Two of them argued. Ours argue too, in the other direction. Wonder what she pays them, joke.",
        "contrast",
    ),
    "nothing but questions": ("Why does nobody say anything? Is it the hierarchy? Or is it me?", "asking"),
    "a feeling in a few words": ("Today I felt useless.", "feeling"),
    "a feeling of somebody else's": (
        "She was upset. I only saw it later, and I have no words for it.",
        "onward",
    ),
    "an everyday word that is also a value": ("I thought of care when I saw the empty ward.", "bare"),
    "a value that is only part of an idiom": ("With respect, I could have told them that in one call.", "bare"),
    "how it is at home, at the end": ("She let the silence stand. At home I'd have filled it with my voice.", "home"),
    "what the writer did there": ("A boy cried at the counter. I looked at my shoes.", "deed"),
    "advice to others": ("Bring flat shoes. Don't bring your organisation chart.", "advice"),
    "a line about the writer": ("He asked who I talk to. I lead better as a guest.", "own"),
    "a few words that cannot be quoted": ("Two calls before Maria came to the desk with Tom.", "bare"),
    "many sentences, none of them to be quoted": (
        "Ana came. Then Bo. Then Cy. Then Di, with Ed and Flo beside her.",
        "bare",
    ),
    "a thought at the end": ("Ana came. Then Bo. I suppose the ward is quicker without me, and with Tom.", "thought"),
    "a list in which one is singled out": (
        "1. they close early\n2. they ask\n3. bread\nThe second is the one I like.",
        "singled",
    ),
    "two questions and a thought": (
        "Do they ever fight? When do they do it then? I saw three decisions made.",
        "own_question",
    ),
    "a question at the end": ("The ward was closed. Who told the families?", "question"),
    "a plan without its moment": ("I want to ask my team more often.", "cue"),
    "a value with its capital letter": ("I thought of Care because the ward was closed.", "value"),
}


@pytest.mark.parametrize(("text", "rung"), ASKED.values(), ids=ASKED.keys())
async def test_the_question_fits_an_entry_that_is(text: str, rung: str) -> None:
    assert rung in rungs_of(await COACH.follow_up(talk(text, values=("Care", "Respect"))))


async def test_a_sentence_that_breaks_off_is_taken_up_after_a_long_text_too() -> None:
    text = f"{'She asked him what he would do, and he did not say. ' * 25}Tomorrow I have"

    assert "broken" in rungs_of(await COACH.follow_up(talk(text)))
