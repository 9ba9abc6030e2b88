"""Bringing a promise into its form: *If* this happens, *then* I will do that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.wrong import Wrong
from prompts.words import Words

CUE, DEED = "cue", "deed"
LONGEST_CUE, LONGEST_DEED = 300, 1000  # characters: a moment is a short thing to say
_ENDS = " \t.,;:…!"  # what a part of a sentence has no need of at its end


@dataclass(frozen=True, slots=True)
class IfThen:
    """The two parts, without the words that join them."""

    cue: str = field(repr=False)
    deed: str = field(repr=False)

    def sentence(self, words: Words) -> str:
        """Both as one sentence, plain text."""
        return words.label("writing.if_then", cue=self.cue, deed=self.deed)


def tidied(cue: str, deed: str, words: Words) -> IfThen:
    """The parts as they were typed, without an *if* or *then I will* that would stand there twice."""
    return IfThen(_begun(_cut(cue, words, "ifs"), words), _cut(deed, words, "thens"))


def read(text: str, words: Words) -> IfThen | None:
    """The parts of a promise that was typed in one piece, or None where it is not in that form."""
    line = " ".join(text.split())
    ifs, thens = _any(words, "ifs"), _any(words, "thens")
    for shape in (
        rf"(?:{ifs}) (?P<cue>.+?)[,;:]? (?P<deed>(?:{thens}) .+)",
        rf"(?:{ifs}) (?P<cue>[^,]+), (?P<deed>.+)",
        rf"(?P<deed>(?:{thens}) .+?),? (?:{ifs}) (?P<cue>.+)",
    ):
        if found := re.fullmatch(shape, line, re.IGNORECASE):
            made = tidied(found[CUE], found[DEED], words)
            return None if wrong_parts(made, words) else made
    return None


def wrong_parts(promise: IfThen, words: Words) -> Mapping[str, Wrong]:
    """What is wrong with each part: that it is not there, or names no moment that one would notice."""
    wrong = {}
    if not promise.cue:
        wrong[CUE] = Wrong("promises.no_cue")
    elif promise.cue.casefold() in words.label("if_then.no_moments").splitlines():
        wrong[CUE] = Wrong("promises.no_moment", {"text": promise.cue})
    if not promise.deed:
        wrong[DEED] = Wrong("promises.no_deed")
    return wrong


def _cut(text: str, words: Words, listed: str) -> str:
    """One line, without any of those words in front and without what ends a sentence."""
    line = " ".join(text.split()).strip(_ENDS)
    front = re.match(rf"(?:(?:{_any(words, listed)})(?: |$))+", line, re.IGNORECASE)
    return line[front.end() :].strip(_ENDS) if front else line


def _begun(text: str, words: Words) -> str:
    """It goes on in the middle of a sentence, so that its first word is small, where that is known of it."""
    first, gap, rest = text.partition(" ")
    small = first[:1].lower() + first[1:]
    return f"{small}{gap}{rest}" if small in words.label("if_then.small").splitlines() else text


def _any(words: Words, listed: str) -> str:
    """Any of the words of that list, the longest first."""
    found = sorted(words.label(f"if_then.{listed}").splitlines(), key=len, reverse=True)
    return "|".join(re.escape(one).replace("'", "['’]") for one in found)
