"""A live debrief from its start to its end, as everybody in it sees it."""

from datetime import timedelta

from sqlmodel import col, select

from bot.chat.action import AgreeToRules, EnterCard, GoFromDebrief, SendIn, WriteAlone
from bot.rules.debrief_moving import show_again
from bot.rules.visibility import own_contribution
from storage.tables import AuditRow, Entry, Person, Workspace
from tests.debriefing import ROOM, Meeting, labels, meeting, said, shown
from tests.silence import remember
from tests.world import Someone, World, button

THOUGHT = "Canaryporter: nobody asked him what he had seen."
WORDS = ("Canarylighter", "Canarycurious", "Canarytired")
remember(THOUGHT, *WORDS)


async def all_agree(held: Meeting, *people: Someone) -> None:
    debrief = await held.debrief()
    for one in people or held.people:
        await one.presses(AgreeToRules(debrief.id))


async def send_word(held: Meeting, who: Someone, word: str) -> None:
    form = (await who.presses(SendIn((await held.debrief()).id, "word"))).open
    assert form is not None
    assert not (await who.fills_in(form, word=word)).problems


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


# -- sending in --------------------------------------------------------------------------------------------------------


async def test_what_somebody_writes_alone_goes_into_their_journal_and_nowhere_else(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await held.goes_to("alone")
    await held.passes()

    form = await held.opens(held.people[0])
    await held.people[0].fills_in(form, words=THOUGHT)
    await held.faye.types("debrief reveal")
    await held.passes()

    async with world.database.reading() as store:
        (entry,) = (await store.session.exec(select(Entry))).all()
    assert (entry.person_id, entry.finished) == (held.made.people[0].id, True)
    assert "Canaryporter" not in str([one.message for one in world.channel.sent])


async def test_what_is_sent_in_is_hidden_until_it_is_shown_and_has_no_name(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")
    await held.passes()
    for who, word in zip(held.people, WORDS, strict=False):
        await send_word(held, who, word)
    await held.faye.types("debrief close")
    await held.passes()
    before = str([one.message for one in world.channel.sent])

    await held.faye.types("debrief reveal")
    await held.passes()

    assert not [word for word in WORDS if word in before]
    (item,) = held.in_room[-1].items
    assert sorted(line.removeprefix("- ") for line in item.text.splitlines() if line.startswith("- ")) == sorted(WORDS)
    assert not [name for name in ("Ada", "Ben", "Chidi") if name in str(held.in_room[-1])]


async def test_two_people_are_too_few_for_anything_to_be_shown(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")
    for who, word in zip(held.people, WORDS[:2], strict=False):
        await send_word(held, who, word)

    await held.faye.types("debrief reveal")
    await held.passes()

    assert held.in_room[-1].text.startswith("Fewer than three people have sent something in")
    assert "Canary" not in str(held.in_room)


async def test_a_card_for_somebody_without_a_phone_stands_among_the_others(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")
    for who, word in zip(held.people, WORDS[:2], strict=False):
        await send_word(held, who, word)

    form = (await held.faye.presses(EnterCard((await held.debrief()).id, "word"))).open
    assert form is not None
    await held.faye.fills_in(form, word=WORDS[2])
    await held.faye.types("debrief reveal")
    await held.passes()

    assert WORDS[2] in held.in_room[-1].items[0].text


async def test_a_form_that_comes_in_after_the_close_is_not_taken_and_keeps_its_words(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await held.goes_to("word")
    form = (await held.people[0].presses(SendIn((await held.debrief()).id, "word"))).open
    assert form is not None
    await held.faye.types("debrief close")

    reply = await held.people[0].fills_in(form, word=WORDS[0])

    assert reply.problems == {"": "*One word* is closed. What you sent in before is kept; nothing more is taken."}
    assert await held.sent_in("word") == ()


async def test_people_change_and_take_back_what_they_sent_in_until_the_close(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await held.goes_to("review")
    action = SendIn((await held.debrief()).id, "review")
    form = (await held.people[0].presses(action)).open
    assert form is not None
    await held.people[0].fills_in(form, expected="Slides.", stays="Canaryvisits")

    again = (await held.people[0].presses(action)).open
    assert again is not None
    await held.people[0].fills_in(again, expected="")

    assert {one.key: one.value for one in again.fields}["stays"] == "Canaryvisits"
    assert [one.slot for one in await held.sent_in("review")] == ["stays"]


async def test_what_looks_like_a_patient_s_details_is_asked_about_first(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()
    await held.goes_to("word")
    form = (await held.people[0].presses(SendIn((await held.debrief()).id, "word"))).open
    assert form is not None

    reply = await held.people[0].fills_in(form, word="0470 12 34 56")

    assert "word" in reply.problems
    assert await held.sent_in("word") == ()


# -- ending ------------------------------------------------------------------------------------------------------------


async def test_the_last_next_asks_and_then_ends_it(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")

    asked = said(await held.faye.types("debrief next"))
    running = (await held.debrief()).state
    await held.faye.presses(button(asked, "End the debrief"))
    await held.passes()

    assert running == "running"
    assert (await held.debrief()).state == "closed"
    assert held.in_room[-1].text.startswith("The debrief is over.")
    assert said(await held.faye.types("debrief next")).text.startswith("No debrief is under way.")


async def test_after_the_end_what_all_have_seen_has_no_author_and_what_nobody_saw_stays_its_author_s(
    world: World,
) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("review")
    for who in held.people[:3]:
        form = (await who.presses(SendIn((await held.debrief()).id, "review"))).open
        assert form is not None
        await who.fills_in(form, stays="Canaryvisits")
    await held.goes_to("word")
    for who, word in zip(held.people, WORDS, strict=False):
        await send_word(held, who, word)
    await held.faye.types("debrief reveal")

    await held.faye.presses(button(said(await held.faye.types("debrief end")), "End the debrief"))

    assert {one.participation_id for one in await held.sent_in("word")} == {None}
    unseen = await held.sent_in("review")
    assert {one.participation_id for one in unseen} == {one.id for one in held.made.participations[:3]}
    async with world.database.reading() as store:
        grant = own_contribution(unseen[0], unseen[0].sealed_for)
        assert grant is not None
        assert await store.debriefs.open(unseen[0], grant) == "Canaryvisits"


async def test_what_is_shown_to_all_is_in_the_audit_trail(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")

    await held.faye.types("debrief reveal")

    async with world.database.reading() as store:
        deeds = [one.deed for one in (await store.session.exec(select(AuditRow).order_by(col(AuditRow.number)))).all()]
    assert deeds == ["debrief_started", "debrief_shown"]


async def test_writing_alone_is_not_possible_before_its_round(world: World) -> None:
    held = await meeting(world, 4)
    await held.begins()

    reply = said(await held.people[0].presses(WriteAlone((await held.debrief()).id)))

    assert reply.text.startswith("*Alone* is not on.")


# -- the summary as a document ------------------------------------------------------------------------------------


async def test_the_summary_comes_as_a_document_to_whoever_of_the_cohort_asks_for_it(world: World) -> None:
    held = await meeting(world)
    await held.begins(120)
    ada = held.people[0]

    shown_ = said(await ada.types("debrief summary", room=ROOM))
    typed = said(await held.faye.types("debrief summary markdown", room=ROOM))
    await ada.presses(button(shown_, "Word document"))
    await held.passes()

    assert labels(shown_) == ["Word document", "Plain text (Markdown)"]
    assert "It comes in our private chat" in typed.text
    given = {(to.person, to.room): document.name.rpartition(".")[2] for to, document in world.channel.files}
    assert given == {("U1", ""): "docx", ("F1", ""): "md"}
    text = next(one.content.decode() for _, one in world.channel.files if one.name.endswith(".md"))
    assert "Visits held: 12 of 12" in text


async def test_who_leads_may_give_the_summary_to_the_room(world: World) -> None:
    held = await meeting(world)
    await held.begins(120)

    shown_ = said(await held.faye.types("debrief summary"))
    preview = said(await held.faye.presses(button(shown_, "Give it to the room")))
    await held.faye.presses(preview.buttons[0])
    await held.passes()

    assert [(to.person, to.room) for to, _ in world.channel.files] == [("", ROOM)]


async def test_another_word_behind_summary_is_answered_with_what_there_is(world: World) -> None:
    held = await meeting(world)
    await held.begins(120)

    reply = said(await held.people[0].types("debrief summary pdf"))

    assert "debrief summary word" in reply.text
    await held.passes()
    assert world.channel.files == []


async def test_nobody_outside_the_cohort_gets_its_summary(world: World) -> None:
    held = await meeting(world)
    await held.begins(120)

    for who in ("S1", "U99"):
        assert "Word document" not in labels(said(await world.someone(who).types("debrief summary word")))
    await held.passes()

    assert world.channel.files == []
