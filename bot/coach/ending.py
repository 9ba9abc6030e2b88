"""Where an entry asks for no question: its plan has a date, it is a task, or its writer is done or asks something."""

import re

from bot.coach.ladder import Ladder
from bot.coach.quoting import is_list, own_words, sentences
from bot.coach.signs import Signs, read

_TASK = 10  # words; a few words with a day in them are something to be done
_WHOLE_PROMISE = 25  # words; a promise of that length with a day in it has its moment
_QUESTION = 40  # words; a longer text asks more than who reads it
_LAST = 8  # sentences; "that's as far as I have got" stands among them
_NUMBER_BEFORE = re.compile(r"(?<!\d)\d{1,2}[a-z]{0,2}\s+$")
_NUMBER_AFTER = re.compile(r"\s+(?:[a-z]+\s+){0,2}\d{1,2}(?:[a-z]{2})?(?![\d:])")
_NEAR = 12  # characters before the name of a month in which its number stands


def has_ended(text: str, found: Signs, ladder: Ladder, *, promise: bool) -> bool:
    """Whether there is nothing left to ask for. `promise`: the prompt asked for a plan."""
    return (
        _is_task(found)
        or _has_its_date(text, found, ladder, promise=promise)
        or (found.words < _QUESTION and "asks_coach" in found.said and "?" in text)
        or any(ladder.says("enough_now", read(one)) for one in sentences(text)[-_LAST:])
    )


def _is_task(found: Signs) -> bool:
    return found.words <= _TASK and "dated" in found.said and not {"first_person", "happened"} & found.said


def _has_its_date(text: str, found: Signs, ladder: Ladder, *, promise: bool) -> bool:
    """Whether a plan says on which day: with a day in the sentence itself, or a date somewhere."""
    if found.dated_step:
        return True
    if promise and "dated" in found.said and found.words >= _WHOLE_PROMISE:
        return True
    return (promise or found.plan or is_list(text, ladder)) and _names_a_date(read(own_words(text)), ladder)


def _names_a_date(said: str, ladder: Ladder) -> bool:
    return any(
        _NUMBER_BEFORE.search(said[max(0, found.start() - _NEAR) : found.start()])
        or _NUMBER_AFTER.match(said[found.end() :][:_NEAR])
        for found in ladder.signals["calendar"].finditer(said)
    )
