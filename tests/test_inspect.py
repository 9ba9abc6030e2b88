"""`python -m bot inspect` tells of each line what the care and the coach make of it."""

import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.inspecting import Inspecting
from tests.careful import BULLIED, CALM, DETAILS, DISTRESS
from tests.sizes import size

KEYS = ["patient_details", "distress", "route", "depth", "follow_up"]
DEPTHS = {"habitual", "understanding", "reflection", "critical"}


@cache
def inspecting(*values: str) -> Inspecting:
    return Inspecting.read(Path("prompts"), values)


def looked(text: str, *values: str, language: str = "en") -> dict[str, Any]:
    return inspecting(*values).look(json.dumps({"text": text, "language": language}))


def test_an_ordinary_entry_gets_a_depth_and_a_question() -> None:
    told = looked(CALM)

    assert list(told) == KEYS
    assert (told["patient_details"], told["distress"], told["route"]) == ([], None, None)
    assert told["depth"] in DEPTHS
    assert told["follow_up"].endswith("?")


def test_the_values_of_the_cohort_are_known_to_the_coach() -> None:
    text = "I saw Candour in how the porter spoke."

    with_value, without = looked(text, "Candour"), looked(text)

    assert "Candour" in with_value["follow_up"]
    assert "Candour" not in without["follow_up"]


def test_details_are_told_by_kind_and_place_and_get_no_question() -> None:
    told = looked(DETAILS)

    assert [DETAILS[one["start"] : one["end"]] for one in told["patient_details"]] == ["Mrs Peters", "bed 4"]
    assert [one["kind"] for one in told["patient_details"]] == ["title_and_surname", "bed_or_room"]
    assert told["follow_up"] is None


def test_distress_and_a_route_get_no_question() -> None:
    assert (looked(DISTRESS)["distress"], looked(DISTRESS)["follow_up"]) == ("suicide", None)
    assert (looked(BULLIED)["route"], looked(BULLIED)["follow_up"]) == ("bullying", None)


def test_a_bad_line_gets_an_answer_of_its_own_and_the_rest_is_done() -> None:
    given_lines = ["nonsense\n", "\n", '{"language": "en"}\n', '{"text": "Yes.", "language": 3}\n', '["text"]\n']
    out = io.StringIO()

    code = inspecting().lines([*given_lines, json.dumps({"text": CALM}) + "\n"], out)

    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert code == 1
    assert [list(one) for one in told] == [["error"]] * 4 + [KEYS]


def test_the_command_answers_each_line_before_the_next_is_read() -> None:
    command = [sys.executable, "-m", "bot", "inspect", "--values", "respect, openness"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in (CALM, DISTRESS):
            process.stdin.write(json.dumps({"text": text, "language": "en"}) + "\n")
            process.stdin.flush()
            assert list(json.loads(process.stdout.readline())) == KEYS
        process.stdin.close()
        assert process.wait() == 0


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "nl", "fr", "xx", ""]))
@settings(max_examples=size(2000))
def test_any_text_is_answered_in_the_same_form(text: str, language: str) -> None:
    told = looked(text, language=language)

    assert list(told) == KEYS
    assert told["depth"] in DEPTHS
    if told["patient_details"] or told["distress"] or told["route"]:
        assert told["follow_up"] is None
