"""What something in a text looks like, in words: a phone number, or a bed or a room."""

from babel.lists import format_list

from bot.care.care import Seen
from prompts.words import Words


def kinds(words: Words, seen: Seen) -> str:
    """Every kind of patient details that was seen, each once."""
    named = dict.fromkeys(words.label(f"care.kind.{one.kind}") for one in seen.details)
    return format_list(list(named), style="or", locale=words.locale)
