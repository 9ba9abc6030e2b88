"""The note to the board on its way: three days for objections, then sent, answered, and followed by short notes."""

from datetime import UTC, date, datetime, timedelta

from bot.chat.action import ChangeLine, ObjectToLine, SendNote
from bot.chat.reply import Reply
from bot.flows.reporting import Reporting
from storage.tables import AuditRow
from tests.administering import said
from tests.board_note import HELP, ada, drafted, faye, form_of, opened, option, pressed, reworded, rows, sol
from tests.factories import RunningCohort
from tests.test_documenting import text_of
from tests.world import Someone, World

DEBRIEF = date(2027, 5, 20)


async def approved(world: World) -> None:
    await drafted(world)
    await pressed(faye(world), "Approve it", "Confirm")


async def sent(world: World) -> None:
    await approved(world)
    world.now += timedelta(hours=73)
    await pressed(faye(world), "Send it to the sponsor", "Confirm")


async def objected(world: World, who: Someone, spring: RunningCohort, line: str) -> Reply:
    form = await form_of(await who.presses(ObjectToLine(spring.cohort.id)))
    return await who.fills_in(form, line=option(form, "line", line), why=("untrue",))


async def heard(world: World, id: str) -> list[str]:
    await world.backstage.delivering.send_due(world.now)
    return [one.text for one in world.heard(id)]


# -- the seventy-two hours ---------------------------------------------------------------------------------------------


async def test_a_note_cannot_be_sent_before_it_is_approved(world: World) -> None:
    spring = await opened(world)
    await drafted(world)

    reply = await faye(world).presses(SendNote(spring.cohort.id))

    assert "is not approved yet. Press" in said(reply)


async def test_a_note_is_refused_before_its_seventy_two_hours_with_the_moment_from_which_it_can_go(
    world: World,
) -> None:
    await opened(world)
    await approved(world)
    world.now += timedelta(hours=71, minutes=59)

    reply = await faye(world).types("board send")
    assert "can be sent from Mon, 24 May 2027, 10:00 on" in said(reply)
    assert await heard(world, "S1") == []

    world.now += timedelta(minutes=1)
    assert "cannot be taken back" in said(await faye(world).types("board send"))


async def test_once_the_time_for_objections_is_over_the_note_says_what_can_be_done_now(world: World) -> None:
    await opened(world)
    await approved(world)
    before = said(await faye(world).types("board"))

    world.now += timedelta(hours=72)

    assert "Until" in before
    note = (await faye(world).types("board")).say
    assert note is not None
    assert "You can send it now" in note.text
    assert "Send it to the sponsor" in [one.label for one in note.buttons]
    theirs = (await ada(world).types("board")).say
    assert theirs is not None
    assert "the time for objections is over" in theirs.text
    assert "Object to a line" not in [one.label for one in theirs.buttons]


async def test_an_objection_names_nobody_and_keeps_the_note_until_the_line_is_worded_anew(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    world.now += timedelta(hours=50)

    await objected(world, ada(world), spring, "Departments")
    world.now += timedelta(hours=30)
    refused = said(await faye(world).types("board send"))
    note = (await faye(world).types("board")).say
    await reworded(world, spring, "Departments", words="Five departments took part.")
    again = said(await faye(world).types("board send"))

    assert "Somebody objects" in refused
    assert note is not None
    shown = "\n".join([note.text, *(item.text for item in note.items)])
    assert "it is not how it is" in shown
    assert "Ada" not in shown.replace("Owners: Ada, Ben.", "")
    assert "Send it to the sponsor" not in [one.label for one in note.buttons]
    assert "can be sent from" in again
    world.now += timedelta(hours=72)
    assert "cannot be taken back" in said(await faye(world).types("board send"))


async def test_a_line_that_was_objected_to_can_be_taken_out_and_the_others_wait_no_longer(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    await objected(world, ada(world), spring, "Departments")
    world.now += timedelta(hours=73)

    kept = await reworded(world, spring, "Departments")
    await reworded(world, spring, "Departments", state=("out",))

    assert "Somebody objects to these words" in kept.problems["words"]
    assert "cannot be taken back" in said(await faye(world).types("board send"))


async def test_nothing_in_the_store_says_who_objected(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    await objected(world, ada(world), spring, "Departments")

    trail = [one for one in await rows(world, AuditRow) if isinstance(one, AuditRow)]
    (objection,) = [one for one in trail if one.deed == "board_line_objected"]
    assert objection.actor_id == ""
    async with world.database.reading() as store:
        theirs = await store.people.rows_about(spring.people[0])
    assert "board" not in str({key: value for key, value in theirs.items() if key not in {"delivery", "draft"}})


async def test_the_facilitator_hears_of_an_objection_on_the_next_morning(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    await objected(world, ada(world), spring, "Departments")

    assert not [one for one in await heard(world, "F1") if "objects" in one]
    world.now = datetime(2027, 5, 22, 7, 0, tzinfo=UTC)
    assert [one for one in await heard(world, "F1") if "objects" in one]


async def test_after_its_hours_a_line_cannot_be_objected_to(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    world.now += timedelta(hours=72)

    reply = await objected(world, ada(world), spring, "Departments")

    assert "The 72 hours for this line are over" in reply.problems["line"]


async def test_a_stranger_can_neither_read_nor_object(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    stranger = world.someone("U99", "Zoe")

    assert "no longer there" in said(await stranger.presses(ObjectToLine(spring.cohort.id)))
    assert HELP not in said(await stranger.types("board"))
    assert "no longer there" in said(await ada(world).presses(SendNote(spring.cohort.id)))


# -- sent and answered -------------------------------------------------------------------------------------------------


async def test_the_sponsor_gets_the_note_as_a_document_and_everybody_hears_that_it_went(world: World) -> None:
    await opened(world)
    await sent(world)

    assert any("to you and the board" in one for one in await heard(world, "S1"))
    (document,) = [document for to, document in world.channel.files if to.person == "S1"]
    text = text_of(document)
    assert "Everybody who took part was asked to read every line" in text
    assert HELP not in text  # asks stand in a table
    assert any("was sent to the sponsor" in one for one in await heard(world, "U3"))


async def test_an_ask_waits_and_after_thirty_days_reads_no_answer_yet(world: World) -> None:
    await opened(world)
    await sent(world)

    assert "Waits for the board's answer" in said(await ada(world).types("board"))
    world.now += timedelta(days=30)
    assert "No answer yet" in said(await ada(world).types("board"))
    assert "No answer yet" in said(await faye(world).types("board"))


async def test_the_sponsor_answers_with_a_decision_an_owner_and_a_date_and_everybody_reads_it(world: World) -> None:
    await opened(world)
    await sent(world)
    form = await form_of(await pressed(sol(world), "Answer"))

    half = await sol(world).fills_in(form, decision="Yes, from June.")
    await sol(world).fills_in(form, decision="Yes, from June.", owner="The director of nursing", on=date(2027, 6, 1))

    assert set(half.problems) == {"owner", "on"}
    for reader in (ada(world), faye(world), sol(world)):
        shown = said(await reader.types("board"))
        assert "Yes, from June." in shown
        assert "The director of nursing" in shown
    assert any("has answered" in one for one in await heard(world, "U2"))


async def test_a_note_that_was_sent_is_not_changed_any_more(world: World) -> None:
    spring = await opened(world)
    await sent(world)

    reply = await faye(world).presses(ChangeLine(spring.cohort.id))

    assert "has gone on since then" in said(reply)


async def test_the_trail_says_who_approved_and_sent(world: World) -> None:
    spring = await opened(world)
    await sent(world)

    trail = [one for one in await rows(world, AuditRow) if isinstance(one, AuditRow)]
    assert [(one.deed, one.actor_id) for one in trail if one.deed in {"board_approved", "board_sent"}] == [
        ("board_approved", spring.facilitator.id),
        ("board_sent", spring.facilitator.id),
    ]


# -- short notes -------------------------------------------------------------------------------------------------------


async def test_the_sponsor_hears_at_the_start_and_thirty_sixty_and_ninety_days_after_the_debrief_once_each(
    world: World,
) -> None:
    await opened(world)
    reporting = Reporting(world.database)
    days = [date(2027, 1, 4), *(DEBRIEF + timedelta(days=after) for after in (30, 60, 90))]

    for on in days:
        for again in range(2):
            world.now = world.now.replace(year=on.year, month=on.month, day=on.day, hour=3 + again)
            await reporting.promise(world.now)
        world.now = world.now.replace(hour=10)
        await world.backstage.delivering.send_due(world.now)

    told = [one for one in world.heard("S1") if "debrief" in one.text]
    assert len(told) == 4
    assert "has begun" in told[0].text
    assert "People who take part: 8" in told[0].text
    assert "held" not in told[0].text
    assert ["30 days" in told[1].text, "60 days" in told[2].text, "90 days" in told[3].text] == [True] * 3
    assert any("Beds by noon" in item.text and "nobody has reported on it yet" in item.text for item in told[1].items)
    assert "on track" not in str([item.text for one in told for item in one.items])


async def test_an_update_that_is_a_week_late_is_not_sent(world: World) -> None:
    await opened(world)
    world.now = world.now.replace(month=6, day=26)

    await Reporting(world.database).promise(world.now)

    assert await heard(world, "S1") == []
