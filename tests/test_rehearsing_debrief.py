"""`rehearse --debrief`: a facilitator reads every message of the live debrief before it takes place."""

import pytest

from bot.rehearsing import rehearse
from prompts.library import PROMPTS, Library
from prompts.run_sheet import LENGTHS


@pytest.mark.parametrize("minutes", LENGTHS)
def test_every_round_is_printed_with_what_is_said_to_all_and_to_who_leads(
    minutes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library.load(PROMPTS)
    words = library.words["en"]

    assert rehearse(["--debrief", "--minutes", str(minutes)]) == 0

    printed = " ".join(capsys.readouterr().out.split())
    for planned in library.run_sheet.of(minutes):
        assert words.label(f"round.{planned.key}.title") in printed
        assert " ".join(words.say(f"round.{planned.key}.lead").split()) in printed
    ends = {120: "11:00", 165: "11:45", 211: "12:31"}[minutes]
    assert f"{ends} the cohort's room {words.say('debrief.told_over')}" in printed


def test_a_date_is_still_a_date_and_an_unknown_length_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse(["--workshop", "2027-01-25", "--debrief", "2027-05-20"]) == 0
    assert "Debrief: Thu, 20 May 2027" in capsys.readouterr().out

    with pytest.raises(SystemExit):
        rehearse(["--debrief", "--minutes", "90"])
    assert "120, 165, 211" in capsys.readouterr().err
