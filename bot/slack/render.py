"""Turns what the bot says into what Slack shows: a message, a form, a Home view."""

from bot.slack.blocks import fallback, message_blocks, message_room
from bot.slack.forms import home, modal, problem
from bot.slack.rich import Block, rich_text
from prompts.message import Message
from prompts.words import Words

__all__ = ["home", "message", "modal", "problem"]


def message(message: Message, words: Words) -> Block:
    """The `text` and `blocks` of a message, whatever way it is posted."""
    blocks = message_blocks(message, words, message_room())
    return {"text": fallback(message), "blocks": blocks or rich_text(words.say("slack.empty_form"))}
