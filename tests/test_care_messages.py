"""Who writes in distress hears at once whom they can turn to, whatever else stands still; and nothing tells of it."""

import itertools
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.action import GoOn, KeepAsItIs, ShareEntry, StopHere, WriteFreely
from bot.chat.event import Edited, Submitted
from bot.coach.coach import Question, Talk
from bot.errors import Unknown
from bot.flows.housekeeping import Housekeeping
from bot.reception import Reception
from bot.rules.visibility import own
from storage.tables import AuditRow, Delivery, Entry, Turn
from tests.backstage import Backstage, care
from tests.careful import (
    BULLIED,
    CALM,
    CONTACTS,
    DETAILS,
    DISTRESS,
    EVERYWHERE,
    FORMS,
    PHONE_ME,
    UNSAFE,
    Careful,
    careful,
    of_care,
)
from tests.factories import person, running_cohort
from tests.replies import opened
from tests.sizes import size
from tests.world import Someone, World

UNKEPT = ("a free form", "a prompt's form", "the chat", "a prompt's thread", "reflect", "note")


@pytest.fixture
async def place(world: World) -> Careful:
    return await careful(world)


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_wherever_somebody_writes_in_distress_the_contacts_come_at_once(place: Careful, where: str) -> None:
    await EVERYWHERE[where](place, DISTRESS)

    (message,) = of_care(place.heard())
    assert CONTACTS in message.text
    assert "day and night" in message.text
    assert "No person has read what you wrote, and nobody is told" in message.text
    assert [one.label for one in message.buttons] == [PHONE_ME]
    assert DISTRESS not in message.text


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_no_question_comes_on_it_and_the_words_are_kept(place: Careful, where: str) -> None:
    await EVERYWHERE[where](place, DISTRESS)
    asked = len(await place.rows(Turn, speaker="coach"))

    heard = len(place.heard())

    await place.tick()
    await place.tick(days=2)

    assert len(await place.rows(Turn, speaker="coach")) == asked
    assert len(place.heard()) == heard
    assert len(of_care(place.heard())) == 1
    kept = " ".join(DISTRESS.rstrip(".").split()[-2:])  # a promise begins otherwise: "If …, then I will …"
    assert any(kept in text for text in await place.said())


@pytest.mark.parametrize("where", FORMS)
async def test_who_wrote_in_a_form_sees_it_in_the_forms_place(place: Careful, where: str) -> None:
    reply = await FORMS[where](place, DISTRESS)

    assert reply.open is not None
    assert reply.open.text == of_care(place.heard())[0].text
    assert [one.label for item in reply.open.items for one in item.buttons] == [PHONE_ME]


@pytest.mark.parametrize("answer", [None, False])
@pytest.mark.parametrize("where", UNKEPT)
async def test_who_keeps_nothing_gets_the_same(place: Careful, where: str, answer: bool | None) -> None:
    await place.set(keeps_entries=answer)

    reply = await EVERYWHERE[where](place, DISTRESS)

    shown = reply.open.text if reply.open and where in FORMS else "".join(one.text for one in place.heard())
    if where in FORMS and answer is None:
        assert reply.open is not None  # nothing was said about keeping: it counts as a no
    assert CONTACTS in shown
    assert len(of_care(place.heard())) == 1
    assert await place.rows(Turn) == []
    assert not any(one.text.endswith("?") for one in [*place.heard(), *filter(None, [reply.say])] if not of_care([one]))


async def test_neither_quiet_hours_nor_a_pause_nor_a_crowded_day_holds_it_back(place: Careful) -> None:
    today = place.world.now.date()
    await place.set(quiet_from=time(0, 0), quiet_to=time(23, 59), paused_on=today, paused_until=today)

    await place.ada.writes(DISTRESS)

    assert len(of_care(place.heard())) == 1


async def test_it_is_sent_once_however_often_the_event_comes_and_the_clock_beats(place: Careful) -> None:
    event: dict[str, Any] = place.ada._happening()
    form = opened(await place.ada.presses(WriteFreely()))
    sent_in = Submitted(**event, token=form.token, values={"words": DISTRESS})

    await place.ada.reception.take(sent_in)
    await place.ada.reception.take(sent_in)
    await place.tick()
    await place.tick(minutes=5)

    assert len(of_care(place.heard())) == 1
    assert [one.state for one in await place.rows(Delivery, kind="care")] == ["sent"]


async def test_a_crash_between_storing_and_sending_loses_nothing(place: Careful) -> None:
    crashing = Reception(
        database=place.world.database,
        words=place.world.words,
        language="en",
        now=lambda: place.world.now,
        desks=place.world.desks,
        care=care(),
    )  # which sends nothing at once
    someone = Someone("U1", crashing, place.ada.profile)

    await someone.writes(DISTRESS)
    stored = await place.rows(Delivery, kind="care")
    assert place.heard() == []

    await place.tick()
    await place.tick()

    assert [one.state for one in stored] == ["planned"]
    assert len(of_care(place.heard())) == 1


async def test_what_the_platform_may_have_taken_is_not_sent_twice(place: Careful) -> None:
    place.world.channel.swallow = [Unknown()]

    await place.ada.writes(DISTRESS)
    place.world.real.passes(minutes=5)
    await place.world.backstage.settling.settle()
    await place.tick()

    assert len(of_care(place.heard())) == 1
    assert [one.state for one in await place.rows(Delivery, kind="care")] == ["sent"]


async def test_an_edit_of_words_that_were_answered_is_not_answered_again(place: Careful) -> None:
    await place.ada.writes(DISTRESS, message="70.0")

    await place.ada.reception.take(Edited(**place.ada._happening(), text=f"{DISTRESS} Today.", message="70.0"))

    assert len(of_care(place.heard())) == 1


async def test_each_time_that_somebody_writes_in_distress_is_answered(place: Careful) -> None:
    await place.ada.writes(DISTRESS)
    await place.ada.writes(DISTRESS)

    assert len(of_care(place.heard())) == 2


# -- whose contacts ----------------------------------------------------------------------------------------------------


async def test_of_several_cohorts_it_names_the_contacts_of_the_one_they_write_in(place: Careful) -> None:
    async with place.world.database.transaction() as store:
        autumn = await running_cohort(store, name="Autumn", crisis_contacts="The other line: 555 0199", debrief=None)
    row = await place.asked(message="30.0")
    async with place.world.database.transaction() as store:
        asked = await store.session.get_one(Delivery, row)
        asked.participation_id, asked.cohort_id = autumn.participations[0].id, autumn.cohort.id

    await place.ada.writes(DISTRESS, thread="30.0")
    await place.ada.writes(DISTRESS, thread="none")

    first, second = of_care(place.heard())
    assert "The other line" in first.text
    assert CONTACTS not in first.text
    assert len({first.text, second.text}) == 1  # the last prompt came from there


async def test_without_a_cohort_it_is_honest_and_general(place: Careful) -> None:
    async with place.world.database.transaction() as store:
        await person(store, "U9", "Zoe")

    await place.world.someone("U9", "Zoe").writes(DISTRESS)

    (message,) = place.heard("U9")
    assert "I know of no contacts for you here" in message.text
    assert "emergency number" in message.text
    assert message.buttons == ()


async def test_who_serves_a_cohort_gets_its_contacts(place: Careful) -> None:
    await place.world.someone("F1", "Faye").writes(DISTRESS)

    assert CONTACTS in place.heard("F1")[0].text


async def test_contacts_are_those_that_hold_when_it_is_sent(place: Careful) -> None:
    await place.ada.writes(CALM)
    async with place.world.database.transaction() as store:
        cohort = await store.cohorts.cohort(place.spring.cohort.id)
        assert cohort
        cohort.crisis_contacts = "The new line: 555 0123"

    await place.ada.writes(DISTRESS)

    assert "The new line: 555 0123" in place.heard()[-1].text


# -- what is stored ----------------------------------------------------------------------------------------------------


_OWN = {"id", "entry_id", "sealed", "anchor_instance", "message", "room"}  # ids, and words that are sealed


def shape(rows: list[Any]) -> list[dict[str, Any]]:
    return [{key: value for key, value in one.model_dump().items() if key not in _OWN} for one in rows]


async def hanging_on(place: Careful, entry: Entry) -> list[dict[str, Any]]:
    """Every row of the database that belongs to that entry, without ids and sealed words."""
    turns, promises = await place.rows(Turn, entry_id=entry.id), await place.rows(Delivery, entry_id=entry.id)
    return [*shape([entry]), *shape(turns), *shape(promises)]


@pytest.mark.parametrize("words", [DISTRESS, BULLIED, UNSAFE])
async def test_beside_the_entry_stands_nothing_that_an_ordinary_one_does_not_have(place: Careful, words: str) -> None:
    await place.ada.types("Skip.", name="reflect")
    await place.tick()
    (ordinary,) = await place.rows(Entry)
    before = await hanging_on(place, ordinary)

    await place.ada.types(words, name="reflect")
    await place.tick()
    (told,) = [one for one in await place.rows(Entry) if one.id != ordinary.id]

    assert await hanging_on(place, told) == before


async def test_the_promise_of_care_names_no_entry_and_not_what_was_heard(place: Careful) -> None:
    await place.ada.writes(DISTRESS)

    (row,) = await place.rows(Delivery, kind="care")
    stored = repr(row.model_dump())
    assert row.entry_id is None
    assert row.participation_id is None
    assert row.detail == {"crisis": "yes"}
    assert "suicide" not in stored
    assert "kill" not in stored
    assert await place.rows(AuditRow) == []


async def test_a_day_later_nothing_tells_that_it_was_ever_sent(place: Careful) -> None:
    await place.ada.writes(DISTRESS)

    await Housekeeping(place.world.database).tidy(place.world.now + timedelta(hours=23))
    kept = await place.rows(Delivery, kind="care")
    await Housekeeping(place.world.database).tidy(place.world.now + timedelta(hours=25))

    assert len(kept) == 1
    assert await place.rows(Delivery, kind="care") == []


async def test_what_was_not_sent_yet_is_not_forgotten(place: Careful) -> None:
    place.world.channel.trouble = [Unknown()]
    await place.ada.writes(DISTRESS)

    await Housekeeping(place.world.database).tidy(place.world.now + timedelta(days=2))

    assert len(await place.rows(Delivery, kind="care")) == 1


async def test_a_share_of_words_that_were_answered_is_not_answered_again(place: Careful) -> None:
    await place.ada.types(DISTRESS, name="reflect")
    (entry,) = await place.rows(Entry)
    form = opened(await place.ada.presses(ShareEntry(entry.id)))

    await place.ada.fills_in(form, **{"with": (f"partner {place.spring.people[1].id} {place.spring.cohort.id}",)})

    assert len(of_care(place.heard())) == 1


async def test_new_words_in_a_share_are_heard_too(place: Careful) -> None:
    entry = await place.begun()
    form = opened(await place.ada.presses(ShareEntry(entry)))
    ben = f"partner {place.spring.people[1].id} {place.spring.cohort.id}"

    await place.ada.fills_in(form, words=f"{CALM} {DISTRESS}", **{"with": (ben,)})

    assert len(of_care(place.heard())) == 1


# -- no question, ever -------------------------------------------------------------------------------------------------


class EagerCoach:
    """Always has a question, and remembers all that it was told."""

    def __init__(self) -> None:
        self.told: list[Talk] = []

    async def follow_up(self, talk: Talk) -> Question | None:
        self.told.append(talk)
        return Question("", f"What was behind it, the {len(self.told)}. time?")

    def came_to_an_end(self, talk: Talk) -> bool:
        return False


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["typed", "reflect", "more", "edit", "keep it", "stop", "beat"]),
        st.sampled_from([CALM, DISTRESS, BULLIED, UNSAFE, DETAILS]),
    ),
    min_size=2,
    max_size=9,
)
_people = itertools.count(1)


@given(acts=_ACTS)
@settings(
    max_examples=size(400),
    # one database serves all, each with a cohort of its own: making one anew would take most of the time
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.one_database("what is asked does not hang on the database")
async def test_no_question_ever_follows_words_of_distress(world: World, acts: list[tuple[str, str]]) -> None:
    number = next(_people)
    place = await careful(world, name=f"Spring {number}", ids=f"P{number}")
    ada, coach = world.someone(f"UP{number}1", "Ada"), EagerCoach()
    eager = Backstage(world.database, world.channel, world.real, coach).delivering

    for act, text in acts:
        await _does(place, ada, act, text)
        world.now += timedelta(seconds=5)
        await eager.send_due(world.now)

    for talk in coach.told:
        assert all(care().look(one.text).calm for one in talk.turns if one.speaker == "person")
    for turns in await _talks(place):
        assert not any(later.speaker == "coach" for later in turns[_first_worry(turns) + 1 :])


async def _does(place: Careful, ada: Someone, act: str, text: str) -> None:
    own = [one for one in await place.rows(Entry) if one.person_id == place.spring.people[0].id]
    entry = own[-1] if own else None
    match act:
        case "typed":
            await ada.writes(text, message=f"m{next(_people)}")
        case "reflect":
            await ada.types(text, name="reflect")
        case "more" if entry:
            form = opened(await ada.presses(GoOn(entry.id)))
            back = (await ada.fills_in(form, words=text)).open
            if back and back.fields:
                await ada.fills_in(back, keep_it=True)
        case "edit" if entry:
            turns = [one for one in await place.rows(Turn, entry_id=entry.id) if one.message]
            for turn in turns[-1:]:
                place.world.real.passes(seconds=1)
                await ada.reception.take(Edited(**ada._happening(), text=text, message=turn.message))
        case "keep it" if entry:
            for turn in await place.rows(Turn, entry_id=entry.id, speaker="person"):
                await ada.presses(KeepAsItIs(turn.id))
        case "stop" if entry:
            await ada.presses(StopHere(entry.id))
        case _:
            await place.world.backstage.delivering.next_due(place.world.now)


@dataclass
class Piece:
    speaker: str
    text: str
    edited: bool


async def _talks(place: Careful) -> list[list[Piece]]:
    """Ada's entries, each with its turns in order."""
    async with place.world.database.reading() as store:
        found = []
        for entry in await store.reflections.journal(place.spring.people[0].id):
            turns = await store.reflections.turns(entry.id)
            grants = [(one, own(one, one.person_id)) for one in turns]
            found.append(
                [
                    Piece(one.speaker, await store.reflections.open_turn(one, grant), one.edited_at is not None)
                    for one, grant in grants
                    if grant
                ]
            )
        return found


def _first_worry(turns: list[Piece]) -> int:
    """The first turn that was written in distress; one that was changed to it may have been asked about before."""
    worries = (
        number
        for number, one in enumerate(turns)
        if one.speaker == "person" and not one.edited and not care().look(one.text).calm
    )
    return next(worries, len(turns))
