"""The sentences of a text, without what somebody else said in it."""

import re
from collections.abc import Iterable

from bot.coach.rows import MARK_OF_A_LIST

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?;:…])\s+|(?<=[.!?;:…][\"”»)\]])\s+|\s[–—-]+\s")
# what somebody else said: taken out before anything is quoted, because the quoted words are to be the writer's own
_LONGEST = 400  # characters of it: a mark that is never closed must not be looked for all through a long text
_SAID_BY_OTHERS = re.compile(
    rf"\"[^\"\n]{{0,{_LONGEST}}}\"|“[^”\n]{{0,{_LONGEST}}}”|„[^“”\n]{{0,{_LONGEST}}}[“”]|«[^»\n]{{0,{_LONGEST}}}»"
)
_LEFT_OUT = "\ue000"  # stands for a letter of it: no keyboard writes this one, so that no clause with it is quoted


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
    lines = (MARK_OF_A_LIST.sub("", line) for line in own_words(text).splitlines())
    return [one for line in lines for one in between_sentences(line)]


def between_sentences(line: str) -> list[str]:
    """The sentences of one line, as they are written."""
    return [one for one in _BETWEEN_SENTENCES.split(line.strip()) if one]
