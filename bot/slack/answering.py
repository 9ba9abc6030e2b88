"""Answers one verified request: store first, then say that it is stored, then show what comes of it."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.chat.event import Commanded, Event, Joined, Left, Pressed, Profile, Submitted
from bot.chat.going_on import GoingOn
from bot.chat.reply import Reply
from bot.chat.taking import Taking
from bot.errors import TryLater, log_fault
from bot.slack.answers import OK, Answer, in_the_answer, told
from bot.slack.calls import PLATFORM
from bot.slack.incoming import Incoming
from bot.slack.mentions import mentioned_in
from bot.slack.perform import Performing
from bot.slack.receive import Unreadable, receive
from prompts.message import Message

log = logging.getLogger(__name__)

# Seconds from a request to its answer: Slack gives up after three, and what is not shown by then goes on without it.
_ANSWER_WITHIN = 2.0
# How many names are looked up at once: a cohort has fewer people, and Slack slows down who asks for too many.
_MOST_NAMES = 40


@dataclass(slots=True)
class Answering:
    """Translates a request, has it taken, and performs the reply. `key` hides written words in event ids."""

    reception: Taking
    performing: Performing
    key: bytes = field(repr=False)
    going_on: GoingOn = field(default_factory=lambda: GoingOn(_ANSWER_WITHIN))

    async def answer(self, payload: Mapping[str, Any]) -> Answer:
        """The answer to a request that the verifier or Slack's socket let through.

        It is a good one only when reception has committed the event; for an event that could not be stored it is a
        503, after which Slack sends it again.
        """
        started = time.monotonic()
        if payload.get("type") == "url_verification":
            return Answer(body={"challenge": str(payload.get("challenge", ""))})
        try:
            incoming = receive(payload, datetime.now(UTC), self.key)
        except Unreadable as trouble:
            log.warning("a request that Slack's documentation does not describe: %s", trouble)
            return Answer(400)
        if incoming is None:
            return OK
        known, names = await asyncio.gather(self._with_profile(incoming), self._names(incoming.event))
        incoming = replace(known, event=replace(known.event, names=names))
        if incoming.event.profile.bot:
            return OK
        return await self._taken(incoming, started)

    async def settle(self) -> None:
        """Waits until everything that was going on is shown."""
        await self.going_on.settle()

    async def _taken(self, incoming: Incoming, started: float) -> Answer:
        words = self.performing.channel.words_for(incoming.event.sender)
        if incoming.external:
            return await self._tell(incoming, words.say("slack.external"), OK)
        reply = await self._take(incoming.event)
        if reply is None:
            return await self._tell(incoming, words.say("trouble.later"), Answer(503))
        await self._forget(incoming.event)
        await self.going_on.show(self.performing.perform(incoming, reply), started)
        return in_the_answer(incoming, reply, words)

    async def _take(self, event: Event) -> Reply | None:
        """What reception says, or None where nothing was stored."""
        try:
            return await self.reception.take(event)
        except TryLater as busy:
            log.warning("not stored: %s", busy)
        except Exception as fault:  # noqa: BLE001 whatever is wrong with one request, its sender must get an answer
            log_fault(log, "not stored", fault)
        return None

    async def _tell(self, incoming: Incoming, sentence: str, otherwise: Answer) -> Answer:
        """Tells the person what is wrong, where they wait for an answer; messages and the like get `otherwise`."""
        if isinstance(incoming.event, Pressed):
            await self.going_on.show(self.performing.say(incoming, Message(sentence)), time.monotonic())
            return OK
        if isinstance(incoming.event, Submitted | Commanded):
            return told(incoming, sentence, self.performing.channel.words_for(incoming.event.sender))
        return otherwise

    async def _with_profile(self, incoming: Incoming) -> Incoming:
        event, directory = incoming.event, self.performing.channel.directory
        if isinstance(event, Joined | Left) and event.profile != Profile():
            directory.learn(event.sender, event.profile)
            return incoming
        profile = await directory.known(event.sender)
        return replace(incoming, event=replace(event, profile=profile))

    async def _names(self, event: Event) -> dict[str, str]:
        """What the people who are mentioned are called, as far as it is known within a second."""
        directory, who = self.performing.channel.directory, event.sender
        ids = mentioned_in(event)[:_MOST_NAMES]
        profiles = await asyncio.gather(*(directory.known(replace(who, person=one, room="")) for one in ids))
        return {one: profile.name for one, profile in zip(ids, profiles, strict=True) if profile.name}

    async def _forget(self, event: Event) -> None:
        if isinstance(event, Left) and not event.sender.person:
            calls = self.performing.channel.calls
            calls.forget_token(event.sender.workspace)
            await calls.installations.forget(PLATFORM, event.sender.workspace)
