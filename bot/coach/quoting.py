"""Which words of somebody the coach gives back: a clause of their own, whole and exact, with nobody's name in it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.coach.ladder import Ladder

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?;:…])\s+|(?<=[.!?;:…][\"”»)\]])\s+|\s[–—-]+\s")
# what somebody else said: taken out before anything is quoted, because the quoted words are to be the writer's own
_LONGEST = 400  # characters of it: a mark that is never closed must not be looked for all through a long text
_SAID_BY_OTHERS = re.compile(
    rf"\"[^\"\n]{{0,{_LONGEST}}}\"|“[^”\n]{{0,{_LONGEST}}}”|„[^“”\n]{{0,{_LONGEST}}}[“”]|«[^»\n]{{0,{_LONGEST}}}»"
)
_LEFT_OUT = "\ue000"  # stands for a letter of it: no keyboard writes this one, so that no clause with it is quoted
_MARK_OF_A_LIST = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_NOT_WHOLE = re.compile(r"[?\"“”„«»‘()\[\]{}\ue000]|(?<!\w)['’]|https?:|www\.|@")
_APOSTROPHE = re.compile("['’]")
_LETTERS = 3  # of a word in capital letters that nobody's initials have: ICU, but not JK

# the clause that is quoted: the first that says one of these, in this order
_TELLING = ("shift", "feelings", "reasons", "ahead", "first_person")


def phrase(text: str, ladder: Ladder) -> str:
    """A clause of the text, word for word, of the length that may be quoted; or nothing where there is none.

    Whole sentences come before parts of one. What is asked is not quoted: the one question is the coach's.
    """
    whole = [_unjoined(one, ladder) for one in sentences(text) if not one.endswith((":", "?"))]
    parts = [part for one in whole for part in _parts(one, ladder)]
    for clauses in (whole, parts):
        if fitting := [clause for one in clauses if _fits(clause := _bare(one), ladder)]:
            longer = [one for one in fitting if len(one.split()) >= ladder.phrase_short]
            return _most_telling(longer or fitting, ladder)
    return ""


def hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text, as long as before, with those places made unreadable, so that no word of them can be taken up."""
    for start, end in spans:
        text = text[:start] + _LEFT_OUT * (end - start) + text[end:]
    return text


def own_words(text: str) -> str:
    """The text, as long as before, without what somebody else said in it."""
    return _SAID_BY_OTHERS.sub(lambda found: _LEFT_OUT * len(found.group()), text)


def sentences(text: str) -> list[str]:
    """Without what stands in quotation marks, and without the marks of a list."""
    lines = (_MARK_OF_A_LIST.sub("", line) for line in own_words(text).splitlines())
    return [one for line in lines for one in _BETWEEN_SENTENCES.split(line.strip()) if one]


def is_list(text: str, ladder: Ladder) -> bool:
    """Whether the text is mostly lines with a mark or a number before them."""
    lines = [line for line in text.splitlines() if line.strip()]
    marked = sum(1 for line in lines if _MARK_OF_A_LIST.match(line))
    return marked >= ladder.list_least and 2 * marked > len(lines)


def only_asks(text: str) -> bool:
    """Whether more of its sentences ask than say something."""
    every = sentences(text)
    return 2 * sum(1 for one in every if one.endswith("?")) > len(every)


def _parts(sentence: str, ladder: Ladder) -> Iterator[str]:
    """What stands between commas and is whole by itself."""
    pieces = sentence.split(", ")
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        part = _unjoined(piece, ladder)
        if _one_of(ladder.subjects, _first(part)) and not _one_of(ladder.goes_on, _first(following)):
            yield part


def _unjoined(clause: str, ladder: Ladder) -> str:
    """Without the word that joins it to what stands before."""
    first, _, rest = clause.partition(" ")
    return rest if first.islower() and _one_of(ladder.joints, first) else clause


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


def _most_telling(clauses: Sequence[str], ladder: Ladder) -> str:
    for signal in _TELLING:
        for clause in clauses:
            if ladder.says(signal, clause.replace("’", "'")):
                return clause
    return clauses[0]


def _one_of(words: frozenset[str], word: str) -> bool:
    return word.replace("’", "'").strip(".,;:!?…").casefold() in words
