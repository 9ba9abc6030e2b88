"""Does what a reply says: in the answer to the request where there is one, else in the private chat."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass, replace

from bot.chat.action import BadAction, Run
from bot.chat.event import Address, Commanded, Posted, Pressed
from bot.chat.patience import patiently
from bot.chat.reply import Document, Reply
from bot.errors import Trouble
from bot.teams import cards
from bot.teams.incoming import Incoming, Wants
from bot.teams.send import TeamsChannel
from bot.teams.text import Element
from prompts.message import Button, Form, Message
from prompts.words import Words

log = logging.getLogger(__name__)

_NOTHING: Element = {}


@dataclass(frozen=True, slots=True)
class Performing:
    """Performs replies. What cannot be shown is logged without its words: the event itself is stored already."""

    channel: TeamsChannel

    def in_the_answer(self, incoming: Incoming, reply: Reply) -> Element:
        """The part of a reply that goes straight back; {} where nothing does."""
        words = self._words(incoming)
        match incoming.wants:
            case Wants.CARD:
                elsewhere = reply.replaced is not None and reply.replaced != _posted(incoming)
                return _card_answer(None if elsewhere else reply.replace, words)
            case Wants.DIALOG | Wants.AFTER_DIALOG:
                return self._dialog_answer(incoming, reply, words)
            case _:
                return _NOTHING

    async def perform(self, incoming: Incoming, reply: Reply) -> None:
        """Everything that is not in the answer to the request itself."""
        if reply.replace and (posted := reply.replaced or _posted(incoming)):
            await self._guarded("replace", self._turn(incoming, posted, reply.replace))
        for posted, message in reply.others:
            await self._guarded("replace", self._turn(incoming, posted, message))
        if reply.say and not _in_dialog(incoming, reply):
            await self._guarded("say", self._say(incoming, reply.say, "say"))
        if reply.open and incoming.wants in {Wants.NOTHING, Wants.CARD}:
            await self._guarded("open", self._say(incoming, self._way_in(incoming, reply.open), "open"))
        if reply.home:
            await self._guarded("home", self._say(incoming, reply.home, "home"))
        for document in reply.documents:
            await self._guarded("file", self._file(incoming, document))

    async def say(self, incoming: Incoming, message: Message) -> None:
        """A sentence of the edge's own."""
        await self._guarded("say", self._say(incoming, message, "say"))

    def told(self, incoming: Incoming, sentence: str) -> Element:
        """One sentence to somebody who waits; a form stays open with all that was filled in."""
        words = self._words(incoming)
        if incoming.form:
            return cards.dialog(incoming.form, words, {"": sentence})
        return cards.told(Message(sentence), words)

    def _dialog_answer(self, incoming: Incoming, reply: Reply, words: Words) -> Element:
        if reply.problems:
            form = reply.open or incoming.form or Form(title=words.label("slack.problem"))
            return cards.dialog(form, words, reply.problems)
        if reply.open:
            return cards.dialog(reply.open, words)
        if _in_dialog(incoming, reply):
            return cards.told(reply.say or reply.replace or Message(words.say("slack.empty_form")), words)
        return _NOTHING

    async def _guarded(self, what: str, doing: Awaitable[None]) -> None:
        try:
            await doing
        except Trouble as trouble:
            log.warning("could not %s: %s: %s", what, type(trouble).__name__, trouble)

    async def _turn(self, incoming: Incoming, posted: Posted, message: Message) -> None:
        await patiently(lambda: self.channel.replace(posted, message, to=_private(incoming)))

    async def _say(self, incoming: Incoming, message: Message, what: str) -> None:
        delivery = f"{what} {incoming.event.id}"
        await patiently(lambda: self.channel.send(_private(incoming), message, delivery=delivery))

    async def _file(self, incoming: Incoming, document: Document) -> None:
        await patiently(lambda: self.channel.file(_private(incoming), document))

    def _way_in(self, incoming: Incoming, form: Form) -> Message:
        """A card whose button opens a form that Teams would not open by itself."""
        words = self._words(incoming)
        button = Button(words.label("slack.try_again"), _again(incoming, form), opens_form=True, style="primary")
        return Message(words.say("teams.way_in", title=form.title), buttons=(button,))

    def _words(self, incoming: Incoming) -> Words:
        return self.channel.words_for(incoming.event.sender)


def _card_answer(message: Message | None, words: Words) -> Element:
    if message is None:
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""}
    return {"statusCode": 200, "type": cards.CARD, "value": cards.card(message, words)}


def _in_dialog(incoming: Incoming, reply: Reply) -> bool:
    """Whether what is said belongs into the dialog: a chat message would stand unseen behind it."""
    if incoming.wants is Wants.DIALOG:
        return not reply.open
    return incoming.wants is Wants.AFTER_DIALOG and isinstance(incoming.event, Pressed) and not reply.open


def _posted(incoming: Incoming) -> Posted | None:
    return incoming.event.posted if isinstance(incoming.event, Pressed) else None


def _again(incoming: Incoming, form: Form) -> str:
    match incoming.event:
        case Pressed(action=action):
            return action
        case Commanded(text=text):
            return _packed(text) or form.token
        case _:
            return form.token


def _packed(command: str) -> str:
    try:
        return Run(command).pack()
    except BadAction:  # too long for a button: the form without what was typed has to do
        return ""


def _private(incoming: Incoming) -> Address:
    """What anybody is answered, they are answered in their private chat, wherever they spoke."""
    return replace(incoming.event.sender, room=incoming.conversation if incoming.private else "")
