"""The lines at the end of an entry on which a question can hook: something open, a look at oneself, a contrast."""

from collections.abc import Iterator, Mapping

from bot.coach.ladder import Ladder
from bot.coach.quoting import guesses, is_nearly_all, quoted, told
from bot.coach.sentences import sentences

_END = 3  # sentences: what stands earlier is mostly answered by what follows
_END_OF_MUCH = 6  # sentences: the same in a longer text
_MUCH = 150  # words
_FAR = 3  # sentences: what the writer sees and then leaves so far behind has been gone on from
_LEAST = 4  # words: of what is shorter ("I didn't dare"), the point is elsewhere
_POINTING = 7  # words; a shorter part with "it" in it hangs on what stands before
_TRAILING = 6  # words; where more stands behind a part of a sentence, that is mostly its point
_LONG = 17  # words: a part that is shorter is given back instead
# How much a line of that kind is worth asking about; each sentence that follows it takes one away.
_WORTH: Mapping[str, float] = {"half_meant": 5, "might": 4.5, "open": 4, "unknown": 3.5, "turn": 3, "contrast": 2.5}
# what takes it back: a thing with its day is settled, and nobody looks at himself or herself over lunch
_NOT_SO: Mapping[str, tuple[str, ...]] = {
    "half_meant": ("hindsight", "no_step"),
    "might": ("hindsight", "dated"),
    "open": ("dated",),
    "unknown": ("dated",),
    "turn": ("trivial", "no_turn"),
    "contrast": ("wonders", "no_contrast", "dated"),
}
LIVE = frozenset(_WORTH)
_SEEN_ANEW = frozenset({"turn", "contrast"})
LOOSE = frozenset({"half_meant", "might", "open", "unknown"})  # something is left to be said, decided or done


def lines(text: str, ladder: Ladder) -> Mapping[str, str]:
    """By kind the last line of it at the end of the text, word for word, the most worthwhile first.

    `half_meant`: a step that is weighed; `might`: one that is only thought of; `open`: something not decided;
    `unknown`: something the writer does not know; `turn`: what the writer sees in himself or herself; `contrast`: here
    so and there not. A line that cannot be quoted is left out.
    """
    found = sorted(_found(text, ladder), key=lambda one: one[0], reverse=True)
    kept: dict[str, str] = {}
    for _, kind, line in found:
        if line not in kept.values():
            kept.setdefault(kind, line)
    return kept


def line(kind: str, text: str, ladder: Ladder) -> str:
    """The line of that kind, or nothing."""
    return lines(text, ladder).get(kind, "")


def ends_in(kind: str, text: str, ladder: Ladder) -> bool:
    """Whether the last sentence is of that kind, whether or not it can be quoted."""
    return any(_is(kind, one, ladder) for one in sentences(text)[-1:])


def leaves(kind: str, text: str, ladder: Ladder) -> bool:
    """Whether one of the last two sentences is of that kind, whether or not it can be quoted."""
    return any(_is(kind, one, ladder) for one in sentences(text)[-2:])


def is_loose(text: str, ladder: Ladder) -> bool:
    """Whether something is left open at the end, in words that can be quoted or not."""
    end = _end(text)
    return any(_is(kind, one, ladder) for kind in LOOSE for one in end)


def _found(text: str, ladder: Ladder) -> Iterator[tuple[float, str, str]]:
    end = told(text, ladder)[-_how_many(text) :]
    left_behind = _is_set_against(end[-1:], ladder)
    for later, sentence in enumerate(reversed(end)):
        for kind, worth in _WORTH.items():
            if kind in _SEEN_ANEW and later and left_behind:
                continue
            if kind not in LOOSE and later > _FAR:
                continue
            if kind in _SEEN_ANEW and later and ladder.says("before_it", sentence.replace("’", "'")):
                continue  # what was thought before is not the point where something follows
            if kind in LOOSE and guesses(" ".join(end[len(end) - later :][:1]), ladder):
                continue
            if _is(kind, sentence, ladder) and (line := _quoted(kind, sentence, text, ladder)):
                yield worth - later, kind, line


def _is_set_against(last: list[str], ladder: Ladder) -> bool:
    """Whether the writer admits something against what stands before, so that it has been gone on from."""
    said = [one.replace("’", "'") for one in last]
    return any(ladder.signals["unresolved_first"].match(one) and ladder.says("admits", one) for one in said)


def _end(text: str) -> list[str]:
    return sentences(text)[-_how_many(text) :]


def _how_many(text: str) -> int:
    """Sentences that are its end."""
    return _END if len(text.split()) < _MUCH else _END_OF_MUCH


def _quoted(kind: str, sentence: str, text: str, ladder: Ladder) -> str:
    fitting = [one for one in quoted(sentence, text, ladder) if _is(kind, one, ladder)]
    fitting = [
        one for one in fitting if _takes_up(kind, one, ladder) and not _loses_its_point(kind, one, sentence, ladder)
    ]
    short = [one for one in fitting if _LEAST <= len(one.split()) <= _LONG]
    whole = [one for one in short if is_nearly_all(one, sentence)]
    return next(iter((*whole, *reversed(short), *(one for one in fitting if len(one.split()) > _LONG))), "")


def _takes_up(kind: str, part: str, ladder: Ladder) -> bool:
    """Whether it can be given back as that: what the writer is said to see in himself or herself is about that."""
    if kind in LOOSE:
        return True
    own = kind != "turn" or ladder.says("first_person", part.replace("’", "'")) or ladder.says("home", part)
    return own and not _points(part, ladder)


def _loses_its_point(kind: str, part: str, sentence: str, ladder: Ladder) -> bool:
    """Whether what the writer sees goes on behind that part with "and" or "but", and more than a few words."""
    behind = sentence.partition(part)[2].strip(" ,").split()
    return kind in _SEEN_ANEW and len(behind) > _TRAILING and behind[0].casefold() in ladder.question_joints


def _points(part: str, ladder: Ladder) -> bool:
    """Whether a short line says little without what stands before it."""
    return len(part.split()) < _POINTING and ladder.says("pointing", part)


def _is(kind: str, sentence: str, ladder: Ladder) -> bool:
    said = sentence.replace("’", "'")
    return ladder.says(kind, said) and not any(ladder.says(one, said) for one in _NOT_SO[kind])
