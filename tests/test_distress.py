"""Whether distress, danger and concerns are heard, and what only sounds like them is left alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care.distress import Concern, Distress
from prompts.library import PROMPTS
from prompts.mistakes import Mistakes
from tests.sizes import size

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "nl", "fr")
DISTRESS = Distress.read(PROMPTS)

HEARD = [
    ("I want to end my life", "suicide"),
    ("Everyone would be better off without me.", "suicide"),
    ("I don't want to wake up", "suicide"),
    ("There is no way out any more", "suicide"),
    ("i want to kil myself", "suicide"),
    ("I have started cutting myself again.", "self_harm"),
    ("I am afraid that I will hurt my son.", "harm_to_others"),
    ("My boss threatened to hit me.", "harm_from_others"),
    ("I feel hopeless and I cry every night.", "despair"),
    ("I drove home and do not remember it. I am scared of what I'll do wrong.", "exhaustion"),
    ("My colleague told me she wants to kill herself", "suicide"),
    ("Ik wil niet meer leven.", "suicide"),
    ("Ik zie geen uitweg meer", "suicide"),
    ("Je veux mourir.", "suicide"),
    ("je n’en peux plus", "despair"),
    ("Tout le monde irait mieux sans moi.", "suicide"),
]

LEFT_ALONE = [
    "This rota is killing me.",
    "I could murder a coffee.",
    "I was dead tired, and the cake was to die for.",
    "I was dying of embarrassment about the deadline.",
    "Ik lach me dood en ik ben doodmoe.",
    "Je suis mort de fatigue, ce planning me tue.",
    "The ward talked about a patient's suicide attempt.",
    "A nurse told us that a patient said she wanted to die.",
    "Our suicide prevention training is on Tuesday.",
    "I have never thought of ending my life.",
    "We spoke about patient safety.",
    "The safety huddle went well.",
    "There is a speak-up poster on every wall.",
    "",
]

ROUTES = [
    ("She was shouted at in front of everybody again and called useless.", "bullying"),
    ("A patient was given ten times the dose and it was never reported.", "patient_safety"),
    ("We were told to keep quiet about the falsified records.", "whistle_blowing"),
]

TOGETHER = [
    ("There is a razor. Nobody knows.", "self_harm"),
    ("Nobody knows. There is blood on the skin.", "self_harm"),
    ("Niemand weet het. Een scheermes.", "self_harm"),
    ("Personne ne sait. La lame.", "self_harm"),
]

FAR_APART = [
    "I want the new list, and to die hard is what the old one does.",
    "He hit the table, me and the others kept quiet.",
    "We jumped in so badly prepared that the bridge between the teams was gone.",
]

CRIES = ["I want to kill myself.", "Ik wil dood.", "Je veux mourir."]


@pytest.mark.parametrize(("text", "kind"), HEARD)
def test_distress_is_heard(text: str, kind: str) -> None:
    assert DISTRESS.hear(text).distress == kind


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert DISTRESS.hear(text) == Concern(None, None)


@pytest.mark.parametrize(("text", "kind"), ROUTES)
def test_a_concern_has_its_own_route(text: str, kind: str) -> None:
    assert DISTRESS.hear(text) == Concern(None, kind)


def test_distress_and_a_concern_are_both_heard() -> None:
    heard = DISTRESS.hear("He has bullied me for two years. I want to die.")

    assert heard == Concern("suicide", "bullying")


@settings(max_examples=size(4000))
@given(st.text())
def test_any_text_is_heard_the_same_twice(text: str) -> None:
    assert DISTRESS.hear(text) == DISTRESS.hear(text)


@settings(max_examples=size(4000))
@given(st.sampled_from([text for text, _ in HEARD] + LEFT_ALONE))
def test_capital_letters_do_not_matter(text: str) -> None:
    assert DISTRESS.hear(text.upper()) == DISTRESS.hear(text)


CALM_WORDS = ["we", "walked", "through", "laundry", "de", "avec", "notes", "garden", "kantine", "lundi", "\n", "?", "…"]


@settings(max_examples=size(4000))
@given(st.sampled_from(CRIES), st.lists(st.sampled_from(CALM_WORDS)), st.lists(st.sampled_from(CALM_WORDS)))
def test_the_sentences_around_it_do_not_hide_a_plain_cry_for_help(
    cry: str, before: list[str], after: list[str]
) -> None:
    assert DISTRESS.hear(" ".join([*before, ".", cry, *after])).distress == "suicide"


@pytest.mark.parametrize(
    "unit", ["i ", "a", ".", "want to die ", "i just really ", "nobody patient i scared tired. ", "'"]
)
def test_the_longest_text_of_any_shape_is_heard_at_once(unit: str) -> None:
    text = (unit * 40_000)[:40_000]

    started = process_time()
    DISTRESS.hear(text)

    assert process_time() - started < 3  # seconds: what is promised for the answer; the work of others does not count


def test_a_mistake_in_the_lists_is_named_with_file_line_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "prompts" / "en"
    folder.mkdir(parents=True)
    (folder / "distress_signs.toml").write_text(
        '[suicide.goodbye]\nstrong = ["<nobody> cares"]\nloud = ["x"]\n[fun.at_work]\nweak = ["y"]\n', "utf-8"
    )

    with pytest.raises(Mistakes) as raised:
        Distress.read(tmp_path / "prompts")

    name = "prompts/en/distress_signs.toml"
    assert [str(one) for one in raised.value.found] == [
        f"{name}:1: nothing is read from a table called fun",
        f"{name}:2: suicide.goodbye.strong, “<nobody> cares”: no list under [words] is called “nobody”",
        f"{name}:3: suicide.goodbye: loud is none of: strong, medium, weak",
    ]


@pytest.mark.parametrize(("text", "kind"), TOGETHER)
def test_weak_signs_are_heard_together_and_not_alone(text: str, kind: str) -> None:
    assert DISTRESS.signs(text).all.distress == kind
    assert [DISTRESS.signs(part).all.distress for part in text.split(". ")] == [None] * len(text.split(". "))


@pytest.mark.parametrize("text", FAR_APART)
def test_words_that_stand_in_different_parts_of_a_sentence_make_no_sign(text: str) -> None:
    assert DISTRESS.hear(text) == Concern(None, None)


def rows(half: str, language: str) -> Iterator[dict[str, str | None]]:
    for line in (TEXTS / f"distress.{language}.{half}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def measured(halves: tuple[str, ...], language: str, what: str) -> tuple[float, float]:
    """Recall, and the share of false alarms among the texts in which there is nothing to be heard."""
    heard: dict[bool, list[bool]] = {True: [], False: []}
    for row in (row for half in halves for row in rows(half, language)):
        found = getattr(DISTRESS.hear(str(row["text"])), what) is not None
        heard[row[what] is not None].append(found)
    recall, alarms = (sum(found) / len(found) for found in (heard[True], heard[False]))
    where = "+".join(halves)
    print(f"\n{where} {language} {what}: recall {recall:.3f}, false alarms {alarms:.3f}", end="")  # noqa: T201  shown with -s
    return recall, alarms


# What is reached, of distress and of concerns; it may only get better. “fresh” was written without sight of the lists
# and of the texts that the weights were learned from, and nobody who works on either has read it.
FLOORS = {
    "own": {"en": (0.82, 0.96), "nl": (0.81, 0.95), "fr": (0.84, 0.97)},
    "unseen": {"en": (0.84, 0.91), "nl": (0.62, 0.96), "fr": (0.83, 0.96)},
    "learned": {"en": (0.56, 0.95), "nl": (0.52, 0.96), "fr": (0.60, 0.98)},
    "fresh": {"en": (0.63, 0.70), "nl": (0.75, 0.83), "fr": (0.67, 0.66)},
}
CASES = [(half, language) for half in FLOORS for language in LANGUAGES]


@pytest.mark.parametrize(("half", "language"), CASES)
def test_as_much_is_heard_as_before_and_there_are_few_false_alarms(half: str, language: str) -> None:
    recall, alarms = measured((half,), language, "distress")
    route_recall, route_alarms = measured((half,), language, "route")

    least, least_of_routes = FLOORS[half][language]
    assert recall >= least
    assert route_recall >= least_of_routes
    assert alarms <= 0.05
    assert route_alarms <= 0.05


@pytest.mark.xfail(
    reason="it hears what lists and other texts have taught it, and not all that is hinted at", strict=True
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nineteen_of_twenty_are_heard(language: str) -> None:
    recall, _ = measured(("fresh",), language, "distress")

    assert recall >= 0.95


def alarms_in(*names: str) -> tuple[float, float]:
    """The shares of reflections in which distress, and a concern, are heard though there is none."""
    files = [file for name in names for file in TEXTS.glob(name)]
    texts = [json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines()]
    heard = [DISTRESS.hear(text) for text in texts]
    distress, routes = ([getattr(one, what) is not None for one in heard] for what in ("distress", "route"))
    return sum(distress) / len(texts), sum(routes) / len(texts)


def test_ordinary_reflections_are_left_alone() -> None:
    distress, routes = alarms_in("entries*.jsonl", "details*.jsonl", "ordinary.read.jsonl")

    assert distress <= 0.005
    assert routes <= 0.005


def test_ordinary_reflections_that_the_lists_were_not_made_with_are_left_alone() -> None:
    distress, routes = alarms_in("ordinary.unseen.jsonl")

    assert distress <= 0.05
    assert routes <= 0.05
