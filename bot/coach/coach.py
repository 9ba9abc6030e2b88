"""The coach: one line that mirrors what somebody wrote, then one open question; never more than two in an entry."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.chat.asked import joined, parted
from bot.chat.permit import Permit

MOST_QUESTIONS = 2  # on one entry, one at a time: more would feel like an interrogation
MOST_WORDS = 60  # mirror and question together: who asks should say less than who answers
FEW_WORDS = 4  # an answer this short, twice running, says "enough"
LEAST_WHOLE = 30  # words: a shorter text never went all the way, whatever it says


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn of an entry. `speaker` is "person" or "coach", `surface` "form" or "chat"."""

    speaker: str
    surface: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Talk:
    """All that the coach is told: one person's one entry, and nothing of anybody else.

    `turns` in order; `question` is what the prompt asked ("" for a free entry); `asked` holds the questions that this
    person was asked before, word for word; `values` are the names of the cohort's values. Without a `permit` no
    language model is told of it.
    """

    language: str
    turns: tuple[Spoken, ...]
    framework: str = ""
    question: str = field(default="", repr=False)
    asked: frozenset[str] = field(default=frozenset(), repr=False)
    values: tuple[str, ...] = ()
    permit: Permit | None = None

    @property
    def own(self) -> tuple[Spoken, ...]:
        """What the person said, as far as the question may draw on it.

        It is asked where the person spoke last: in the chat it gives nothing away that was written in a form.
        """
        said = tuple(one for one in self.turns if one.speaker == "person")
        return tuple(one for one in said if said[-1].surface in {"form", one.surface})


@dataclass(frozen=True, slots=True)
class Question:
    """What the coach says, as plain text (not Markdown).

    The mirror quotes the last turn of the person only, so that a chat message never repeats what was written in a form.
    """

    mirror: str = field(repr=False)
    question: str = field(repr=False)
    by_model: bool = False

    @property
    def text(self) -> str:
        """Mirror and question as one text, as it is sealed with the entry."""
        return joined(self.mirror, self.question)

    @classmethod
    def read(cls, text: str) -> "Question":
        """The question back from its text. Whether a model asked it is not in the text."""
        return cls(*parted(text))


class Coach(Protocol):
    """Whoever asks the questions; what it is told and what it may say stands above."""

    async def follow_up(self, talk: Talk) -> Question | None:
        """The next question on this entry, or None where the coach stops. Never the same question twice.

        Raises CoachSilent when a question was wanted and none came that may be asked.
        """

    def came_to_an_end(self, talk: Talk) -> bool:
        """Whether a talk without a further question ends here, once, with what can be done with the entry now:

        keep it, share it, or make it a promise. Not where its writer will not be asked.
        """
