"""Where the writer has closed an entry: it is a task, a complaint, thanks, something small, or said to be the end."""

from collections.abc import Iterator

from bot.coach.coach import FEW_WORDS
from bot.coach.entry import Entry
from bot.coach.sentences import sentences
from bot.coach.signs import read
from bot.coach.waiting import keeps_thinking_of_it, wants_to_know_who_reads

_NOTE = 20  # words; a longer text about a visit that did not happen says what that was like
_TASK = 10  # words; a few words with a day in them are something to be done
_QUESTION = 40  # words; a longer text asks more than who is asking
_REMARK = 60  # words; a longer text that mentions the question is about more than the question
_VENT = 150  # words; a longer outburst has got to something else
_CLOSE = 2  # sentences; what is settled is said at the very end
_LITTLE = 8  # words; a longer sentence is more than what is set against the rest
_LAST = 8  # sentences; "that's as far as I have got" stands among them
_MARKS = " .!…)"  # what may stand behind the last word


def is_closed(entry: Entry) -> bool:
    """Whether its writer wants no question, whatever else could be asked."""
    if wants_to_know_who_reads(entry):
        return False
    return _has_let_off(entry) or _says_the_end(entry) or _has_answered(entry) or _is_about_little(entry)


def _has_let_off(entry: Entry) -> bool:
    """Whether the writer had something to get rid of, or is tired of being asked."""
    return any(is_so and entry.found.words < fewer for fewer, is_so in _let_off(entry))


def _let_off(entry: Entry) -> Iterator[tuple[int, bool]]:
    """Fewer words than that, and what closes a text of them."""
    said = entry.found.said
    vents = "vents" in said and "no_venting" not in said
    yield _QUESTION, "asks_coach" in said and "?" in entry.text
    yield _REMARK, "unwilling" in said
    yield FEW_WORDS + 1, entry.prompt_says("refusing")
    yield _VENT, vents or entry.prompt_says("vents")
    yield _QUESTION, entry.prompt_says("asks_complaint")


def _says_the_end(entry: Entry) -> bool:
    """Whether the last sentences say that it is settled, put aside, or all for now, and nothing stays all the same."""
    if keeps_thinking_of_it(entry):
        return False
    end = [read(one) for one in sentences(entry.text)[-_LAST:]]
    short = entry.found.words < _REMARK
    return (
        any(_closes(one, entry) for one in end)
        or any(_is_settled(one, entry) for one in _said_last(end, entry))
        or (short and any(_is_declined(one, entry) or _is_leaving(one, entry) for one in end[-1:]))
    )


def _has_answered(entry: Entry) -> bool:
    """Whether the prompt asks for what a few words answer, with nothing behind it."""
    wanted = (fewer for fewer, is_so in _answered(entry) if is_so)
    return entry.prompt_says("asks_no_lesson") or any(entry.found.words < fewer for fewer in wanted)


def _answered(entry: Entry) -> Iterator[tuple[int, bool]]:
    """Fewer words than that, and what they have answered."""
    said, asks = entry.found.said, entry.prompt_says
    kept_in_mind = asks("asks_reminder") and not asks("asks_heard")
    yield _QUESTION, asks("asks_more")
    yield _VENT, asks("asks_more") and "of_programme" in said and "?" not in entry.text
    yield _QUESTION, asks("asks_hope") and "hoped" in said
    yield _TASK, "own_answer" in said and "?" not in entry.text and asks("wonders")
    yield _QUESTION, asks("asks_worry") and asks("asks_past_worry")
    yield _NOTE, asks("asks_when") and bool({"dated", "cue"} & said)
    yield _NOTE, kept_in_mind or asks("asks_measure")
    yield _NOTE, asks("asks_worry") and entry.begins("no_worry")
    yield _NOTE, asks("asks_hidden") and "first_person" not in said


def _is_about_little(entry: Entry) -> bool:
    """Whether it is a task, thanks, a visit that did not happen, or the way home."""
    return any(is_so and entry.found.words < fewer for fewer, is_so in _little(entry))


def _little(entry: Entry) -> Iterator[tuple[int, bool]]:
    """Fewer words than that, and what they are about."""
    said = entry.found.said
    yield _TASK + 1, entry.found.words > 1 and "dated" in said and not {"first_person", "happened"} & said
    yield _QUESTION, entry.begins("thanks")
    yield _REMARK, _thanks(entry)
    yield _VENT, entry.begins("letter_first") and entry.prompt_says("asks_letter")
    yield _NOTE, "cancelled" in said and "first_person" not in said
    yield _TASK, _is_trivial(entry)


def _thanks(entry: Entry) -> bool:
    """Whether the prompt asks for thanks or praise, and the writer says it to whom it is meant for, or briefly."""
    said_to_them = entry.ladder.says("to_reader", read(entry.text)) and "?" not in entry.text
    said_last = any(entry.ladder.signals["thanks"].match(read(one)) for one in sentences(entry.text)[-1:])
    return entry.prompt_says("asks_thanks") and (said_to_them or said_last or entry.found.words < _NOTE)


def _is_trivial(entry: Entry) -> bool:
    every = sentences(entry.text)
    return len(every) > 1 and all(entry.ladder.says("trivial", read(one)) for one in every)


def _said_last(end: list[str], entry: Entry) -> list[str]:
    """The last sentences, without what the very last one is set against: "A small thing. But ours has eleven."."""
    short = (one for one in end[-1:] if len(one.split()) < _LITTLE)
    against = any(entry.ladder.signals["unresolved_first"].match(one) for one in short)
    return end[-1:] if against else end[-_CLOSE:]


def _closes(sentence: str, entry: Entry) -> bool:
    alone = entry.ladder.signals["closers"].fullmatch(sentence.strip(" .!…")) is not None
    return alone or entry.ladder.says("enough_now", sentence)


def _is_settled(sentence: str, entry: Entry) -> bool:
    ladder = entry.ladder
    if ladder.says("open", sentence):
        return False
    done = ladder.says("done", sentence) and not (ladder.says("no_deed", sentence) or ladder.says("turn", sentence))
    return done or ladder.says("settled", sentence) or ladder.signals["settled_first"].match(sentence) is not None


def _is_declined(sentence: str, entry: Entry) -> bool:
    bare = sentence.rstrip(_MARKS)
    ends = any(found.end() == len(bare) for found in entry.ladder.signals["declined_last"].finditer(bare))
    return ends or entry.ladder.says("declined", sentence)


def _is_leaving(sentence: str, entry: Entry) -> bool:
    return len(sentence.split()) < _TASK and entry.ladder.says("leaving", sentence)
