"""Where an entry asks for no question: its plan has a date, it is a task, or its writer is done or asks something."""

import re
from dataclasses import dataclass, field

from bot.coach.coach import FEW_WORDS
from bot.coach.ladder import Ladder
from bot.coach.live import is_loose
from bot.coach.quoting import closing_question, is_list, is_numbered, own_words, sentences
from bot.coach.signs import Signs, read

_TASK = 10  # words; a few words with a day in them are something to be done
_WHOLE_PROMISE = 25  # words; a promise of that length with a day in it has its moment
_QUESTION = 40  # words; a longer text asks more than who is asking
_REMARK = 60  # words; a longer text that mentions the question is about more than the question
_VENT = 150  # words; a longer outburst has got to something else
_TOLD_OUT = 350  # words; whoever writes so many has told it all, unless the end leaves something open
_EXPLAINED = 80  # words; a promise of so many with its moment is more than a promise
_WENT_ON = 100  # words; so long a text that ends in a step has gone all the way to it
_STEP_AT_THE_END = 6  # sentences; after a step that is named there, little follows
_CLOSE = 2  # sentences; what is settled is said at the very end
_LAST = 8  # sentences; "that's as far as I have got" stands among them
_NUMBER_BEFORE = re.compile(r"(?<!\d)\d{1,2}[a-z]{0,2}\s+$")
_NUMBER_AFTER = re.compile(r"\s+(?:[a-z]+\s+){0,2}\d{1,2}(?:[a-z]{2})?(?![\d:])")
_DAY = re.compile(r"\s+\d{1,2}(?:[a-z]{2})(?!\w)(?!\s+[a-z])")
_NEAR = 12  # characters before the name of a month in which its number stands


@dataclass(frozen=True, slots=True)
class Asked:
    """What the prompt asked, as far as it matters here. `promise`: a promise, which is a plan in whatever words."""

    prompt: str = field(repr=False)
    promise: bool

    def for_a_plan(self, ladder: Ladder) -> bool:
        return self.promise or ladder.says("asks_plan", self.prompt)


def has_ended(text: str, found: Signs, ladder: Ladder, asked: Asked, *, whole: bool) -> bool:
    """Whether there is nothing left to ask for. `whole`: the writer saw something anew, and went all the way to it."""
    if _is_done(text, found, ladder, asked):
        return True
    went_on = whole and bool({"intends", "ahead"} & found.said)
    has_its_date = _has_its_date(text, found, ladder, asked) and not _has_bare_items(text, ladder)
    all_told = found.words >= _TOLD_OUT or _is_explained(text, found, ladder, asked)
    ended = went_on or has_its_date or all_told or _is_thought_out(found)
    return ended and not (is_loose(text, ladder) or closing_question(text, ladder))


def _is_explained(text: str, found: Signs, ladder: Ladder, asked: Asked) -> bool:
    """Whether a promise says far more than its step and its moment, or a long text ends in a step unasked."""
    if asked.for_a_plan(ladder):
        return found.plan and found.cue and found.words >= _EXPLAINED and not _has_bare_items(text, ladder)
    end = [read(one) for one in sentences(text)[-_STEP_AT_THE_END:]]
    steps = [one for one in end if ladder.says("intends", one) and not ladder.says("no_step", one)]
    return bool(steps) and not any(ladder.says("vague", one) for one in end) and found.words >= _WENT_ON


def _is_done(text: str, found: Signs, ladder: Ladder, asked: Asked) -> bool:
    """Whether the writer had something to get rid of, wants no question, or has only a task."""
    end = sentences(text)[-_LAST:]
    return (
        _is_task(found)
        or (found.words < _QUESTION and "asks_coach" in found.said and "?" in text)
        or (found.words < _REMARK and "unwilling" in found.said)
        or (found.words <= FEW_WORDS and ladder.says("refusing", asked.prompt))
        or (found.words < _VENT and ("vents" in found.said or ladder.says("vents", asked.prompt)))
        or ladder.says("asks_no_lesson", asked.prompt)
        or (found.words < _QUESTION and ladder.signals["thanks"].match(read(text).strip()) is not None)
        or any(_closes(read(one), ladder) for one in end)
        or (found.words < _TASK and ladder.says("asks_more", asked.prompt))
        or any(_is_settled(read(one), ladder) for one in end[-_CLOSE:])
    )


def _closes(sentence: str, ladder: Ladder) -> bool:
    alone = ladder.signals["closers"].fullmatch(sentence.strip(" .!…")) is not None
    return alone or ladder.says("enough_now", sentence)


def _is_settled(sentence: str, ladder: Ladder) -> bool:
    done = ladder.says("done", sentence) and not (ladder.says("no_deed", sentence) or ladder.says("turn", sentence))
    return done or ladder.says("settled", sentence) or ladder.signals["settled_first"].match(sentence) is not None


def _is_task(found: Signs) -> bool:
    return found.words <= _TASK and "dated" in found.said and not {"first_person", "happened"} & found.said


def _is_thought_out(found: Signs) -> bool:
    """Whether a plan has its moment, what could come in between, and how one will know."""
    return found.plan and found.cue and {"obstacle", "measure"} <= found.said


def _has_its_date(text: str, found: Signs, ladder: Ladder, asked: Asked) -> bool:
    """Whether a plan says on which day: with a day in the sentence itself, or a date somewhere."""
    if found.dated_step:
        return True
    planned = asked.promise or "planned" in found.said
    if planned and "dated" in found.said and found.words >= _WHOLE_PROMISE:
        return True
    return (planned or found.plan or is_list(text, ladder)) and _names_a_date(read(own_words(text)), ladder)


def _has_bare_items(text: str, ladder: Ladder) -> bool:
    """Whether a list of things to do, which are not the steps of one plan, has one without its moment."""
    if not is_list(text, ladder) or is_numbered(text):
        return False
    return any(len(one.split()) < _TASK and not ladder.says("dated", read(one)) for one in sentences(text))


def _names_a_date(said: str, ladder: Ladder) -> bool:
    if any(_DAY.match(said[found.end() :]) for found in ladder.signals["before_a_day"].finditer(said)):
        return True
    return any(
        _NUMBER_BEFORE.search(said[max(0, found.start() - _NEAR) : found.start()])
        or _NUMBER_AFTER.match(said[found.end() :][:_NEAR])
        for found in ladder.signals["calendar"].finditer(said)
    )
