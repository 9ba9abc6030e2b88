"""The note to the board: put together from facts, read line by line, and opened to all in the debrief."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import AddLine, SayOfLines
from bot.rules.board_lines import Material, Watch, flawless, lines_from
from bot.rules.board_round import BoardWork
from bot.rules.printing import BOARD_NOTE, MARKDOWN, SUMMARY
from prompts.words import Words
from storage.sealed import bound_to, seal
from storage.store import Store
from storage.tables import BoardVoice, Debrief, DebriefRound, Theme
from tests.administering import said
from tests.backstage import care
from tests.board_note import HELP, ada, drafted, faye, form_of, opened, pressed, reworded, rows, sol
from tests.factories import RunningCohort
from tests.world import World


async def voted(
    store: Store, spring: RunningCohort, position: int, name: str, votes: int, *, shown: bool = True
) -> None:
    """A theme of the wall, after the vote was counted."""
    theme = Theme(cohort_id=spring.cohort.id, position=position, sealed=b"", shown=shown, votes=votes)
    key = await store.boards.keys.made(spring.cohort.id)
    theme.sealed = seal(name, key, bound_to(spring.cohort.organisation_id, spring.cohort.id, theme.id))
    store.session.add(theme)


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
        assert ("too few have said" in shown.say.text) == (number < 3)
        assert "too few" not in line.casefold()

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
