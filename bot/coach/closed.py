"""Where the writer has closed an entry: it is a task, a complaint, thanks, something small, or said to be the end."""

from bot.coach.coach import FEW_WORDS
from bot.coach.entry import Entry
from bot.coach.quoting import sentences
from bot.coach.signs import read

_NOTE = 20  # words; a longer text about a visit that did not happen says what that was like
_TASK = 10  # words; a few words with a day in them are something to be done
_QUESTION = 40  # words; a longer text asks more than who is asking
_REMARK = 60  # words; a longer text that mentions the question is about more than the question
_VENT = 150  # words; a longer outburst has got to something else
_CLOSE = 2  # sentences; what is settled is said at the very end
_LAST = 8  # sentences; "that's as far as I have got" stands among them
_MARKS = " .!…)"  # what may stand behind the last word


def is_closed(entry: Entry) -> bool:
    """Whether its writer wants no question, whatever else could be asked."""
    return _has_let_off(entry) or _says_the_end(entry) or _has_answered(entry) or _is_about_little(entry)


def _has_let_off(entry: Entry) -> bool:
    """Whether the writer had something to get rid of, or is tired of being asked."""
    found, words = entry.found, entry.found.words
    vents = "vents" in found.said and "no_venting" not in found.said
    return (
        (words < _QUESTION and "asks_coach" in found.said and "?" in entry.text)
        or (words < _REMARK and "unwilling" in found.said)
        or (words <= FEW_WORDS and entry.prompt_says("refusing"))
        or (words < _VENT and (vents or entry.prompt_says("vents")))
        or (words < _QUESTION and entry.prompt_says("asks_complaint"))
    )


def _says_the_end(entry: Entry) -> bool:
    """Whether the last sentences say that it is settled, put aside, or all for now."""
    end = [read(one) for one in sentences(entry.text)[-_LAST:]]
    short = entry.found.words < _REMARK
    return (
        any(_closes(one, entry) for one in end)
        or any(_is_settled(one, entry) for one in end[-_CLOSE:])
        or (short and any(_is_declined(one, entry) or _is_leaving(one, entry) for one in end[-1:]))
    )


def _has_answered(entry: Entry) -> bool:
    """Whether the prompt asks for what a few words answer, with nothing behind it."""
    words, said = entry.found.words, entry.found.said
    own_answer = "own_answer" in said and "?" not in entry.text and entry.prompt_says("wonders")
    return (
        entry.prompt_says("asks_no_lesson")
        or (words < _QUESTION and entry.prompt_says("asks_more"))
        or (words < _QUESTION and entry.prompt_says("asks_hope") and "hoped" in said)
        or (words < _TASK and own_answer)
        or (words < _QUESTION and entry.prompt_says("asks_worry") and entry.prompt_says("asks_past_worry"))
        or (words < _NOTE and entry.prompt_says("asks_when") and bool({"dated", "cue"} & said))
        or (words < _NOTE and (entry.prompt_says("asks_reminder") or entry.prompt_says("asks_measure")))
        or (words < _NOTE and entry.prompt_says("asks_worry") and entry.begins("no_worry"))
        or (words < _NOTE and entry.prompt_says("asks_hidden") and "first_person" not in said)
    )


def _is_about_little(entry: Entry) -> bool:
    """Whether it is a task, thanks, a visit that did not happen, or the way home."""
    words, said = entry.found.words, entry.found.said
    return (
        (1 < words <= _TASK and "dated" in said and not {"first_person", "happened"} & said)
        or (words < _QUESTION and entry.begins("thanks"))
        or (words < _REMARK and _thanks(entry))
        or (words < _NOTE and "cancelled" in said and "first_person" not in said)
        or (words < _TASK and _is_trivial(entry))
    )


def _thanks(entry: Entry) -> bool:
    """Whether the prompt asks for thanks or praise, and the writer says it to whom it is meant for, or briefly."""
    said_to_them = entry.ladder.says("to_reader", read(entry.text)) and "?" not in entry.text
    return entry.prompt_says("asks_thanks") and (said_to_them or entry.found.words < _NOTE)


def _is_trivial(entry: Entry) -> bool:
    every = sentences(entry.text)
    return len(every) > 1 and all(entry.ladder.says("trivial", read(one)) for one in every)


def _closes(sentence: str, entry: Entry) -> bool:
    alone = entry.ladder.signals["closers"].fullmatch(sentence.strip(" .!…")) is not None
    return alone or entry.ladder.says("enough_now", sentence)


def _is_settled(sentence: str, entry: Entry) -> bool:
    ladder = entry.ladder
    done = ladder.says("done", sentence) and not (ladder.says("no_deed", sentence) or ladder.says("turn", sentence))
    return done or ladder.says("settled", sentence) or ladder.signals["settled_first"].match(sentence) is not None


def _is_declined(sentence: str, entry: Entry) -> bool:
    bare = sentence.rstrip(_MARKS)
    ends = any(found.end() == len(bare) for found in entry.ladder.signals["declined_last"].finditer(bare))
    return ends or entry.ladder.says("declined", sentence)


def _is_leaving(sentence: str, entry: Entry) -> bool:
    return len(sentence.split()) < _TASK and entry.ladder.says("leaving", sentence)
