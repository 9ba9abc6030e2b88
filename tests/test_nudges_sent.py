"""Nudges as people get them: decided once a day, said through the outbox, and not said where their reason has gone."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.chat.action import SayTalked, SetRoomNudges, Write
from storage.nudges import about_of
from storage.tables import Cohort, CohortValue, Delivery, Entry, PairTalk, Person, ValuesMap
from storage.tables.deliveries import ROOM_NUDGE
from tests.backstage import library
from tests.nudged import OWED, Nudged, labels
from tests.world import World, button

WORDS = "She asked who was carrying the heaviest load."


async def all_talked(nudged: Nudged) -> None:
    async with nudged.world.database.transaction() as store:
        for leg in nudged.made.legs:
            await store.nudges.say(leg, leg.host_id, "yes", nudged.world.now)


# -- one nudge, from its reason to its answer --------------------------------------------------------------------------


async def test_each_of_the_two_is_asked_in_private_whether_they_talked(world: World) -> None:
    nudged = await Nudged.of(world, OWED)

    await nudged.until("2027-03-16 09:59")
    early = nudged.heard("U1")
    await nudged.until("2027-03-16 10:00")

    (to_ada,), (to_ben,) = nudged.heard("U1"), nudged.heard("U2")
    assert early == []
    assert ("**Ben**" in to_ada.text, "**Ada**" in to_ben.text) == (True, True)
    assert labels(to_ada) == ["Yes, we talked", "It is booked", "Not yet", "Fewer of these", "None of these"]


@pytest.mark.parametrize("answer", ["Yes, we talked", "It is booked", "Not yet"])
async def test_an_answer_takes_the_place_of_the_question_and_ends_the_matter(world: World, answer: str) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 10:00")
    sent = world.channel.sent[-1]

    ada = world.someone("U1", "Ada")
    reply = await ada.presses(button(nudged.heard("U1")[0], answer), posted=sent.posted)
    await nudged.until("2027-04-05 18:00")

    assert reply.replace is not None
    assert [one.label for one in reply.replace.buttons] == (["Open the card"] if answer == "Yes, we talked" else [])
    about = [
        about_of(row)
        for row in await nudged.rows()
        if row.prompt == "pair_talk" and row.person_id == nudged.made.people[0].id
    ]
    assert about.count(nudged.made.legs[0].id) == 1


async def test_who_has_said_so_before_is_not_asked_and_neither_is_the_other(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    leg = nudged.made.legs[0]

    await world.someone("U2", "Ben").presses(SayTalked(leg.id, "yes"))
    await nudged.until("2027-03-16 18:00")

    assert [one for one in (*nudged.heard("U1"), *nudged.heard("U2")) if "Did you talk" in one.text] == []


async def test_a_nudge_whose_reason_went_away_after_it_was_promised_is_not_sent(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 09:00")
    promised = await nudged.rows()

    await world.someone("U1", "Ada").presses(SayTalked(nudged.made.legs[0].id, "booked"))
    await nudged.until("2027-03-16 10:00")

    assert [row.state for row in promised] == ["planned", "planned"]
    assert [(row.state, row.reason) for row in await nudged.rows()] == [("cancelled", "no reason")] * 2
    assert nudged.heard("U1") == nudged.heard("U2") == []


async def test_only_the_two_of_a_visit_may_say_whether_they_talked(world: World) -> None:
    nudged = await Nudged.of(world, OWED, size=4)
    leg = nudged.made.legs[0]

    reply = await world.someone("U3", "Chidi").presses(SayTalked(leg.id, "yes"))
    odd = await world.someone("U1", "Ada").presses(SayTalked(leg.id, "perhaps"))

    assert [one.say.text for one in (reply, odd) if one.say] == ["That is no longer there."] * 2
    async with world.database.reading() as store:
        assert (await store.session.exec(select(PairTalk))).all() == []


async def test_the_question_for_the_talk_lets_people_say_so_before_they_are_nudged(world: World) -> None:
    nudged = await Nudged.of(world, "2027-03-12")
    await nudged.until("2027-03-12 09:30")
    prompt = next(one for one in world.heard("U2") if "Did you talk?" in labels(one))

    asked = await world.someone("U2", "Ben").presses(button(prompt, "Did you talk?"))
    assert asked.say is not None
    await world.someone("U2", "Ben").presses(button(asked.say, "Yes, we talked"))
    await nudged.until("2027-03-19 18:00")

    assert labels(asked.say) == ["Yes, we talked", "It is booked", "Not yet"]
    assert [one for one in nudged.heard("U2") if "twenty minutes" in one.text] == []


async def test_a_form_that_was_opened_and_not_sent_comes_back_the_next_day_with_its_buttons(world: World) -> None:
    nudged = await Nudged.of(world, "2027-03-30")
    await all_talked(nudged)
    await nudged.until("2027-03-31 09:31")  # the question after both visits is open for three days
    row = await sent_prompt(nudged, 1, "F1")

    await world.someone("U2", "Ben").presses(Write(row.id))
    await nudged.until("2027-04-01 10:00")

    (nudge,) = nudged.heard("U2")
    assert library().prompt("en", "F1").title in nudge.text
    assert labels(nudge)[:2] == ["Finish it", "Let it go"]
    opened = await world.someone("U2", "Ben").presses(button(nudge, "Finish it"))
    assert opened.open is not None


async def test_a_form_that_was_sent_in_meanwhile_is_not_brought_back(world: World) -> None:
    nudged = await Nudged.of(world, "2027-03-30")
    await all_talked(nudged)
    await nudged.until("2027-03-31 09:31")
    row = await sent_prompt(nudged, 1, "F1")
    ben = world.someone("U2", "Ben")

    form = (await ben.presses(Write(row.id))).open
    assert form is not None
    await ben.fills_in(form, words=WORDS)
    await nudged.until("2027-04-05 18:00")

    title = library().prompt("en", "F1").title
    assert [one for one in nudged.heard("U2") if title in one.text] == []


async def test_a_prompt_is_recalled_once_while_it_is_still_open(world: World) -> None:
    nudged = await Nudged.of(world, "2027-04-07")  # on that day F2 is asked, for three days
    await all_talked(nudged)

    await nudged.until("2027-04-08 23:00")
    before = nudged.heard("U1")
    await nudged.until("2027-04-09 23:00")

    (nudge,) = nudged.heard("U1")
    assert before == []
    assert (library().prompt("en", "F2").title in nudge.text, "10 Apr" in nudge.text) == (True, True)
    assert labels(nudge)[:2] == ["Write", "Skip"]


async def test_what_is_typed_under_a_reminder_answers_the_question_that_it_brings_back(world: World) -> None:
    nudged = await Nudged.of(world, "2027-04-07")
    await all_talked(nudged)
    await nudged.until("2027-04-09 23:00")
    sent = next(one for one in world.channel.sent if one.to.person == "U1" and "None of these" in labels(one.message))

    await world.someone("U1", "Ada").writes(WORDS, thread=sent.posted.message)

    answered = await sent_prompt(nudged, 0, "F2")
    assert answered.answered_at is not None
    assert await nudged.rows("nudge", "planned") == []


async def sent_prompt(nudged: Nudged, number: int, key: str) -> Delivery:
    async with nudged.world.database.reading() as store:
        sent = await store.deliveries.sent_prompts(nudged.made.people[number].id)
    return next(row for row in sent if row.prompt == key)


async def test_three_questions_that_went_by_bring_one_way_back_and_no_reproach(world: World) -> None:
    nudged = await Nudged.of(world, "2027-01-11")

    await nudged.until("2027-02-03 18:00")

    texts = [one.text for one in nudged.heard("U1")]
    assert [text for text in texts if "no catching up" in text] == texts[-1:]


async def test_dates_that_nobody_sets_are_brought_up_with_the_two_and_then_with_those_who_lead(world: World) -> None:
    nudged = await Nudged.of(world, "2027-02-15", first_visit=None, second_visit=None, interview=None)

    await nudged.until("2027-02-22 18:00")
    theirs, early = nudged.heard("U1"), nudged.heard("F1")
    await nudged.until("2027-02-23 18:00")
    (led,) = nudged.heard("F1")
    await nudged.until("2027-03-02 18:00")

    assert [one.text for one in theirs if "without dates" in one.text] == [theirs[0].text]
    assert ("**Ben**" in theirs[0].text, "Faye" in theirs[0].text) == (True, True)
    assert early == []
    assert ("Emergency care → Public health" in led.text, labels(led)[:2]) == (True, ["Set dates", "What needs you"])
    assert len(nudged.heard("F1")) == 2  # five working days later they are still not set
    assert len(nudged.heard("U1")) == len(theirs)


async def test_a_visitor_is_asked_for_one_good_thing_once_the_talk_is_settled(world: World) -> None:
    nudged = await Nudged.of(world, "2027-03-15", second_visit=(date(2027, 5, 3), date(2027, 5, 4)))
    async with world.database.transaction() as store:
        await store.nudges.say(nudged.made.legs[0], nudged.made.participations[0].id, "yes", world.now)

    await nudged.until("2027-03-16 18:00")

    (to_ada,) = [one for one in nudged.heard("U1") if "glad to see" in one.text]
    assert [one for one in nudged.heard("U2") if "glad to see" in one.text] == []
    done = await world.someone("U1", "Ada").presses(button(to_ada, "I have told them"))
    assert done.replace is not None


# -- what the newest map says ------------------------------------------------------------------------------------------


async def with_map(nudged: Nudged, **seen: list[str]) -> None:
    """A map that a night made of the visits."""
    shown = [
        {"name": name, "behaviours": [], "seen": seen.get(name, [])} for name in ("Respect", "Courage", "Openness")
    ]
    async with nudged.world.database.transaction() as store:
        at = nudged.world.now
        await store.maps.keep(
            ValuesMap(cohort_id=nudged.made.cohort.id, window="visits", closed_at=at, made_at=at, shown=shown)
        )


async def test_a_value_under_strain_is_told_to_the_facilitator_alone_and_once(world: World) -> None:
    nudged = await Nudged.of(world, "2027-04-12")
    await with_map(nudged, Courage=["lived", "strained"], Respect=["lived"], Openness=["lived"])

    await nudged.until("2027-05-10 18:00")

    (told,) = [one for one in nudged.heard("F1") if "under strain" in one.text]
    assert "**Courage**" in told.text
    assert labels(told)[0] == "Show the map"
    assert [one for one in (*nudged.heard("U1"), *nudged.in_room) if "under strain" in one.text] == []


async def test_the_room_is_asked_once_about_a_value_of_which_the_map_shows_nothing(world: World) -> None:
    nudged = await Nudged.of(world, "2027-04-12")
    await with_map(nudged, Courage=["lived"], Respect=["absent"])

    await nudged.until("2027-04-12 12:29")
    early = nudged.in_room
    await nudged.until("2027-05-19 18:00")

    assert early == []
    (asked,) = nudged.in_room
    assert "**Openness**" in asked.text


async def test_tags_alone_bring_nothing_up_before_there_is_a_map(world: World) -> None:
    nudged = await Nudged.of(world, "2027-04-12", size=8)
    async with world.database.transaction() as store:
        value = (await store.session.exec(select(CohortValue).where(CohortValue.name == "Courage"))).one()
        for one, place in zip(nudged.made.people, nudged.made.participations, strict=True):
            entry = await store.reflections.begin(note_of(one, place.id, world.now))
            await store.reflections.mark(entry.id, {value.id: "strained"})

    await nudged.until("2027-04-30 18:00")

    assert [one for one in nudged.heard("F1") if "under strain" in one.text] == nudged.in_room == []


def note_of(who: Person, participation_id: str, at: datetime) -> Entry:
    return Entry(
        organisation_id=who.organisation_id,
        person_id=who.id,
        participation_id=participation_id,
        kind="note",
        written_at=at,
    )


# -- the room ----------------------------------------------------------------------------------------------------------


async def between_visits(world: World, **changes: object) -> Nudged:
    """The first visit ended on 9 March, the second begins on 5 April."""
    days = {"second_visit": (date(2027, 4, 5), date(2027, 4, 6))}
    return await Nudged.of(world, "2027-03-15", **{**days, **changes})  # type: ignore[arg-type]  # passed on as they are


async def test_a_quiet_room_is_asked_about_a_value_every_ten_days_between_the_visits(world: World) -> None:
    nudged = await between_visits(world)

    await nudged.until("2027-03-19 12:29")
    early = nudged.in_room
    await nudged.until("2027-04-12 18:00")

    assert early == []
    rows = await nudged.rows(ROOM_NUDGE, "sent")
    assert [row.sent_at.date() for row in rows if row.sent_at] == [date(2027, 3, 19), date(2027, 3, 30)]
    assert len({one.text for one in nudged.in_room}) == len(rows)


async def test_what_stands_in_the_room_names_nobody_and_calls_nobody(world: World) -> None:
    nudged = await between_visits(world)
    await with_map(nudged, Courage=["lived"])

    await nudged.until("2027-04-12 18:00")

    names = [one.name for one in (*nudged.made.people, nudged.made.facilitator)]
    assert len(nudged.in_room) >= 2
    for message in nudged.in_room:
        assert [name for name in names if name in message.text] == []
        assert not any(mark in message.text for mark in ("@", "<!", "<@", "&lt;"))
        assert labels(message) == ["Fewer of these", "None of these"]


async def test_a_room_in_which_we_said_something_else_is_not_quiet(world: World) -> None:
    nudged = await between_visits(world)
    async with world.database.transaction() as store:
        cohort = await store.session.get_one(Cohort, nudged.made.cohort.id)
        said = datetime(2027, 3, 17, 9, tzinfo=UTC)
        await store.deliveries.to_room(cohort, nudged.made.facilitator, "lodging.done", said, name=cohort.name)

    await nudged.until("2027-03-26 18:00")

    assert await nudged.rows(ROOM_NUDGE) == []


@pytest.mark.parametrize("why", ["no room", "paused", "nobody leads"])
async def test_a_room_is_not_asked_anything_without_room_facilitator_or_running_cohort(world: World, why: str) -> None:
    paused = {"state": "paused", "paused_until": date(2027, 12, 1)}
    changes: dict[str, dict[str, object]] = {"no room": {"room": ""}, "paused": {**paused}}
    nudged = await between_visits(world, **changes.get(why, {}))
    if why == "nobody leads":
        async with world.database.transaction() as store:
            for role in await store.people.roles(nudged.made.facilitator.id):
                role.revoked_at = world.now

    await nudged.until("2027-03-26 18:00")

    assert nudged.in_room == []


async def test_a_pause_that_began_after_it_was_promised_keeps_the_room_quiet(world: World) -> None:
    nudged = await between_visits(world)
    await nudged.until("2027-03-19 09:00")
    promised = await nudged.rows(ROOM_NUDGE, "planned")

    await nudged.change(state="paused", paused_on=date(2027, 3, 19), paused_until=date(2027, 3, 26))
    await nudged.until("2027-03-19 18:00")

    assert len(promised) == 1
    assert nudged.in_room == []


async def test_only_those_who_lead_say_how_often_the_room_is_asked(world: World) -> None:
    nudged = await between_visits(world)
    action = SetRoomNudges(nudged.made.cohort.id, "none")

    refused = await world.someone("U1", "Ada").presses(action)
    taken = await world.someone("F1", "Faye").presses(action)
    await nudged.until("2027-04-12 18:00")

    assert refused.say is not None
    assert taken.say is not None
    assert ("your facilitator" in refused.say.text, labels(refused.say)) == (True, ["Nudges"])
    assert ("**Spring**" in taken.say.text, labels(taken.say)) == (True, ["As before", "Fewer there"])
    assert nudged.in_room == []
