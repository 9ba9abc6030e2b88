"""What can be asked about a promise or a plan of which the prompt asks what has become: kept, partly kept, or not."""

from collections.abc import Iterator

from bot.coach.coach import FEW_WORDS
from bot.coach.entry import SHORT_ANSWER, Entry
from bot.coach.ladder import Ladder
from bot.coach.sentences import sentences
from bot.coach.signs import read

_FAILED = 80  # words; the same, where it is told how a plan failed
_CLOSE = 2  # sentences; what is done about it now is said at the end
_MARKS = " \n.,!…"  # what may stand around a no
_BEFORE_THE_NEXT = ".,;:\n"  # what may stand behind a no that is followed by more
_GOES_ON = frozenset({"since_changed", "ahead", "reasons"})


def became_of_it(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The rungs that follow from such a prompt, the barest answer first."""
    planned = entry.found.plan or entry.asked.promise
    short = entry.found.words < SHORT_ANSWER and not planned
    went_on = bool(_GOES_ON & entry.found.said) or goes_on_with_it(entry) or names_a_day_to_come(entry)
    yield "which_part", is_asked(entry) and entry.found.words <= FEW_WORDS and "partly" in entry.found.said
    yield "unkept", answers_no(entry.text, entry.asked.prompt, entry.ladder)
    yield "worked_once", short and is_asked(entry) and "worked_once" in entry.found.said and not went_on
    yield "partly", short and is_asked(entry) and _is_partly_kept(entry) and not went_on
    yield "again", FEW_WORDS < entry.found.words < _FAILED and not planned and _is_not_kept(entry) and not went_on


def is_asked(entry: Entry) -> bool:
    """Whether the prompt asks what has become of a promise or a plan."""
    return any(map(entry.prompt_says, ("asks_kept", "asks_update", "asks_outcome")))


def answers_no(entry_text: str, prompt: str, ladder: Ladder) -> bool:
    """Whether it only says no where the prompt asks if a promise was kept: an answer, and no refusal."""
    bare = read(entry_text).strip(_MARKS)
    return ladder.signals["bare_no"].fullmatch(bare) is not None and ladder.says("asks_kept", read(prompt))


def goes_on_with_it(entry: Entry) -> bool:
    """Whether it is asked, and the last sentences say that the writer has taken it up again, or will."""
    end = [read(one) for one in sentences(entry.text)[-_CLOSE:]]
    return is_asked(entry) and any(entry.ladder.says("resumed", one) for one in end)


def _is_partly_kept(entry: Entry) -> bool:
    return "partly" in entry.found.said and "not_kept" not in entry.found.said


def _is_not_kept(entry: Entry) -> bool:
    if is_asked(entry) and _begins_with_a_no(entry) and "pending" not in entry.found.said:
        return True
    not_kept = "not_kept" in entry.found.said or entry.prompt_says("not_kept")
    return not_kept and (is_asked(entry) or entry.asked.for_a_plan(entry.ladder))


def _begins_with_a_no(entry: Entry) -> bool:
    said = read(entry.text).strip()
    no = entry.ladder.signals["bare_no"].match(said)
    return no is not None and said[no.end() :][:1] in _BEFORE_THE_NEXT


def names_a_day_to_come(entry: Entry) -> bool:
    """Whether the last thing that is said is a day to come."""
    last = [read(one) for one in sentences(entry.text)[-1:]]
    return any(entry.ladder.says("dated", one) and not entry.ladder.says("happened", one) for one in last)
