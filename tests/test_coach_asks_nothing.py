"""Where the built-in coach has no question: everything is said, or nothing more is wanted."""

import pytest

from bot.coach.coach import Spoken, Talk
from tests.coached import COACH, SEEN, talk

WHOLE = (
    "I used to think that a short meeting is a good meeting. Now I see that the silence in ours came from me. "
    "For them, it may have looked like haste, because I look at the clock. Next time I will leave my phone outside."
)


async def test_an_entry_that_went_all_the_way_is_left_alone() -> None:
    assert await COACH.follow_up(talk(WHOLE)) is None


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


async def test_who_was_only_left_room_for_more_is_asked_nothing() -> None:
    more = Spoken("person", "form", "I sent the letter. It felt good.")

    assert await COACH.follow_up(Talk("en", (more,), "", "Anything else?")) is None


async def test_who_was_asked_for_no_lesson_is_asked_for_none() -> None:
    scene = Spoken("person", "form", "Low sun on the floor of the hall. A man picks up the queue tickets one by one.")
    asked = "Would you describe a scene without drawing any lesson from it?"

    assert await COACH.follow_up(Talk("en", (scene,), "", asked)) is None


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


async def test_a_plan_with_numbers_and_a_date_is_left_alone() -> None:
    steps = Spoken("person", "form", "1. Ring her before 14 March\n2. Work one night\n3. Ask her what I missed")

    assert await COACH.follow_up(Talk("en", (steps,), "what_so_what", "Now what will you do?")) is None


@pytest.mark.parametrize("text", ["Skip.", "No, thanks.", "Nothing.", "later"])
async def test_who_answers_that_they_will_not_is_asked_nothing(text: str) -> None:
    assert await COACH.follow_up(talk(text)) is None


async def test_a_sentence_that_begins_with_no_is_no_stop() -> None:
    assert await COACH.follow_up(talk("No idea.")) is not None
