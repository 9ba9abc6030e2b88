"""The note to the board: put together from facts, read line by line, objected to in private, sent, and answered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.action import AddLine, ChangeLine, ObjectToLine, SayOfLines, SendNote
from bot.chat.reply import Reply
from bot.flows.boarding import Boarding
from bot.flows.documenting import Documenting
from bot.flows.reporting import Reporting
from bot.flows.responding import Responding
from bot.flows.reviewing import Reviewing
from bot.flows.rewording import Rewording
from bot.rules.board_lines import Material, Watch, flawless, lines_from
from bot.rules.board_round import BoardWork
from bot.rules.printing import BOARD_NOTE, MARKDOWN, SUMMARY
from prompts.message import ChoiceField, Form
from prompts.words import Words
from storage.sealed import bound_to, seal
from storage.store import Store
from storage.tables import AuditRow, BoardVoice, Debrief, DebriefRound, Theme
from tests.administering import said
from tests.backstage import care
from tests.factories import RunningCohort, begun_project, running_cohort
from tests.test_documenting import text_of
from tests.world import Someone, World, button

HELP = "A second porter on nights"
DEBRIEF = date(2027, 5, 20)


async def opened(world: World, size: int = 8) -> RunningCohort:
    """A cohort after its debrief, with one project that owners of two departments stand behind."""
    world.desks = [one.desk for one in (Boarding(), Rewording(), Reviewing(), Responding(), Documenting())]
    async with world.database.transaction() as store:
        spring = await running_cohort(store, size)
        await begun_project(store, spring, world.now, help_asked=HELP)
    world.now = datetime(2027, 5, 21, 8, 0, tzinfo=UTC)  # ten o'clock in Brussels
    return spring


def faye(world: World) -> Someone:
    return world.someone("F1", "Faye")


def ada(world: World) -> Someone:
    return world.someone("U1", "Ada")


def sol(world: World) -> Someone:
    return world.someone("S1", "Sol")


async def pressed(who: Someone, *labels: str) -> Reply:
    """Types `board` and presses one button after the other."""
    reply = await who.types("board")
    for label in labels:
        shown = reply.say or reply.replace
        assert shown is not None, reply
        reply = await who.presses(button(shown, label))
    return reply


async def drafted(world: World) -> None:
    await pressed(faye(world), "Put it together")


async def approved(world: World) -> None:
    await drafted(world)
    await pressed(faye(world), "Approve it", "Confirm")


async def sent(world: World) -> None:
    await approved(world)
    world.now += timedelta(hours=73)
    await pressed(faye(world), "Send it to the sponsor", "Confirm")


async def form_of(reply: Reply) -> Form:
    assert reply.open is not None, reply
    return reply.open


def option(form: Form, key: str, containing: str) -> tuple[str, ...]:
    """The value of the option whose label holds that text."""
    field = next(one for one in form.fields if one.key == key)
    assert isinstance(field, ChoiceField)
    return (next(one.value for one in field.options if containing in one.label),)


async def voted(
    store: Store, spring: RunningCohort, position: int, name: str, votes: int, *, shown: bool = True
) -> None:
    """A theme of the wall, after the vote was counted."""
    theme = Theme(cohort_id=spring.cohort.id, position=position, sealed=b"", shown=shown, votes=votes)
    key = await store.boards.keys.made(spring.cohort.id)
    theme.sealed = seal(name, key, bound_to(spring.cohort.organisation_id, spring.cohort.id, theme.id))
    store.session.add(theme)


async def objected(world: World, who: Someone, spring: RunningCohort, line: str) -> Reply:
    form = await form_of(await who.presses(ObjectToLine(spring.cohort.id)))
    return await who.fills_in(form, line=option(form, "line", line), why=("untrue",))


async def reworded(world: World, spring: RunningCohort, line: str, **values: object) -> Reply:
    form = await form_of(await faye(world).presses(ChangeLine(spring.cohort.id)))
    return await faye(world).fills_in(form, line=option(form, "line", line), **values)


async def heard(world: World, id: str) -> list[str]:
    await world.backstage.delivering.send_due(world.now)
    return [one.text for one in world.heard(id)]


# -- put together ------------------------------------------------------------------------------------------------------


async def test_a_note_is_put_together_from_facts_projects_and_asks(world: World) -> None:
    await opened(world)

    await drafted(world)
    shown = said(await faye(world).types("board"))

    assert "People who took part: 8" in shown
    assert "Pairs and groups of three: 4" in shown
    assert "Visits held: 8 of 8" in shown
    assert "Beds by noon" in shown
    assert "Hours until a bed is found" in shown
    assert "Owners: Ada, Ben." in shown
    assert HELP in shown
    assert "18 Aug 2027" in shown  # ninety days after the debrief


async def test_the_themes_that_were_voted_for_are_told_in_the_facilitators_words_and_others_are_not(
    world: World,
) -> None:
    spring = await opened(world)
    async with world.database.transaction() as store:
        for position, (name, votes, shown) in enumerate(
            [("Waiting", 2, True), ("Nights", 9, True), ("Two people know", 9, False), ("Nobody's", 0, True)]
        ):
            await voted(store, spring, position, name, votes, shown=shown)

    await drafted(world)
    shown_now = said(await faye(world).types("board"))

    assert shown_now.index("Nights") < shown_now.index("Waiting")
    assert "Two people know" not in shown_now
    assert "Nobody's" not in shown_now


async def test_a_line_that_names_somebody_is_out_from_the_beginning(world: World) -> None:
    spring = await opened(world)
    async with world.database.transaction() as store:
        await voted(store, spring, 0, "Chidi never asks", 3)

    await drafted(world)

    shown = await faye(world).types("board")
    assert shown.say is not None
    (line,) = [item.text for item in shown.say.items if "Chidi" in item.text]
    assert "It is out" in line


async def test_only_the_facilitator_sees_a_draft(world: World) -> None:
    await opened(world)
    await drafted(world)

    assert "no note to the board" in said(await ada(world).types("board"))
    assert "No note" in said(await sol(world).types("board"))


async def test_putting_it_together_anew_asks_first(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    await reworded(world, spring, "Beds by noon", words="Beds before noon, everywhere.")

    preview = await pressed(faye(world), "Put it together anew")
    kept = said(await faye(world).types("board"))
    assert preview.say is not None
    await faye(world).presses(preview.say.buttons[0])

    assert "is lost" in said(preview)
    assert "everywhere" in kept
    assert "everywhere" not in said(await faye(world).types("board"))


# -- what no line may say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Ada kept quiet.", "names somebody"),
        ("We saw that ben waits.", "names somebody"),
        ("“Nobody ever asks us” is what we heard.", "quotation"),
        ("Two of the nurses keep quiet.", "how many people"),
        ("3 people saw it.", "how many people"),
        ("Patients wait two days.", ""),
        ("Mr Smith in bed 7 waited.", "patient"),
        ("x" * 601, "between 1 and 600"),
        ("Several people keep quiet when a senior colleague is there.", ""),
    ],
)
async def test_a_line_about_the_group_names_nobody_quotes_nobody_and_counts_nobody(
    world: World, words: str, why: str
) -> None:
    spring = await opened(world)
    await drafted(world)
    form = await form_of(await faye(world).presses(AddLine(spring.cohort.id)))

    reply = await faye(world).fills_in(form, part=("themes",), words=words)

    assert (why in reply.problems["words"]) if why else not reply.problems


# -- read line by line -------------------------------------------------------------------------------------------------


async def test_everybody_says_what_they_think_of_each_line_and_the_facilitator_sees_bands_only(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    await pressed(faye(world), "Let everybody read it")

    for number in range(1, 4):
        who = world.someone(f"U{number}")
        form = await form_of(await who.presses(SayOfLines(spring.cohort.id)))
        ask = next(one.key for one in form.fields if HELP in one.label)
        await who.fills_in(form, **{ask: ("out",)})
        shown = await faye(world).types("board")
        assert shown.say is not None
        (line,) = [item.text for item in shown.say.items if HELP in item.text]
        assert ("Too few" in line) == (number < 3)

    assert "Keep: under half. Change: under half. Out: over half." in line


async def test_somebody_can_change_what_they_said_and_finds_it_there(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    await pressed(faye(world), "Let everybody read it")
    form = await form_of(await ada(world).presses(SayOfLines(spring.cohort.id)))
    key = form.fields[0].key
    await ada(world).fills_in(form, **{key: ("change",)})

    again = await form_of(await ada(world).presses(SayOfLines(spring.cohort.id)))

    assert again.fields[0].value == ("change",)


async def test_what_people_thought_of_the_lines_is_gone_once_it_is_approved(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    await pressed(faye(world), "Let everybody read it")
    await ada(world).fills_in(await form_of(await ada(world).presses(SayOfLines(spring.cohort.id))))

    await pressed(faye(world), "Approve it", "Confirm")

    assert await rows(world, BoardVoice) == []


async def rows(world: World, table: type) -> Sequence[object]:
    from sqlmodel import select

    async with world.database.reading() as store:
        return (await store.session.exec(select(table))).all()


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


async def test_an_objection_names_nobody_and_keeps_the_note_until_the_line_is_worded_anew(world: World) -> None:
    spring = await opened(world)
    await approved(world)
    world.now += timedelta(hours=50)

    await objected(world, ada(world), spring, "Departments")
    world.now += timedelta(hours=30)
    refused = said(await faye(world).types("board send"))
    shown = said(await faye(world).types("board"))
    await reworded(world, spring, "Departments", words="Five departments took part.")
    again = said(await faye(world).types("board send"))

    assert "Somebody objects" in refused
    assert "it is not how it is" in shown
    assert "Ada" not in shown.replace("Owners: Ada, Ben.", "")
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
    assert "Everybody who took part has read every line" in text
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
    assert ["30 days" in told[1].text, "60 days" in told[2].text, "90 days" in told[3].text] == [True] * 3
    assert any("Beds by noon" in item.text and "on track" in item.text for item in told[1].items)


async def test_an_update_that_is_a_week_late_is_not_sent(world: World) -> None:
    await opened(world)
    world.now = world.now.replace(month=6, day=26)

    await Reporting(world.database).promise(world.now)

    assert await heard(world, "S1") == []


# -- in the debrief ----------------------------------------------------------------------------------------------------


async def test_the_debriefs_round_opens_the_draft_to_everybody_and_counts_people_not_lines(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    work, debrief, round_ = BoardWork(), Debrief(**_running(spring)), DebriefRound(**_round())

    async with world.database.transaction() as store:
        await work.opened(store, debrief, round_, world.now)
    form = await form_of(await ada(world).presses(SayOfLines(spring.cohort.id)))
    await ada(world).fills_in(form)

    async with world.database.reading() as store:
        assert await work.answered(store, debrief, round_) == 1
        card = await work.shown(store, debrief, round_, world.words["en"])
    assert [one.label for one in card.buttons] == ["Say what you think", "Open the board note"]


async def test_in_a_debrief_without_a_draft_the_facilitator_learns_where_to_make_one(world: World) -> None:
    spring = await opened(world)
    work, debrief, round_ = BoardWork(), Debrief(**_running(spring)), DebriefRound(**_round())

    async with world.database.transaction() as store:
        await work.opened(store, debrief, round_, world.now)
        assert "no note to the board yet" in await work.briefing(store, debrief, round_, world.words["en"])
        assert await work.answered(store, debrief, round_) == 0


def _running(spring: RunningCohort) -> dict[str, Any]:
    cohort = spring.cohort
    return {
        "organisation_id": cohort.organisation_id,
        "cohort_id": cohort.id,
        "minutes": 120,
        "driver_id": spring.facilitator.id,
        "started_at": cohort.started_at,
    }


def _round() -> dict[str, Any]:
    return {"debrief_id": "", "key": "board", "position": 12, "minutes": 7, "collects": True, "state": "collecting"}


# -- what no document says ---------------------------------------------------------------------------------------------

_NAMES = ("Ada Novak", "Ben Okafor", "Chidi Eze")
_PIECES = st.sampled_from(
    [
        *_NAMES,
        "Novak",
        "Chidi",
        "two nurses",
        "3 people",
        "One of us",
        "“never asked”",
        "keep quiet",
        "wait",
        "at night",
    ]
)


@given(pieces=st.lists(_PIECES, min_size=1, max_size=5))
@settings(deadline=None)  # the first one reads the word lists
def test_no_line_of_a_group_that_stands_has_a_name_a_quotation_or_a_number_of_people(pieces: list[str]) -> None:
    text = " ".join(pieces)
    material = Material(8, 4, ("Housing",), 8, 8, (text,), (), (), None)
    watch = Watch(_NAMES, care(), Words.read("en", Path("prompts/en/interface.toml")))

    told = [line.text for line, well in flawless(lines_from(material, watch.words), watch) if well]

    forbidden = ("Novak", "Ada", "Okafor", "Ben", "Chidi", "Eze", "two nurses", "3 people", "One of us", "“", "”")
    assert (text in told) == (not any(one in text for one in forbidden))
    assert (watch.flaw("values", text) == "") == (text in told)


async def test_a_debrief_summary_tells_the_facts_and_leaves_out_what_names_somebody(world: World) -> None:
    spring = await opened(world)
    async with world.database.transaction() as store:
        await voted(store, spring, 0, "Chidi never asks", 3)
        await voted(store, spring, 1, "Who is asked last", 2)
        await store.papers.promise(
            spring.people[2], SUMMARY, world.now, cohort_id=spring.cohort.id, once="summary", form=MARKDOWN
        )
        await store.papers.promise(spring.sponsor, SUMMARY, world.now, cohort_id=spring.cohort.id, form=MARKDOWN)

    await world.backstage.delivering.send_due(world.now)

    ((to, document),) = world.channel.files  # the summary is the group's own: the sponsor gets none
    text = document.content.decode()
    assert to.person == "U3"
    assert "Who is asked last" in text
    assert "for the group itself" in text
    assert "could object" not in text
    assert "Nobody is quoted, and nobody has signed them" in text
    assert "Ada, Ben" in text  # the owners of the project
    assert "Chidi" not in text


async def test_a_draft_is_given_to_nobody_but_the_facilitator_and_says_what_it_is(world: World) -> None:
    spring = await opened(world)
    await drafted(world)
    async with world.database.transaction() as store:
        for person in (spring.people[0], spring.sponsor, spring.facilitator):
            await store.papers.promise(person, BOARD_NOTE, world.now, cohort_id=spring.cohort.id, form=MARKDOWN)

    await world.backstage.delivering.send_due(world.now)

    ((to, document),) = world.channel.files
    assert to.person == "F1"
    assert "Nobody has approved it" in document.content.decode()
