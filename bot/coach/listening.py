"""What an entry lacks, the first thing first: plain signs in the words, never a mark, a grade or a mood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.coach import FEW_WORDS, LEAST_WHOLE
from bot.coach.depth import Depth, depth_of
from bot.coach.ladder import Ladder
from bot.coach.quoting import is_list, only_asks
from bot.coach.signs import Signs, read, signs

_BRIEF = 40  # words; below this, an entry is asked for its moment before anything else
_BARE = 6  # words; "I do not know" in a longer text is about something
_LITTLE = 15  # words; "nothing special today" in a longer text is only its beginning
_REMARK = 60  # words; a longer text that mentions the question is about more than the question
_LOSS = 150  # words; a longer text that mentions a death is about more than that
_DETAILED = 80  # words; a longer text has shown what its words that weigh stand for
_FOREIGN = 3  # words of another language; fewer are a name or a quotation
_PROMISE = "if_then"  # the frame of what is a promise even without "I will"
# these say that nothing else fits
_ALONE = frozenset({"unwilling", "loss"})
_ELSEWHERE = (
    "elsewhere",
    "meaning",
    "self",
    "others",
    "ahead",
    "reasons",
)  # what fits a text that cannot be read
_AT_LAST = ("elsewhere", "meaning", "self")  # what fits whatever was written, where all else was asked

_PLAN = ("cue", "hold")  # what a plan is asked for
# what an entry of that depth is asked for, in this order, as far as it lacks it
_ORDER: Mapping[Depth, tuple[str, ...]] = {
    "habitual": ("judgement", "moment", "meaning", "reasons", "value", "who", "others", "shown", "self", "ahead"),
    "understanding": ("value", "judgement", "who", "others", "shown", "self", "ahead", "reasons", "meaning"),
    "reflection": ("cue", "ahead", "value", "who", "others", "self", "shown", "meaning", "reasons"),
    "critical": (),
}
# two ways of asking for the same: one of them is enough in one entry
_ONE_OF = (
    frozenset({"feeling", "surprise", "pleased"}),
    frozenset({"who", "others"}),
    frozenset({"value", "shown"}),
    frozenset({"ahead", "cue", "hold"}),
    frozenset({"moment", "meaning"}),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What an entry lacks, and by rung the word that its questions take up.

    `of_event`: it tells of something that happened.
    """

    lacking: tuple[str, ...]
    depth: Depth
    words: Mapping[str, str] = field(repr=False)
    of_event: bool


def hear(text: str, ladder: Ladder, values: tuple[str, ...], frame: str) -> Heard:
    """What the text lacks after a prompt of that frame; nothing where it went all the way."""
    found = signs(text, ladder, values)
    depth = depth_of(found)
    taken_up = ("feeling", "surprise", "pleased", "judgement", "who", "value", "shown")
    lacking = () if depth == "critical" else tuple(_lacking(text, found, depth, ladder, frame))
    return Heard(lacking, depth, {rung: getattr(found, rung) for rung in taken_up}, found.event)


def waves_off(text: str, ladder: Ladder) -> bool:
    """Whether the writer will not answer: a few words that say so."""
    said = read(text)
    return len(said.split()) < LEAST_WHOLE and ladder.says("refusing", said)


def kin(rung: str) -> frozenset[str]:
    """The rungs that ask for the same as that one."""
    return next((group for group in _ONE_OF if rung in group), frozenset({rung}))


def _lacking(text: str, found: Signs, depth: Depth, ladder: Ladder, frame: str) -> Iterator[str]:
    shapes = list(_shapes(text, found, ladder))
    yield from shapes
    if _ALONE.intersection(shapes):
        return
    if "elsewhere" in shapes:
        yield from _ELSEWHERE
        return
    rules = ladder.frame(frame)
    order = (*rules.first, *(_PLAN if found.plan else ()), *_ORDER[depth])
    for rung in dict.fromkeys(order):
        if rung not in rules.never and _lacks(rung, text, found, frame):
            yield rung
    yield from _AT_LAST


def _shapes(text: str, found: Signs, ladder: Ladder) -> Iterator[str]:
    """What kind of text it is, where that decides what can be asked."""
    seen_anew = "shift" in found.said
    shapes = {
        "elsewhere": _is_elsewhere(text, ladder),
        "unwilling": found.words < _REMARK and "unwilling" in found.said,
        "loss": found.words < _LOSS and "loss" in found.said,
        "surprise": found.surprise and not seen_anew,
        "feeling": found.feeling and not seen_anew,
        "pleased": found.pleased and not seen_anew,
        "nothing": found.words < _LITTLE and "nothing" in found.said,
        "unsure": _is_unsure(text, found, ladder),
        "brief": found.words <= FEW_WORDS,
        "list": is_list(text, ladder),
        "asking": only_asks(text),
        "long": found.words >= ladder.long_least,
    }
    return (shape for shape, is_so in shapes.items() if is_so)


def _lacks(rung: str, text: str, found: Signs, frame: str) -> bool:
    said = found.said
    looks_ahead, means_to = bool({"ahead", "intends"} & said), "intends" in said
    promise = frame == _PROMISE and not found.event
    lacks = {
        "judgement": bool(found.judgement) and found.words < _DETAILED,
        "wonder": "wonders" not in said and "?" not in text,
        "moment": found.words < _BRIEF and "first_person" not in said and not looks_ahead,
        "meaning": "shift" not in said and not looks_ahead,
        "reasons": not {"reasons", "shift"} & said,
        "value": bool(found.value) and "shift" not in said,
        "who": bool(found.who) and "others" not in said,
        "others": "others" not in said and ("somebody" in said or found.words < _BRIEF),
        "shown": bool(found.shown) and "shift" not in said,
        "self": "shift" not in said,
        "ahead": not looks_ahead,
        "cue": not found.cue and (means_to or promise),
        "hold": found.cue and (means_to or promise),
    }
    return lacks[rung]


def _is_unsure(text: str, found: Signs, ladder: Ladder) -> bool:
    """Whether the writer does not know what to say: a few words, or a short text that begins with it."""
    begins = ladder.signals["unsure"].match(read(text).strip()) is not None
    return "unsure" in found.said and (found.words <= _BARE or (found.words < _LITTLE and begins))


def _is_elsewhere(text: str, ladder: Ladder) -> bool:
    """Whether the words that are frequent in other languages prevail over those that are frequent in this one."""
    words = [one.strip(".,;:!?…\"'()").casefold() for one in text.split()]
    foreign = sum(one in ladder.elsewhere for one in words)
    return foreign >= _FOREIGN and foreign > sum(one in ladder.starts for one in words)
