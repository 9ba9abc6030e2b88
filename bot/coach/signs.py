"""The plain signs in the words of one entry; nothing is concluded from them about whoever wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.coach.ladder import Ladder

_CLAUSE = re.compile(r"[^.!?;:\n–—]+")
_CLOSE = 3  # words before a word that weighs: "not at all chaotic" takes it back


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words say. The words that a question may take up are as they were written, "" where there are none."""

    words: int
    said: frozenset[str]
    feeling: str = field(repr=False)
    surprise: str = field(repr=False)
    pleased: str = field(repr=False)
    judgement: str = field(repr=False)
    who: str = field(repr=False)
    value: str
    shown: str

    @property
    def event(self) -> bool:
        """Whether the writer tells of something that happened."""
        return "happened" in self.said and "pending" not in self.said

    @property
    def moved(self) -> bool:
        """Whether the writer names a feeling of his or her own."""
        return bool(self.feeling or self.surprise or self.pleased)


def read(text: str) -> str:
    """The text as the word lists are written: with straight apostrophes, letter for letter otherwise."""
    return text.replace("’", "'")


def signs(text: str, ladder: Ladder, values: tuple[str, ...]) -> Signs:
    """The signs in a text. `values` are the names of the cohort's values."""
    said = read(text)
    return Signs(
        words=len(said.split()),
        said=frozenset(signal for signal in ladder.signals if ladder.says(signal, said)),
        feeling=_own(said, "feelings", ladder),
        surprise=_own(said, "surprises", ladder),
        pleased=_own(said, "pleased", ladder),
        judgement=next(_weighing(said, ladder), ""),
        who="" if ladder.says("loss", said) else somebody(said, ladder),
        value=next((one for one in values if _names(said, one, ladder)), ""),
        shown=next((one for one in values if _shows(said, one, ladder)), ""),
    )


def somebody(said: str, ladder: Ladder) -> str:
    """The first one who is mentioned by what they do, with an article: "the porter", "your team"."""
    the, yours = ladder.articles
    found = [(one, yours) for one in ladder.own.finditer(said)] + [(one, the) for one in ladder.others.finditer(said)]
    of_others = [(one, article) for one, article in found if not one["self"]]
    first = min(of_others, key=lambda one: one[0].start(), default=None)
    return f"{first[1]} {' '.join(first[0]['role'].split()).lower()}" if first else ""


def _own(said: str, signal: str, ladder: Ladder) -> str:
    """The first word for a feeling in a clause in which the writer speaks of himself or herself; or nothing."""
    for clause in _CLAUSE.findall(said):
        found = ladder.signals[signal].search(clause)
        if found and ladder.says("first_person", clause):
            return found.group()
    return ""


def _weighing(said: str, ladder: Ladder) -> Iterator[str]:
    """The words that weigh somebody or something, except those that are taken back."""
    for clause in _CLAUSE.findall(said):
        for found in ladder.signals["judgements"].finditer(clause):
            if not ladder.says("not_so", " ".join(clause[: found.start()].split()[-_CLOSE:])):
                yield found.group()


def _names(said: str, value: str, ladder: Ladder) -> bool:
    """Whether the text names the value; one whose name is an everyday word must be written with a capital letter."""
    flags = re.RegexFlag(0) if value.casefold() in ladder.everyday else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said, flags) is not None


def _shows(said: str, value: str, ladder: Ladder) -> bool:
    pattern = ladder.shown.get(value.casefold())
    return pattern is not None and pattern.search(said) is not None
