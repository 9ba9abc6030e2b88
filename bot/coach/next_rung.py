"""The plain next question of a prompt's frame, where an entry stops short of it and nothing else can be taken up."""

import re
from collections.abc import Iterator, Mapping

from bot.coach.dated import names_a_day
from bot.coach.entry import Entry
from bot.coach.kept import is_asked
from bot.coach.rows import is_list
from bot.coach.sentences import own_words, sentences
from bot.coach.signs import read

_LEAST = 15  # words; a shorter text is asked for one sentence more
_LONG = 150  # words; a longer text has gone as far as its writer wanted
_PARTS = 2  # heads: "What: …  So what: …" goes from one rung to the next by itself
_HEAD = re.compile(r"(?:^|(?<=[.!?\n]))\s*(?:[^\W\d]+[ ]?){1,3}:(?=\s)")
_GONE_FURTHER = frozenset({"ahead", "since_changed", "declined", "no_next", "loss", "unwilling", "nothing"})
# What each frame asks for beyond what happened, the nearest first.
_RUNGS: Mapping[str, tuple[str, ...]] = {
    "notice_wonder": ("wonder", "of_oneself"),
    "what_so_what": ("stands_out", "of_oneself"),
}


def next_rung(entry: Entry, frame: str) -> Iterator[str]:
    """What the frame asks for next, as far as prompt and entry have not gone there; nothing where they went on."""
    if frame in _RUNGS and _stops_short(entry):
        told, meaning = _RUNGS[frame]
        if _leaves_a_question(entry):
            yield "asking"
        if entry.found.feeling:
            yield "feeling"  # it is what the entry is about, and not how the writer works
        yield meaning if _is_past_telling(entry, frame) else told


def _stops_short(entry: Entry) -> bool:
    """Whether it tells something and leaves it there: in no parts, without a step, and asked for none."""
    asked = entry.asked.for_a_plan(entry.ladder) or entry.prompt_says("asks_next") or is_asked(entry)
    long = not _LEAST <= entry.found.words < _LONG
    parted = len(_HEAD.findall(own_words(entry.text))) >= _PARTS or is_list(entry.text, entry.ladder)
    return not (asked or long or parted or _has_gone_further(entry))


def _has_gone_further(entry: Entry) -> bool:
    """Whether it says what is done or not done about it, or is no more than that there is nothing to say."""
    last = sentences(entry.text)[-1:]
    to_come = any(names_a_day(one, entry.ladder) and not entry.ladder.says("happened", read(one)) for one in last)
    return entry.found.plan or to_come or bool(_GONE_FURTHER & entry.found.said)


def _leaves_a_question(entry: Entry) -> bool:
    """Whether a question was asked for and is there, and the last thing that is told is not how it was answered."""
    own = [read(one) for one in sentences(entry.text) if re.search(r"\w", one)]
    answered = any(entry.ladder.says("happened", one) for one in own[-1:])
    return entry.prompt_says("asks_question") and _wonders(entry) and not answered


def _wonders(entry: Entry) -> bool:
    return "wonders" in entry.found.said or "?" in own_words(entry.text)


def _is_past_telling(entry: Entry, frame: str) -> bool:
    """Whether what was seen is not the question any more, by the prompt or by what the writer wonders about it."""
    inward = any(map(entry.prompt_says, ("asks_meaning", "asks_inward", "wonders")))
    said = _wonders(entry) if frame == "notice_wonder" else "stood_out" in entry.found.said
    return inward or said
