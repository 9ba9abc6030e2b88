"""Promises: made in a form, private, told to whom their author chooses, and answered without judgement."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.action import AnswerPromise, ChangePromise, ReadShare, ShowPromise, ShowPromises, Write
from prompts.message import ChoiceField
from storage.tables import Entry, Share
from tests.administering import said
from tests.if_then import CUE, DEED, PROMISE, THURSDAY, TYPED, Place, button_of, buttons, morning_after, texts
from tests.replies import opened
from tests.world import World


@pytest.fixture
async def place(world: World) -> Place:
    return await morning_after(world)


# -- making ------------------------------------------------------------------------------------------------------------


async def test_a_promise_is_made_in_a_form_and_stands_in_the_list(place: Place) -> None:
    reply = await place.makes()

    assert said(reply) == "Kept, 10:00, with your promises. Only you can see it."
    assert texts(opened(await place.ada.types("promises"))) == [f"**{PROMISE}**"]


async def test_what_is_typed_twice_is_said_once(place: Place) -> None:
    await place.makes(cue="If somebody interrupts in our round,", deed="then I'll let them finish.")

    assert texts(opened(await place.ada.types("promises"))) == [f"**{PROMISE}**"]


@pytest.mark.parametrize(
    ("filled_in", "field", "sentence"),
    [
        ({"cue": " "}, "cue", "Please name the moment, for example: somebody interrupts in our round"),
        ({"deed": "then I will"}, "deed", "Please say what you will do then, for example: let them finish"),
        ({"cue": "More often"}, "cue", "“More often” is no moment that one sees coming."),
        ({"comes_on": date(2027, 5, 20)}, "comes_on", "That day is over."),
        ({"comes_on": date(2029, 5, 20)}, "comes_on", "That day is too far away"),
        ({"comes_on": THURSDAY, "every": ("1",)}, "every", "either one day or a day of the week"),
    ],
)
async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_kept(
    place: Place, filled_in: dict[str, Any], field: str, sentence: str
) -> None:
    reply = await place.makes(**filled_in)

    assert list(reply.problems) == [field]
    assert reply.problems[field].startswith(sentence) or sentence in reply.problems[field]
    assert await place.promises() == []


async def test_a_promise_can_be_typed_after_the_command(place: Place) -> None:
    await place.ada.types("promises When somebody interrupts in our round, I will let them finish.")

    assert texts(opened(await place.ada.types("promises"))) == [f"**{PROMISE}**"]


async def test_what_is_typed_without_an_if_is_sent_back_with_an_example(place: Place) -> None:
    reply = await place.ada.types("promises I will listen more")

    assert "cannot tell the *if* from the *then*" in said(reply)
    assert "promises If somebody interrupts" in said(reply)


async def test_the_answer_to_the_question_after_the_debrief_is_a_promise(place: Place) -> None:
    row = await place.asked("H4")

    reply = await place.ada.fills_in(opened(await place.ada.presses(Write(row.id))), cue=CUE, deed=DEED)

    assert reply.replace is not None
    assert "with your promises" in reply.replace.text
    assert len(await place.promises()) == 1


async def test_answering_it_again_makes_a_second_promise(place: Place) -> None:
    row = await place.asked("H4")
    for deed in ("let them finish", "ask what they think"):
        await place.ada.fills_in(opened(await place.ada.presses(Write(row.id))), cue=CUE, deed=deed)

    assert len(texts(opened(await place.ada.types("promises")))) == 2


async def test_an_answer_typed_in_the_chat_is_a_promise_where_it_is_said_like_one(place: Place) -> None:
    row = await place.asked("H4")

    await place.ada.writes("I want to listen more.", thread=row.message)
    await place.ada.writes(TYPED, thread=row.message)

    (shown,) = texts(opened(await place.ada.types("promises")))
    assert shown == f"**{TYPED}**"


async def test_who_keeps_nothing_is_told_so_and_no_promise_is_kept(place: Place) -> None:
    async with place.world.database.transaction() as store:
        person = await store.people.person(place.spring.people[0].id)
        assert person is not None
        person.keeps_entries = False

    shown = opened(await place.ada.types("promises"))
    typed = await place.ada.types(f"promises {PROMISE}")

    assert "I cannot keep a promise for you" in shown.text
    assert "New promise" not in buttons(shown)
    assert "I cannot keep a promise for you" in opened(typed).text
    assert await place.promises() == []


async def test_nobody_opens_changes_or_answers_somebody_elses_promise(place: Place) -> None:
    await place.makes()
    one, ben = await place.the_one(), place.world.someone("U2", "Ben")

    for action in (ShowPromise(one.id), ChangePromise(one.id), AnswerPromise(one.id, "let_go")):
        reply = await ben.presses(action)
        assert said(reply) == "That is no longer there."

    assert texts(opened(await ben.presses(ShowPromises()))) == []
    assert not (await place.the_one()).over


# -- telling -----------------------------------------------------------------------------------------------------------


async def test_who_may_be_told_sees_the_exact_words_only_after_their_author_has(place: Place) -> None:
    form = opened(await place.ada.presses(button_of(opened(await place.ada.types("promises")), "New promise")))
    tell = next(one for one in form.fields if isinstance(one, ChoiceField) and one.key == "tell")
    ben = next(one.value for one in tell.options if one.label.startswith("Ben"))

    shown = opened(await place.ada.fills_in(form, cue=CUE, deed=DEED, tell=(ben,)))
    async with place.world.database.reading() as store:
        assert (await store.session.exec(select(Share))).all() == []
    await place.ada.fills_in(shown)

    async with place.world.database.reading() as store:
        (share,) = (await store.session.exec(select(Share))).all()
    read = opened(await place.world.someone("U2", "Ben").presses(ReadShare(share.id)))
    assert texts(read) == [PROMISE]


async def test_what_was_shared_stays_as_it_was_when_the_promise_changes(place: Place) -> None:
    await place.makes()
    shown = opened(await place.ada.presses(button_of(opened(await place.ada.types("promises")), "Share")))
    ben = next(one for one in shown.fields if isinstance(one, ChoiceField)).options[0].value
    await place.ada.fills_in(shown, **{"with": (ben,)})

    one = await place.the_one()
    await place.ada.fills_in(opened(await place.ada.presses(ChangePromise(one.id))), deed="ask what they think")

    async with place.world.database.reading() as store:
        (share,) = (await store.session.exec(select(Share))).all()
    assert texts(opened(await place.world.someone("U2", "Ben").presses(ReadShare(share.id)))) == [PROMISE]


# -- what becomes of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Kept", "Noted: the moment came, and you kept your promise."),
        ("Not yet", "Noted: the moment has not come yet. Your promise stays as it is."),
        ("Let go", "It is let go. I will not ask about it again."),
    ],
)
async def test_each_answer_is_one_calm_sentence(place: Place, label: str, sentence: str) -> None:
    await place.makes()

    shown = opened(await place.ada.presses(button_of(opened(await place.ada.types("promises")), label)))

    assert shown.text.startswith(sentence)


async def test_changed_opens_the_old_words_and_keeps_the_new_ones(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    form = opened(await place.ada.presses(button_of(opened(await place.ada.types("promises")), "Changed")))

    assert {one.key: one.value for one in form.fields} == {
        "cue": CUE,
        "deed": DEED,
        "comes_on": THURSDAY,
        "every": (),
    }
    reply = await place.ada.fills_in(form, deed="ask what they think")

    assert said(reply) == "The new words count from now on."
    (shown,) = texts(opened(await place.ada.types("promises")))
    assert shown.startswith("**If somebody interrupts in our round, then I will ask what they think**")


async def test_what_was_let_go_is_not_reminded_of_and_can_be_taken_up_again(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    one = await place.the_one()

    await place.ada.presses(AnswerPromise(one.id, "let_go"))
    silent = await place.planned()
    await place.ada.fills_in(opened(await place.ada.presses(ChangePromise(one.id))))

    assert silent == []
    assert await place.planned() == [THURSDAY]
    assert not (await place.the_one()).over


async def test_a_habit_that_was_kept_goes_on_and_a_single_day_is_over(place: Place) -> None:
    await place.makes()
    await place.makes(comes_on=THURSDAY)
    for one in await place.promises():
        await place.ada.presses(AnswerPromise(one.id, "kept"))

    assert {one.comes_on: one.over for one in await place.promises()} == {None: False, THURSDAY: True}


async def test_a_deleted_promise_is_nowhere_and_no_word_of_it_comes(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    form = opened(await place.ada.presses(button_of(opened(await place.ada.types("promises")), "Delete")))
    await place.ada.fills_in(form)

    await place.world.until("2027-05-28 12:00")

    assert await place.promises() == []
    assert place.reminded() == []


async def test_an_erased_person_leaves_no_promise_behind(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    async with place.world.database.transaction() as store:
        person = await store.people.person(place.spring.people[0].id)
        assert person is not None
        await store.people.erase(person, place.world.now)

    assert await place.promises() == []
    assert await place.planned() == []


async def test_a_promise_goes_with_the_reflections_of_its_cohort(place: Place) -> None:
    await place.makes()

    async with place.world.database.transaction() as store:
        await store.retention.forget_reflections([place.spring.cohort.id])

    assert await place.promises() == []
    async with place.world.database.reading() as store:
        assert (await store.session.exec(select(Entry))).all() == []
