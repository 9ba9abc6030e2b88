"""What comes of a promise by itself: the word on its day, and the questions after the debrief."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat.action import AnswerPromise, ChangePromise
from bot.flows.cueing import Cueing
from storage.tables import Commitment
from tests.backstage import library
from tests.if_then import MORNING, PROMISE, THURSDAY, TYPED, Place, buttons, morning_after, texts
from tests.replies import opened
from tests.world import World


@pytest.fixture
async def place(world: World) -> Place:
    return await morning_after(world)


# -- the day of the *if* -----------------------------------------------------------------------------------------------


async def test_on_its_day_a_promise_waits_and_gives_nothing_away(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)

    await place.world.until("2027-05-27 07:59")
    assert place.reminded() == []
    await place.world.until("2027-05-27 08:00")

    (cue,) = place.reminded()
    assert cue.text == "Today is the day that you chose for one of your promises. It opens in a private form."
    assert buttons(cue) == ["Show my promise", "Kept", "Changed", "Let go", "Not yet"]
    assert texts(opened(await place.ada.presses(cue.buttons[0])))[0].startswith(f"**{PROMISE}**")


async def test_what_was_typed_in_the_chat_is_said_there_in_their_own_words(place: Place) -> None:
    row = await place.asked("H4")
    await place.ada.writes(TYPED, thread=row.message)
    one = await place.the_one()
    async with place.world.database.transaction() as store:
        (await store.session.get_one(Commitment, one.id)).comes_on = THURSDAY

    await Cueing(place.world.database, library()).plan(place.world.now)
    await place.world.until("2027-05-27 08:00")

    assert [one.text.replace("\\", "") for one in place.reminded()] == [
        f"Today is the day that you chose for this: *{TYPED}*"
    ]


async def test_a_weekly_one_comes_every_week_while_the_program_lasts(place: Place) -> None:
    await place.makes(every=("1",))
    cueing = Cueing(place.world.database, library())

    for day in ("2027-05-24", "2027-05-31", "2027-06-07"):
        await cueing.plan(place.world.now)
        await place.world.until(f"{day} 08:00")

    assert len(place.reminded()) == 3


async def test_a_changed_day_moves_the_word_and_no_day_takes_it_back(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    one = await place.the_one()

    form = opened(await place.ada.presses(ChangePromise(one.id)))
    await place.ada.fills_in(form, comes_on=THURSDAY + timedelta(days=1))
    moved = await place.planned()
    form = opened(await place.ada.presses(ChangePromise(one.id)))
    await place.ada.fills_in(form, comes_on=None)

    assert moved == [THURSDAY + timedelta(days=1)]
    assert await place.planned() == []


async def test_a_day_that_is_chosen_again_is_said_once(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    one = await place.the_one()
    for day in (THURSDAY + timedelta(days=1), THURSDAY):
        form = opened(await place.ada.presses(ChangePromise(one.id)))
        await place.ada.fills_in(form, comes_on=day)

    await place.world.until("2027-05-29 12:00")

    assert len(place.reminded()) == 1


async def test_a_word_waits_for_the_end_of_quiet_hours(place: Place) -> None:
    await place.ada.types("quiet 20:00-10:00")
    await place.makes(comes_on=THURSDAY)
    await place.ada.types("quiet 20:00-11:00")

    await place.world.until("2027-05-27 10:59")
    early = place.reminded()
    await place.world.until("2027-05-27 11:00")

    assert early == []
    assert len(place.reminded()) == 1


async def test_a_word_that_is_late_today_is_not_taken_back_by_the_night(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    place.world.now = datetime(2027, 5, 27, 8, 0, tzinfo=UTC)  # 10:00 there: nothing was sent all morning

    await Cueing(place.world.database, library()).plan(place.world.now)
    await place.world.until("2027-05-27 10:01")

    assert len(place.reminded()) == 1


async def test_a_day_that_has_begun_already_needs_no_word(place: Place) -> None:
    await place.makes(comes_on=MORNING.date())

    await place.world.until("2027-05-22 12:00")

    assert place.reminded() == []


async def test_no_word_comes_in_a_pause_nor_after_it(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    await place.ada.types("pause until 2027-05-28")

    await place.world.until("2027-06-02 12:00")

    assert place.reminded() == []


async def test_no_word_comes_to_who_has_left(place: Place) -> None:
    await place.makes(comes_on=THURSDAY)
    leaving = await place.ada.types("leave")
    assert leaving.say is not None
    await place.ada.presses(leaving.say.buttons[0])

    await place.world.until("2027-05-28 12:00")

    assert place.reminded() == []


async def test_a_day_off_is_no_reason_to_be_silent_on_a_day_of_ones_own_choosing(place: Place) -> None:
    await place.makes(comes_on=date(2027, 5, 29))  # a Saturday

    await place.world.until("2027-05-29 08:00")

    assert len(place.reminded()) == 1


# -- the questions after the debrief -----------------------------------------------------------------------------------


async def test_the_questions_after_the_debrief_ask_about_the_promise_without_telling_it(place: Place) -> None:
    await place.makes()

    await place.world.until("2027-08-30 12:00")

    asking = [
        one
        for one in place.world.heard("U1")
        if any("has the moment come that you named in it?" in item.text for item in one.items)
    ]
    assert [one.title for one in asking] == [library().prompt("en", key).title for key in ("J1", "J2", "J3", "J4")]
    assert all(buttons(one)[-5:] == ["Show my promise", "Kept", "Changed", "Let go", "Not yet"] for one in asking)
    assert not any("interrupts" in text for one in asking for text in (one.text, *texts(one)))


async def test_who_made_no_promise_is_asked_about_none(place: Place) -> None:
    await place.world.until("2027-08-30 12:00")

    assert not any(one.items for one in place.world.heard("U1"))


async def test_of_several_promises_the_chat_leads_to_the_list(place: Place) -> None:
    await place.makes()
    await place.makes(deed="ask what they think")

    await place.world.until("2027-05-27 09:30")

    asking = place.world.heard("U1")[-1]
    assert [item.text for item in asking.items] == ["**Your promises:** have the moments come that you named in them?"]
    assert len(texts(opened(await place.ada.presses(asking.items[0].buttons[0])))) == 2


async def test_what_was_let_go_is_not_asked_about(place: Place) -> None:
    await place.makes()
    await place.ada.presses(AnswerPromise((await place.the_one()).id, "let_go"))

    await place.world.until("2027-05-27 09:30")

    assert place.world.heard("U1")[-1].items == ()
