"""What kind of text an entry is, as far as that decides what it can be asked."""

from collections.abc import Iterator

from bot.coach.answers import about_oneself, answering
from bot.coach.closing import closing_line
from bot.coach.coach import FEW_WORDS
from bot.coach.entry import Entry
from bot.coach.kept import became_of_it, is_asked
from bot.coach.live import LOOSE, leaves, lines
from bot.coach.planned import is_row_of_wishes, of_a_plan
from bot.coach.quoting import only_asks, question_within
from bot.coach.rows import is_list
from bot.coach.sentences import sentences
from bot.coach.signs import read
from bot.coach.unfinished import breaks_off
from bot.coach.waiting import has_led_on, held_out, wants_to_know_who_reads

_BRIEF = 40  # words; in a longer text, a feeling has been told about
_FEW = 6  # words; so few are asked for more, whatever they say
_BARE = 6  # words; "I do not know" in a longer text is about something
_TIRED = 2  # words; whoever says more about it has said how it is
_LITTLE = 15  # words; "nothing special today" in a longer text is only its beginning
_ASKED = 25  # words; a longer sentence that begins with "why" is no question
_REMARK = 60  # words; a longer text that asks or doubts something is about more than that
_DOUBTED = 100  # words; the same, where the doubt is said outright
_LOSS = 150  # words; a longer text that mentions a death is about more than that
_ADMIRED = 60  # words; a longer text that admires somebody has told what for
_TELLING = 20  # words: a shorter text has left no word behind
_END = 2  # sentences: a word that stands earlier has been left behind
_FOREIGN = 3  # words of another language; fewer are a name or a quotation


def shapes(entry: Entry) -> Iterator[str]:
    """The rungs that the kind of text speaks for; what decides most goes first."""
    for look in _LOOKS:
        yield from (rung for rung, is_so in look(entry) if is_so)
    if entry.found.words >= entry.ladder.long_least and "weighed" not in entry.found.said:
        yield "long"


def is_elsewhere(entry: Entry) -> bool:
    """Whether the words that are frequent in other languages prevail over those that are frequent in this one."""
    words = [one.strip(".,;:!?…\"'()").casefold() for one in entry.text.split()]
    foreign = sum(one in entry.ladder.elsewhere for one in words)
    return foreign >= _FOREIGN and foreign > sum(one in entry.ladder.starts for one in words)


def _to_the_coach(entry: Entry) -> Iterator[tuple[str, bool]]:
    """What is said to whoever asks, rather than about anything."""
    found, asks = entry.found, "?" in entry.text
    short = found.words < _REMARK
    yield "who_reads", (short and asks and "asks_who_reads" in found.said) or wants_to_know_who_reads(entry)
    yield "meaning", found.words < _LITTLE and "asks_what_is_meant" in found.said
    yield "look_up", short and asks and "asks_to_look_up" in found.said
    yield "loss", found.words < _LOSS and "loss" in found.said
    yield "nothing", found.words < _LITTLE and "nothing" in found.said
    yield "doubt", short and entry.begins("matters_not") and not entry.asked.for_a_plan(entry.ladder)
    yield "unlike", found.words < _DOUBTED and "doubts" in found.said and _sets_conditions_apart(entry)
    yield "doubt", found.words < _DOUBTED and "doubts" in found.said


def _sets_conditions_apart(entry: Entry) -> bool:
    """Whether it says what they have there, and then what the writer has."""
    said = read(entry.text)
    theirs = entry.ladder.signals["their_lot"].search(said)
    return theirs is not None and entry.ladder.says("own_lot", said[theirs.end() :])


def _of_few_words(entry: Entry) -> Iterator[tuple[str, bool]]:
    found = entry.found
    few = found.words <= _FEW and not (found.plan or found.moved)
    longest = _BRIEF if entry.prompt_says("asks_question") else _ASKED
    yield "broken", breaks_off(entry.text, entry.ladder)
    asks = only_asks(entry.text, entry.ladder) and not entry.asked.promise
    yield "own_question", asks and len(sentences(entry.text)) > 1
    yield "asking", asks or (found.words < longest and _asks_plainly(entry))
    yield "unsure", _is_unsure(entry)
    yield "pending", found.words < _BRIEF and _is_pending(entry) and not _tells_what_was_done(entry)
    yield "resigned", found.words < _BRIEF and "resigned" in found.said
    yield "first_of", is_row_of_wishes(entry)
    tired = found.words <= FEW_WORDS and "tired" in found.said
    yield "tired", tired and found.words <= _TIRED and entry.prompt_says("asks_arrival")
    yield "brief", tired and not found.moved  # whoever is tired is asked for no picture
    yield "obstacle", found.words < _ASKED and "intends" not in found.said and entry.prompt_says("asks_obstacle")
    step_asked_for, day_told = entry.prompt_says("asks_step"), entry.prompt_says("asks_for_a_day")
    yield "hold", few and step_asked_for and day_told
    yield "cue", few and step_asked_for
    yield "word", few and found.words <= FEW_WORDS and not is_asked(entry)  # a plan that was forgotten is no picture
    yield "brief", few


def _with_a_loose_end(entry: Entry) -> Iterator[tuple[str, bool]]:
    """What is left open; asked about without giving it back where it is the last thing said, or nearly all."""
    asks = bool(entry.question)
    yield "own_question", asks
    yield "question", asks
    within = not asks and _asks_within(entry)
    yield "question_within", within
    yield "question", within  # it may be one that cannot be given back
    yield from ((kind, True) for kind in lines(entry.text, entry.ladder) if kind in LOOSE)
    yield "open", leaves("open", entry.text, entry.ladder)
    yield "start", _thinks_of_a_step(entry)  # where it cannot be given back, "that" would point at nothing


def _asks_within(entry: Entry) -> bool:
    """Whether the prompt wants a question, and there is one before the end."""
    beyond = entry.prompt_says("asks_inward") or entry.asked.for_a_plan(entry.ladder)
    asked = entry.prompt_says("asks_question") and not (beyond or is_list(entry.text, entry.ladder))
    return asked and bool(question_within(entry.text, entry.ladder))


def _thinks_of_a_step(entry: Entry) -> bool:
    """Whether a short text, or the end of a longer one, has a step that is only thought of, and no day for it."""
    thought_of = entry.found.words < _BRIEF and "might" in entry.found.said and "hindsight" not in entry.found.said
    return (thought_of or leaves("might", entry.text, entry.ladder)) and not entry.found.dated_step


def _with_a_live_line(entry: Entry) -> Iterator[tuple[str, bool]]:
    """What the writer sees at the end, in himself or herself or between here and there."""
    both = entry.ladder.says("other_side", read(entry.text)) or entry.prompt_says("other_side")
    gone_on = {*LOOSE, "turn"} if has_led_on(entry) else LOOSE
    for kind in lines(entry.text, entry.ladder):
        yield kind, kind not in gone_on and (both or kind != "contrast")
    wonders = "wonders" in entry.found.said or "?" in entry.text
    bare = entry.found.words < _LITTLE or not closing_line(entry.text, entry.ladder)[1]
    own = entry.ladder.says("speaks", read(" ".join(sentences(entry.text)[-1:])))
    seen = both or entry.prompt_says("asks_seen")
    yield "wonder", bare and seen and not own and not wonders and entry.found.words < _BRIEF and _says_a_contrast(entry)


def _with_a_word(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The one word that says most in a short text."""
    found = entry.found
    end = " ".join(map(read, sentences(entry.text)[-_END if found.words > _TELLING else 0 :]))
    bare = found.words < _BRIEF and not {"shift", "reasons"} & found.said
    surprised = bool(found.surprise) and "surprised_still" not in found.said
    yield "surprise", surprised and bare and found.surprise in end
    yield "feeling", bool(found.feeling) and bare and found.feeling in end
    yield "pleased", bool(found.pleased) and bare and found.pleased in end
    yield "admired", found.words < _ADMIRED and _admires(entry)


def _admires(entry: Entry) -> bool:
    asked = entry.prompt_says("asks_admired") or entry.prompt_says("asks_thanks")
    return asked or ("admires" in entry.found.said and not entry.ladder.says("no_admiring", read(entry.text)))


def _says_a_contrast(entry: Entry) -> bool:
    """Whether it does so at the end of a short text, or anywhere in a very short one."""
    ends = entry.found.words < _REMARK and leaves("contrast", entry.text, entry.ladder)
    return ends or (entry.found.words < _LITTLE and "contrast" in entry.found.said)


def _asks_plainly(entry: Entry) -> bool:
    """Whether it is one question without its mark."""
    if "own_answer" in entry.found.said:
        return False
    return entry.begins("asks_plainly") or (entry.prompt_says("asks_question") and entry.begins("asks_after_wonder"))


def _is_unsure(entry: Entry) -> bool:
    """Whether the writer does not know what to say: a few words, or a short text that begins with it."""
    words = entry.found.words
    return "unsure" in entry.found.said and (words <= _BARE or (words < _LITTLE and entry.begins("unsure")))


def _is_pending(entry: Entry) -> bool:
    """Whether it says of little else, or at its end, that something has not happened yet."""
    if entry.found.words < _LITTLE or entry.begins("pending"):
        return "pending" in entry.found.said
    return any(entry.ladder.says("pending", read(one)) for one in sentences(entry.text)[-1:])


def _tells_what_was_done(entry: Entry) -> bool:
    """Whether the writer says what he or she did in place of it."""
    return entry.ladder.says("does", read(entry.text)) and not entry.asked.promise


# what decides most goes first
_LOOKS = (
    became_of_it,
    _to_the_coach,
    answering,
    _of_few_words,
    _with_a_loose_end,
    held_out,
    of_a_plan,
    _with_a_live_line,
    about_oneself,
    _with_a_word,
)
