"""The plain signs in the words of one entry; nothing is concluded from them about whoever wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.coach.ladder import Ladder
from bot.coach.sentences import own_words, sentences
from bot.coach.valued import names

_CLAUSE = re.compile(r"[^.!?;:\n–—]+")
_CLOSE = 3  # words before a word for a feeling, or one that weighs: "not at all chaotic" takes it back
_MOMENT = 25  # words; a longer text tells of something that happened only with more than one verb of it
_ALONE = frozenset({"", ".", ",", "!", ";"})  # after a word that stands by itself at the beginning
_WORD = 40  # characters: no word is longer
_AT_THE_END = 3  # sentences: a step that stands earlier in a longer text is not what it is about
_SHORT = 60  # words: in a text of no more, it may stand anywhere


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words say. The words that a question may take up are as they were written, "" where there are none.

    `event`: the writer tells of something that happened, and in a `scene` of more than how it was; `plan`: of
    something that will be done, with the moment in which it will be where there is a `cue`, and on which day where it
    is a `dated_step`.
    """

    words: int
    said: frozenset[str]
    event: bool
    scene: bool
    plan: bool
    cue: bool
    dated_step: bool
    feeling: str = field(repr=False)
    surprise: str = field(repr=False)
    pleased: str = field(repr=False)
    judgement: str = field(repr=False)
    big_words: int
    who: str = field(repr=False)
    value: str

    @property
    def tells(self) -> bool:
        """Whether the text tells of something that happened, and of nothing to be done."""
        return self.event and not self.plan

    @property
    def moved(self) -> bool:
        """Whether the writer names a feeling of his or her own."""
        return bool(self.feeling or self.surprise or self.pleased)


def read(text: str) -> str:
    """The text as the word lists are written: with straight apostrophes, letter for letter otherwise."""
    return text.replace("’", "'")


def signs(text: str, ladder: Ladder, values: tuple[str, ...]) -> Signs:
    """The signs in a text, what others say in it left aside. `values` are the names of the cohort's values."""
    said = read(own_words(text))
    event = _tells_of_a_moment(said, ladder)
    steps = _steps(text, said, ladder)
    return Signs(
        words=len(text.split()),
        said=frozenset(signal for signal in ladder.signals if ladder.says(signal, said)),
        event=event,
        scene=any(not ladder.says("plain_verbs", one.group()) for one in ladder.signals["happened"].finditer(said)),
        plan=bool(steps) or _puts_off(said, ladder),
        cue=_has_its_moment(steps, said, ladder),
        dated_step=any(ladder.says("dated", one) for one in steps),
        feeling=_own(said, "feelings", ladder),
        surprise=_own(said, "surprises", ladder),
        pleased=_own(said, "pleased", ladder),
        judgement=next(_weighing(said, ladder), ""),
        big_words=sum(1 for _ in ladder.signals["big_words"].finditer(said)),
        who="" if ladder.says("loss", said) else somebody(said, ladder),
        value=next((one for one in values if names(said, one, ladder)), ""),
    )


def somebody(said: str, ladder: Ladder) -> str:
    """The first one who is mentioned by what they do, with an article: "the porter", "your team"."""
    the, yours = ladder.articles
    found = [(one, yours) for one in ladder.own.finditer(said)] + [(one, the) for one in ladder.others.finditer(said)]
    of_others = [(one, article) for one, article in found if not one["self"]]
    first = min(of_others, key=lambda one: one[0].start(), default=None)
    return f"{first[1]} {' '.join(first[0]['role'].split()).lower()}" if first else ""


def _steps(text: str, said: str, ladder: Ladder) -> list[str]:
    """The sentences in which the writer means to do something: the last ones, or all of a short text."""
    every = sentences(said)
    looked_at = every if len(text.split()) <= _SHORT else every[-_AT_THE_END:]
    return [one for one in looked_at if ladder.means_to(one) and not _is_only_foretold(one, ladder)]


def _is_only_foretold(sentence: str, ladder: Ladder) -> bool:
    """Whether what the writer will do is feared or hoped there: "I worry that I will talk too much"."""
    will = ladder.signals["intends"].search(sentence)
    before = sentence[: will.start()].rstrip() if will else ""
    return any(one.end() == len(before) for one in ladder.signals["foretold"].finditer(before))


def _has_its_moment(steps: list[str], said: str, ladder: Ladder) -> bool:
    """Whether a step says when, or names a day near the end of the text."""
    if any(ladder.says("cue", one) and not ladder.says("vague", one) for one in steps or [said]):
        return True
    end = sentences(said)[-_AT_THE_END:]
    return any(ladder.says("dated", one) and not ladder.says("vague", one) for one in end)


def _puts_off(said: str, ladder: Ladder) -> bool:
    """Whether a step is meant somewhere, and the end of the text leaves its moment open."""
    end = sentences(said)[-_AT_THE_END:]
    return ladder.says("intends", said) and any(ladder.says("vague", one) for one in end)


def _tells_of_a_moment(said: str, ladder: Ladder) -> bool:
    if ladder.says("pending", said):
        return False
    verbs = sum(
        ladder.signals["not_past"].fullmatch(_last(said[: found.start()])) is None
        for found in ladder.signals["happened"].finditer(said)
    )
    return verbs > (len(said.split()) >= _MOMENT)


def _last(text: str) -> str:
    """The last word of it; of a long text, only its end is looked at."""
    return next(reversed(text[-_WORD:].split()), "")


def _own(said: str, signal: str, ladder: Ladder) -> str:
    """The first word for a feeling that stands nearer to the writer than to anybody else; or nothing."""
    first = said.lstrip()
    if (alone := ladder.signals[signal].match(first)) and first[alone.end() :][:1] in _ALONE:
        return alone.group()
    for clause in _CLAUSE.findall(said):
        for found in ladder.signals[signal].finditer(clause):
            near = " ".join(clause[: found.start()].split()[-_CLOSE:])
            own = _of_the_writer(clause[: found.end()], ladder) and _is_said_of_somebody(clause[found.end() :], ladder)
            if own and not ladder.says("conditional", near):
                return found.group()
    return ""


def _is_said_of_somebody(behind: str, ladder: Ladder) -> bool:
    """Whether the word is said of somebody, and not of the thing that is named after it."""
    following = behind.lstrip()
    return following[:1] in _ALONE or ladder.signals["behind_feeling"].match(following) is not None


def _of_the_writer(clause: str, ladder: Ladder) -> bool:
    """Whether the writer is the last one to be named in it."""
    own = max((one.start() for one in ladder.signals["first_person"].finditer(clause)), default=-1)
    other = max((one.start() for one in ladder.signals["somebody"].finditer(clause)), default=-1)
    return own > other


def _weighing(said: str, ladder: Ladder) -> Iterator[str]:
    """The words that weigh somebody or something else, except those that are taken back."""
    for clause in _CLAUSE.findall(said):
        for found in ladder.signals["judgements"].finditer(clause):
            near = " ".join(clause[: found.start()].split()[-_CLOSE:])
            taken_back = ladder.says("not_so", near) or ladder.says("first_person", near)
            if not taken_back and (ladder.says("weighing", near) or not near):
                yield found.group()
