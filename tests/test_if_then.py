"""A promise is brought into the form *If …, then I will …*, however it was typed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.if_then import IfThen, read, tidied, wrong_parts
from prompts.words import Words

WORDS = Words.read("en", Path("prompts/en/interface.toml"))
ROUND = "If somebody interrupts in our round, then I will let them finish"


@pytest.mark.parametrize(
    ("cue", "deed"),
    [
        ("somebody interrupts in our round", "let them finish"),
        ("Somebody interrupts in our round.", "let them finish."),
        ("If somebody interrupts in our round,", "then I will let them finish"),
        ("when somebody interrupts\nin our round", "I'll let them finish"),
        ("IF somebody interrupts in our round …", "I’ll let them finish!"),
    ],
)
def test_what_stands_in_the_fields_becomes_one_sentence(cue: str, deed: str) -> None:
    assert tidied(cue, deed, WORDS).sentence(WORDS) == ROUND


@pytest.mark.parametrize(
    "typed",
    [
        ROUND,
        "When somebody interrupts in our round, I will let them finish.",
        "when somebody interrupts in our round I'll let them finish",
        "If somebody interrupts in our round: then I let them finish.",
        "Whenever somebody interrupts in our round, let them finish",
        "I will let them finish if somebody interrupts in our round.",
    ],
)
def test_what_was_typed_in_one_piece_is_read(typed: str) -> None:
    found = read(typed, WORDS)

    assert found is not None
    assert found.sentence(WORDS) == ROUND


@pytest.mark.parametrize(
    "typed", ["I want to listen more.", "If only they would listen.", "If I can, then I will listen.", "", "Listen"]
)
def test_what_names_no_moment_or_no_deed_is_not_taken_for_a_promise(typed: str) -> None:
    assert read(typed, WORDS) is None


def test_a_name_keeps_its_capital_letter() -> None:
    assert tidied("Anna calls", "listen first", WORDS).cue == "Anna calls"


@pytest.mark.parametrize("cue", ["always", "If possible", "More often.", "from now on"])
def test_what_is_no_moment_is_said_to_be_none_with_an_example(cue: str) -> None:
    wrong = wrong_parts(tidied(cue, "listen", WORDS), WORDS)

    assert list(wrong) == ["cue"]
    assert "for example: somebody interrupts" in WORDS.label(wrong["cue"].key, **wrong["cue"].gaps)


def test_each_part_that_is_missing_is_named() -> None:
    assert list(wrong_parts(tidied(" if ", "then", WORDS), WORDS)) == ["cue", "deed"]


PARTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)


@given(PARTS, PARTS)
def test_to_tidy_twice_changes_nothing_more(cue: str, deed: str) -> None:
    once = tidied(cue, deed, WORDS)

    assert tidied(once.cue, once.deed, WORDS) == once


PLAIN = st.text("abcdefg hijkl", min_size=1, max_size=40)


@given(PLAIN, PLAIN)
def test_a_sentence_that_was_made_is_read_again_as_the_same_sentence(cue: str, deed: str) -> None:
    made = tidied(cue, deed, WORDS)
    if wrong_parts(made, WORDS):
        return

    found = read(made.sentence(WORDS), WORDS)

    assert isinstance(found, IfThen)
    assert found.sentence(WORDS) == made.sentence(WORDS)
