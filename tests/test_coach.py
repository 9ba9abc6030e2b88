"""The built-in coach mirrors one line in the writer's own words and asks one open question, two at most."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import MOST_WORDS, Question, Spoken, Talk
from bot.coach.ladder import Ladder
from bot.coach.live import lines
from bot.coach.questions import RUNGS, was
from tests.backstage import library

COACH = BuiltinCoach.read(Path("prompts"), "en")
LADDER = COACH.ladders["en"]

BARE = "The team met at eight."
SEEN = "I saw the ward sister wait until everybody else had spoken, and then I asked her one question about it."
WHOLE = (
    "I used to think that a short meeting is a good meeting. Now I see that the silence in ours came from me. "
    "For them, it may have looked like haste, because I look at the clock. Next time I will leave my phone outside."
)


def talk(*texts: str, asked: frozenset[str] = frozenset(), values: tuple[str, ...] = ()) -> Talk:
    """Texts by turns: the person's, the coach's, the person's…"""
    turns = tuple(Spoken("coach" if number % 2 else "person", "form", text) for number, text in enumerate(texts))
    return Talk("en", turns, asked=asked, values=values)


def rungs_of(question: Question | None, frame: str = "") -> set[str]:
    """What the question may ask for: the rungs on which it stands."""
    assert question is not None
    return {rung for rung in RUNGS if any(was(one).fullmatch(question.question) for one in listed(rung, frame))}


def line_of(text: str) -> str:
    """The line that is given back before a question; or nothing."""
    return next(iter(lines(text, LADDER).values()), "")


def listed(rung: str, frame: str = "", *, of_event: bool = True) -> list[str]:
    return [one for group in LADDER.questions.on(rung, frame, of_event=of_event) for one in group]


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


async def test_a_feeling_is_named_in_the_writers_own_word() -> None:
    question = await COACH.follow_up(talk("I was uneasy all morning. Nobody said what they had come for."))

    assert question is not None
    assert "“uneasy”" in question.question


async def test_a_value_of_the_cohort_is_named_by_its_name() -> None:
    text = "I thought of respect, because nobody looked up when the cleaner came in."

    question = await COACH.follow_up(talk(text, values=("Courage", "Respect")))

    assert question is not None
    assert "Respect" in question.question


async def test_an_entry_that_went_all_the_way_is_left_alone() -> None:
    assert await COACH.follow_up(talk(WHOLE)) is None


async def test_the_mirror_quotes_the_last_turn_only() -> None:
    first = await COACH.follow_up(talk(BARE))
    assert first is not None

    second = await COACH.follow_up(talk(BARE, first.text, "I noticed that I stood by the door and counted who spoke."))

    assert second is not None
    assert "stood by the door" in second.mirror
    assert "team met" not in second.mirror


async def test_the_second_question_asks_for_something_else() -> None:
    first = await COACH.follow_up(talk(SEEN))
    assert first is not None

    second = await COACH.follow_up(talk(SEEN, first.text, "I cannot tell you more than that about it today."))

    assert rungs_of(second).isdisjoint(rungs_of(first))


async def test_no_third_question_is_asked() -> None:
    assert await COACH.follow_up(talk(BARE, "What?", SEEN, "And?", SEEN)) is None


@pytest.mark.parametrize("answer", ["Skip", "later, please", "that's all", "That’s all.", "No."])
async def test_who_says_stop_is_asked_no_more(answer: str) -> None:
    assert await COACH.follow_up(talk(SEEN, "What do you think was behind it?", answer)) is None


async def test_two_short_answers_running_end_the_talk() -> None:
    assert await COACH.follow_up(talk("It was fine.", "What made it so?", "The people there.")) is None


async def test_one_short_answer_does_not_end_the_talk() -> None:
    assert await COACH.follow_up(talk(SEEN, "What do you think was behind it?", "Tired people.")) is not None


async def test_a_person_is_never_asked_the_same_question_twice() -> None:
    asked: list[str] = []
    while question := await COACH.follow_up(talk(BARE, asked=frozenset(asked))):
        asked.append(question.question)

    assert len(asked) == len(set(asked)) > 40


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


NO_QUESTION = {
    "who puts it off in other words": "skip for today please",
    "who is not to be asked again": "I noticed it. Stop asking me the same thing.",
    "who has had enough of questionnaires": "Another survey. I get four of these a week.",
    "who had to get it out": "I am so angry at them I could spit. Two hours for a badge that I never used.",
    "who only wanted to say it": "We used to eat together. I only wanted to write down that I miss it.",
    "a plan with its obstacle and its measure": (
        "If she interrupts, then I will say so at once. I fear that I laugh. I'll know that it works when she asks me."
    ),
    "a visit that did not take place": "Cancelled, host in court all day. Rescheduling. Sorry!!",
    "who is on the way": "Meeting, meeting, tour, meeting. Nothing so far. Now train",
    "who only jokes": "The suggestion box was full. Ours at least is empty lol",
    "who will not copy it": "They sing at the end. Made my skin crawl. Now what: nothing, I'm not importing that.",
    "who says that it is all": "I don't know if it is the building or us. That's all I have for today.",
    "a day beside the step": "The panel is on the 19th, and he will be there. I'm going to let him finish.",
    "a task with its day": "Talk to the deputy. Tuesday. Before nine.",
    "a plan with its date": "If a ticket comes back, then I'll phone them. Starting Monday 9 June, so that I can tell.",
    "who has put it off": "So is it being late that I mind, or waiting? I'll think about it, though not today.",
    "who has what was wanted": "She was honest with me. I've got what I came for.",
    "who calls it small": "I said that they had names. It went quiet, then someone passed the bread. Small thing.",
    "who has done it": "You could not find the door for the notice on it. The notice is in the bin.",
    "who knows the next step": "Nobody mentioned the magnets. I forgot to ask. Must mail the ward.",
    "who sees it out of his hands": "I've already mailed my deputy, so it's out of my hands now.",
    "who sees no use in writing": "I don't see what another text box would add to a good conversation.",
    "who is content": "Please send the dates earlier. Otherwise nothing.",
    "who thanks somebody": "Thank you, Ana. You let me see the bad meeting as well.",
    "a plan for the day of a month": "I will put the figures on the agenda for the 14th, ten minutes, no slides.",
    "who has done something about it": "It was never on the agenda. I've moved it up to the first item.",
    "who can be asked on another day": "He is to see our mess. Will I have the nerve? Ask me on Sunday night.",
    "who ends a long text in a step": f"{' '.join([SEEN] * 5)} On Monday I'm going to ask my own team the same.",
    "who has told it all": " ".join([SEEN] * 18),
    "who is done for today": "I minded it for years. That's as far as I have got. I've no plan, and it is late.",
}


@pytest.mark.parametrize("text", NO_QUESTION.values(), ids=NO_QUESTION.keys())
async def test_nothing_is_asked_of(text: str) -> None:
    assert await COACH.follow_up(talk(text)) is None


async def test_a_list_of_things_to_do_is_asked_for_the_one_that_may_slip() -> None:
    listed_steps = Spoken("person", "form", "- phone Piet on Thursday\n- return the badge\n- be kinder to people")

    question = await COACH.follow_up(Talk("en", (listed_steps,), "what_so_what", "Now what will you do?"))

    assert "undone" in rungs_of(question)


async def test_a_row_of_steps_is_asked_for_the_one_that_may_slip() -> None:
    steps = Spoken(
        "person", "form", "Tell the registry, get the numbers for the spring, and decide whose problem it is."
    )

    assert "undone" in rungs_of(await COACH.follow_up(Talk("en", (steps,), "what_so_what", "Now what?")))


async def test_what_may_come_in_between_is_asked_what_is_done_then() -> None:
    obstacle = Spoken("person", "form", "The audit, as ever, and my own impatience.")

    assert "obstacle" in rungs_of(
        await COACH.follow_up(Talk("en", (obstacle,), "if_then", "What could get in the way?"))
    )


async def test_who_was_only_left_room_for_more_is_asked_nothing() -> None:
    more = Spoken("person", "form", "I sent the letter. It felt good.")

    assert await COACH.follow_up(Talk("en", (more,), "", "Anything else?")) is None


async def test_who_was_asked_for_no_lesson_is_asked_for_none() -> None:
    scene = Spoken("person", "form", "Low sun on the floor of the hall. A man picks up the queue tickets one by one.")
    asked = "Would you describe a scene without drawing any lesson from it?"

    assert await COACH.follow_up(Talk("en", (scene,), "", asked)) is None


@pytest.mark.parametrize(
    ("prompt", "rung"),
    [
        ("What surprised you?", "expected"),
        ("What are you taking home?", "taken"),
        ("What would you tell a colleague?", "told"),
        ("What did you admire?", "admired"),
        ("What are you worried about?", "worry"),
        ("What would you like to ask your host?", "to_ask"),
        ("Which picture comes to mind?", "picture"),
        ("So what does that mean?", "likeness"),
    ],
)
async def test_the_question_takes_up_what_was_asked(prompt: str, rung: str) -> None:
    answer = Spoken("person", "form", "The way in which they begin on time, even on the day of the audit.")

    assert rung in rungs_of(await COACH.follow_up(Talk("en", (answer,), "", prompt)))


@pytest.mark.parametrize(
    ("prompt", "text", "rung"),
    [
        ("What was the best thing somebody said?", "“We have a Thursday.” That was the head of the kitchens.", "heard"),
        ("What are you worried about?", "- the rain\n- Steve, who tells the story\n- that she sees it", "worries"),
        ("What are you worried about?", "One thing. That she sees it. It is in the cellar.", "worry"),
        ("What do you expect from the visit?", "I would like to see how they plan a week.", "hopes"),
        ("Which promise have you not kept?", "Leaving at five. It went well until the audit came.", "again"),
        ("What is still unclear to you?", "How to win the doctors for it.", "asking"),
        ("What did you notice about yourself?", "That I explain. All the time. Even to me.", "oneself"),
        ("What happened to your plan?", "I didn't do it. The moment came, and it went by.", "again"),
        ("Name three things.", "A kettle with a label. A dead plant that gets watered. A wedge.", "list"),
        ("So what, now what?", "So what: I was hoping for better. Now what: ?", "open"),
    ],
)
async def test_the_question_takes_up_how_the_prompt_was_answered(prompt: str, text: str, rung: str) -> None:
    answer = Spoken("person", "form", text)

    assert rung in rungs_of(await COACH.follow_up(Talk("en", (answer,), "", prompt)))


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("What would you complain about?", "That it rains in. That the prompts come while I drive."),
        ("What will you do when it fails again?", "Breathe. Probably laugh. Then go on."),
        ("How will you remember your plan?", "A note on the screen, and Leila. Mostly Leila."),
        ("Say something nice about your host.", "You listened to that man for twenty minutes, and it helped."),
        ("What will you stop doing?", "Replying after eight. The mails now wait until the morning."),
        ("When will you do it?", "On Tuesday, after the meeting of the team, in my office."),
        ("What do you hope your visitor does not see?", "The cupboard. Also the other list, the real one."),
        ("If she wants to sit in, then what?", "If she asks, then yes."),
        ("Which fear did you have at the start, and is it still there?", "The glass. It is smaller than it was."),
    ],
)
async def test_nothing_is_asked_where_the_prompt_is_answered(prompt: str, text: str) -> None:
    answer = Spoken("person", "form", text)

    assert await COACH.follow_up(Talk("en", (answer,), "", prompt)) is None


async def test_a_few_words_about_a_step_are_not_asked_for_the_day_that_the_prompt_named() -> None:
    few = Spoken("person", "form", "Ask first")

    assert "hold" in rungs_of(await COACH.follow_up(Talk("en", (few,), "", "What will you do on Monday?")))


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


async def test_who_has_told_it_and_then_says_what_is_done_next_time_is_asked_nothing() -> None:
    told = (
        "I let my deputy chair. It took longer, three people spoke who are quiet else, and I cut in twice all the same."
    )

    assert await COACH.follow_up(talk(f"{told} I will leave the room next time.")) is None


async def test_who_sees_it_anew_and_has_changed_it_since_is_asked_nothing() -> None:
    seen = (
        "I used to think that it was for me to take away what was in their way. They came to lean on it, and I on them."
    )

    assert await COACH.follow_up(talk(f"{seen} Since January I give it back and ask them what they would do.")) is None


async def test_a_sentence_that_breaks_off_is_taken_up_after_a_long_text_too() -> None:
    text = f"{'She asked him what he would do, and he did not say. ' * 25}Tomorrow I have"

    assert "broken" in rungs_of(await COACH.follow_up(talk(text)))


async def test_a_plan_with_numbers_and_a_date_is_left_alone() -> None:
    steps = Spoken("person", "form", "1. Ring her before 14 March\n2. Work one night\n3. Ask her what I missed")

    assert await COACH.follow_up(Talk("en", (steps,), "what_so_what", "Now what will you do?")) is None


def test_the_button_that_tells_who_reads_it_is_named_as_it_is_labelled() -> None:
    label = library().words["en"].label("prompt.who")

    assert all(f"“{label}”" in one for one in listed("who_reads"))


async def test_a_question_of_their_own_is_given_back_without_its_mark() -> None:
    question = await COACH.follow_up(
        talk("The desk was empty and the lamp was on. When did I last thank anybody there?")
    )

    assert question is not None
    assert "“When did I last thank anybody there”" in question.mirror


@pytest.mark.parametrize("text", ["Skip.", "No, thanks.", "Nothing.", "later"])
async def test_who_answers_that_they_will_not_is_asked_nothing(text: str) -> None:
    assert await COACH.follow_up(talk(text)) is None


async def test_a_sentence_that_begins_with_no_is_no_stop() -> None:
    assert await COACH.follow_up(talk("No idea.")) is not None


async def test_a_word_for_a_feeling_is_quoted_once() -> None:
    question = await COACH.follow_up(talk("I am furious. They moved the meeting without asking anybody."))

    assert question is not None
    assert question.text.count("furious") == 1


@given(st.lists(st.text(max_size=400), min_size=1, max_size=5), st.sampled_from(["", "I felt proud because ", BARE]))
async def test_whatever_is_written_the_coach_stays_short_and_quotes_exactly(texts: list[str], start: str) -> None:
    texts = texts[: len(texts) - (len(texts) + 1) % 2]  # the last one to speak is the person
    texts[-1] = start + texts[-1]

    question = await COACH.follow_up(talk(*texts))

    if question is None:
        return
    assert len(question.text.split()) <= MOST_WORDS
    assert question.question.count("?") == 1
    assert not question.mirror or question.mirror.split("“")[1].split("”")[0] in texts[-1]
    assert Question.read(question.text) == question


def test_a_question_that_is_no_question_is_refused_with_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "coach.toml"
    file.write_text(
        Path("prompts/en/coach.toml")
        .read_text("utf-8")
        .replace("Which part of this matters most to you?", "Matters most.")
    )

    with pytest.raises(ValueError, match=r"coach\.toml: ask\.any\.part\.1"):
        Ladder.read(file)


async def test_a_bare_no_is_an_answer_where_the_prompt_asks_whether_a_promise_was_kept_and_else_a_refusal() -> None:
    turns = (Spoken("person", "form", "No."),)
    kept = await COACH.follow_up(Talk("en", turns, "what_so_what", "You made a promise. Did you keep it?"))

    assert "unkept" in rungs_of(kept)
    assert await COACH.follow_up(Talk("en", turns, "", "Would you like to add something?")) is None
