"""One entry as the coach looks at it, and what is meant in earnest in it."""

from dataclasses import dataclass, field

from bot.coach.ladder import Ladder
from bot.coach.quoting import closing_question
from bot.coach.remarks import without_remarks
from bot.coach.sentences import between_sentences
from bot.coach.signs import Signs, read

SHORT_ANSWER = 60  # words; a longer answer is about more than what was asked
_MARK_ALONE = 2  # words: "Joke." stands behind the sentence that it is about


@dataclass(frozen=True, slots=True)
class Asked:
    """What the prompt asked, as far as it matters here. `promise`: a promise, which is a plan in whatever words."""

    prompt: str = field(repr=False)
    promise: bool

    def for_a_plan(self, ladder: Ladder) -> bool:
        return self.promise or self.wants_a_step(ladder)

    def wants_a_step(self, ladder: Ladder) -> bool:
        """Whether the prompt itself asks for something that will be done."""
        return ladder.says("asks_plan", self.prompt) and not ladder.says("asks_back", self.prompt)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with the signs in it, the ladder of its language, and what was asked."""

    text: str = field(repr=False)
    found: Signs = field(repr=False)
    ladder: Ladder = field(repr=False)
    asked: Asked = field(repr=False)

    def begins(self, signal: str) -> bool:
        return self.ladder.signals[signal].match(read(self.text).strip()) is not None

    @property
    def question(self) -> str:
        """What the writer asks or wonders at the end, if anything; what will be asked in a plan is no such question."""
        planned = self.asked.promise and self.begins("cue")
        answers = any(map(self.prompt_says, ("asks_feeling", "asks_hope"))) and "?" not in self.text
        return "" if planned or answers else closing_question(self.text, self.ladder)

    def prompt_says(self, signal: str) -> bool:
        return self.ladder.says(signal, self.asked.prompt)


def in_earnest(text: str, ladder: Ladder) -> str:
    """The text without what its writer marks as a joke or says about the entry itself; itself where there is none."""
    text = without_remarks(text, ladder)
    if not ladder.says("jokes", read(text)):
        return text
    return "\n".join(kept for line in text.splitlines() if (kept := _earnest_line(line, ladder)))


def _earnest_line(line: str, ladder: Ladder) -> str:
    kept: list[str] = []
    for sentence in between_sentences(line):
        if not _is_joke(read(sentence), ladder):
            kept.append(sentence)
        elif len(sentence.split()) <= _MARK_ALONE:
            kept = kept[:-1]
    return " ".join(kept)


def _is_joke(sentence: str, ladder: Ladder) -> bool:
    return ladder.says("jokes", sentence) and not ladder.says("no_joke", sentence)
