"""The coach's questions in one language: by the frame of the prompt, and by what an entry does not have yet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

ANY = "any"  # the frame of questions that fit whatever the prompt was
RUNGS = frozenset(
    {"loss", "feeling", "surprise", "pleased", "nothing", "unsure", "word", "brief", "list", "long", "judgement"}
    | {"admired", "asking", "own_question", "question", "wonder", "value", "who", "ahead", "cue", "hold", "sign"}
    | {"undone", "step", "who_reads", "meaning", "look_up", "might", "open", "unknown", "turn", "contrast", "doubt"}
    | {"resigned", "pending", "obstacle", "big_words", "part", "sense", "further", "thought", "singled", "home"}
    | {"deed", "own", "advice", "seen", "said", "taken", "told", "expected", "heard", "worries", "worry", "hopes"}
    | {"to_ask", "questions", "oneself", "concrete", "start", "likeness", "bare", "picture", "programme", "onward"}
    | {
        "again",
        "broken",
        "unkept",
        "partly",
        "unsaid",
        "matters",
        "next",
        "doubted",
        "inward",
        "question_within",
        "come",
    }
    | {"half_meant", "which_part", "worked_once", "shown", "stands_out", "of_oneself"}
    | {"denied", "stays", "tired", "first_of", "unlike"}
)
_GAPS = {"feeling": "feeling", "surprise": "feeling", "pleased": "feeling", "judgement": "word", "value": "value"} | {
    "who": "who"
}  # the one gap that the questions of a rung may have

_ByRung = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Questions:
    """By frame, then by rung. `always` fit every entry, `of_event` only one that tells of something that happened."""

    always: Mapping[str, _ByRung]
    of_event: Mapping[str, _ByRung]

    @classmethod
    def read(cls, table: Mapping[str, Any], longest: int) -> "Questions":
        """From the tables of the language file. Raises ValueError, naming the key, for one that cannot be asked."""
        always, of_event = _by_frame(table["ask"]), _by_frame(table["ask_of_event"])
        for name, frames in (("ask", always), ("ask_of_event", of_event)):
            for trouble in _mistakes(name, frames, longest):
                raise ValueError(trouble)
        if missing := [rung for rung in sorted(RUNGS) if not always.get(ANY, {}).get(rung)]:
            raise ValueError(f"ask.{ANY}.{missing[0]} has no question")
        return cls(always, of_event)

    def on(self, rung: str, frame: str, *, of_event: bool) -> tuple[tuple[str, ...], ...]:
        """The questions of a rung after a prompt of that frame: groups of them, those that fit best first."""
        tables = (self.of_event, self.always) if of_event else (self.always,)
        return tuple(table.get(name, {}).get(rung, ()) for name in (frame, ANY) for table in tables)


@cache
def was(listed: str) -> re.Pattern[str]:
    """Whatever the question looks like with its gap filled in: asked with another word, it is the same question."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(listed)))


def _by_frame(table: Mapping[str, Any]) -> dict[str, _ByRung]:
    return {frame: {rung: tuple(asked.values()) for rung, asked in by_rung.items()} for frame, by_rung in table.items()}


def _mistakes(name: str, frames: Mapping[str, _ByRung], longest: int) -> Iterator[str]:
    listed = [(frame, rung, asked) for frame, by_rung in frames.items() for rung, asked in by_rung.items()]
    for frame, rung, questions in listed:
        if rung not in RUNGS:
            yield f"{name}.{frame}.{rung} is nothing that the coach asks for"
        for number, question in enumerate(questions, 1):
            if not _can_be_asked(question, longest):
                yield f"{name}.{frame}.{rung}.{number} must be one question of {longest} words at most"
            if set(re.findall(r"{(.*?)}", question)) - {_GAPS.get(rung)}:
                yield f"{name}.{frame}.{rung}.{number} has a gap that nothing fills"


def _can_be_asked(question: str, longest: int) -> bool:
    return question.count("?") == 1 and question.endswith("?") and len(question.split()) <= longest
