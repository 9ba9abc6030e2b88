"""The built-in coach: it needs no model, quotes one phrase of the writer, and asks for what the entry lacks."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.coach.closing import CLOSING, closing, closing_line
from bot.coach.coach import FEW_WORDS, MOST_QUESTIONS, Question, Spoken, Talk
from bot.coach.depth import Depth
from bot.coach.entry import in_earnest
from bot.coach.kept import answers_no
from bot.coach.ladder import Ladder
from bot.coach.listening import Heard, hear, kin, puts_off, waves_off
from bot.coach.live import LIVE, line
from bot.coach.questions import was
from bot.coach.quoting import quoted_question, quoted_within, step
from bot.coach.sentences import hidden
from bot.coach.signs import read

# What is quoted before a question of that rung; all others ask about the entry as it is, and quote nothing.
_QUOTED: Mapping[str, Callable[[str, Ladder], str]] = {
    "cue": step,
    "own_question": quoted_question,
    "question_within": quoted_within,
    **{kind: partial(line, kind) for kind in LIVE},
    **{kind: partial(closing, kind) for kind in CLOSING},
    "said": lambda text, ladder: closing_line(text, ladder)[1],
}
_ONLY_AFTER_A_MIRROR = frozenset(
    {"half_meant", "turn", "contrast", "unknown", "own_question", "question_within", "said", *CLOSING}
)

_PLAINEST = 3  # questions of a list: they stand first in it, so one of the first that are left is asked
_WORTH_A_STEP = 10  # words of an entry: with fewer, there is hardly anything to share or to promise


class Span(Protocol):
    """A place in a text, from its first character to the one after its last."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def nothing_flagged(_: str) -> Sequence[Span]:
    """Takes no detail of a text for one that must not be repeated."""
    return ()


@dataclass(frozen=True, slots=True)
class BuiltinCoach:
    """Asks by the ladder of its language file. What it makes of an entry lives for one call and is kept nowhere.

    `ladders` by language; a language without one gets the ladder of `language`. `flagged` finds the details of a text
    that must not be repeated: no word of them is quoted or asked about.
    """

    ladders: Mapping[str, Ladder]
    language: str
    flagged: Callable[[str], Iterable[Span]] = field(default=nothing_flagged, repr=False)

    @classmethod
    def read(
        cls, folder: Path, language: str, flagged: Callable[[str], Iterable[Span]] = nothing_flagged
    ) -> "BuiltinCoach":
        """The coach of all languages that have a `<language>/coach.toml` in that folder.

        Raises ValueError, with file and key, for a file that cannot be used.
        """
        files = sorted(folder.glob("*/coach.toml"))
        return cls({file.parent.name: Ladder.read(file) for file in files}, language, flagged)

    async def follow_up(self, talk: Talk) -> Question | None:
        ladder = self._ladder(talk.language)
        if _over(talk, ladder):
            return None
        own = [self._without_details(one.text) for one in talk.own]
        text = "\n".join(own)
        heard = hear(text, ladder, talk.values, talk.framework, talk.question)
        last = in_earnest(own[-1], ladder)
        mirrors = {rung: _mirror(rung, ladder, last) for rung in heard.lacking if rung in _QUOTED}
        askable = [one for one in heard.lacking if one not in _ONLY_AFTER_A_MIRROR or mirrors[one]]
        rung, question = _unasked(askable, heard, ladder, talk, text)
        return Question(mirrors.get(rung, ""), question) if question else None

    def came_to_an_end(self, talk: Talk) -> bool:
        own = _own(talk)
        if not own or [one.speaker for one in talk.turns[-2:]] not in (["person"], ["coach", "person"]):
            return False  # they wrote on after the end, which is said once
        said_enough = sum(len(one.text.split()) for one in own) >= _WORTH_A_STEP
        return said_enough and not waves_off(own[-1].text, self._ladder(talk.language))

    def depth(self, text: str, language: str, values: tuple[str, ...] = ()) -> Depth:
        """The private guess behind the next question: for checks of the coach itself, never for anybody's eyes."""
        return hear(self._without_details(text), self._ladder(language), values, "").depth

    def _ladder(self, language: str) -> Ladder:
        return self.ladders.get(language) or self.ladders[self.language]

    def _without_details(self, text: str) -> str:
        return hidden(text, ((one.start, one.end) for one in self.flagged(text)))


def _own(talk: Talk) -> tuple[Spoken, ...]:
    return tuple(one for one in talk.turns if one.speaker == "person")


def _over(talk: Talk, ladder: Ladder) -> bool:
    own = _own(talk)
    if not own or len(talk.turns) - len(own) >= MOST_QUESTIONS:
        return True
    last = own[-1].text
    if len(talk.turns) == 1 and answers_no(last, talk.question, ladder):
        return False
    short = [len(one.text.split()) <= FEW_WORDS for one in own[-2:]]
    put_off = ladder.says_stop(read(last)) or puts_off(last, ladder) or waves_off(last, ladder)
    return put_off or short == [True, True]


def _unasked(rungs: Iterable[str], heard: Heard, ladder: Ladder, talk: Talk, text: str) -> tuple[str, str]:
    """A question that this person was never asked, from the first rung that the entry lacks and was not asked for."""
    asked_here = {Question.read(one.text).question for one in talk.turns if one.speaker == "coach"}
    for rung in rungs:
        if _was_asked_for(rung, asked_here, ladder, talk.framework):
            continue
        if fresh := _fresh(rung, heard, ladder, talk):
            return rung, _filled(fresh[_turn_of(text, min(len(fresh), _PLAINEST))], heard.words.get(rung, ""))
    return "", ""


def _was_asked_for(rung: str, asked: Iterable[str], ladder: Ladder, frame: str) -> bool:
    listed = (one for same in kin(rung) for one in _listed(same, ladder, frame, of_event=True))
    return any(was(one).fullmatch(question) for one in listed for question in asked)


def _fresh(rung: str, heard: Heard, ladder: Ladder, talk: Talk) -> list[str]:
    """The questions of the best group that has one left."""
    groups = ladder.questions.on(rung, talk.framework, of_event=heard.of_event)
    left = ([one for one in group if not any(map(was(one).fullmatch, talk.asked))] for group in groups)
    return next(filter(None, left), [])


def _listed(rung: str, ladder: Ladder, frame: str, *, of_event: bool) -> Iterator[str]:
    for group in ladder.questions.on(rung, frame, of_event=of_event):
        yield from group


def _filled(question: str, word: str) -> str:
    """The question with the one word that it takes up."""
    return re.sub(r"{\w+}", lambda _: word, question)


def _mirror(rung: str, ladder: Ladder, text: str) -> str:
    """One line with their own words in it, where some can be quoted."""
    quoted = _QUOTED[rung](text, ladder)
    asks = rung in {"own_question", "question_within"} and quoted + "?" in text
    mirrors = ladder.mirrors_of_question if asks else ladder.mirrors
    return mirrors[_turn_of(text, len(mirrors))].replace("{phrase}", quoted) if quoted else ""


def _turn_of(text: str, many: int) -> int:
    """Which of so many: the same for the same text, so that a repeated call asks the same, yet not always the first."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % many
