"""What people send in to a live debrief, how it ends, and its summary."""

from sqlmodel import col, select

from bot.chat.action import EnterCard, SendIn, WriteAlone
from bot.rules.visibility import own_contribution
from storage.tables import AuditRow, Entry
from tests.debriefing import ROOM, THOUGHT, WORDS, Meeting, labels, meeting, said
from tests.what_is_there import words_in
from tests.world import Someone, World, button


async def send_word(held: Meeting, who: Someone, word: str) -> None:
    form = (await who.presses(SendIn((await held.debrief()).id, "word"))).open
    assert form is not None
    assert not (await who.fills_in(form, word=word)).problems


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
    assert "Canaryporter" not in words_in([one.message for one in world.channel.sent])


async def test_what_is_sent_in_is_hidden_until_it_is_shown_and_has_no_name(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")
    await held.passes()
    for who, word in zip(held.people, WORDS, strict=False):
        await send_word(held, who, word)
    await held.faye.types("debrief close")
    await held.passes()
    before = words_in([one.message for one in world.channel.sent])

    await held.faye.types("debrief reveal")
    await held.passes()

    assert not [word for word in WORDS if word in before]
    (item,) = held.in_room[-1].items
    assert sorted(line.removeprefix("- ") for line in item.text.splitlines() if line.startswith("- ")) == sorted(WORDS)
    assert not [name for name in ("Ada", "Ben", "Chidi") if name in words_in(held.in_room[-1])]


async def test_two_people_are_too_few_for_anything_to_be_shown(world: World) -> None:
    held = await meeting(world)
    await held.begins()
    await held.goes_to("word")
    for who, word in zip(held.people, WORDS[:2], strict=False):
        await send_word(held, who, word)

    await held.faye.types("debrief reveal")
    await held.passes()

    assert held.in_room[-1].text.startswith("Fewer than three people have sent something in")
    assert "Canary" not in words_in(held.in_room)


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


# -- the summary as a document -----------------------------------------------------------------------------------------


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
