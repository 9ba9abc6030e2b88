"""What an entry lacks, the first thing first: plain signs in the words, never a mark, a grade or a mood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.coach import FEW_WORDS, LEAST_WHOLE
from bot.coach.depth import Depth, depth_of
from bot.coach.ending import has_ended
from bot.coach.ladder import Ladder
from bot.coach.quoting import closing_question, is_list, only_asks
from bot.coach.signs import Signs, read, signs

_BRIEF = 40  # words; in a longer text, a feeling or a moment has been told about
_BARE = 6  # words; "I do not know" in a longer text is about something
_LITTLE = 15  # words; "nothing special today" in a longer text is only its beginning
_ASKED = 25  # words; a longer sentence that begins with "why" is no question
_REMARK = 60  # words; a longer text that mentions the question is about more than the question
_PLANNED = 60  # words; a longer plan has told what could come in between
_LOSS = 150  # words; a longer text that mentions a death is about more than that
_SEEN = 25  # words; a shorter text mentions somebody in passing only
_DETAILED = 80  # words; a longer text has shown what its words that weigh stand for
_FOREIGN = 3  # words of another language; fewer are a name or a quotation
_PROMISE = "if_then"  # the frame of what is a promise even without "I will"
_ALONE = frozenset({"unwilling", "loss"})  # these say that nothing else fits
_PARTS = 50  # words; a shorter text has no parts
ALWAYS = ("line", "part", "whole", "further")  # what fits whatever was written
_PLAN = ("cue", "hold")  # what a plan is asked for

# what an entry of that depth is asked for, in this order, as far as it lacks it
_ORDER: Mapping[Depth, tuple[str, ...]] = {
    "habitual": ("judgement", "value", "moment", "who", "line"),
    "understanding": ("judgement", "value", "who", "line"),
    "reflection": ("value", "line", "ahead"),
    "critical": (),
}
# two ways of asking for the same: one of them is enough in one entry
_ONE_OF = (
    frozenset({"feeling", "surprise", "pleased"}),
    frozenset({"asking", "own_question", "question", "wonder"}),
    frozenset({"ahead", "cue", "hold"}),
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


def hear(text: str, ladder: Ladder, values: tuple[str, ...], frame: str, prompt: str = "") -> Heard:
    """What the text lacks after that prompt of that frame; nothing where it went all the way, or asks for nothing."""
    found = signs(text, ladder, values)
    depth = depth_of(found)
    taken_up = ("feeling", "surprise", "pleased", "judgement", "who", "value")
    over = depth == "critical" or has_ended(text, found, ladder, promise=frame == _PROMISE)
    lacking = () if over else tuple(_lacking(text, found, depth, ladder, frame))
    if ladder.says("wonders", read(prompt)):
        lacking = tuple(one for one in lacking if one != "wonder")  # the prompt has asked for it
    return Heard(lacking, depth, {rung: getattr(found, rung) for rung in taken_up}, found.event)


def waves_off(text: str, ladder: Ladder) -> bool:
    """Whether the writer will not answer: a few words that say so."""
    said = read(text)
    return len(said.split()) < LEAST_WHOLE and ladder.says("refusing", said)


def puts_off(text: str, ladder: Ladder) -> bool:
    """Whether the writer will not be asked now: a short text that begins with it, in whatever words."""
    said = read(text).strip()
    return len(said.split()) < _LITTLE and ladder.signals["not_now"].match(said) is not None


def kin(rung: str) -> frozenset[str]:
    """The rungs that ask for the same as that one; what fits always may be asked twice, in other words."""
    if rung in ALWAYS:
        return frozenset()
    return next((group for group in _ONE_OF if rung in group), frozenset({rung}))


def _lacking(text: str, found: Signs, depth: Depth, ladder: Ladder, frame: str) -> Iterator[str]:
    shapes = list(_shapes(text, found, ladder))
    yield from (one for one in shapes if one != "elsewhere")
    if _ALONE.intersection(shapes):
        return
    rules = ladder.frame(frame)
    order = () if "elsewhere" in shapes else (*rules.first, *_PLAN, *_ORDER[depth])
    for rung in dict.fromkeys(order):
        if rung not in rules.never and _lacks(rung, text, found, frame):
            yield rung
    yield from ("part", "whole", "further") if found.words >= _PARTS else ("whole", "further", "part")


def _shapes(text: str, found: Signs, ladder: Ladder) -> Iterator[str]:
    """What kind of text it is, where that decides what can be asked."""
    bare_feeling = found.words < _BRIEF and not {"shift", "reasons"} & found.said
    asked = closing_question(text, ladder)
    ends_asking = asked.endswith("?") or (bool(asked) and found.words < ladder.long_least)
    shapes = {
        "elsewhere": _is_elsewhere(text, ladder),
        "unwilling": found.words < _REMARK and "unwilling" in found.said,
        "loss": found.words < _LOSS and "loss" in found.said,
        "surprise": found.surprise and bare_feeling,
        "feeling": found.feeling and bare_feeling,
        "pleased": found.pleased and bare_feeling,
        "nothing": found.words < _LITTLE and "nothing" in found.said,
        "unsure": _is_unsure(text, found, ladder),
        "doubt": found.words < _REMARK and ladder.signals["matters_not"].match(read(text).strip()) is not None,
        "brief": found.words <= FEW_WORDS,
        "list": is_list(text, ladder),
        "asking": only_asks(text) or _asks_plainly(text, found, ladder),
        "own_question": ends_asking,
        "question": ends_asking,
        "long": found.words >= ladder.long_least,
    }
    return (shape for shape, is_so in shapes.items() if is_so)


def _lacks(rung: str, text: str, found: Signs, frame: str) -> bool:
    said = found.said
    plan = found.plan or (frame == _PROMISE and not found.event)
    lacks = {
        "judgement": bool(found.judgement) and found.words < _DETAILED and not found.scene,
        "wonder": "wonders" not in said and "?" not in text,
        "moment": found.words < _BRIEF and found.event and "first_person" not in said,
        "value": bool(found.value) and "shift" not in said,
        "who": bool(found.who) and found.event and "others" not in said and _SEEN <= found.words < _LOSS,
        "line": True,
        "ahead": found.words >= LEAST_WHOLE and not {"ahead", "intends"} & said,
        "cue": plan and not found.cue,
        "hold": plan and found.cue and found.words < _PLANNED and "obstacle" not in said,
    }
    return lacks[rung]


def _asks_plainly(text: str, found: Signs, ladder: Ladder) -> bool:
    """Whether it is one question without its mark."""
    return found.words < _ASKED and ladder.signals["asks_plainly"].match(read(text).strip()) is not None


def _is_unsure(text: str, found: Signs, ladder: Ladder) -> bool:
    """Whether the writer does not know what to say: a few words, or a short text that begins with it."""
    begins = ladder.signals["unsure"].match(read(text).strip()) is not None
    return "unsure" in found.said and (found.words <= _BARE or (found.words < _LITTLE and begins))


def _is_elsewhere(text: str, ladder: Ladder) -> bool:
    """Whether the words that are frequent in other languages prevail over those that are frequent in this one."""
    words = [one.strip(".,;:!?…\"'()").casefold() for one in text.split()]
    foreign = sum(one in ladder.elsewhere for one in words)
    return foreign >= _FOREIGN and foreign > sum(one in ladder.starts for one in words)
