"""What an entry can be asked because of what its prompt asked for, and because of what it answers to that."""

import re
from collections.abc import Iterator

from bot.coach.coach import FEW_WORDS
from bot.coach.entry import SHORT_ANSWER, Entry
from bot.coach.ladder import Ladder
from bot.coach.rows import is_list
from bot.coach.sentences import own_words, sentences
from bot.coach.signs import read

_NEXT = re.compile(r"[.;,\n]\s*\S")  # where the next of several things begins
_BARE = 25  # words; a longer look at oneself has mostly told what is behind it
_NEXT_TOLD = 15  # words; whoever says more about what is next has a first thought on it
_SEVERAL = 3  # things, or questions: of two, one is asked about as it is
_QUESTIONS = 150  # words; a longer text that asks is about more than its questions
_TOLD = 12  # words; a shorter text has hardly told what happened
_LONG = 150  # words; a longer text that stops before what comes of it has its reasons
_AT_THE_END = 3  # sentences; what is to be done, or was seen in oneself, stands among them
_GOES_FURTHER = frozenset({"ahead", "since_changed", "declined", "no_next"})
_SEES_ANEW = frozenset({"shift", "turn", "intends", "ahead"})
_OF_ONESELF = ("thinks", "turn", "admits", "opinions", "wonders", "shift")
_SMOOTH = 150  # words; a longer text has something besides smooth words in it
_SMOOTH_WORDS = 3
_SMOOTH_SHARE = 16  # words a smooth one: with fewer of them, they stand in passing


def answering(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The rungs that follow from prompt and answer together."""
    words = entry.found.words
    short = FEW_WORDS < words < SHORT_ANSWER
    yield "concrete", is_smooth(entry)
    yield "programme", words < SHORT_ANSWER and _asks_the_programme(entry)
    yield "questions", _asks_several(entry)
    yield "worries", short and _worries(entry) and is_list(entry.text, entry.ladder)
    yield "worry", short and _worries(entry)
    yield "hopes", short and _hopes(entry)
    yield "heard", short and _heard_somebody(entry)
    yield "picture", short and words < _BARE and entry.prompt_says("asks_picture")
    yield "to_ask", short and entry.prompt_says("asks_to_ask") and "asks_coach" not in entry.found.said
    yield "list", short and _names_several(entry)
    yield "unsaid", short and _had_no_answer(entry)
    yield "resigned", _is_left_angry(entry)
    yield "open", _leaves_next_open(entry)
    yield "might", _asks_about_a_step(entry)
    yield "might", short and entry.asked.for_a_plan(entry.ladder) and _only_wishes(entry)
    none = short and "none_so_far" in entry.found.said and not entry.found.plan
    later = "cancelled" in entry.found.said or entry.prompt_says("asks_visit")
    yield "pending", none and later  # of a visit that was not paid, nothing is there to begin with
    yield "start", none and not later


def stopping_short(entry: Entry) -> Iterator[tuple[str, bool]]:
    """What is asked where the prompt wants more than what happened, and nothing else in it can be taken up."""
    told = _TOLD <= entry.found.words < _LONG
    yield "doubted", told and _doubts_its_step(entry)
    unanswered = told and _leaves_what_comes_of_it(entry)
    yield "matters", unanswered and _is_heated(entry)
    yield "next", unanswered
    yield "inward", told and entry.found.words >= _BARE and _leaves_oneself_out(entry)
    yield "worry", told and _worries(entry) and _ends_in_a_fear(entry)


def about_oneself(entry: Entry) -> Iterator[tuple[str, bool]]:
    """What is asked of whoever sees something in himself or herself, where none of it can be given back."""
    yield "oneself", FEW_WORDS < entry.found.words < _BARE and _sees_itself(entry)


def is_smooth(entry: Entry) -> bool:
    """Whether it consists of smooth general words, with nothing in it that was seen or done."""
    found, said = entry.found, read(entry.text)
    if found.words > _SMOOTH or entry.begins("more_of"):
        return False
    if {"plain_deeds", "shift", "contrast", "loss", "wonders"} & found.said:
        return False
    smooth = len({one.group().casefold() for one in entry.ladder.signals["smooth"].finditer(said)})
    return smooth >= _SMOOTH_WORDS and smooth * _SMOOTH_SHARE >= found.words


def _asks_the_programme(entry: Entry) -> bool:
    asks = entry.text.rstrip().endswith("?")
    return asks and (entry.prompt_says("asks_us") or "of_programme" in entry.found.said)


def _asks_several(entry: Entry) -> bool:
    every = sentences(entry.text)
    guesses = entry.ladder.afterthoughts  # "Or is it me?" is a first answer to the question before it
    asked = [one for one in every if one.endswith("?") and one.partition(" ")[0].casefold() not in guesses]
    return len(asked) >= _SEVERAL and 2 * len(asked) > len(every) and entry.found.words < _QUESTIONS


def _worries(entry: Entry) -> bool:
    if entry.asked.for_a_plan(entry.ladder) or entry.prompt_says("asks_past_worry"):
        return False
    return entry.prompt_says("asks_worry") and not entry.begins("no_worry")


def _ends_in_a_fear(entry: Entry) -> bool:
    end = [read(one) for one in sentences(entry.text)[-_AT_THE_END:]]
    return any(entry.ladder.says("fears", one) for one in end)


def _hopes(entry: Entry) -> bool:
    hidden = entry.prompt_says("asks_hidden")
    wants = "wants" in entry.found.said and "hoped" not in entry.found.said
    return entry.prompt_says("asks_hope") and wants and not hidden


def _heard_somebody(entry: Entry) -> bool:
    """Whether it gives back what somebody said, as it was asked to, and does not go on from there to the writer."""
    own = any(entry.ladder.says("first_person", read(one)) for one in sentences(entry.text)[-1:])
    own = own and entry.found.words >= _BARE
    return entry.prompt_says("asks_heard") and own_words(entry.text) != entry.text and not own


def _names_several(entry: Entry) -> bool:
    """Whether the prompt asked for several things, and these are named without more."""
    bare = not {"reasons", "opinions", "intends"} & entry.found.said
    return entry.prompt_says("asks_several") and bare and len(_NEXT.findall(own_words(entry.text))) >= _SEVERAL - 1


def _leaves_next_open(entry: Entry) -> bool:
    """Whether "now what" has nothing behind it, or that there is nothing."""
    after = after_now_what(entry)
    if after is None or len(after.split()) > _NEXT_TOLD:
        return False
    return not re.search(r"\w", after) or entry.ladder.says("no_next", after)


def _asks_about_a_step(entry: Entry) -> bool:
    """Whether "now what" is followed by a step with a question mark."""
    after = after_now_what(entry) or ""
    return "?" in after and len(after.split()) > 1 and not entry.ladder.says("no_next", after)


def _only_wishes(entry: Entry) -> bool:
    moment = entry.found.cue and not entry.found.event  # "when nobody needed me" is none to come
    return "wish" in entry.found.said and not (entry.found.plan or moment)


def after_now_what(entry: Entry) -> str | None:
    """What stands behind the last "now what" of a text that is parted so, or None where it has no such part."""
    every = [read(one) for one in sentences(entry.text)]
    heads = [at for at, one in enumerate(every) if entry.ladder.signals["now_what"].fullmatch(one.strip(" .:?…-"))]
    return " ".join(every[heads[-1] + 1 :]) if heads else None


def _asks_what_comes_of_it(entry: Entry) -> bool:
    return entry.prompt_says("asks_meaning") and entry.prompt_says("asks_next")


def _doubts_its_step(entry: Entry) -> bool:
    """Whether the last thing that is said doubts the step that was named before it."""
    *before, last = [read(one) for one in sentences(entry.text)] or [""]
    named = any(_names_a_step(one, entry.ladder) for one in before)
    return entry.prompt_says("asks_next") and named and entry.ladder.signals["doubts_step"].match(last) is not None


def _names_a_step(sentence: str, ladder: Ladder) -> bool:
    if ladder.says("no_step", sentence):
        return False
    headed = ladder.signals["next_first"].match(sentence) is not None or sentence.strip(" :").casefold() == "next"
    return headed or any(ladder.says(sign, sentence) for sign in ("intends", "planned", "might"))


def _leaves_what_comes_of_it(entry: Entry) -> bool:
    """Whether what comes of it was asked for, and the text tells what happened without anything to be done."""
    tells = entry.found.event or _is_heated(entry)
    if not (_asks_what_comes_of_it(entry) and tells) or after_now_what(entry):
        return False
    every, ladder = [read(one) for one in sentences(entry.text)], entry.ladder
    step = any(_names_a_step(one, ladder) for one in every)
    dated = any(ladder.says("dated", one) and not ladder.says("happened", one) for one in every[-_AT_THE_END:])
    return not (step or dated or _goes_further(entry))


def _is_left_angry(entry: Entry) -> bool:
    """Whether the prompt asked what comes of it, and the writer is bitter in words that mean the opposite."""
    asked = entry.prompt_says("asks_next") and "heated" in entry.found.said and entry.found.words < _LONG
    return asked and not (entry.found.plan or _goes_further(entry))


def _goes_further(entry: Entry) -> bool:
    """Whether it says what has been done since, or what will be or will not be done."""
    every, ladder = [read(one) for one in sentences(entry.text)], entry.ladder
    done = any(ladder.says("done", one) and not ladder.says("no_deed", one) for one in every)
    return done or bool(_GOES_FURTHER & entry.found.said)


def _had_no_answer(entry: Entry) -> bool:
    """Whether the last thing that is told is that the writer did not know what to say to somebody."""
    end = [read(one) for one in sentences(entry.text)[-_AT_THE_END:]]
    unsaid = [one for one in end if entry.ladder.says("unsaid", one) and not entry.ladder.says("said_then", one)]
    return bool(unsaid) and not entry.found.plan


def _is_heated(entry: Entry) -> bool:
    return "!" in entry.text or "??" in entry.text or bool({"heated", "distrust"} & entry.found.said)


def _leaves_oneself_out(entry: Entry) -> bool:
    """Whether the writer was asked what it says about himself or herself, and tells only what happened."""
    if not (entry.prompt_says("asks_oneself") and entry.found.event) or _SEES_ANEW & entry.found.said:
        return False
    end = [read(one) for one in sentences(entry.text)[-_AT_THE_END:]]
    return not any(entry.ladder.says(sign, one) for one in end for sign in _OF_ONESELF)


def _sees_itself(entry: Entry) -> bool:
    told = {"reasons", "intends", "ahead", "unsure"} & entry.found.said
    return entry.prompt_says("asks_oneself") and "first_person" in entry.found.said and not told
