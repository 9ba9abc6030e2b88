"""The line on which a text closes, where nothing else in it is to be taken up, and what kind of line it is."""

from collections.abc import Iterator, Mapping

from bot.coach.ladder import Ladder
from bot.coach.quoting import is_nearly_all, quoted, told
from bot.coach.sentences import sentences

_END = 3  # sentences: what stands earlier is mostly answered by what follows
_LONGEST = 17  # words: a longer quotation is read as a burden
_PLAINLY_WHOLE = 7  # words: a shorter line must have a word that makes it a sentence
_PART = 6  # words: a shorter part of a sentence has hardly its point
_POINTING = 7  # words; a shorter line with "it" in it says little without the one before
_SEEN = 8  # words; a shorter line about others seldom holds the point of what was seen
_PARROTED = 0.6  # of all words: a line that is nearly the whole text is not given back
_LEAST = 4  # words; a shorter line is hardly a sentence
_LITTLE = 12  # words; in a shorter text "we" may be those who were visited
_HEARSAY = 11  # words; a longer line of what somebody said holds more than that they said it
_MORE = 9  # words; after a shorter sentence, the one before it still holds the point
_MARKS = " \t*_-–—,.;:!…'’"  # what may stand behind the last word
# How much a line of that kind is worth asking about; each sentence that follows it takes one away.
_WORTH: Mapping[str, float] = {"home": 2.5, "own": 1.7, "deed": 1.6, "advice": 1.4, "seen": 1.2}
CLOSING = tuple(_WORTH)
# What is worth giving back only where it is the last thought; earlier, it mostly leads up to something.
_ONLY_LAST = frozenset({"own", "seen"})


def closing_line(text: str, ladder: Ladder) -> tuple[str, str]:
    """What kind of line it is, and the line word for word; two empty texts where none can be quoted.

    `home`: how it is at the writer's place; `deed`: what the writer did there; `own`: something else of the writer's;
    `advice`: said to whoever reads it; `seen`: something about others.
    """
    found = max(_found(text, ladder), key=lambda one: one[0], default=(0, "", ""))
    return found[1], found[2]


def closing(kind: str, text: str, ladder: Ladder) -> str:
    """That line where it is of that kind, or nothing."""
    found, line = closing_line(text, ladder)
    return line if found == kind else ""


def is_of_home(line: str, ladder: Ladder) -> bool:
    """Whether it tells how it is where the writer works."""
    if ladder.says("no_contrast", line):
        return False
    begins = ladder.signals["home_first"].match(line.strip()) is not None
    return ladder.says("home", line) or (begins and not ladder.says("happened", line))


def _found(text: str, ladder: Ladder) -> Iterator[tuple[float, str, str]]:
    kept = told(text, ladder)
    for later, sentence in enumerate(reversed(sentences(text)[-_END:])):
        if later and _is_set_against(kept[-1], ladder):
            return
        if later and _goes_on(sentences(text)[-later:], ladder):
            return
        if sentence in kept and (line := _quoted(sentence, text, ladder)):
            kind = _kind(line.replace("’", "'"), ladder)
            if not _leads_nowhere(kind, line, text, later, ladder):
                yield _WORTH[kind] - later, kind, line


def _is_set_against(last: str, ladder: Ladder) -> bool:
    """Whether the point stands in a few words at the end, against what is told before: "But mine has none."."""
    return ladder.signals["unresolved_first"].match(last.replace("’", "'")) is not None and len(last.split()) < _SEEN


def _goes_on(following: list[str], ladder: Ladder) -> bool:
    """Whether the writer says more in his or her own person than a few words."""
    return any(len(one.split()) >= _MORE and ladder.says("speaks", one.replace("’", "'")) for one in following)


def _leads_nowhere(kind: str, line: str, text: str, later: int, ladder: Ladder) -> bool:
    """Whether the line is about nothing in particular where it stands: said in passing, or all that is said."""
    words = len(line.split())
    if kind == "seen" and words < _SEEN:
        return True
    if kind == "home" and len(text.split()) < _LITTLE:
        return True
    if kind in _ONLY_LAST and words > _PARROTED * len(text.split()):
        return True
    said = line.replace("’", "'")
    thought = any(ladder.says(one, said) for one in ("minds", "turn", "admits"))
    if later == 0:
        return False
    if any(ladder.says(one, said) for one in ("wonders", "before_it")) or (
        kind == "home" and ladder.says("happened", said)
    ):
        return True
    return kind == "seen" or (kind == "own" and not thought)


def _quoted(sentence: str, text: str, ladder: Ladder) -> str:
    short = [one for one in quoted(sentence, text, ladder) if len(one.split()) <= _LONGEST]
    whole = [one for one in short if is_nearly_all(one, sentence)]
    parts = [one for one in reversed(short) if len(one.split()) >= _PART and _has_the_point(one, sentence, ladder)]
    clauses = (*whole, *parts)
    return next((one for one in clauses if _stands_alone(one.replace("’", "'"), ladder)), "")


def _has_the_point(part: str, sentence: str, ladder: Ladder) -> bool:
    """Whether that part is the end of the sentence, and nothing is wondered or feared in what is cut off."""
    ends = sentence.rstrip(_MARKS).endswith(part)
    cut_off = sentence.rstrip(_MARKS).removesuffix(part).replace("’", "'")
    return ends and not any(ladder.says(one, cut_off) for one in ("wonders", "unknown", "asks_worry"))


def _stands_alone(line: str, ladder: Ladder) -> bool:
    if len(line.split()) < _LEAST or _only_reports(line, ladder):
        return False
    if any(ladder.says(one, line) for one in ("not_alone", "unfinished")) or ladder.signals["lame_first"].match(line):
        return False
    if len(line.split()) < _POINTING and ladder.says("pointing", line):
        return False
    if any(ladder.says(one, line) for one in ("verbs", "happened", "speaks")) or _begins_with_somebody(line, ladder):
        return True
    return len(line.split()) >= _PLAINLY_WHOLE and "," not in line


def _only_reports(line: str, ladder: Ladder) -> bool:
    """Whether a short line is what somebody else said or asked, without the writer in it."""
    reports = ladder.says("reported", line) and not ladder.says("speaks", line)
    return reports and len(line.split()) < _HEARSAY


def _begins_with_somebody(line: str, ladder: Ladder) -> bool:
    return line.partition(" ")[0].casefold() in ladder.short_starts


def _kind(line: str, ladder: Ladder) -> str:
    if is_of_home(line, ladder):
        return "home"
    if ladder.says("to_reader", line) and not ladder.says("first_person", line):
        return "advice"
    if ladder.says("does", line):
        return "deed"
    own = ladder.signals["home_first"].match(line) or (
        ladder.says("first_person", line) and not _is_done_to_the_writer(line, ladder)
    )
    seen = ladder.says("perceives", line) and not ladder.says("opinions", line)
    return "own" if own and not seen else "seen"


def _is_done_to_the_writer(line: str, ladder: Ladder) -> bool:
    """Whether it is a step of what happened, in which somebody else did something and the writer nothing."""
    return ladder.says("happened", line) and not ladder.says("speaks", line) and _begins_with_somebody(line, ladder)
