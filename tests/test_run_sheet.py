"""The debrief's run-sheet: whole in every length, and refused with file and line where it is not."""

from pathlib import Path

import pytest

from prompts.library import Library
from prompts.mistakes import Mistakes
from prompts.run_sheet import LENGTHS, ROUNDS


def test_every_length_is_filled_to_the_minute() -> None:
    sheet = Library.load(Path("prompts")).run_sheet

    assert [sum(one.minutes[length] for one in sheet.of(length)) for length in LENGTHS] == list(LENGTHS)


def test_the_longest_debrief_has_every_round_that_the_bot_can_lead() -> None:
    sheet = Library.load(Path("prompts")).run_sheet

    assert tuple(one.key for one in sheet.of(211)) == ROUNDS


def test_a_shorter_debrief_leaves_rounds_out_and_keeps_their_order() -> None:
    sheet = Library.load(Path("prompts")).run_sheet

    short = [one.key for one in sheet.of(120)]

    assert set(ROUNDS) - set(short) == {"stories", "pairs", "review"}
    assert short == [key for key in ROUNDS if key in short]


# what stands there, what is written in its place, where that is told, and how
SLIPS = {
    "a minute too many": ("{ 165 = 7,", "{ 165 = 8,", "# The run-sheet", "of 165 minutes have 166"),
    "an unknown round": ("[wall]", "[wahl]", "[wahl]", "the round wahl is not known"),
    "an unknown length": ("{ 120 = 5, 165 = 10, 211 = 15 }", "{ 90 = 5 }", "{ 90 = 5 }", "break needs minutes like"),
    "no lengths": ("{ 120 = 5, 165 = 10, 211 = 15 }", "15", "minutes = 15", "break needs minutes like"),
    "an unknown field": ("drop = 3", "dropped = 3", "dropped = 3", "dropped is not known"),
    "a yes in quotes": ("hidden = true\n\n[vote]", 'hidden = "yes"\n\n[vote]', '"yes"', "true or false, without"),
    "nothing to hide": ("[break]\n", "[break]\nhidden = true\n", "[break]\nhidden", "there is nothing to hide"),
    "never is no number": ("drop = 3", "drop = 0", "drop = 0", "a whole number from 1 on"),
    "outside a round": ("[rules]  #", "minutes = 3\n\n[rules]  #", "minutes = 3", "minutes stands outside a round"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_its_line(folder: Path, slip: str) -> None:
    before, after, place, sentence = SLIPS[slip]
    file = folder / "run_sheet.toml"
    text = file.read_text("utf-8")
    assert text.count(before) == 1
    changed = text.replace(before, after)
    file.write_text(changed, "utf-8")
    ends = changed.index(place) + len(place)
    line = changed[:ends].count("\n") + 1

    with pytest.raises(Mistakes) as raised:
        Library.load(folder)

    told = [(one.line, one.sentence) for one in raised.value.found if one.file == "prompts/run_sheet.toml"]
    assert [one for one in told if one[0] == line and sentence in one[1]], told


def test_a_round_without_words_is_named_with_its_line(folder: Path) -> None:
    words = folder / "en" / "interface.toml"
    text = words.read_text("utf-8")
    words.write_text(text.replace('lead = "Nothing to do. Say when it goes on."\n', ""), "utf-8")

    with pytest.raises(Mistakes) as raised:
        Library.load(folder)

    assert "the words of break are missing: round.break.lead in en/interface.toml" in str(raised.value)


def test_a_run_sheet_that_is_missing_is_told(folder: Path) -> None:
    (folder / "run_sheet.toml").unlink()

    with pytest.raises(Mistakes, match=r"prompts/run_sheet\.toml:1: this file is missing"):
        Library.load(folder)


def test_a_hurried_run_sheet_has_the_same_rounds_and_a_minute_for_each() -> None:
    sheet = Library.load(Path("prompts")).run_sheet

    hurried = sheet.hurried()

    for length in LENGTHS:
        assert [one.key for one in hurried.of(length)] == [one.key for one in sheet.of(length)]
        assert {one.minutes[length] for one in hurried.of(length)} == {1}
