"""What is to come can be read beforehand: printed for given dates, and in the facilitator's own chat."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.flows.rehearsing import Rehearsing
from bot.rehearsing import rehearse
from prompts.library import Library
from tests.factories import RunningCohort, running_cohort
from tests.world import World

LIBRARY = Library.load(Path("prompts"))
DATES = [
    *("--workshop", "2027-01-25", "--visit", "2027-03-08", "2027-03-10", "--return-visit", "2027-03-22"),
    *("--interview", "2027-04-20", "--debrief", "2027-05-20", "--country", "BE", "--timezone", "Europe/Brussels"),
]


@pytest.fixture
async def made(world: World) -> RunningCohort:
    world.desks = (Rehearsing(LIBRARY).desk,)
    async with world.database.transaction() as store:
        return await running_cohort(store, size=2)


def test_the_calendar_shows_every_prompt_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    code = rehearse(DATES)

    printed = capsys.readouterr().out
    assert code == 0
    assert all(f"· {prompt.key} ·" in printed for prompt in LIBRARY.program.prompts)
    assert "Wed, 10 Mar 2027" in printed  # a second day that does not follow the first at once
    assert max(len(line) for line in printed.splitlines()) <= 130


def test_the_calendar_goes_by_week_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    rehearse(DATES)

    lines = capsys.readouterr().out.splitlines()
    week = lines.index("Week of Mon, 8 Mar 2027")
    assert lines[week + 2] == "  Mon, 8 Mar 2027"
    assert lines[week + 3].startswith("    07:45  visitor · D2 ·")


def test_without_dates_it_takes_some_that_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse([]) == 0
    assert "· J4 ·" in capsys.readouterr().out


def test_a_place_that_is_not_known_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse(["--country", "BX"]) == 1
    assert "BX is no country code" in capsys.readouterr().err


NONSENSE = [
    (["--workshop", "2027-01-25", "2027-01-24"], "the second day of the workshop, 2027-01-24, is not after"),
    (["--workshop", "2027-01-25", "--visit", "2027-01-20"], "the visit on 2027-01-20 is not after the workshop"),
    (["--workshop", "2027-01-25", "--return-visit", "2027-01-26"], "the return visit on 2027-01-26 is not after"),
    (["--workshop", "2027-01-25", "--interview", "2026-12-01"], "the interview on 2026-12-01 is not after"),
    (["--workshop", "2027-01-25", "--debrief", "2026-12-01"], "the debrief on 2026-12-01 is not after the last visit"),
    (["--visit", "2027-03-08", "2027-03-09", "2027-03-10"], "--visit takes the first day or both, not 3"),
]


@pytest.mark.parametrize(("arguments", "sentence"), NONSENSE)
def test_dates_that_cannot_be_are_refused_with_an_example(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        rehearse(arguments)

    told = capsys.readouterr().err
    assert refused.value.code == 2
    assert sentence in told
    assert "For example: --workshop 2027-01-25" in told


@pytest.mark.parametrize("option", ["--workshop", "--visit", "--debrief"])
def test_a_date_too_far_away_is_refused(capsys: pytest.CaptureFixture[str], option: str) -> None:
    with pytest.raises(SystemExit) as refused:
        rehearse([option, "9999-12-30"])

    assert refused.value.code == 2
    assert "9999-12-30 is too far away" in capsys.readouterr().err


async def test_a_facilitator_reads_what_comes_next_and_its_words(world: World, made: RunningCohort) -> None:
    world.now = datetime(2027, 3, 8, 6, 0, tzinfo=UTC)
    faye = world.someone("F1", "Faye")

    listed = (await faye.types("rehearse")).say
    assert listed is not None
    opened = (await faye.presses(listed.items[0].buttons[0])).open

    assert "Your first day" in listed.items[0].text
    assert "visitor: Ada" in listed.items[0].text
    assert opened is not None
    assert {item.text for item in opened.items} >= set(LIBRARY.prompt("en", "D2").wordings.values())
    assert opened.submit == ""


async def test_after_the_last_message_there_is_nothing_to_rehearse(world: World, made: RunningCohort) -> None:
    world.now = datetime(2028, 1, 1, tzinfo=UTC)

    reply = await world.someone("F1", "Faye").types("rehearse")

    assert reply.say is not None
    assert "Nothing more is to come" in reply.say.text
