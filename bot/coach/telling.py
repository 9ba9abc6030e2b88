"""What a language model is told: one person's one entry with its prompt, without names and without patient details."""

import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.coach.coach import Spoken, Talk
from bot.coach.unnamed import Unnamed

_MOST = (
    8_000  # characters of what was written; longer entries are told from there on, because the end is where they are
)
_LEFT_OUT = "[…]"
_LINE = 8  # random bytes in the line before and after the words, so that no words can pretend to be that line


@dataclass(frozen=True, slots=True)
class Told:
    """`text` is all that leaves. `last` is what the person wrote last and `own` all that they wrote, as they leave."""

    text: str = field(repr=False)
    last: str = field(repr=False)
    own: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is told in one language. `says` are the words around it."""

    says: Mapping[str, str]
    unnamed: Unnamed

    def tell(self, talk: Talk, without_details: Callable[[str], str]) -> Told:
        """Only what may be drawn on where the next question is asked: nothing of a form for a question in the chat."""
        names = talk.permit.names if talk.permit else {}

        def bare(text: str) -> str:
            return self.unnamed.without(without_details(visible(text)), names)

        turns = [Spoken(one.speaker, one.surface, bare(one.text)) for one in _heard(talk)]
        own = [one.text for one in turns if one.speaker == "person"]
        return Told(self._text(talk, bare(talk.question), turns), _end(own[-1]), _end("\n".join(own)))

    def _text(self, talk: Talk, question: str, turns: list[Spoken]) -> str:
        line = line_around()
        asked = [f"{self.says['question']} {question}"] if question else []
        words = _end("\n".join(f"{self.says[one.speaker]} {one.text}" for one in turns))
        return "\n".join([self.says["language"], *asked, line, words, line])


def line_around() -> str:
    """What stands before and after words that others wrote: a line that none of them can have guessed."""
    return f"======== {secrets.token_hex(_LINE)} ========"


def _heard(talk: Talk) -> Iterator[Spoken]:
    """The turns that the next question may draw on, the coach's own questions among them."""
    surface = talk.turns[-1].surface
    return (one for one in talk.turns if surface in {"form", one.surface})


def visible(text: str) -> str:
    """Without what nobody sees: a name with such a sign in it would not be known for one."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(one for one in whole if one == "\n" or unicodedata.category(one)[0] != "C")


def _end(text: str) -> str:
    return text if len(text) <= _MOST else f"{_LEFT_OUT} {text[-_MOST:]}"
