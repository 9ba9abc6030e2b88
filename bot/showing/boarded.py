"""The note to the board, from its draft to the sponsor's answer, as each of the sample's people sees it."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.chat.action import AddLine, ChangeLine, GetDocument, SendNote
from bot.chat.event import FilledIn
from bot.rules.printing import BOARD_NOTE, WORD
from bot.showing.acts import Chooses, ComesHome, Fills, Presses, Step, Types, Uses, Waits
from bot.showing.stage import Stage
from storage.store import Store
from storage.tables import Cohort, Project

_ANSWER: Mapping[str, FilledIn] = {
    "decision": "Yes, for one ward, and we look at it again.",
    "owner": "The director of nursing",
    "on": date(2027, 6, 15),
}
_HELP = "A second porter on nights until the winter"


async def show_board(stage: Stage) -> None:
    """Everything that is shown around it, with one project whose owners are of two departments."""
    async with stage.database.transaction() as store:
        cohort = await stage.cohort(store)
        await _project(store, stage, cohort)
    for step in (*_DRAFTING, *_worded(cohort.id), *_READING):
        await stage.play(step)
    await _later(stage, hours=1)
    for step in _APPROVED:
        await stage.play(step)
    await _later(stage, hours=80)
    for step in _sent(cohort.id):
        await stage.play(step)
    await _later(stage, hours=1)
    for step in _ANSWERED:
        await stage.play(step)
    await _later(stage, hours=1)


async def _project(store: Store, stage: Stage, cohort: Cohort) -> None:
    problem = (await store.projects.listed(cohort.id))[0]
    project = Project(
        organisation_id=cohort.organisation_id,
        cohort_id=cohort.id,
        problem_id=problem.id,
        name="Beds by noon",
        affected="patients who wait, and the wards that call",
        test="one ward rings housing before ten",
        test_on=(stage.now + timedelta(days=20)).date(),
        measure="hours between the decision and the bed",
        help_asked=_HELP,
        made_at=stage.now,
    )
    departments = {one.participation.department: one.participation.id for one in await store.cohorts.members(cohort.id)}
    owners = list(departments.values())[:2]
    await store.projects.begin(project, owners)
    for owner in owners:
        if owned := await store.projects.ownership(project.id, owner):
            owned.confirmed_at = stage.now


async def _later(stage: Stage, *, hours: int) -> None:
    until = stage.now + timedelta(hours=hours)
    await stage.play(("", "", Waits(f"{until:%Y-%m-%d %H:%M}")))


_DRAFTING: tuple[Step, ...] = (
    ("board-none-facilitator", "tomas", Types("board")),
    ("board-none-participant", "ada", Types("board")),
    ("board-none-sponsor", "grace", Types("board")),
    ("board-send-nothing", "tomas", Types("board send")),
    ("", "tomas", Types("board")),
    ("board-draft", "tomas", Presses("board.draft")),
    ("board-send-draft", "tomas", Types("board send")),
    ("board-unknown-word", "tomas", Types("board publish")),
    ("", "tomas", Types("board")),
    ("board-draft-again", "tomas", Presses("board.draft_again")),
    ("", "tomas", Presses("preview.confirm")),
)


def _worded(cohort: str) -> tuple[Step, ...]:
    add = Uses(AddLine(cohort))
    return (
        ("board-add-form", "tomas", add),
        ("board-add-names", "tomas", Fills({"part": ("themes",), "words": "Ada waits for hours."})),
        ("", "tomas", add),
        ("board-add-quotes", "tomas", Fills({"part": ("themes",), "words": "“Nobody asks us.”"})),
        ("", "tomas", add),
        ("board-add-counts", "tomas", Fills({"part": ("themes",), "words": "Two nurses keep quiet."})),
        ("", "tomas", add),
        ("board-add-details", "tomas", Fills({"part": ("themes",), "words": "Mr Jones in bed 12 waited."})),
        ("", "tomas", add),
        ("board-add-length", "tomas", Fills({"part": ("themes",), "words": "x" * 601})),
        ("", "tomas", add),
        ("board-add-no-part", "tomas", Fills({"words": "Who is asked last knows most."})),
        ("", "tomas", add),
        ("board-added", "tomas", Fills({"part": ("themes",), "words": "Who is asked last often knows most."})),
        ("board-change-form", "tomas", Uses(ChangeLine(cohort))),
        ("board-change-no-line", "tomas", Fills()),
    )


_READING: tuple[Step, ...] = (
    ("", "tomas", Types("board")),
    ("board-reading", "tomas", Presses("board.let_read")),
    ("week-board-lines", "tomas", Types("week")),
    ("home-board-reading", "ada", ComesHome()),
    ("board-to-read", "ada", Types("board")),
    ("board-say-form", "ada", Presses("board.say")),
    ("board-said", "ada", Fills()),
    *(
        step
        for one in ("ben", "hana")
        for step in (("", one, Types("board")), ("", one, Presses("board.say")), ("", one, Fills()))
    ),
    ("board-bands", "tomas", Types("board")),
    ("board-approve-preview", "tomas", Presses("board.approve")),
    ("board-approved", "tomas", Presses("preview.confirm")),
    ("board-change-too-late", "ada", Presses("board.say")),
)

_APPROVED: tuple[Step, ...] = (
    ("week-board-held", "tomas", Types("week")),
    ("home-board-held", "ada", ComesHome()),
    ("board-to-object", "ada", Types("board")),
    ("board-object-form", "ada", Presses("board.object")),
    ("board-objected", "ada", Chooses(("line", "why"))),
    ("week-board-objection", "tomas", Types("week")),
    ("board-with-objection", "tomas", Types("board")),
    ("board-send-objected", "tomas", Types("board send")),
    ("", "tomas", Types("board")),
    ("", "tomas", Presses("board.change_line")),
    ("board-change-objected", "tomas", Chooses(("line",), {"words": ""})),
    ("", "tomas", Types("board")),
    ("", "tomas", Presses("board.change_line")),
    ("", "tomas", Chooses(("line",), {"words": "The group worked in pairs."})),
    ("board-send-too-early", "tomas", Types("board send")),
    ("", "tomas", Types("board")),
    ("", "tomas", Presses("board.change_line")),
    ("", "tomas", Chooses(("line",), {"state": ("out",)})),
    ("board-with-line-out", "tomas", Types("board")),
)


def _sent(cohort: str) -> tuple[Step, ...]:
    return (
        ("board-object-too-late-form", "ada", Types("board")),
        ("", "ada", Presses("board.object")),
        ("board-object-too-late", "ada", Chooses(("line", "why"))),
        ("week-board-free", "tomas", Types("week")),
        ("", "tomas", Types("board")),
        ("board-send-preview", "tomas", Presses("board.send")),
        ("board-sent", "tomas", Presses("preview.confirm")),
        ("board-sent-already", "tomas", Uses(SendNote(cohort))),
        ("board-document-comes", "grace", Uses(GetDocument(BOARD_NOTE, WORD, cohort))),
    )


_ANSWERED: tuple[Step, ...] = (
    ("week-board-asks", "tomas", Types("week")),
    ("home-sponsor-board-asks", "grace", ComesHome()),
    ("board-for-sponsor", "grace", Types("board")),
    ("board-answer-form", "grace", Presses("board.answer")),
    ("board-answer-missing", "grace", Fills({"decision": "Yes, from June."})),
    ("", "grace", Types("board")),
    ("", "grace", Presses("board.answer")),
    ("board-answered", "grace", Fills(_ANSWER)),
    ("board-answer-changed", "grace", Types("board")),
    ("", "grace", Presses("board.answer")),
    ("", "grace", Fills(_ANSWER)),
    ("home-sponsor-board-answered", "grace", ComesHome()),
    ("board-with-answer", "ada", Types("board")),
    ("board-sent-facilitator", "tomas", Types("board")),
)
