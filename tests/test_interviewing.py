"""A facilitator proposes times, each participant takes one, and the coming messages and both calendars follow."""

import asyncio
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

import pytest
from icalendar import Calendar, Event
from sqlmodel import select

from bot.chat.action import ChangeTime, ProposeTimes, SeeTimes, TakeCalendarFile, TakeTime
from bot.chat.reply import Reply
from bot.flows.arranging import Arranging
from bot.flows.choosing import Choosing
from bot.flows.departing import Departing
from bot.flows.disclosing import Disclosing
from bot.flows.interviewing import Interviewing
from bot.flows.planning import Planning
from bot.flows.rescheduling import Rescheduling
from prompts.message import ChoiceField, Message
from storage.tables import AuditRow, Delivery, Interview, InterviewSlot, Participation
from tests.backstage import library
from tests.factories import RunningCohort, person, role, running_cohort
from tests.replies import opened, plain, said
from tests.world import Someone, World, button

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)  # after the visits, before the interviews


class Scene(NamedTuple):
    world: World
    made: RunningCohort
    ada: Someone
    ben: Someone
    chidi: Someone
    faye: Someone


@pytest.fixture
async def scene(world: World) -> Scene:
    """Four people of two pairs, none with a time yet; Faye is their facilitator."""
    words = library()
    world.desks = (
        Interviewing().desk,
        Rescheduling(words).desk,
        Choosing(words).desk,
        Arranging(words).desk,
        Departing(words).desk,
        Disclosing(words).desk,
    )
    world.now = NOW
    async with world.database.transaction() as store:
        made = await running_cohort(store, 4, interview=None)
    names = {"U1": "Ada", "U2": "Ben", "U3": "Chidi", "F1": "Faye"}
    return Scene(world, made, *(world.someone(key, name) for key, name in names.items()))


async def test_several_times_are_proposed_with_one_line(scene: Scene) -> None:
    preview = said(await scene.faye.types("interviews 2027-04-20 2027-04-21 9:00 10.15 13:30-15:00 at Room 4"))
    unproposed = await slots(scene)
    done = said(await scene.faye.presses(button(preview, "Propose these times")))

    assert "Tue, 20 Apr 2027, 13:30 to 14:15, Room 4" in plain(preview.text)
    assert unproposed == []
    assert [f"{one.starts_at:%d %H:%M}" for one in await slots(scene)] == [
        f"{day} {hour}" for day in (20, 21) for hour in ("07:00", "08:15", "11:30", "12:15")
    ]  # Brussels is two hours ahead
    assert "Times proposed: 8. Everybody who still needs one is told, in all: 4." in done.text


async def test_the_form_proposes_as_much_with_as_little_typing(scene: Scene) -> None:
    form = opened(await scene.faye.presses(ProposeTimes(scene.made.cohort.id)))
    given = {"day": date(2027, 4, 20), "more": "2027-04-22", "times": "09:00, 10:00", "place": "Room 4"}

    preview = said(await scene.faye.fills_in(form, **given, length=("30",)))
    await scene.faye.presses(button(preview, "Propose these times"))
    again = opened(await scene.faye.presses(ProposeTimes(scene.made.cohort.id)))

    assert [(one.minutes, one.place) for one in await slots(scene)] == [(30, "Room 4")] * 4
    assert {one.key: one.value for one in again.fields}["length"] == ("30",)
    assert {one.key: one.value for one in again.fields}["place"] == "Room 4"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2027-03-31 09:00", "Wed, 31 Mar 2027 is in the past"),
        ("2027-04-01 10:00", "Thu, 1 Apr 2027, 10:00 is over already"),
        ("2027-04-24 09:00", "Sat, 24 Apr 2027 is a day off"),
        ("2027-05-06 09:00", "Thu, 6 May 2027 is a day off"),  # Ascension Day in Belgium
        ("2027-04-20 09:00 09:30", "09:00 and Tue, 20 Apr 2027, 09:30 overlap"),
        ("2027-04-20 09:00 length 300", "is no length for an interview"),
        ("2027-04-20 morning", "“morning” is not a time that I can read"),
        ("2027-04-20 25:00", "“25:00” is not a time that I can read"),
        ("2027-04-20 09:00-09:30", "No interview of 45 minutes fits into 09:00-09:30"),
        ("2027-04-20", "at least one time"),
        ("09:00", "at least one day"),
        ("2227-04-20 09:00", "year"),
        ("2027-04-20 2027-04-21 2027-04-22 2027-04-23 08:00-18:00 length 30", "more than 40 times at once"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_right_example(scene: Scene, typed: str, answer: str) -> None:
    reply = await scene.faye.types(f"interviews {typed}")

    assert answer in plain(said(reply).text)
    assert "`interviews 2027-04-20 09:00 10:00 13:30-16:00 length 45 at Room 4`" in said(reply).text
    assert await slots(scene) == []


async def test_a_time_in_the_hour_that_the_clocks_skip_does_not_exist(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        faye = await person(store, "F1", "Faye")
        faye.pattern = "1234567"
    scene.world.now = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
    toronto = scene.world.someone("F1", "Faye", "America/Toronto")

    reply = await toronto.types("interviews 2027-03-14 02:30")

    assert "Sun, 14 Mar 2027, 02:30 does not exist: the clocks go forward" in plain(said(reply).text)


async def test_a_facilitator_s_own_times_never_overlap_in_whatever_cohort(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00")
    async with scene.world.database.transaction() as store:
        autumn = await running_cohort(store, 2, name="Autumn", ids="X")
        await role(store, autumn.cohort, "facilitator", await person(store, "F1", "Faye"))

    reply = await scene.faye.types("interviews cohort Autumn 2027-04-20 09:30")

    assert "overlaps with the time that is proposed for Tue, 20 Apr 2027, 09:00 already" in plain(said(reply).text)


async def test_two_previews_of_the_same_time_propose_it_once(scene: Scene) -> None:
    previews = [said(await scene.faye.types("interviews 2027-04-20 09:00")) for _ in range(2)]

    replies = await asyncio.gather(*(scene.faye.presses(button(one, "Propose these times")) for one in previews))

    assert len(await slots(scene)) == 1
    assert sum("overlaps" in said(one).text for one in replies) == 1


async def test_whoever_has_no_time_is_told_and_takes_one_by_a_button(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00 10:00 at Room 4")

    page = said(await scene.ada.presses(await waiting_for(scene, "U1", "See the times")))
    preview = said(await scene.ada.presses(button(page, "10:00")))
    untaken = [one.participation_id for one in await slots(scene)]
    reply = await scene.ada.presses(button(preview, "Take this time"))

    assert "Tue, 20 Apr 2027" in page.items[0].text
    assert "Messages that are new:" in preview.text
    assert untaken == [None, None]
    assert [one.participation_id for one in await slots(scene)] == [None, scene.made.participations[0].id]
    assert await interview_on(scene, 0) == date(2027, 4, 20)
    assert "10:00 to 10:45, Room 4" in said(reply).text


async def test_the_messages_around_the_interview_come_with_it(scene: Scene) -> None:
    await planned(scene)
    before = await due(scene, 0)

    await taken(scene, scene.ada, "2027-04-20 09:00")
    await planned(scene)

    assert before == {}
    assert await due(scene, 0) == {
        "G1": datetime(2027, 4, 16, 7, 30, tzinfo=UTC),
        "G2": datetime(2027, 4, 21, 7, 30, tzinfo=UTC),
    }


async def test_another_time_moves_them_and_frees_the_first_for_others(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 2027-04-27 09:00")
    await taken(scene, scene.ada)

    page = said(await scene.ada.presses(SeeTimes(scene.made.cohort.id)))
    preview = said(await scene.ada.presses(button(page, "09:00")))
    await scene.ada.presses(button(preview, "Take this time"))
    await taken(scene, scene.ben)

    first, second = await slots(scene)
    assert "Messages that move:" in preview.text
    assert (first.participation_id, second.participation_id) == tuple(
        one.id for one in (scene.made.participations[1], scene.made.participations[0])
    )
    assert [await interview_on(scene, at) for at in (0, 1)] == [date(2027, 4, 27), date(2027, 4, 20)]


async def test_a_time_that_is_given_back_is_free_and_nobody_is_asked_about_it(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00")
    await taken(scene, scene.ada)

    page = said(await scene.ada.types("interviews"))
    preview = said(await scene.ada.presses(button(page, "Give this time back")))
    reply = await scene.ada.presses(button(preview, "Give it back"))

    assert await interview_on(scene, 0) is None
    assert [one.participation_id for one in await slots(scene)] == [None]
    assert event_in(reply)["STATUS"] == "CANCELLED"
    assert "given back" in (await notices(scene, "F1"))[-1].prompt.replace("_", " ")


async def test_one_time_is_one_person_s_however_many_confirm_at_once(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00")
    people = (scene.ada, scene.ben, scene.chidi)
    previews = [said(await one.presses(TakeTime((await slots(scene))[0].id))) for one in people]

    replies = await asyncio.gather(
        *(one.presses(button(preview, "Take this time")) for one, preview in zip(people, previews, strict=True))
    )

    assert sum("It is yours" in said(reply).text for reply in replies) == 1
    assert sum("Somebody else has just taken that time" in said(reply).text for reply in replies) == 2
    days = [await interview_on(scene, at) for at in range(3)]
    assert sorted(days, key=str) == [date(2027, 4, 20), None, None]


async def test_one_person_has_one_time_however_many_they_confirm_at_once(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00 10:00 11:00")
    previews = [said(await scene.ada.presses(TakeTime(one.id))) for one in await slots(scene)]

    await asyncio.gather(*(scene.ada.presses(button(one, "Take this time")) for one in previews))

    held = [one for one in await slots(scene) if one.participation_id]
    assert len(held) == 1
    [interview] = await calendars(scene)
    assert (interview.slot_id, interview.cancelled) == (held[0].id, False)


async def test_a_time_is_never_both_taken_and_taken_out(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00")
    [slot] = await slots(scene)
    taking = said(await scene.ada.presses(TakeTime(slot.id)))
    withdrawing = await previewed(scene, slot, back=True)

    await asyncio.gather(
        scene.ada.presses(button(taking, "Take this time")),
        scene.faye.presses(button(withdrawing, "Take it out")),
    )

    assert await interview_on(scene, 0) is None
    assert all(one.cancelled for one in await calendars(scene))


async def test_both_calendars_get_a_file_with_an_id_of_its_own(scene: Scene) -> None:
    reply = await taken(scene, scene.ada, "2027-04-20 09:00 at Room 4")
    theirs = await scene.faye.presses(await waiting_for(scene, "F1", "Calendar file"))

    own, other = event_in(reply), event_in(theirs)
    assert (own["SUMMARY"], other["SUMMARY"]) == ("Interview with Faye", "Interview with Ada")
    assert own.start == other.start == datetime(2027, 4, 20, 7, 0, tzinfo=UTC)
    assert own.end == datetime(2027, 4, 20, 7, 45, tzinfo=UTC)
    assert own["LOCATION"] == "Room 4"
    assert own["UID"] != other["UID"]
    assert (own["SEQUENCE"], own["STATUS"], method(reply)) == (0, "CONFIRMED", "PUBLISH")


async def test_a_change_has_the_same_id_and_a_higher_number_and_taking_out_cancels(scene: Scene) -> None:
    first = event_in(await taken(scene, scene.ada, "2027-04-20 09:00 at Room 4"))
    [slot] = await slots(scene)

    preview = await previewed(scene, slot, day=date(2027, 4, 22), time=time(14, 0), place="Room 9")
    await scene.faye.presses(button(preview, "Change it"))
    changed = event_in(await scene.ada.presses(await waiting_for(scene, "U1", "Calendar file")))
    day = await interview_on(scene, 0)
    preview = await previewed(scene, slot, back=True)
    await scene.faye.presses(button(preview, "Take it out"))
    off = await scene.ada.presses(await waiting_for(scene, "U1", "Calendar file"))

    assert first["UID"] == changed["UID"] == event_in(off)["UID"]
    assert [first["SEQUENCE"], changed["SEQUENCE"], event_in(off)["SEQUENCE"]] == [0, 1, 2]
    assert (changed.start, changed["LOCATION"]) == (datetime(2027, 4, 22, 12, 0, tzinfo=UTC), "Room 9")
    assert day == date(2027, 4, 22)
    assert (method(off), event_in(off)["STATUS"]) == ("CANCEL", "CANCELLED")
    assert await interview_on(scene, 0) is None


async def test_whoever_has_a_time_that_moves_reads_when_it_is_now(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")
    [slot] = await slots(scene)

    preview = await previewed(scene, slot, day=date(2027, 4, 22))
    await scene.faye.presses(button(preview, "Change it"))

    told = (await notices(scene, "U1"))[-1]
    assert "Ada has this time, and is told" in preview.text
    assert (told.detail["before"], told.detail["when"]) == (
        "Tue, 20 Apr 2027, 09:00 to 09:45",
        "Thu, 22 Apr 2027, 09:00 to 09:45",
    )


async def test_each_reads_the_times_by_their_own_clock(scene: Scene) -> None:
    async with scene.world.database.transaction() as store:
        ada = await person(store, "U1", "Ada")
        ada.timezone = "America/Toronto"
    toronto = scene.world.someone("U1", "Ada", "America/Toronto")
    await proposed(scene, "2027-04-20 16:00")

    page = said(await toronto.types("interviews"))
    preview = said(await toronto.presses(button(page, "10:00")))
    reply = await toronto.presses(button(preview, "Take this time"))

    assert "10:00 to 10:45" in said(reply).text
    assert "16:00 to 16:45" in (await notices(scene, "F1"))[-1].detail["when"]


async def test_the_facilitator_sees_by_name_who_has_a_time_and_who_has_not(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00 10:00")
    await taken(scene, scene.ada)

    page = said(await scene.faye.types("interviews"))

    text = plain("\n".join(one.text for one in page.items))
    assert "**No time yet:** Ben, Chidi, Dora" in text
    assert "**Ada**\nTue, 20 Apr 2027, 09:00 to 09:45" in text
    assert "**Still free:**\n- Tue, 20 Apr 2027: 10:00" in text


async def test_who_has_none_can_be_asked_once_a_day(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00 10:00")
    page = said(await scene.faye.types("interviews"))

    for _ in range(2):
        await scene.faye.presses(button(page, "Ask them to choose"))

    asked = [one for one in await notices(scene, "U1") if one.prompt == "interviews.asked"]
    assert len(asked) == 1


async def test_a_day_set_by_hand_cannot_part_from_the_time_that_somebody_has(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")

    reply = await scene.faye.types("dates interview <@U1> 2027-04-27")

    assert "Ada has a time on Tue, 20 Apr 2027" in plain(said(reply).text)
    assert "`interviews`" in said(reply).text


async def test_a_calendar_file_is_nobody_s_but_those_two(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")
    [interview] = await calendars(scene)

    reply = await scene.ben.presses(TakeCalendarFile(interview.id))

    assert (reply.documents, said(reply).text) == ((), "That is no longer there.")


async def test_somebody_of_another_cohort_takes_no_time(scene: Scene) -> None:
    await proposed(scene, "2027-04-20 09:00")
    async with scene.world.database.transaction() as store:
        await running_cohort(store, 2, name="Autumn", ids="X")

    reply = await scene.world.someone("UX1", "Xena").presses(TakeTime((await slots(scene))[0].id))

    assert said(reply).text == "That is no longer there."


async def test_whoever_leaves_frees_their_time(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")
    preview = said(await scene.ada.types("leave"))

    await scene.ada.presses(button(preview, scene.world.words["en"].label("leaving.confirm")))

    assert [one.participation_id for one in await slots(scene)] == [None]
    assert [one.cancelled for one in await calendars(scene)] == [True]


async def test_whoever_is_erased_frees_their_time_and_stands_in_nobody_s_calendar_rows(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")
    form = opened(await scene.ada.types("mydata erase"))

    await scene.ada.fills_in(form, sure=True)

    assert [one.participation_id for one in await slots(scene)] == [None]
    assert await calendars(scene) == []


async def test_a_facilitator_who_is_erased_calls_their_interviews_off(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00 at my house")
    form = opened(await scene.faye.types("mydata erase"))

    await scene.faye.fills_in(form, sure=True)
    off = await scene.ada.presses(await waiting_for(scene, "U1", "Calendar file"))

    assert await slots(scene) == []
    assert await interview_on(scene, 0) is None
    assert (await notices(scene, "U1"))[-1].prompt == "interviews.called_off"
    assert (method(off), event_in(off).get("LOCATION")) == ("CANCEL", None)


async def test_what_happens_to_the_times_stands_in_the_trail(scene: Scene) -> None:
    await taken(scene, scene.ada, "2027-04-20 09:00")

    async with scene.world.database.reading() as store:
        deeds = [one.deed for one in await store.session.exec(select(AuditRow))]
    assert deeds == ["interviews_proposed", "interview_taken"]


# -- how they are done ---------------------------------------------------------------------------------------------


async def proposed(scene: Scene, typed: str) -> None:
    preview = said(await scene.faye.types(f"interviews {typed}"))
    await scene.faye.presses(button(preview, "Propose these times"))


async def taken(scene: Scene, who: Someone, typed: str = "") -> Reply:
    """Takes the first time that is free, after it was proposed."""
    if typed:
        await proposed(scene, typed)
    free = next(one for one in await slots(scene) if one.participation_id is None)
    preview = said(await who.presses(TakeTime(free.id)))
    return await who.presses(button(preview, "Take this time"))


async def previewed(scene: Scene, slot: InterviewSlot, **values: Any) -> Message:
    form = opened(await scene.faye.presses(ChangeTime(scene.made.cohort.id)))
    choice = form.fields[0]
    assert isinstance(choice, ChoiceField)
    assert slot.id in [one.value for one in choice.options]
    return said(await scene.faye.fills_in(form, slot=(slot.id,), **values))


async def planned(scene: Scene) -> None:
    await Planning(scene.world.database, library().program).plan(scene.world.now)


async def slots(scene: Scene) -> list[InterviewSlot]:
    async with scene.world.database.reading() as store:
        return list(await store.interviews.slots(scene.made.cohort.id))


async def calendars(scene: Scene) -> list[Interview]:
    async with scene.world.database.reading() as store:
        return list(await store.session.exec(select(Interview)))


async def interview_on(scene: Scene, at: int) -> date | None:
    async with scene.world.database.reading() as store:
        return (await store.session.get_one(Participation, scene.made.participations[at].id)).interview_on


async def due(scene: Scene, at: int) -> dict[str, datetime]:
    """The prompts around the interview of that person that are planned, with their moments."""
    asked = select(Delivery).where(Delivery.participation_id == scene.made.participations[at].id)
    async with scene.world.database.reading() as store:
        rows = await store.session.exec(asked.where(Delivery.anchor_instance == "I", Delivery.state == "planned"))
        return {one.prompt: one.due_at for one in rows}


async def notices(scene: Scene, id: str) -> list[Delivery]:
    """What was promised to somebody, in order."""
    async with scene.world.database.reading() as store:
        workspace = await store.people.workspace("slack", "T1")
        assert workspace is not None
        who = await store.people.at(workspace.id, id)
        assert who is not None
        asked = select(Delivery).where(Delivery.person_id == who.id, Delivery.kind == "notice")
        rows = list(await store.session.exec(asked))
    return sorted(rows, key=lambda row: _ORDER.index(row.prompt))


# in the order in which they come in these tests
_ORDER = (
    "interviews.offered",
    "interviews.asked",
    "interviews.taken_told",
    "interviews.given_back_told",
    "interviews.changed_for_you",
    "interviews.cancelled_for_you",
    "interviews.called_off",
    "leaving.told",
    "leaving.told_erased",
)


async def waiting_for(scene: Scene, id: str, label: str) -> str:
    """The action behind the button of that label in the latest message to somebody."""
    key = next(key for key, text in scene.world.words["en"].sentences.items() if text == label)
    return (await notices(scene, id))[-1].detail[f"action:{key}"]


def event_in(reply: Reply) -> Event:
    [event] = Calendar.from_ical(reply.documents[0].content).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def method(reply: Reply) -> str:
    return str(Calendar.from_ical(reply.documents[0].content)["METHOD"])
