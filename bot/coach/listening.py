"""What an entry lacks, the first thing first: plain signs in the words, never a mark, a grade or a mood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.coach import LEAST_WHOLE
from bot.coach.depth import Depth, depth_of
from bot.coach.ending import Asked, has_ended
from bot.coach.ladder import Ladder
from bot.coach.shapes import Entry, is_elsewhere, shapes
from bot.coach.signs import read, signs

_LITTLE = 15  # words; "not today" in a longer text is about something else
_LOSS = 150  # words; a longer text may look at a moment through anybody's eyes
_SEEN = 25  # words; a shorter text mentions somebody in passing only
_DETAILED = 80  # words; a longer text has shown what its words that weigh stand for
_MANY = 2  # big words; one alone may be the subject
_PARTS = 50  # words; a shorter text has no parts
_PROMISE = "if_then"  # the frame of what is a promise even without "I will"
_ALONE = frozenset({"loss", "who_reads", "meaning", "look_up"})  # these say that nothing else fits
ALWAYS = ("part", "further")  # what fits whatever was written, in so many wordings that it may be asked twice

# what an entry of that depth is asked for, in this order, as far as it lacks it
_ORDER: Mapping[Depth, tuple[str, ...]] = {
    "habitual": ("value", "judgement", "big_words", "whole", "who"),
    "understanding": ("value", "judgement", "big_words", "whole", "who", "ahead"),
    "reflection": ("value", "whole", "ahead"),
    "critical": ("whole", "ahead"),
}
# two ways of asking for the same: one of them is enough in one entry
_ONE_OF = (
    frozenset({"feeling", "surprise", "pleased"}),
    frozenset({"asking", "own_question", "question", "wonder"}),
    frozenset({"ahead", "cue", "hold", "sign", "step", "undone", "might"}),
    frozenset({"open", "unknown", "unsure"}),
    frozenset({"word", "brief"}),
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
    entry = Entry(text, found, ladder, Asked(read(prompt), promise=frame == _PROMISE))
    over = has_ended(text, found, ladder, entry.asked, whole=depth == "critical")
    lacking = () if over else tuple(_lacking(entry, depth, frame))
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


def _lacking(entry: Entry, depth: Depth, frame: str) -> Iterator[str]:
    elsewhere = is_elsewhere(entry)
    found = () if elsewhere else tuple(shapes(entry))
    rules = entry.ladder.frame(frame)
    order = ("whole",) if elsewhere else (*rules.first, *_ORDER[depth])
    lacks = (one for one in order if one not in rules.never and _lacks(one, entry))
    if _ALONE.intersection(found):
        yield from found
        return
    yield from dict.fromkeys((*found, *lacks))
    yield from ALWAYS if entry.found.words >= _PARTS else reversed(ALWAYS)


def _lacks(rung: str, entry: Entry) -> bool:
    found, said = entry.found, entry.found.said
    lacks = {
        "judgement": bool(found.judgement) and found.words < _DETAILED and not found.scene,
        "big_words": found.big_words >= _MANY and not (found.event or "first_person" in said),
        "wonder": not ("wonders" in said or "?" in entry.text or entry.prompt_says("wonders")),
        "value": bool(found.value) and "shift" not in said,
        "who": bool(found.who) and found.event and "others" not in said and _SEEN <= found.words < _LOSS,
        "whole": True,
        "ahead": found.words >= LEAST_WHOLE and not {"ahead", "intends"} & said,
    }
    return lacks[rung]
