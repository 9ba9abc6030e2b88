"""What a debrief has left to do stands in the facilitator's week and on Home: each role finds its own part of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.action import ObjectToLine, ProposeTimes, SayOfLines, ShowProject
from bot.chat.event import OpenedHome
from bot.flows.homecoming import Homecoming
from bot.flows.interviewing import Interviewing
from bot.flows.overseeing import Overseeing
from bot.rules.after_debrief import Stand, standing
from prompts.message import Message
from storage.tables import BoardLine, BoardNote, InterviewSlot, Participation, Project
from tests.backstage import library
from tests.factories import RunningCohort, begun_project, running_cohort
from tests.world import Someone, World, button

LIBRARY = library()
RULE = "what stands there is decided above the database; the other tests read it from both"
AFTER = datetime(2027, 5, 24, 8, tzinfo=UTC)  # the Monday after the debrief
BEFORE = datetime(2027, 5, 18, 8, tzinfo=UTC)


@pytest.fixture
async def made(world: World) -> RunningCohort:
    world.desks = (Homecoming(LIBRARY).desk, Overseeing().desk, Interviewing().desk)
    world.now = AFTER
    async with world.database.transaction() as store:
        return await running_cohort(store, size=4, room="C77")


async def home(someone: Someone) -> Message:
    reply = await someone.reception.take(OpenedHome(**someone._happening()))
    assert reply.home is not None
    return reply.home


async def week(world: World) -> Message:
    shown = (await world.someone("F1", "Faye").types("week")).say
    assert shown is not None
    return shown


def texts(page: Message) -> str:
    return "\n".join([page.text, *(item.text for item in page.items)])


async def note(world: World, made: RunningCohort, state: str, **line: object) -> BoardNote:
    """A note with one line about facts and one ask, begun at the debrief."""
    begun = AFTER - timedelta(days=4)
    async with world.database.transaction() as store:
        row = await store.boards.begin(made.cohort, begun)
        await store.boards.write(row, [("facts", "Pairs: 2", ""), ("asks", "One number for both sites", "")])
        row.state = state
        row.sent_at = begun if state == "sent" else None
        for one in await store.boards.lines(row.id):
            one.settled_at = begun if state in {"approved", "sent"} else None
            for key, value in line.items():
                setattr(one, key, value)
        return row


async def project(world: World, made: RunningCohort, *, confirmed: int) -> Project:
    """Ada's and Ben's; so many of them have confirmed it."""
    async with world.database.transaction() as store:
        return await begun_project(store, made, AFTER - timedelta(days=4), confirmed=confirmed)


# -- the facilitator's week --------------------------------------------------------------------------------------------


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize(
    ("state", "line", "sentence"),
    [
        ("draft", {}, "The lines of the **note to the board** wait to be approved"),
        ("reading", {}, "The lines of the **note to the board** wait to be approved"),
        ("approved", {"objected_at": AFTER, "objection": "untrue"}, "Somebody objects to a line"),
        ("approved", {"settled_at": AFTER}, "Anybody may object until Thu, 27 May 2027, 10:00."),
        ("approved", {}, "the **note to the board** can be sent"),
        ("sent", {}, "went on Thu, 20 May 2027. Asks without an answer: 1"),
    ],
)
async def test_the_week_says_what_the_note_to_the_board_waits_for(
    world: World, made: RunningCohort, state: str, line: dict[str, object], sentence: str
) -> None:
    await note(world, made, state, **line)

    shown = await week(world)

    (item,) = [one for one in shown.items if "note to the board" in one.text]
    assert sentence in item.text
    assert [one.label for one in item.buttons] == ["Open the board note"]
    assert "Pairs: 2" not in texts(shown)


async def test_a_note_whose_asks_are_answered_waits_for_nothing(world: World, made: RunningCohort) -> None:
    await note(world, made, "sent", answered_at=AFTER)

    assert "note to the board" not in texts(await week(world))


async def test_without_a_note_the_week_asks_for_one_once_the_debrief_is_over(world: World, made: RunningCohort) -> None:
    after = await week(world)
    world.now = BEFORE
    before = await week(world)

    assert "there is no **note to the board** yet" in texts(after)
    assert "note to the board" not in texts(before)


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize(("confirmed", "sentence"), [(1, "waits for the yes of owners"), (2, "")])
async def test_a_project_that_does_not_stand_yet_is_in_the_week_without_its_words(
    world: World, made: RunningCohort, confirmed: int, sentence: str
) -> None:
    row = await project(world, made, confirmed=confirmed)

    shown = await week(world)

    found = [one for one in shown.items if "**project**" in one.text]
    assert [sentence in one.text for one in found] == ([True] if sentence else [])
    assert "Beds" not in texts(shown)
    assert all(button(shown, "Read").action == ShowProject(row.id).pack() for _ in found)


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize(("days", "there"), [(29, True), (30, False)])
async def test_a_stuck_project_is_in_the_week_until_its_owners_are_asked_again(
    world: World, made: RunningCohort, days: int, there: bool
) -> None:
    row = await project(world, made, confirmed=2)
    async with world.database.transaction() as store:
        found = await store.session.get_one(Project, row.id)
        found.state = "stuck"

    world.now = row.made_at + timedelta(days=days)

    assert ("A **project** is stuck" in texts(await week(world))) is there


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize(("opens", "there"), [(False, True), (True, False), (None, False)])
async def test_plan_b_is_in_the_week_and_on_home_from_its_telling_to_the_debrief(
    world: World, made: RunningCohort, opens: bool | None, there: bool
) -> None:
    world.now = BEFORE
    async with world.database.transaction() as store:
        wall = await store.walls.of(made.cohort.id)
        wall.opens, wall.foretold_at = opens, None if opens is None else BEFORE

    shown, at_home = await week(world), await home(world.someone("F1", "Faye"))
    of_ada = await home(world.someone("U1", "Ada"))
    world.now = AFTER

    assert ("**plan B**" in texts(shown), "**plan B**" in texts(at_home)) == (there, there)
    assert "plan B" not in texts(of_ada) + texts(await week(world))


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize("proposed", [False, True])
async def test_a_missing_interview_leads_to_times_to_choose_from(
    world: World, made: RunningCohort, proposed: bool
) -> None:
    world.now = BEFORE
    async with world.database.transaction() as store:
        (await store.session.get_one(Participation, made.participations[0].id)).interview_on = None
        if proposed:
            slot = InterviewSlot(
                cohort_id=made.cohort.id,
                facilitator_id=made.facilitator.id,
                starts_at=BEFORE + timedelta(days=1),
                minutes=45,
                proposed_at=BEFORE,
            )
            await store.interviews.propose([slot])

    shown = await week(world)

    (item,) = [one for one in shown.items if "has no interview yet" in one.text]
    asked = ["Ask them to choose"] if proposed else []
    assert [one.label for one in item.buttons] == [*asked, "Propose times"]
    assert item.buttons[-1].action == ProposeTimes(made.cohort.id).pack()
    form = (await world.someone("F1", "Faye").presses(item.buttons[-1])).open
    assert form is not None
    assert {one.key for one in form.fields} >= {"day", "times"}


# -- Home --------------------------------------------------------------------------------------------------------------


async def test_whoever_takes_part_finds_the_lines_to_be_read_until_they_have_said_something(
    world: World, made: RunningCohort
) -> None:
    row = await note(world, made, "reading")
    ada = world.someone("U1", "Ada")
    before = await home(ada)

    async with world.database.transaction() as store:
        lines = await store.boards.lines(row.id)
        await store.boards.say(made.participations[0].id, {lines[0].id: "keep"})

    assert button(before, "Say what you think").action == SayOfLines(made.cohort.id).pack()
    assert "Pairs: 2" not in texts(before)
    assert "note to the board" not in texts(await home(ada))
    assert "note to the board" in texts(await home(world.someone("U2", "Ben")))


async def test_whoever_takes_part_can_object_from_home_for_as_long_as_there_is_time(
    world: World, made: RunningCohort
) -> None:
    await note(world, made, "approved", settled_at=AFTER)
    ada = world.someone("U1", "Ada")

    in_time = await home(ada)
    world.now = AFTER + timedelta(hours=72)
    too_late = await home(ada)

    assert button(in_time, "Object to a line").action == ObjectToLine(made.cohort.id).pack()
    assert "Until Thu, 27 May 2027, 10:00 you can object" in texts(in_time)
    assert "note to the board" not in texts(too_late)


@pytest.mark.one_database(RULE)
@pytest.mark.parametrize("state", ["draft", "reading", "approved"])
async def test_a_sponsor_hears_nothing_of_a_note_before_it_is_sent(
    world: World, made: RunningCohort, state: str
) -> None:
    await note(world, made, state)

    assert "note to the board" not in texts(await home(world.someone("S1", "Sol")))


async def test_a_sponsor_finds_how_many_asks_wait_and_how_many_projects_go_on(
    world: World, made: RunningCohort
) -> None:
    await note(world, made, "sent")
    await project(world, made, confirmed=2)

    page = await home(world.someone("S1", "Sol"))

    assert "The note to the board came on Thu, 20 May 2027. Asks that wait for an answer: 1" in texts(page)
    assert "Projects that go on: 1" in texts(page)
    (item,) = [one for one in page.items if "came on" in one.text]
    assert [one.label for one in item.buttons] == ["Values", "Problems", "Open the board note", "Projects"]


async def test_an_owner_finds_their_project_and_whoever_is_only_named_is_asked(
    world: World, made: RunningCohort
) -> None:
    await project(world, made, confirmed=1)

    ada, ben, chidi = [texts(await home(world.someone(one))) for one in ("U1", "U2", "U3")]

    assert "**Your projects** in **Spring**: 1." in ada
    assert "Somebody names you as an owner" in ben
    assert "project" not in chidi
    assert "Beds" not in ada + ben


# -- the rule ----------------------------------------------------------------------------------------------------------


def test_a_note_without_lines_and_one_that_never_was_are_the_same() -> None:
    empty = BoardNote(organisation_id="o", cohort_id="c", made_at=AFTER)

    assert standing(None, (), AFTER) is standing(empty, (), AFTER) is Stand.MISSING


def test_an_approved_note_without_a_line_that_is_in_waits_for_its_lines() -> None:
    approved = BoardNote(organisation_id="o", cohort_id="c", made_at=AFTER, state="approved")
    out = BoardLine(note_id="n", position=0, part="facts", sealed=b"", state="out")

    assert standing(approved, [out], AFTER) is Stand.LINES
