"""What a person sees of a reply: the message that came, or the form that opened."""

from bot.chat.reply import Reply
from prompts.message import Form, Message


def said(reply: Reply) -> Message:
    """The message that was said, or that took the place of the one with the button."""
    message = reply.say or reply.replace
    assert message is not None, reply
    return message


def opened(reply: Reply) -> Form:
    assert reply.open is not None, reply
    return reply.open


def plain(text: str) -> str:
    """As it is read, without what keeps its marks from being meant."""
    return text.replace("\\", "")
