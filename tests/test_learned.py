"""Whether what was learned from texts is weighed as it is written down, and is what the texts teach."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care.learned import AGAINST, ENOUGH, FILE, Learned, Weight, passages
from prompts.library import PROMPTS
from prompts.mistakes import Mistakes
from tests import learning
from tests.sizes import size

LEARNED = Learned({"drawe": ("despair", 900), "tidy drawe": (AGAINST, -900), "lid": ("self_harm", 300)})
EDGE = 1000  # one mark in so many may be so near the least weight that another processor's last digit decides
ASIDE = "We walked through the laundry and spoke about the new trolleys with everybody who was there on that morning."


def heaviest(text: str) -> Weight:
    return LEARNED.heaviest(tuple(passages(text)))


def test_what_speaks_for_a_sign_is_weighed_and_named() -> None:
    weight = heaviest("The drawer.")

    assert weight.meaning == "despair"
    assert weight.weight > ENOUGH


def test_two_words_side_by_side_may_speak_against_what_one_says() -> None:
    assert heaviest("A tidy drawer.").weight == 0


def test_nothing_weighs_nothing() -> None:
    assert heaviest("") == heaviest("…") == Weight("", 0)
    assert heaviest("We walked through the laundry.") == Weight("", 0)


@settings(max_examples=size(1000))
@given(st.integers(0, 12), st.integers(0, 12))
def test_what_weighs_enough_by_itself_does_so_in_the_longest_reflection(before: int, after: int) -> None:
    text = " ".join([*[ASIDE] * before, "The drawer and the lid are on my mind.", *[ASIDE] * after])

    assert heaviest(text).weight == pytest.approx(heaviest("The drawer and the lid are on my mind.").weight, rel=0.5)
    assert heaviest(text).meaning == "despair"


@settings(max_examples=size(1000))
@given(st.text())
def test_any_text_can_be_weighed(text: str) -> None:
    assert heaviest(text) == heaviest(text)


def test_a_mistake_is_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / FILE).write_text('[distress.despair]\n"drawe" = 180\n"lid" = "much"\n', "utf-8")

    with pytest.raises(Mistakes) as trouble:
        Learned.read(tmp_path)

    (mistake,) = trouble.value.found
    assert str(mistake) == (
        f"{tmp_path.name}/en/{FILE}:3: distress.despair.lid must be a whole number under a table like "
        "[distress.despair]"
    )


@pytest.mark.parametrize("what", ["distress", "route"])
def test_the_weights_are_what_the_texts_teach(what: str) -> None:
    taught = learning.learned(learning.labelled(), what).weights
    kept = {mark: weight for mark, (_, weight) in Learned.read(PROMPTS)[what].weights.items()}

    scale = max(kept.values()) / max(taught.values())
    assert len(kept.keys() ^ taught.keys()) <= len(kept) / EDGE
    assert all(abs(kept[mark] - taught[mark] * scale) < 2 for mark in kept.keys() & taught.keys())
