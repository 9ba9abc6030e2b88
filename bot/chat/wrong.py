"""What was wrong with what somebody filled in or typed, and what right looks like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.chat.event import Submitted
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from prompts.message import Markdown, Message


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong, as a key of the words with what fills the gaps of the sentence."""

    key: str
    gaps: Mapping[str, str] = field(default_factory=dict)


def wrong_use(occasion: Occasion, command: str, wrong: Mapping[str, Wrong], known: Iterable[str] = ()) -> Reply:
    """Each sentence under its field of the form; for a typed command all sentences, with an example of the command.

    `command` is the command's words joined by `_`, `wrong` goes by the keys of the form's fields, and `known` are the
    words that can be typed after the name.
    """
    words = occasion.words
    if isinstance(occasion.event, Submitted):
        return Reply(problems={key: words.label(one.key, **one.gaps) for key, one in wrong.items()})
    sentences = "\n".join(words.say(one.key, **one.gaps) for one in wrong.values())
    if listed := ", ".join(f"`{one}`" for one in known):
        sentences = f"{sentences}\n\n{words.say('wrong.known', known=Markdown(listed))}"
    example = words.say("wrong.example", example=Markdown(words.label(f"command.{command}.example")))
    return Reply(say=Message(f"{sentences}\n\n{example}"))
