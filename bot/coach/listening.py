"""What an entry lacks, the first thing first: plain signs in the words, never a mark, a grade or a mood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.answers import is_smooth, stopping_short
from bot.coach.closed import is_closed
from bot.coach.closing import CLOSING, closing_line, is_of_home
from bot.coach.coach import LEAST_WHOLE
from bot.coach.depth import Depth, depth_of
from bot.coach.ending import has_ended
from bot.coach.entry import Asked, Entry, in_earnest
from bot.coach.ladder import Ladder
from bot.coach.next_rung import next_rung
from bot.coach.quoting import clauses_of
from bot.coach.remarks import takes_leave, without_remarks
from bot.coach.sentences import sentences
from bot.coach.shapes import is_elsewhere, shapes
from bot.coach.signs import read, signs
from bot.coach.unfinished import breaks_off, is_unfinished
from bot.coach.waiting import has_led_on

_JOKED = 8  # words; so few beside a joke are part of it
_LITTLE = 15  # words; "not today" in a longer text is about something else
_LOSS = 150  # words; a longer text may look at a moment through anybody's eyes
_SEEN = 25  # words; a shorter text mentions somebody in passing only
_DETAILED = 80  # words; a longer text has shown what its words that weigh stand for
_MANY = 2  # big words; one alone may be the subject
_STEP = 40  # words; a longer answer to what will be done says more than that
_CLOSE = 2  # sentences; what somebody turns to himself or herself for is said at the very end
_PARTS = 50  # words; a shorter text has no parts
_PROMISE = "if_then"  # the frame of what is a promise even without "I will"
_ALONE = frozenset({"loss", "who_reads", "meaning", "look_up"})  # these say that nothing else fits
_PROMPTED = ("expected", "taken", "told")  # what follows from the prompt and an answer to it
# what it closes with, or the entry as it is
_ABOUT_IT = (*CLOSING, "thought", "said", "onward", "likeness", "bare", "sense")
ALWAYS = ("part", "further")  # what fits whatever was written, in so many wordings that it may be asked twice

# what an entry of that depth is asked for, in this order, as far as it lacks it
_ORDER: Mapping[Depth, tuple[str, ...]] = {
    "habitual": ("value", "judgement", "big_words", *_PROMPTED, *_ABOUT_IT, "who"),
    "understanding": ("value", "judgement", "big_words", *_PROMPTED, *_ABOUT_IT, "who", "ahead"),
    "reflection": ("value", *_PROMPTED, *_ABOUT_IT, "ahead"),
    "critical": (*_ABOUT_IT, "ahead"),
}
# two ways of asking for the same: one of them is enough in one entry
_ONE_OF = (
    frozenset({"feeling", "surprise", "pleased", "expected"}),
    frozenset({"asking", "own_question", "question", "question_within", "wonder"}),
    frozenset(
        {"ahead", "cue", "hold", "sign", "step", "undone", "might", "half_meant", "start", "again", "shown"}
        | {"unkept", "partly", "which_part", "worked_once", "next", "doubted", "come", "first_of"}
    ),
    frozenset({"open", "unknown", "unsure"}),
    frozenset({"word", "brief", "bare", "tired"}),
    frozenset({"doubt", "unlike"}),
    frozenset({"oneself", "inward", "of_oneself"}),
    frozenset({*_ABOUT_IT, "told"}),
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
    said = in_earnest(text, ladder)
    found = signs(said, ladder, values)
    depth = depth_of(found)
    taken_up = ("feeling", "surprise", "pleased", "judgement", "who", "value")
    prompt = ladder.signals["as_visitor"].sub("", read(prompt))  # elsewhere, a visitor is somebody who comes
    promise = frame == _PROMISE and not ladder.says("asks_outcome", prompt)
    entry = Entry(said, found, ladder, Asked(prompt, promise=promise))
    ended = has_ended(entry, whole=depth == "critical") and not is_smooth(entry)
    over = ended and not (breaks_off(said, ladder) and not is_closed(entry))
    joked = said != without_remarks(text, ladder) and found.words < _JOKED
    over = over or joked or takes_leave(text, ladder) or not said.strip()
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
    order = ("thought",) if elsewhere else (*rules.first, *_ORDER[depth])
    short = () if elsewhere else tuple(rung for rung, is_so in stopping_short(entry) if is_so)
    if entry.asked.wants_a_step(entry.ladder) and not found and entry.found.words < _STEP:
        yield from short
        return
    lacks = (one for one in order if one not in rules.never and _lacks(one, entry))
    if _ALONE.intersection(found):
        yield from found
        return
    asked = tuple(dict.fromkeys((*found, *lacks, *short)))
    yield from asked
    if not asked:  # nothing in it to lean on: what fits anything is for whoever was asked the rest before
        yield from () if elsewhere else next_rung(entry, frame)
        return
    yield from ALWAYS if entry.found.words >= _PARTS else reversed(ALWAYS)


def _lacks(rung: str, entry: Entry) -> bool:
    found, said = entry.found, entry.found.said
    if rung in CLOSING:
        return _closes_with(entry) == rung and not _is_out_of_place(rung, entry)
    lacks = {
        "judgement": bool(found.judgement) and found.words < _DETAILED and not found.scene,
        "big_words": found.big_words >= _MANY and not (found.event or "first_person" in said),
        "wonder": _could_wonder(entry),
        "said": bool(_closes_with(entry)),
        "value": bool(found.value) and "shift" not in said,
        "who": _names_somebody(entry) and found.event and "others" not in said and _SEEN <= found.words < _LOSS,
        "likeness": _could_be_likened(entry),
        "thought": _is_a_thought(entry),
        "onward": found.words >= _LITTLE and _ends_with_oneself(entry) and _is_open(entry),
        "bare": found.words < _LITTLE,
        "sense": _is_open(entry),
        "taken": entry.prompt_says("asks_taken") and found.words < _PARTS and "intends" not in said,
        "told": entry.prompt_says("asks_told") and "does" not in said,
        "expected": entry.prompt_says("asks_surprise") and not _has_gone_on(entry),
        "ahead": _is_open(entry) and found.words >= LEAST_WHOLE and not {"ahead", "intends"} & said,
    }
    return lacks[rung]


def _names_somebody(entry: Entry) -> bool:
    """Whether it mentions somebody who is not of the writer's own people."""
    article, _, role = entry.found.who.partition(" ")
    return bool(role) and article != entry.ladder.articles[1]


def _compares(entry: Entry) -> bool:
    """Whether the writer has looked from there to home already."""
    asked_about_it = entry.ladder.says("asks_home", entry.asked.prompt)
    clauses = (clause for one in sentences(entry.text) for clause in clauses_of(read(one)))
    return asked_about_it or any(is_of_home(one, entry.ladder) for one in clauses)


def _is_out_of_place(kind: str, entry: Entry) -> bool:
    """Whether the question after such a line would ask for what was said, or for what nobody has seen."""
    if kind == "seen":
        return _compares(entry) or "shift" in entry.found.said or not _is_of_others(entry)
    return kind == "home" and entry.ladder.says("hosting", entry.asked.prompt)


def _is_of_others(entry: Entry) -> bool:
    """Whether the line on which it closes is about others, or tells of something that happened without the writer."""
    line = read(closing_line(entry.text, entry.ladder)[1])
    told = "happened" in entry.found.said and not entry.ladder.says("first_person", line)
    return told or entry.ladder.says("somebody", line)


def _closes_with(entry: Entry) -> str:
    return closing_line(entry.text, entry.ladder)[0]


def _ends_in_a_thought(entry: Entry) -> bool:
    """Whether the writer has made something of it by the end, so that it would be asked for what is there."""
    return any(entry.ladder.says("thinks", read(one)) for one in sentences(entry.text)[-1:])


def _is_a_thought(entry: Entry) -> bool:
    """Whether there is a thought in it that can be gone on from, or none can be told from the words."""
    asked = entry.prompt_says("asks_meaning") or entry.prompt_says("asks_thought")
    return is_elsewhere(entry) or ((asked or _ends_in_a_thought(entry)) and _is_open(entry))


def _is_open(entry: Entry) -> bool:
    """Whether a thought is unfinished and has not led to a step or a question of the writer's own."""
    return is_unfinished(entry) and not has_led_on(entry)


def _has_gone_on(entry: Entry) -> bool:
    """Whether the writer has gone on from what was seen to a view of it, or was asked to take it home."""
    said = bool({"opinions", "shift", "wonders", "had_expected"} & entry.found.said)
    return said or entry.prompt_says("asks_taken") or _compares(entry)


def _could_be_likened(entry: Entry) -> bool:
    """Whether the writer tells of others and of nothing at home, and was not asked about himself or herself."""
    inward = any(map(entry.prompt_says, ("asks_inward", "hosting", "asks_feeling")))
    if inward or entry.found.plan or entry.asked.for_a_plan(entry.ladder) or _compares(entry):
        return False
    said = read(entry.text)
    there = any(entry.ladder.says("other_side", one) for one in (said, entry.asked.prompt))
    there = there or (entry.prompt_says("asks_seen") and entry.ladder.others.search(said) is not None)
    tells = there and (entry.found.event or entry.ladder.says("somebody", said))
    about_me = any(entry.ladder.says("first_person", read(one)) for one in sentences(entry.text)[1:][-1:])
    own = about_me or _is_of_own_deeds(entry) or _ends_with_oneself(entry)
    return tells and not own and entry.found.words >= _LITTLE


def _is_of_own_deeds(entry: Entry) -> bool:
    """Whether the writer is the one who does something in more than every third sentence."""
    every = [read(one) for one in sentences(entry.text)]
    own = [one for one in every if entry.ladder.says("first_person", one) and not entry.ladder.says("perceives", one)]
    return 3 * len(own) > len(every)


def _ends_with_oneself(entry: Entry, within: int = _CLOSE) -> bool:
    """Whether the writer speaks of himself or herself in so many last sentences, and not of what others did."""
    last = [read(one) for one in sentences(entry.text)[-within:]]
    return any(entry.ladder.says("first_person", one) and not entry.ladder.says("perceives", one) for one in last)


def _could_wonder(entry: Entry) -> bool:
    """Whether the writer tells of something seen, was not asked for more, and has not begun to wonder."""
    prompt, ladder = entry.asked.prompt, entry.ladder
    if "wonders" in entry.found.said or "?" in entry.text:
        return False
    if ladder.says("wonders", prompt) or ladder.says("asks_inward", prompt):
        return False
    own = _ends_with_oneself(entry, _CLOSE if entry.found.words < _LITTLE else 1)
    return _closes_with(entry) in {"seen", ""} and not (_compares(entry) or own)
