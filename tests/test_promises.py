"""Promises: made in a form, private, brought back on the day of their *if*, and answered without judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.chat.action import AnswerPromise, ChangePromise, ReadShare, ShowPromise, ShowPromises, Write
from bot.chat.reply import Reply
from bot.flows.answering import Answering
from bot.flows.cueing import Cueing
from bot.flows.departing import Departing
from bot.flows.journalling import Journalling
from bot.flows.preferring import Preferring
from bot.flows.promising import Promising
from bot.flows.reflecting import Reflecting
from bot.flows.sharing import Sharing
from prompts.message import ChoiceField, Form, Message
from storage.deliveries import promise_id
from storage.tables import Commitment, Delivery, Entry, Share
from tests.administering import said
from tests.backstage import builtin_coach, library
from tests.factories import RunningCohort, running_cohort
from tests.world import Someone, World

MORNING = datetime(2027, 5, 21, 8, 0, tzinfo=UTC)  # the Friday after the debrief, 10:00 in Brussels
THURSDAY = date(2027, 5, 27)
CUE, DEED = "somebody interrupts in our round", "let them finish"
PROMISE = "If somebody interrupts in our round, then I will let them finish"
TYPED = "If the phone rings in our round, I will let it ring."


@dataclass
class Place:
    world: World
    spring: RunningCohort
    ada: Someone

    async def makes(self, **more: Any) -> Reply:
        form = opened(await self.ada.presses(button_of(opened(await self.ada.types("promises")), "New promise")))
        return await self.ada.fills_in(form, **{"cue": CUE, "deed": DEED, **more})

    async def promises(self) -> list[Commitment]:
        async with self.world.database.reading() as store:
            return list((await store.session.exec(select(Commitment))).all())

    async def the_one(self) -> Commitment:
        (one,) = await self.promises()
        return one

    async def planned(self) -> list[date]:
        """The days on which a word is planned."""
        async with self.world.database.reading() as store:
            rows = (await store.session.exec(select(Delivery).where(Delivery.kind == "cue"))).all()
        return sorted(row.due_at.date() for row in rows if row.state == "planned")

    async def asked(self, prompt: str) -> Delivery:
        """That prompt was sent to Ada."""
        cohort_id, own = self.spring.cohort.id, self.spring.participations[0].id
        row = Delivery(
            id=promise_id("prompt", cohort_id, own, prompt, "G"),
            organisation_id=self.spring.cohort.organisation_id,
            person_id=self.spring.people[0].id,
            participation_id=own,
            cohort_id=cohort_id,
            kind="prompt",
            prompt=prompt,
            anchor_instance="G",
            state="sent",
            due_at=self.world.now,
            sent_at=self.world.now,
            wording=next(iter(library().prompt("en", prompt).wordings)),
            room="DU1",
            message=f"{prompt}.0",
        )
        async with self.world.database.transaction() as store:
            await store.deliveries.add(row)
        return row

    def reminded(self) -> list[Message]:
        """What was said on the days of an *if*."""
        return [one for one in self.world.heard("U1") if one.text.startswith("Today is the day that you chose")]


@pytest.fixture
async def place(world: World) -> Place:
    coach = builtin_coach()
    flows = (
        Answering(library(), coach),
        Departing(library()),
        Journalling(library()),
        Preferring(library()),
        Promising(library()),
        Reflecting(coach, library()),
        Sharing(),
    )
    world.desks = [flow.desk for flow in flows]
    world.now = MORNING
    async with world.database.transaction() as store:
        spring = await running_cohort(store)
    return Place(world, spring, world.someone("U1", "Ada"))


def opened(reply: Reply) -> Form:
    assert reply.open is not None, reply
    return reply.open


def buttons(form: Form | Message) -> list[str]:
    own = form.buttons if isinstance(form, Message) else ()
    return [one.label for one in (*own, *(button for item in form.items for button in item.buttons))]


def button_of(form: Form, label: str) -> Any:
    return next(one for item in form.items for one in item.buttons if one.label == label)


def texts(form: Form | Message) -> Sequence[str]:
    return [item.text for item in form.items if item.text]


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

    asking = [one for one in place.world.heard("U1") if any("has its *if* come?" in item.text for item in one.items)]
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
    assert [item.text for item in asking.items] == ["**Your promises:** have their *ifs* come?"]
    assert len(texts(opened(await place.ada.presses(asking.items[0].buttons[0])))) == 2


async def test_what_was_let_go_is_not_asked_about(place: Place) -> None:
    await place.makes()
    await place.ada.presses(AnswerPromise((await place.the_one()).id, "let_go"))

    await place.world.until("2027-05-27 09:30")

    assert place.world.heard("U1")[-1].items == ()


# -- what becomes of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Kept", "Noted: the *if* came, and you kept it."),
        ("Not yet", "Noted: the *if* has not come yet. It stays as it is."),
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
