"""When no nudge may come, and how people have fewer of them or none."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.chat.action import SayTalked, SetNudges
from prompts.message import Message
from storage.commitments import CUE
from storage.tables import Delivery, Leg, PairTalk, Person
from tests.factories import running_cohort
from tests.nudged import OWED, Nudged, labels
from tests.world import World, button


async def person(nudged: Nudged, number: int) -> Person:
    async with nudged.world.database.reading() as store:
        return await store.session.get_one(Person, nudged.made.people[number].id)


# -- when none may come ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["none", "fewer"])
async def test_whoever_wants_fewer_or_none_gets_fewer_or_none(world: World, wish: str) -> None:
    nudged = await Nudged.of(world, "2027-01-11")
    async with world.database.transaction() as store:
        (await store.session.get_one(Person, nudged.made.people[0].id)).nudges = wish

    await nudged.until("2027-05-25 18:00")

    rows = [row for row in await nudged.rows("nudge", "sent") if row.person_id == nudged.made.people[0].id]
    days = [row.sent_at.date() for row in rows if row.sent_at]
    assert (len(days) == 0) == (wish == "none")
    assert all((later - earlier).days >= 28 for earlier, later in pairwise(days))


async def test_quiet_hours_move_a_nudge_to_their_end(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    async with world.database.transaction() as store:
        ada = await store.session.get_one(Person, nudged.made.people[0].id)
        ada.quiet_from, ada.quiet_to = time(8), time(16)

    await nudged.until("2027-03-16 15:59")
    early = nudged.heard("U1")
    await nudged.until("2027-03-16 16:00")

    assert early == []
    assert len(nudged.heard("U1")) == 1


async def test_a_pause_begun_after_a_nudge_was_promised_keeps_it_back(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 09:00")

    await world.someone("U1", "Ada").types("pause until 2027-03-17")
    await nudged.until("2027-03-17 18:00")

    assert nudged.heard("U1") == []
    assert len(nudged.heard("U2")) == 1


async def test_a_visit_moved_into_the_week_keeps_a_promised_nudge_back(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 09:00")
    async with world.database.transaction() as store:
        leg = await store.session.get_one(Leg, nudged.made.legs[1].id)
        leg.first_day_on, leg.second_day_on = date(2027, 3, 18), date(2027, 3, 19)

    await nudged.until("2027-03-16 18:00")

    assert nudged.heard("U1") == []


async def test_a_nudge_gives_way_to_the_day_of_a_promise(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    async with world.database.transaction() as store:
        ada, due = nudged.made.people[0], datetime(2027, 3, 16, 8, tzinfo=UTC)
        cue = Delivery(
            organisation_id=ada.organisation_id,
            person_id=ada.id,
            kind=CUE,
            prompt="promises.cue",
            anchor_instance=f"{ada.id}:2027-03-16",
            asked_for=True,
            due_at=due,
        )
        await store.deliveries.add(cue)

    await nudged.until("2027-03-16 18:00")

    assert nudged.heard("U1") == []
    assert len(nudged.heard("U2")) == 1


async def test_a_nudge_due_while_the_bot_was_away_is_not_said_late_and_takes_no_prompts_place(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 09:00")
    world.real.passes(minutes=1)
    await world.backstage.returning.sign(world.now)

    world.real.passes(hours=3)
    world.now += timedelta(hours=3)
    await world.backstage.returning.sign(world.now)
    await nudged.work.send(world.now)

    assert [(row.state, row.reason) for row in await nudged.rows()] == [("missed", "absence")] * 2


async def test_somebody_in_two_cohorts_is_nudged_once_a_week_all_the_same(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    async with world.database.transaction() as store:
        await running_cohort(store, name="Autumn")

    await nudged.until("2027-03-16 18:00")

    assert len(nudged.heard("U1")) == 1


# -- deciding ----------------------------------------------------------------------------------------------------------


async def test_what_is_decided_twice_or_by_two_processes_is_promised_once(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    tomorrow = datetime(2027, 3, 16, 0, 1, tzinfo=UTC)

    for _ in range(2):
        await nudged.nudging.decide(tomorrow)
        await nudged.nudging.decide(tomorrow + timedelta(hours=3))

    assert len(await nudged.rows()) == 2


async def test_a_decision_that_was_made_survives_a_restart(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 09:00")

    after = replace(nudged)
    await after.until("2027-03-16 10:00")

    assert len(after.heard("U1")) == 1


# -- fewer, none, as before --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "wish"), [("Fewer of these", "fewer"), ("None of these", "none")])
async def test_the_two_buttons_are_kept_told_in_words_and_taken_back(world: World, label: str, wish: str) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 10:00")
    ada = world.someone("U1", "Ada")

    said = (await ada.presses(button(nudged.heard("U1")[0], label))).say
    kept = (await person(nudged, 0)).nudges
    assert said is not None
    back = (await ada.presses(button(said, "As before"))).say

    assert kept == wish
    assert "My questions come as before" in said.text
    assert back is not None
    assert (await person(nudged, 0)).nudges == ""


async def test_how_often_is_chosen_in_a_form_or_typed(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    ada = world.someone("U1", "Ada")

    form = (await ada.types("nudges")).open
    assert form is not None
    await ada.fills_in(form, wish=("none",))
    by_form = (await person(nudged, 0)).nudges
    await ada.types("nudges Fewer")
    typed = (await person(nudged, 0)).nudges
    wrong = (await ada.types("nudges sometimes")).say
    await ada.types("nudges usual")

    assert (by_form, typed, (await person(nudged, 0)).nudges) == ("none", "fewer", "")
    assert wrong is not None
    assert ("sometimes" in wrong.text, "nudges fewer" in wrong.text) == (True, True)


async def test_a_button_that_says_something_else_changes_nothing(world: World) -> None:
    nudged = await Nudged.of(world, OWED)

    said = (await world.someone("U1", "Ada").presses(SetNudges("twice"))).say

    assert said == Message("That is no longer there.")
    assert (await person(nudged, 0)).nudges == ""


async def test_whoever_presses_a_nudge_has_not_ignored_it(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await nudged.until("2027-03-16 10:00")
    sent = next(one for one in world.channel.sent if one.to.person == "U1" and "None of these" in labels(one.message))

    await world.someone("U1", "Ada").presses(button(sent.message, "Not yet"), posted=sent.posted)

    opened = {row.person_id: row.opened_at is not None for row in await nudged.rows("nudge", "sent")}
    assert opened == {nudged.made.people[0].id: True, nudged.made.people[1].id: False}


async def test_an_erased_person_leaves_no_answer_and_no_wish_behind(world: World) -> None:
    nudged = await Nudged.of(world, OWED)
    await world.someone("U1", "Ada").presses(SayTalked(nudged.made.legs[0].id, "yes"))
    await world.someone("U1", "Ada").types("nudges none")

    async with world.database.transaction() as store:
        await store.people.erase(await store.session.get_one(Person, nudged.made.people[0].id), world.now)

    async with world.database.reading() as store:
        assert (await store.session.exec(select(PairTalk))).all() == []
    assert (await person(nudged, 0)).nudges == ""
