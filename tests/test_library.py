"""The standard program is all there, with all its words, in as many languages as there are folders."""

import shutil
from datetime import time
from pathlib import Path

import pytest

from bot.checking import check
from prompts.library import Library
from prompts.program import Anchor, Audience, Edge, Moment
from prompts.when import read_when, write_when
from prompts.words import fill

PROMPTS = Path("prompts")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(PROMPTS)


# -- what is there -------------------------------------------------------------------------------------------------


def test_everyone_gets_thirty_one_scheduled_messages(library: Library) -> None:
    by_phase = {phase.key: sum(prompt.times for prompt in phase.prompts) for phase in library.program.phases}

    assert by_phase == {"A": 3, "B": 3, "C": 3, "D": 6, "E": 5, "F": 2, "G": 2, "H": 3, "J": 4}
    assert library.program.messages == 31


def test_what_comes_twice_comes_once_a_visit(library: Library) -> None:
    assert [prompt.key for prompt in library.program.prompts if prompt.times == 2] == ["C2", "E4"]


def test_facilitators_have_prompts_of_their_own(library: Library) -> None:
    facilitators = [prompt.key for prompt in library.program.prompts if prompt.audience is Audience.FACILITATOR]

    assert facilitators == ["AF1", "BF1", "GF1"]


def test_only_the_visit_mornings_and_the_facilitators_prompts_ask_no_answer(library: Library) -> None:
    silent = [prompt.key for prompt in library.program.prompts if not prompt.answer]

    assert silent == ["AF1", "BF1", "D2", "D4", "GF1"]


def test_the_outermost_ring_is_offered_and_no_other(library: Library) -> None:
    assert [prompt.key for prompt in library.program.prompts if prompt.offered] == ["D6"]
    assert [key for key, words in library.prompts["en"].items() if words.offer] == ["D6"]


def test_the_visit_day_sets_the_hours_of_its_own_prompts(library: Library) -> None:
    moments = {key: library.program.prompt(key).moment for key in ("D2", "D3", "E2")}

    assert moments == {
        "D2": Moment(Anchor.VISIT_1, edge=Edge.START, minutes=-45),
        "D3": Moment(Anchor.VISIT_1, edge=Edge.END),
        "E2": Moment(Anchor.VISIT_1, edge=Edge.END, minutes=30),
    }


def test_the_inquiry_question_comes_back_on_the_evenings_of_the_visit(library: Library) -> None:
    recalling = [prompt.key for prompt in library.program.prompts if "C1" in prompt.recalls]

    assert recalling == ["D1", "D3", "D5"]


def test_no_prompt_jumps_two_rings_beyond_those_who_answer_everything(library: Library) -> None:
    ring = 2  # everyone starts there

    for prompt in library.program.prompts:
        if prompt.answer and prompt.audience is not Audience.FACILITATOR:
            assert prompt.ring <= ring + 1, prompt.key
            ring = prompt.ring


def test_wordings_whose_gaps_cannot_be_filled_are_left_out(library: Library) -> None:
    words = library.prompt("en", "A2")

    assert "price" not in words.fitting(())
    assert "price" in words.fitting({"value"})
    assert len(words.fitting(())) >= 2


def test_what_fills_a_gap_brings_no_marks_to_life(library: Library) -> None:
    text = library.prompt("en", "A2").wordings["price"]

    said = fill(text, organisation="Halden", value="*courage*")

    assert r"\*courage\*" in said


@pytest.mark.parametrize("text", ["W1-14d 09:30", "X1-10wd 09:30", "X1 start-45m", "X2 end", "L+5wd 09:30", "W1 16:30"])
def test_a_when_is_read_as_it_is_written(text: str) -> None:
    assert write_when(read_when(text)) == text


def test_working_days_are_told_from_calendar_days() -> None:
    assert read_when("X1-1wd 15:30") == Moment(Anchor.VISIT_1, -1, working=True, at=time(15, 30))
    assert read_when("G+30d 9:05") == Moment(Anchor.DEBRIEF, 30, at=time(9, 5))


# -- another language ----------------------------------------------------------------------------------------------


def test_a_further_language_needs_no_python(folder: Path) -> None:
    shutil.copytree(folder / "en", folder / "nl", dirs_exist_ok=True)
    told = (folder / "nl" / "A1.md").read_text("utf-8").replace("Before we start", "Voor we beginnen")
    (folder / "nl" / "A1.md").write_text(told, "utf-8")

    library = Library.load(folder)

    assert list(library.words) == ["en", "nl"]
    assert library.prompt("nl", "A1").title == "Voor we beginnen"


def test_a_language_that_is_not_there_falls_back_to_the_default(library: Library) -> None:
    assert library.prompt("fr", "A1") is library.prompt("en", "A1")


def test_an_editor_may_put_its_mark_before_the_first_letter(folder: Path) -> None:
    file = folder / "en" / "D6.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert Library.load(folder).prompt("en", "D6").title == "With some distance"


# -- the command ---------------------------------------------------------------------------------------------------


def test_the_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    code = check(PROMPTS)

    assert code == 0
    assert capsys.readouterr().out.startswith(
        "All well: 32 prompts, 3 wordings or more each, 31 messages a participant"
    )


def test_a_prompt_in_the_usual_quiet_hours_is_told_and_no_mistake(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "program.toml"
    text = file.read_text("utf-8").replace('when = "W1-14d 09:30"', 'when = "W1-14d 23:30"', 1)
    file.write_text(text, "utf-8")

    code = check(folder)

    line = text[: text.index('W1-14d 23:30"\naudience')].count("\n") + 1
    told = capsys.readouterr().out
    assert code == 0
    assert told.startswith(f"prompts/program.toml:{line}: a warning: A1 at 23:30 is in the usual quiet hours")
    assert "All well" in told
