"""Where an entry asks for no question: its writer has closed it, told it all, or has a plan that lacks nothing."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.coach.answers import after_now_what
from bot.coach.closed import is_closed
from bot.coach.coach import LEAST_WHOLE
from bot.coach.dated import names_a_date, names_a_day
from bot.coach.entry import Entry
from bot.coach.kept import goes_on_with_it, names_a_day_to_come
from bot.coach.live import is_loose
from bot.coach.planned import begins_with_its_moment, names_what_hinders
from bot.coach.rows import is_list, is_numbered
from bot.coach.sentences import sentences
from bot.coach.signs import read
from bot.coach.waiting import waits

_BESIDE = 4  # sentences; a day that is named further away is about something else
_ITEM = 10  # words; a longer thing to do has said more than what it is
_WHOLE_PROMISE = 25  # words; a promise of that length with a day in it has its moment
_ANSWER = 40  # words; a longer text answers more than when something is done
_THEN = 60  # words; a longer text about what is done when it is hard is about more than that
_TOLD_OUT = 350  # words; whoever writes so many has told it all, unless the end leaves something open
_EXPLAINED = 80  # words; a promise of so many with its moment is more than a promise
_WENT_ON = 100  # words; so long a text that ends in a step has gone all the way to it
_AFTER_A_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_BRANCHES = 2  # of them, the second says what is done where the first does not hold
_UPDATE = 70  # words; so long an answer to what has become of a plan has told it
_STEP_TOLD = 12  # words under their own head; fewer only name the step
_STEP_AT_THE_END = 6  # sentences; after a step that is named there, little follows


def has_ended(entry: Entry, *, whole: bool) -> bool:
    """Whether there is nothing left to ask for. `whole`: the writer saw something anew, and went all the way to it."""
    if is_closed(entry):
        return True
    went_on = (whole and bool({"intends", "ahead"} & entry.found.said)) or _has_changed_it(entry)
    all_told = entry.found.words >= _TOLD_OUT or _is_explained(entry) or goes_on_with_it(entry)
    dated = _has_its_date(entry) and not _has_bare_items(entry)
    kept = (
        _is_thought_out(entry) or _ends_in_its_step(entry) or _is_safeguarded(entry) or _says_what_is_done_then(entry)
    )
    ended = went_on or all_told or dated or kept or _closes_the_circle(entry)
    return ended and not (is_loose(entry.text, entry.ladder) or entry.question or waits(entry))


def _has_changed_it(entry: Entry) -> bool:
    """Whether something is seen anew and has been done otherwise since."""
    return {"shift", "since_changed"} <= entry.found.said and entry.found.words >= _ANSWER


def _is_explained(entry: Entry) -> bool:
    """Whether a promise says far more than its step and its moment, or a long text ends in a step unasked."""
    found, ladder = entry.found, entry.ladder
    if entry.asked.for_a_plan(ladder):
        return found.plan and found.cue and found.words >= _EXPLAINED and not _has_bare_items(entry)
    end = [read(one) for one in sentences(entry.text)[-_STEP_AT_THE_END:]]
    steps = [one for one in end if ladder.means_to(one)]
    return bool(steps) and not any(ladder.says("vague", one) for one in end) and found.words >= _WENT_ON


def _is_thought_out(entry: Entry) -> bool:
    """Whether a plan has its moment, what could come in between, and how one will know; or all about the first two."""
    if begins_with_its_moment(entry) and names_what_hinders(entry) and entry.found.words >= _ANSWER:
        return True
    return entry.found.plan and entry.found.cue and {"obstacle", "measure"} <= entry.found.said


def _ends_in_its_step(entry: Entry) -> bool:
    """Whether the last thing that is said is what will be done otherwise, and when, after what has been told."""
    if entry.found.words < LEAST_WHOLE or entry.asked.promise or not entry.found.event:
        return False
    last = [read(one) for one in sentences(entry.text)[-1:]]
    meant = [one for one in last if entry.ladder.means_to(one)]
    return any(entry.ladder.says("cue", one) and not entry.ladder.says("vague", one) for one in meant)


def _is_safeguarded(entry: Entry) -> bool:
    """Whether a plan says what is done where it does not hold, or who sees to it."""
    if not (entry.asked.promise or (entry.found.plan and entry.asked.for_a_plan(entry.ladder))):
        return False
    own = [one for one in _branches(entry) if not entry.ladder.says("of_all", one)]
    begins = entry.ladder.signals["branch_first"].match(read(entry.text))  # its own "if" is what it is a plan for
    behind = read(entry.text)[begins.end() if begins else 0 :]
    return entry.ladder.says("safeguard", behind) or len(own) >= _BRANCHES


def _branches(entry: Entry) -> Iterator[str]:
    """What is said behind each "if" that a sentence begins with, or goes on with."""
    first, further = entry.ladder.signals["branch_first"], entry.ladder.signals["branch_further"]
    for sentence in _AFTER_A_SENTENCE.split(read(entry.text)):
        begins = [found.end() for found in (first.match(sentence), *further.finditer(sentence)) if found]
        yield from (sentence[at:to] for at, to in pairwise([*begins, len(sentence)]))


def _closes_the_circle(entry: Entry) -> bool:
    """Whether what happened is followed by what comes of it, said outright; or a long update has told it all."""
    if entry.prompt_says("asks_update") and entry.found.event and entry.found.words >= _UPDATE:
        return True
    every, ladder = [read(one) for one in sentences(entry.text)], entry.ladder
    heads = [at for at, one in enumerate(every) if at and ladder.signals["next_first"].match(one)]
    if not (heads and entry.found.event and entry.prompt_says("asks_next")):
        return False
    after = every[heads[-1] :]
    unsettled = any(ladder.says(sign, one) for one in after for sign in ("vague", "no_next", "unsure", "doubts_step"))
    meant = any(ladder.says("speaks", one) for one in after)
    return meant and len(" ".join(after).split()) >= _STEP_TOLD and not (unsettled or "?" in after[-1])


def _says_what_is_done_then(entry: Entry) -> bool:
    """Whether the prompt asks what will be done when it is hard, and a short text says it."""
    against, hard = entry.prompt_says("asks_against"), entry.prompt_says("asks_when_hard")
    if "unsure" in entry.found.said:
        return False
    meant = entry.prompt_says("asks_obstacle") and bool({"intends", "then_done"} & entry.found.said)
    if entry.asked.promise and entry.begins("branch_first"):  # its "if" is what makes it hard
        return against or hard or meant
    return entry.found.words < _THEN and (hard or meant or (against and entry.asked.for_a_plan(entry.ladder)))


def _has_its_date(entry: Entry) -> bool:
    """Whether a plan says on which day: with a day in the sentence itself or beside it, or a date somewhere."""
    found = entry.found
    if found.dated_step or _ends_in_a_day(entry) or _has_its_day_beside_it(entry) or _is_under_way(entry):
        return True
    parted = len((after_now_what(entry) or "").split()) >= _ITEM
    planned = (entry.asked.promise and "not_kept" not in found.said) or "planned" in found.said or parted
    if planned and "dated" in found.said and found.words >= _WHOLE_PROMISE:
        return True
    return (planned or found.plan or is_list(entry.text, entry.ladder)) and names_a_date(entry.text, entry.ladder)


def _is_under_way(entry: Entry) -> bool:
    """Whether it was asked what comes next, and the last thing said is on which day that is, whoever does it."""
    return names_a_day_to_come(entry) and entry.prompt_says("asks_next") and entry.found.event


def _ends_in_a_day(entry: Entry) -> bool:
    """Whether a short answer to what will be done says at the end when it is."""
    if entry.found.words >= _ANSWER or entry.found.tells or entry.asked.promise or is_list(entry.text, entry.ladder):
        return False
    dated = any(entry.ladder.says("dated", read(one)) for one in sentences(entry.text)[-1:])
    return dated and entry.asked.for_a_plan(entry.ladder)


def _has_its_day_beside_it(entry: Entry) -> bool:
    """Whether a day stands near a step at the end, or in the same sentence as a step that is only thought of."""
    end = [read(one) for one in sentences(entry.text)[-_BESIDE:]]
    if any(entry.ladder.says("might", one) and entry.ladder.says("dated", one) for one in end):
        return True
    return entry.found.plan and names_a_day(" ".join(end), entry.ladder)


def _has_bare_items(entry: Entry) -> bool:
    """Whether a list of things to do, which are not the steps of one plan, has one without its moment."""
    if not is_list(entry.text, entry.ladder) or is_numbered(entry.text):
        return False
    every = sentences(entry.text)
    return any(len(one.split()) < _ITEM and not entry.ladder.says("dated", read(one)) for one in every)
