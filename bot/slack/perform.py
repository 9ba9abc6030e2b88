"""Does what a reply says: shows it where the person is, and to nobody else."""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.chat.action import BadAction, Run
from bot.chat.event import Commanded, Posted, Pressed, Submitted
from bot.chat.patience import patiently
from bot.chat.reply import Document, Reply
from bot.errors import Rejected, Trouble
from bot.slack import render
from bot.slack.incoming import Incoming
from bot.slack.modals import Modals
from bot.slack.send import SlackChannel
from prompts.message import Button, Form, Item, Message
from prompts.words import Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Performing:
    """Performs replies. What cannot be shown is logged without its words: the event itself is stored already."""

    channel: SlackChannel
    modals: Modals

    async def perform(self, incoming: Incoming, reply: Reply) -> None:
        """Everything that is not in the answer to the request itself; forms first, because their trigger expires."""
        if reply.open and not isinstance(incoming.event, Submitted):
            await self._guarded("open", self._open(incoming, reply.open))
        if reply.replace:
            await self._guarded("replace", self._replace(incoming, reply.replace, reply.replaced))
        for posted, message in reply.others:
            await self._guarded("replace", self._turn(incoming, posted, message))
        if reply.say and not isinstance(incoming.event, Commanded):
            await self._guarded("say", self._say(incoming, reply.say, reply.in_thread))
        if reply.home:
            await self._guarded("home", self.modals.publish(incoming, reply.home, self._words(incoming)))
        for document in reply.documents:
            await self._guarded("file", self._file(incoming, document))

    async def say(self, incoming: Incoming, message: Message) -> None:
        """A sentence of the edge's own."""
        await self._guarded("say", self._say(incoming, message, ""))

    async def _guarded(self, what: str, doing: Awaitable[None]) -> None:
        try:
            await doing
        except Trouble as trouble:
            log.warning("could not %s: %s: %s", what, type(trouble).__name__, trouble)

    async def _open(self, incoming: Incoming, form: Form) -> None:
        words = self._words(incoming)
        try:
            await self.modals.open(incoming, form, words)
        except Trouble as trouble:
            log.warning("could not open a form: %s: %s", type(trouble).__name__, trouble)
            refused = isinstance(trouble, Rejected) and trouble.reason not in _TOO_LATE
            sentence = "slack.form_refused" if refused else "slack.form_expired"
            again = () if refused else _again(incoming, form, words)
            await self._say(incoming, Message(words.say(sentence), buttons=again), "")

    async def _replace(self, incoming: Incoming, message: Message, replaced: Posted | None) -> None:
        posted = replaced or _posted(incoming)
        if replaced is None and incoming.form:
            await self.modals.update(incoming, self._as_form(message, incoming), self._words(incoming))
        elif replaced is None and incoming.on_home:
            await self._over_home(incoming, message)
        elif replaced is None and incoming.response_url:
            await self._respond(incoming, message, {"replace_original": True})
        elif posted is not None:
            await self._turn(incoming, posted, message)

    async def _turn(self, incoming: Incoming, posted: Posted, message: Message) -> None:
        await patiently(lambda: self.channel.replace(posted, message, to=incoming.event.sender))

    async def _say(self, incoming: Incoming, message: Message, thread: str) -> None:
        if incoming.form:  # a chat message would stand unseen behind the form, and tell what belongs in it
            await self.modals.open(incoming, self._as_form(message, incoming), self._words(incoming))
            return
        if incoming.on_home:
            await self._over_home(incoming, message)
            return
        if incoming.response_url:
            place = {"thread_ts": incoming.thread} if incoming.thread else {}
            await self._respond(incoming, message, {"response_type": "ephemeral", "replace_original": False, **place})
            return
        await self._post(incoming, message, thread)

    async def _over_home(self, incoming: Incoming, message: Message) -> None:
        """Over Home, because nobody who looks at Home sees what is said in the chat; too late for that, in the chat."""
        try:
            await self.modals.open(incoming, self._as_form(message, incoming), self._words(incoming))
        except Rejected:
            await self._post(incoming, message, "")

    async def _post(self, incoming: Incoming, message: Message, thread: str) -> None:
        to, delivery = incoming.event.sender, f"reply {incoming.event.id}"
        await patiently(lambda: self.channel.send(to, message, delivery=delivery, thread=thread or None))

    async def _respond(self, incoming: Incoming, message: Message, how: dict[str, Any]) -> None:
        shown = render.message(message, self._words(incoming))
        wait = aiohttp.ClientTimeout(total=self.channel.calls.timeout)
        session = self.channel.calls.session
        try:
            async with session.post(incoming.response_url, json={**shown, **how}, timeout=wait) as answer:
                if answer.status != 200:
                    raise Rejected(f"response_url: HTTP {answer.status}")
        except (TimeoutError, aiohttp.ClientError, OSError) as broken:
            raise Rejected(f"response_url: {type(broken).__name__}") from None

    async def _file(self, incoming: Incoming, document: Document) -> None:
        await patiently(lambda: self.channel.file(incoming.event.sender, document))

    def _as_form(self, message: Message, incoming: Incoming) -> Form:
        """A message for somebody who has a form open, or is on Home."""
        rows = (*message.items, Item("", message.buttons)) if message.buttons else message.items
        title = message.title or incoming.form_title or self._words(incoming).label("home.title")
        return Form(title=title, text=message.text, items=rows)

    def _words(self, incoming: Incoming) -> Words:
        return self.channel.words_for(incoming.event.sender)


# A trigger lives for three seconds and works once.
_TOO_LATE = frozenset({
    "",  # there was none
    "exchanged_trigger_id",
    "expired_trigger_id",
    "invalid_trigger_id",
    "trigger_exchanged",
    "trigger_expired",
})  # fmt: skip


def _again(incoming: Incoming, form: Form, words: Words) -> tuple[Button, ...]:
    """A button that opens the same form once more."""
    match incoming.event:
        case Pressed(action=action):
            pass
        case Commanded(name=name, text=text):
            action = _packed(f"reflect {text}".strip() if name == "reflect" else text)
        case _:
            action = form.token
    return (Button(words.label("slack.try_again"), action, opens_form=True, style="primary"),) if action else ()


def _packed(command: str) -> str:
    try:
        return Run(command).pack()
    except BadAction:  # too long for a button: the sentence alone has to do
        return ""


def _posted(incoming: Incoming) -> Posted | None:
    return incoming.event.posted if isinstance(incoming.event, Pressed) else None
