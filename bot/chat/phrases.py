"""What is typed in the chat and is no reflection: a greeting, a question to us, or a wish to write."""

import re

from prompts.words import Words

_LONGEST = 80  # characters: what is longer says something of its own
_WORD = re.compile(r"[^\W_]+")


def asks_for_help(text: str, words: Words) -> bool:
    """Whether a message is nothing but greetings and questions what can be done here, as the language lists them."""
    return _only(text, words.label("phrases.help"))


def asks_who_reads(text: str, words: Words) -> bool:
    """Whether it is nothing but a question what becomes of one's words, or a wish to have them, or a greeting."""
    return _only(text, f"{words.label('phrases.privacy')}\n{words.label('phrases.help')}")


def asks_to_write(text: str, words: Words) -> bool:
    """Whether a message says nothing but that its sender wants to write."""
    return _only(text, words.label("phrases.write"))


def _only(text: str, listed: str) -> bool:
    if len(text) > _LONGEST:
        return False
    phrases = "|".join(re.escape(_plain(one)) for one in listed.splitlines())
    return re.fullmatch(rf"(?:(?:{phrases})(?: |$))+", _plain(text)) is not None


def _plain(text: str) -> str:
    """Its words alone, in small letters."""
    return " ".join(_WORD.findall(text.casefold().replace("’", "").replace("'", "")))
