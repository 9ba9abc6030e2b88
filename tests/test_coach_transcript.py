"""What the built-in coach says to fourteen sets of entries; all of them were seen while its rules were made."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.coach.builtin import BuiltinCoach
from bot.coach.coach import Spoken, Talk

TEXTS = Path(__file__).with_name("texts")
SETS = {
    "entries.en.jsonl": "coach_transcript.en.md",
    "entries.en.second.jsonl": "coach_transcript.en.second.md",
    "entries.en.third.jsonl": "coach_transcript.en.third.md",
    "entries.en.own.jsonl": "coach_transcript.en.own.md",
    "entries.en.fourth.jsonl": "coach_transcript.en.fourth.md",
    "entries.en.fifth.jsonl": "coach_transcript.en.fifth.md",
    "entries.en.sixth.jsonl": "coach_transcript.en.sixth.md",
    "entries.en.later.jsonl": "coach_transcript.en.later.md",
    "entries.en.seventh.jsonl": "coach_transcript.en.seventh.md",
    "entries.en.eighth.jsonl": "coach_transcript.en.eighth.md",
    "entries.en.ninth.jsonl": "coach_transcript.en.ninth.md",
    "entries.en.tenth.jsonl": "coach_transcript.en.tenth.md",
    "entries.en.eleventh.jsonl": "coach_transcript.en.eleventh.md",
    "entries.en.twelfth.jsonl": "coach_transcript.en.twelfth.md",
    "entries.en.thirteenth.jsonl": "coach_transcript.en.thirteenth.md",
    "entries.en.fourteenth.jsonl": "coach_transcript.en.fourteenth.md",
}
WRITE_ANEW = (
    os.environ.get("WRITE_TRANSCRIPT") == "1"
)  # after a change of the coach: read what it says now, then keep it

# what the entries call the frames of their prompts, and what the program calls them
FRAMES = {
    "notice-wonder-realise": "notice_wonder",
    "what-so what-now what": "what_so_what",
    "if-then": "if_then",
    "free": "",
    "values-to-behaviour": "",
}
VALUES = ("Respect", "Openness", "Courage")  # of the sample cohort
HEAD = """# What the built-in coach says

One answer to each entry of `{entries}`, in its order, by the coach as it is now. How far an entry goes is a
guess that nobody is shown. Written anew by `WRITE_TRANSCRIPT=1 python -m pytest tests/test_coach_transcript.py`.
"""


@pytest.mark.parametrize(("name", "kept"), SETS.items(), ids=SETS.keys())
async def test_the_coach_says_what_was_read(name: str, kept: str) -> None:
    said, file = await transcript(name), TEXTS / kept
    if WRITE_ANEW:
        file.write_text(said, "utf-8")

    assert said == file.read_text("utf-8")


async def transcript(name: str) -> str:
    coach = BuiltinCoach.read(Path("prompts"), "en")
    told = [await answered(coach, number, entry) for number, entry in enumerate(entries(name), 1)]
    return "\n".join([HEAD.format(entries=name), *told])


def entries(name: str) -> Iterator[Mapping[str, str]]:
    for line in (TEXTS / name).read_text("utf-8").splitlines():
        yield json.loads(line)


async def answered(coach: BuiltinCoach, number: int, entry: Mapping[str, str]) -> str:
    turns, frame = (Spoken("person", "form", entry["text"]),), FRAMES[entry["framework"]]
    question = await coach.follow_up(Talk("en", turns, frame, entry["prompt"], values=VALUES))
    lines = {
        "Frame": entry["framework"],
        "Depth": coach.depth(entry["text"], "en", VALUES),
        "Mirror": question.mirror if question else "",
        "Question": question.question if question else "none: it stops here",
    }
    return f"## {number}\n\n" + "".join(f"- {name}: {value or 'none'}\n" for name, value in lines.items())
