"""Which words of somebody the coach gives back: a clause of their own, whole and exact, with nobody's name in it."""

import re
from collections.abc import Iterator

from bot.coach.ladder import Ladder
from bot.coach.sentences import own_words, sentences

_BETWEEN_CLAUSES = re.compile(r", | (?=(?:and|but) (?:then )?(?:I|she|he|they|we)\b)")

_NOT_WHOLE = re.compile(r"[?\"“”„«»‘()\[\]{}\ue000]|(?<!\w)['’]|https?:|www\.|@")
_APOSTROPHE = re.compile("['’]")
_CARELESS = 2  # slips
_LETTERS = 3  # of a word in capital letters that nobody's initials have: ICU, but not JK
_SMALL_I = re.compile(r"(?<![\w.'])i(?![\w.)])")  # the writer, typed in a hurry
_DIGIT = re.compile(r"\d")
_JOINT = 10  # characters; the longest are "because" with its space, and the dots at the end
_SEVERAL = 2  # questions in a text of fewer words than that are what it is about
_ASKS_MOSTLY = 60
_FRAGMENT = 3  # words: "In that order." says nothing by itself
_QUIP = 10  # words; a longer sentence says more than a thing
_REMNANT = 3  # words: "She is not." says nothing by itself
_NO_QUIP = ("contrast", "turn", "shift", "feelings", "wonders", "open", "unknown", "might", "unfinished")
_PARROTED = 0.6  # of all words: a question that is nearly the whole text is not given back
_NEAR_THE_END = 5  # sentences; a question further from the end has been left behind
_AFTERTHOUGHT = 12  # words: "Or just turnover." after a question leaves it the last thing said


def quoted(sentence: str, text: str, ladder: Ladder) -> Iterator[str]:
    """What can be given back of that sentence of the text, word for word: all of it, or parts that can stand alone.

    What is asked is not quoted here. Nor is a sentence with a slip in it, or any of a text with several.
    """
    if _is_spoiled(sentence, text, ladder) or sentence.endswith((":", "?")):
        return
    whole = _unjoined(sentence, ladder)
    clauses = (_bare(one) for one in (whole, *_parts(whole, ladder)))
    yield from (one for one in clauses if _fits(one, ladder) and not _is_lame(one, ladder))


def step(text: str, ladder: Ladder) -> str:
    """What the writer means to do, in the writer's words; or nothing where that cannot be quoted."""
    every = [one for one in sentences(text) if not _is_spoiled(one, text, ladder)]
    clauses = (_bare(_unjoined(one, ladder)) for one in reversed(every) if not one.endswith((":", "?")))
    return next((one for one in clauses if ladder.means_to(_read(one)) and _fits(one, ladder)), "")


def closing_question(text: str, ladder: Ladder) -> str:
    """The question that the text ends with, or its last sentence where that says what the writer wonders."""
    every = _without_speech(text, ladder)
    asked = [one for one in every if one.endswith("?") and not _is_heading(one, ladder)]
    if len(asked) >= _SEVERAL and len(text.split()) < _ASKS_MOSTLY and asked[-1] in every[-_SEVERAL:]:
        return asked[-1]
    if len(every) > 1 and _is_afterthought(every[-1], ladder) and _asks(every[-2], ladder):
        if guesses(every[-1], ladder):
            return ""
        every = every[:-1]
    return every[-1] if every and _asks(every[-1], ladder) and not _is_heading(every[-1], ladder) else ""


def quoted_question(text: str, ladder: Ladder) -> str:
    """That question without its mark, because the one question is the coach's; or nothing where it cannot be quoted."""
    return _quoted_asked(closing_question(text, ladder), text, ladder)


def quoted_within(text: str, ladder: Ladder) -> str:
    """The last question of the text, wherever it stands, as that one is quoted."""
    return _quoted_asked(question_within(text, ladder), text, ladder)


def question_within(text: str, ladder: Ladder) -> str:
    """The last question near the end that is not answered behind it, and that is not put to whoever reads it."""
    every = _without_speech(text, ladder)[-_NEAR_THE_END:]
    at = max((at for at, one in enumerate(every) if _is_open_question(one, ladder)), default=None)
    if at is None or any(ladder.says("own_answer", _read(one)) for one in every[at + 1 :]):
        return ""
    guessed = any(guesses(one, ladder) for one in every[at + 1 : at + 2])
    return "" if guessed else every[at]


def only_asks(text: str, ladder: Ladder) -> bool:
    """Whether more of its sentences ask than say something."""
    every = _without_speech(text, ladder)
    return 2 * sum(1 for one in every if one.endswith("?")) > len(every)


def _without_speech(text: str, ladder: Ladder) -> list[str]:
    """Its sentences, without the question mark of what was said to somebody: it is none of the writer's now."""
    every = sentences(text)
    pairs = zip(every, ["", *every], strict=False)
    return [one.rstrip("?") if _is_speech(one, before, ladder) else one for one, before in pairs]


def _is_speech(sentence: str, before: str, ladder: Ladder) -> bool:
    """Whether it tells what somebody said, in itself or behind the colon of the sentence before it."""
    if ladder.says("wonders", _read(sentence)) or ladder.says("wonders", _read(before)):
        return False
    behind = before.endswith(":") and ladder.says("speech", _read(before))
    return behind or ladder.signals["said_aloud"].match(_unjoined(_read(sentence), ladder)) is not None


def guesses(sentence: str, ladder: Ladder) -> bool:
    """Whether a sentence behind a question is a guess at its answer: "Maybe." is none yet."""
    begins = ladder.signals["guess_first"].match(_read(sentence)) is not None
    return begins and len(sentence.split()) > _FRAGMENT and not sentence.endswith("?")


def _is_open_question(sentence: str, ladder: Ladder) -> bool:
    said = _read(sentence)
    to_reader = ladder.says("to_reader", said) or ladder.signals["asks_of_reader"].match(said)
    return sentence.endswith("?") and _asks(sentence, ladder) and not (to_reader or _is_heading(sentence, ladder))


def _quoted_asked(asked: str, text: str, ladder: Ladder) -> str:
    if _is_spoiled(asked, text, ladder) or len(asked.split()) > _PARROTED * len(text.split()):
        return ""
    wondering = (one for one in _parts(asked, ladder) if ladder.says("wonders", _read(one)))
    first, _, rest = asked.partition(" ")
    whole = rest if _one_of(ladder.question_joints, first) else asked
    clauses = [whole.removesuffix("?"), *wondering]
    return next((bare for one in clauses if (bare := _bare(one)) and _fits(bare, ladder)), "")


def _is_heading(asked: str, ladder: Ladder) -> bool:
    return ladder.signals["heading"].fullmatch(_bare(asked.removesuffix("?"))) is not None


def _is_afterthought(sentence: str, ladder: Ladder) -> bool:
    words = len(sentence.split())
    trails = words < _AFTERTHOUGHT and _one_of(ladder.afterthoughts, _first(sentence))
    fragment = words <= _FRAGMENT and not ladder.says("own_answer", _read(sentence))
    return (trails or fragment) and not _asks(sentence, ladder)


def _asks(sentence: str, ladder: Ladder) -> bool:
    said = _read(sentence)
    asks = sentence.endswith("?") or ladder.signals["asks_outright"].match(_unjoined(said, ladder)) is not None
    return (asks and not ladder.says("reported", said)) or ladder.says("wonders", said)


def told(text: str, ladder: Ladder) -> list[str]:
    """Its sentences without the quips at the end, and without what only stayed as it was."""
    every = sentences(text)
    while len(every) > 1 and (_is_quip(every[-1], ladder) or _is_added(every[-1], ladder)):
        every = every[:-1]
    return [one for one in every if not ladder.says("unmoved", _read(one))]


def _is_quip(sentence: str, ladder: Ladder) -> bool:
    """Whether a short sentence is about a thing, rather than about what somebody thinks, feels or does to another."""
    words, said = len(sentence.split()), _read(sentence)
    if words > _QUIP or sentence.endswith(("?", ":")) or any(ladder.says(one, said) for one in _NO_QUIP):
        return False
    if words <= _REMNANT:
        return True
    of_others = ladder.others.search(said) is not None or ladder.says("somebody", said)
    return ladder.says("trivial", said) and not (of_others or ladder.says("minds", said))


def _is_added(sentence: str, ladder: Ladder) -> bool:
    """Whether a last sentence only adds something to what was said."""
    said = _read(sentence)
    aside = ladder.says("aside", said) and not ladder.says("first_person", said)
    return aside or ladder.signals["added"].match(said) is not None


def is_nearly_all(part: str, sentence: str) -> bool:
    """Whether it is the sentence itself, but for the word that joins it and the mark at its end."""
    return len(part) >= len(sentence) - _JOINT


def clauses_of(sentence: str) -> list[str]:
    """Its parts between commas and before "and" or "but" with somebody behind it, without the word that joins them."""
    return [one.removeprefix("and ").removeprefix("but ") for one in _BETWEEN_CLAUSES.split(sentence)]


def _parts(sentence: str, ladder: Ladder) -> Iterator[str]:
    """What stands between commas and is whole by itself."""
    pieces = _BETWEEN_CLAUSES.split(sentence)
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        part = _unjoined(piece, ladder)
        half = part[:1].islower() and ladder.signals["subordinate"].match(_read(part)) is not None
        if _one_of(ladder.subjects, _first(part)) and not (half or _one_of(ladder.goes_on, _first(following))):
            yield part


def _unjoined(clause: str, ladder: Ladder) -> str:
    """Without the word that joins it to what stands before."""
    first, _, rest = clause.partition(" ")
    return rest if _one_of(ladder.joints, first) else clause


def _first(clause: str) -> str:
    return clause.partition(" ")[0]


def _fits(clause: str, ladder: Ladder) -> bool:
    words = clause.split()
    if not ladder.phrase_least <= len(words) <= ladder.phrase_most or _NOT_WHOLE.search(clause):
        return False
    if len(words) < ladder.phrase_short and not _one_of(ladder.short_starts, words[0]):
        return False
    if words[0][0].isupper() and not _one_of(ladder.starts, words[0]):
        return False
    if any(_one_of(ladder.never_quoted, _APOSTROPHE.split(word)[0]) for word in words):
        return False
    return not any(_may_be_a_name(word, ladder) for word in words[1:])


def _may_be_a_name(word: str, ladder: Ladder) -> bool:
    letters = word.strip(".,;:!?…*_-'’")
    if not letters[:1].isupper() or _one_of(ladder.capitals, letters):
        return False
    return not (letters.isupper() and len(letters) >= _LETTERS)


def _bare(clause: str) -> str:
    return clause.strip(" \t*_-–—,.;:!…'’")


def _is_lame(clause: str, ladder: Ladder) -> bool:
    """Whether it is half of a thought, or mostly a figure."""
    said = _read(clause)
    cut_short = any(one.end() == len(said) for one in ladder.signals["cut_short"].finditer(said))
    if cut_short or ladder.signals["clipped"].match(said):
        return True
    return _one_of(ladder.halves, _first(clause)) or _DIGIT.search(clause) is not None


def _is_spoiled(sentence: str, text: str, ladder: Ladder) -> bool:
    """Whether there is a slip in it, or several in the text: one alone says nothing about the other sentences."""
    return _slips(sentence, ladder) > 0 or _slips(text, ladder) >= _CARELESS


def _slips(text: str, ladder: Ladder) -> int:
    return sum(1 for slip in (ladder.signals["slips"], _SMALL_I) for _ in slip.finditer(_read(own_words(text))))


def _read(text: str) -> str:
    return text.replace("’", "'")


def _one_of(words: frozenset[str], word: str) -> bool:
    return word.replace("’", "'").strip(".,;:!?…").casefold() in words
