"""How many details of patients and clients are found, and how often something else is taken for one."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.care.details import KINDS, Detail, Details
from bot.care.numbers import is_belgian_national_number, is_dutch_bsn, is_nhs_number, is_ontario_health_card

DETAILS = Details.read(Path("prompts"))
TEXTS = Path(__file__).parent / "texts"
CHECKED = frozenset(KINDS[:4])  # the kinds with a check digit


def test_numbers_made_by_the_thousand_are_found_if_valid_and_only_then() -> None:
    chance = random.Random("check digits")  # the same numbers in every run
    rules = {10: (is_nhs_number, is_ontario_health_card), 11: (is_belgian_national_number,), 9: (is_dutch_bsn,)}
    right = wrong = missed = 0

    for number in range(2000):
        length = (9, 10, 11)[number % 3]
        wanted = number % 2 == 0
        digits = _drawn(chance, length, rules[length], wanted=wanted)
        seen = any(one.kind in CHECKED for one in DETAILS.find(f"Then {digits} was read out, in front of everybody."))
        right += seen and wanted
        wrong += seen and not wanted
        missed += wanted and not seen

    sys.stdout.write(f"\ngenerated: recall {right / (right + missed):.3f}, precision {right / (right + wrong):.3f}\n")
    assert right / (right + missed) >= 0.98
    assert right / (right + wrong) >= 0.95


def _drawn(chance: random.Random, length: int, rules: tuple[object, ...], *, wanted: bool) -> str:
    while True:
        digits = f"{chance.randint(1, 9)}" + "".join(str(chance.randint(0, 9)) for _ in range(length - 1))
        if any(callable(rule) and rule(digits) for rule in rules) == wanted:
            return digits


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    details: tuple[Detail, ...]

    @property
    def found(self) -> tuple[Detail, ...]:
        return DETAILS.find(self.text)


@dataclass(frozen=True, slots=True)
class Score:
    """Of a set of texts: shares, from 0 to 1."""

    checked_recall: float
    checked_precision: float
    other_recall: float
    false_alarms: float


def texts(half: str) -> list[Text]:
    files = [TEXTS / f"details.{language}.{half}.jsonl" for language in ("en", "nl", "fr")]
    return [_text(json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]


def _text(line: dict[str, object]) -> Text:
    text, listed = str(line["text"]), line["details"]
    assert isinstance(listed, list)
    details, end = list[Detail](), 0
    for one in listed:
        start = text.find(one["text"], end)
        start = start if start >= 0 else text.index(one["text"])
        end = start + len(one["text"])
        details.append(Detail(one["kind"], start, end))
    return Text(text, tuple(details))


def scored(listed: list[Text]) -> Score:
    wanted = [(one, text) for text in listed for one in text.details]
    checked = [_is_seen(one, text, CHECKED) for one, text in wanted if one.kind in CHECKED]
    others = [_is_seen(one, text, frozenset(KINDS)) for one, text in wanted if one.kind not in CHECKED]
    alarms = [_is_meant(one, text) for text in listed for one in text.found if one.kind in CHECKED]
    clean = [bool(text.found) for text in listed if not text.details]
    return Score(*(sum(some) / len(some) for some in (checked, alarms, others, clean)))


def _is_seen(wanted: Detail, text: Text, kinds: frozenset[str]) -> bool:
    return any(_meet(wanted, one) and one.kind in kinds for one in text.found)


def _is_meant(seen: Detail, text: Text) -> bool:
    return any(_meet(seen, one) and one.kind in CHECKED for one in text.details)


def _meet(one: Detail, other: Detail) -> bool:
    return one.start < other.end and other.start < one.end


@pytest.mark.parametrize("halves", [("own",), ("unseen",), ("own", "unseen")], ids=" and ".join)
def test_what_is_found_in_the_texts_keeps_to_the_bounds(halves: tuple[str, ...]) -> None:
    listed = [text for half in halves for text in texts(half)]

    score = scored(listed)

    sys.stdout.write(f"\n{' and '.join(halves)}, {len(listed)} texts: {score}\n")
    assert score.checked_recall >= 0.98
    assert score.checked_precision >= 0.95
    assert score.other_recall >= 0.90
    assert score.false_alarms <= 0.05
