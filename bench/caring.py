"""How long everybody waits for the care: its detectors together, on entries of a hundred words."""

import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.measured import Measured
from bot.care.care import Care
from prompts.library import PROMPTS

_TEXTS = Path("tests/texts")
_WORDS = 100  # in an entry
_ENTRIES = 50
_TIMES = 7  # each entry is looked at so often, and the quickest counts: the others tell of the machine


def caring() -> list[Measured]:
    """The median of all entries, and the slowest, in milliseconds. Entries are joined from the texts for testing."""
    care = Care.read(PROMPTS)
    taken = sorted(_quickest(care, entry) for entry in islice(_entries(), _ENTRIES))
    return [
        Measured("care for 100 words", round(taken[len(taken) // 2], 2), "ms", 2, taken),
        Measured("slowest of 50 entries", round(taken[-1], 2), "ms", 2, taken),
    ]


def _quickest(care: Care, entry: str) -> float:
    return min(_milliseconds(care, entry) for _ in range(_TIMES))


def _milliseconds(care: Care, entry: str) -> float:
    started = time.perf_counter()
    care.look(entry)
    return (time.perf_counter() - started) * 1000


def _entries() -> Iterator[str]:
    """Texts of all languages, with and without something to find, joined until they are long enough."""
    words: list[str] = []
    for file in sorted(_TEXTS.glob("d*.*.unseen.jsonl")):
        for line in file.read_text("utf-8").splitlines()[::4]:
            words += str(json.loads(line)["text"]).split()
            if len(words) >= _WORDS:
                yield " ".join(words[:_WORDS])
                words = []
