"""A live debrief from its start on, as whoever leads it and everybody in it sees it."""

from datetime import timedelta

from bot.chat.action import AgreeToRules, GoFromDebrief
from bot.rules.debrief_moving import show_again
from storage.tables import Person, Workspace
from tests.debriefing import ROOM, THOUGHT, WORDS, Meeting, labels, meeting, said, shown
from tests.silence import remember
from tests.world import Someone, World, button

remember(THOUGHT, *WORDS)


async def all_agree(held: Meeting, *people: Someone) -> None:
    debrief = await held.debrief()
    for one in people or held.people:
        await one.presses(AgreeToRules(debrief.id))


# -- beginning ---------------------------------------------------------------------------------------------------------


async def test_a_debrief_is_shown_before_it_begins_and_begins_in_the_room(world: World) -> None:
    held = await meeting(world)

    asked = said(await held.faye.types("debrief start 120"))
    await held.passes()
    before = list(world.channel.sent)
    begun = shown(await held.faye.presses(button(asked, "Start a debrief")))
    await held.passes()

    assert "a debrief of 120 minutes" in asked.text
    assert "Two stories" not in asked.text
    assert before == []
    assert "in our private chat" in begun.text
    assert [one.title for one in held.in_room] == ["Ground rules"]
    assert "until 13:05" in held.in_room[0].text
    (card,) = [one.message for one in world.channel.sent if one.to.person == "F1"]
    assert "**Round 1 of 12: Ground rules**" in card.text
    assert labels(card)[:2] == ["Next", "Close the round"]


async def test_a_card_that_changes_while_its_round_is_on_is_shown_once_more(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.passes()

    async with world.database.transaction() as store:
        await show_again(store, held.made.cohort.id, "rules", held.made.facilitator, world.now)
        await show_again(store, held.made.cohort.id, "problems", held.made.facilitator, world.now)
    await held.passes()

    assert [one.title for one in held.in_room] == ["Ground rules", "Ground rules"]


async def test_without_a_room_everybody_gets_each_round_in_private(world: World) -> None:
    held = await meeting(world, 4, room="")

    asked = said(await held.faye.types("debrief start 120"))
    await held.faye.presses(button(asked, "Start a debrief"))
    await held.passes()

    assert "I show each round to everybody in private" in asked.text
    assert sorted(one.to.person for one in world.channel.sent) == ["F1", "U1", "U2", "U3", "U4"]


async def test_whoever_is_not_in_the_room_s_workspace_gets_each_round_in_private(world: World) -> None:
    held = await meeting(world, 4)
    async with world.database.transaction() as store:
        ada = await store.session.get_one(Person, held.made.people[0].id)
        tenant = Workspace(organisation_id=ada.organisation_id, platform="teams", external_id="tenant-1")
        store.session.add(tenant)
        await store.session.flush()
        ada.workspace_id = tenant.id

    await held.begins()
    await held.passes()

    assert sorted(one.to.room or one.to.person for one in world.channel.sent) == [ROOM, "F1"]
    assert [one.to.person for one in world.teams.sent] == ["U1"]


async def test_a_debrief_that_runs_is_not_started_again(world: World) -> None:
    held = await meeting(world, 4)
    asked = said(await held.femke.types("debrief start 120"))
    await held.begins()

    refused = said(await held.femke.presses(button(asked, "Start a debrief")))

    assert "Faye leads it" in refused.text
    assert (await held.debrief()).minutes == 211


async def test_only_a_facilitator_of_the_cohort_leads(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    before = (await held.debrief()).version

    typed = said(await held.people[0].types("debrief next"))
    pressed = said(await held.people[0].presses(await held.lead("next")))

    assert "not for your role" in typed.text
    assert pressed.text == "That is no longer there."
    assert (await held.debrief()).version == before


# -- two who lead ------------------------------------------------------------------------------------------------------


async def test_of_two_who_press_at_once_the_second_is_told_what_the_first_did(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    both = await held.lead("next")

    await held.faye.presses(both)
    second = shown(await held.femke.presses(both))

    assert "Faye was quicker: *next*. Your button did nothing." in second.text
    assert (await held.on()).key == "stories"


async def test_a_button_of_an_earlier_round_does_nothing_and_shows_where_the_debrief_is(world: World) -> None:
    held = await meeting(world)
    card = await held.begins()
    await held.goes_to("wall")

    late = shown(await held.faye.presses(button(card, "Next")))

    assert "That was done already" in late.text
    assert "The wall" in late.text
    assert (await held.on()).key == "wall"


async def test_another_facilitator_takes_over_and_hears_from_then_on_when_the_time_is_up(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.passes()
    world.channel.sent.clear()

    await held.femke.types("debrief take over")
    await held.passes(11)

    told = {one.to.person: one.message.text for one in world.channel.sent if one.to.person}
    assert set(told) == {"F1", "F2"}
    assert "Femke leads the debrief" in told["F1"]
    assert "The time of this round is up" in told["F2"]
    assert "Its time was over at" in told["F2"]


async def test_whoever_leads_gets_a_new_card_when_another_moves_the_debrief(world: World) -> None:
    held = await meeting(world)
    await held.begins()

    await held.femke.types("debrief next")
    await held.passes()

    (card,) = world.heard("F1")
    assert "Round 2 of 15: Two stories" in card.text


# -- time --------------------------------------------------------------------------------------------------------------


async def test_when_the_time_is_up_it_is_told_once_and_nothing_closes(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.passes()
    world.channel.sent.clear()

    await held.passes(10)
    await held.passes(10)

    assert sorted(one.to.room or one.to.person for one in world.channel.sent) == [ROOM, "F1"]
    assert (await held.on()).state == "collecting"


async def test_more_time_moves_the_word_that_it_is_up(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.passes(1)
    world.channel.sent.clear()

    await held.faye.types("debrief extend 10")
    await held.passes(10)
    in_between = [one.text for one in held.in_room]
    await held.passes(10)

    assert in_between == ["*Ground rules* goes on until 13:20."]
    assert held.in_room[-1].text.startswith("The time of *Ground rules* is up.")


async def test_a_round_that_was_left_in_time_is_never_said_to_be_over(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.faye.types("debrief next")
    await held.passes()

    await held.passes(12)

    assert [one.text for one in held.in_room if "Ground rules" in one.text] == []


async def test_who_runs_late_is_asked_to_leave_out_the_least_essential_round_and_exactly_that_one(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    world.now += timedelta(minutes=19)

    card = said(await held.faye.types("debrief"))
    await held.faye.presses(button(card, "Leave it out"))

    assert "you end 9 minutes late. Leave out *How this program was*?" in card.items[0].text
    assert [one.key for one in await held.rounds() if one.state == "skipped"] == ["review"]
    assert (await held.on()).key == "rules"


async def test_nobody_is_told_to_hurry_for_a_few_minutes(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    world.now += timedelta(minutes=14)

    assert said(await held.faye.types("debrief")).items == ()


# -- coming and going --------------------------------------------------------------------------------------------------


async def test_the_facilitator_reads_bands_and_no_names(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    bands = []
    for one in held.people:
        await all_agree(held, one)
        bands.append(said(await held.faye.types("debrief")).text)

    assert "Fewer than three people are here" in bands[1]
    assert "over half" in bands[11]
    assert not [text for text in bands if "Chidi" in text or "12" in text.replace("12 ", "").replace(":12", "")]


async def test_who_comes_late_sees_the_round_that_is_on(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("review")

    late = said(await held.people[5].types("debrief"))

    assert late.title == "How this program was"
    assert labels(late) == ["Write"]


async def test_nobody_waits_for_who_has_gone(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await all_agree(held)
    debrief = await held.debrief()

    await held.people[0].presses(GoFromDebrief(debrief.id))

    there = await held.debrief()
    async with world.database.reading() as store:
        gone = [one for one in await store.debriefs.presences(there.id) if one.left_at]
    assert [one.participation_id for one in gone] == [held.made.participations[0].id]


async def test_somebody_of_another_cohort_is_not_in_it(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    stranger = world.someone("U99", "Una")

    reply = said(await stranger.presses(AgreeToRules((await held.debrief()).id)))

    assert reply.text == "You do not take part in this debrief."
