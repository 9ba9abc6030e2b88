"""What can be shown in the answer to a request itself: under a form's fields, in its place, or after a command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.event import Commanded, Submitted
from bot.chat.reply import Reply
from bot.slack import render
from bot.slack.incoming import Incoming
from prompts.message import Form, Message
from prompts.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, and what Slack is to do with the person's screen."""

    status: int = 200
    body: Mapping[str, Any] | None = None


OK = Answer()


def in_the_answer(incoming: Incoming, reply: Reply, words: Words) -> Answer:
    """The part of a reply that goes straight back; the rest is performed."""
    if isinstance(incoming.event, Submitted):
        return _after_a_form(incoming, reply, words)
    if isinstance(incoming.event, Commanded) and reply.say:
        return _ephemeral(reply.say, words)
    return OK


def told(incoming: Incoming, sentence: str, words: Words) -> Answer:
    """One sentence to somebody who waits; a form stays open with all that was filled in."""
    if isinstance(incoming.event, Submitted):
        return _problems(incoming, {"": sentence}, words)
    return _ephemeral(Message(sentence), words)


def _after_a_form(incoming: Incoming, reply: Reply, words: Words) -> Answer:
    if reply.problems and not reply.open:
        return _problems(incoming, reply.problems, words)
    if reply.open:
        # an answer with errors can add no field: the form is shown anew, with each problem under its field
        view = render.modal(reply.open, words, reply.problems)
        return Answer(body={"response_action": "update", "view": view})
    return OK


def _problems(incoming: Incoming, problems: Mapping[str, str], words: Words) -> Answer:
    """Sentences under their fields; one for no field that is shown goes under the first."""
    if not incoming.blocks:
        form = Form(title=words.label("slack.problem"), text="\n\n".join(problems.values()))
        return Answer(body={"response_action": "push", "view": render.modal(form, words)})
    under: dict[str, list[str]] = {}
    for key, sentence in problems.items():
        under.setdefault(key if key in incoming.blocks else incoming.blocks[0], []).append(sentence)
    errors = {block: render.problem(" ".join(sentences)) for block, sentences in under.items()}
    return Answer(body={"response_action": "errors", "errors": errors})


def _ephemeral(message: Message, words: Words) -> Answer:
    return Answer(body={"response_type": "ephemeral", **render.message(message, words)})
