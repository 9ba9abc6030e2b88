"""Answers one verified activity: store first, then say that it is stored, then show what comes of it."""

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.chat.channel import Installations, Routes
from bot.chat.event import Commanded, Event
from bot.chat.going_on import GoingOn
from bot.chat.reply import Reply
from bot.chat.taking import Taking
from bot.errors import Rejected, TryLater, log_fault
from bot.teams.about import Activity, room_of, team_in, tenant_of
from bot.teams.connector import PLATFORM
from bot.teams.incoming import Incoming, Wants
from bot.teams.people import directory_id, is_of_one_bot
from bot.teams.perform import Performing
from bot.teams.receive import Unreadable, receive
from bot.teams.text import Element
from prompts.message import Message

log = logging.getLogger(__name__)

# Seconds from a request to its answer: Teams gives a dialog about five, and what is not shown by then goes on alone.
_ANSWER_WITHIN = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, and what Teams is to do with the person's screen."""

    status: int = 200
    body: Element = field(default_factory=dict)


@dataclass(slots=True)
class Answering:
    """Translates an activity, has it taken, and performs the reply. `key` hides written words in event ids."""

    reception: Taking
    performing: Performing
    routes: Routes
    installations: Installations
    key: bytes = field(repr=False)
    _known: set[str] = field(default_factory=set)
    going_on: GoingOn = field(default_factory=lambda: GoingOn(_ANSWER_WITHIN))

    async def answer(self, activity: Activity) -> Answer:
        """The answer to an activity whose token was checked.

        It is a good one only when reception has committed the event; for an event that could not be stored it is a
        503, after which Teams sends it again.
        """
        started = time.monotonic()
        try:
            incoming = receive(activity, datetime.now(UTC), self.key)
        except Unreadable as trouble:
            log.warning("an activity that Microsoft's documentation does not describe: %s", trouble)
            return Answer(400)
        if incoming is None:
            return Answer(501) if activity["type"] == "invoke" else await self._noticed(activity)
        self.performing.channel.directory.learn(incoming.event.sender, incoming.event.profile)
        return await self._taken(incoming, started)

    async def settle(self) -> None:
        """Waits until everything that was going on is shown."""
        await self.going_on.settle()

    async def _taken(self, incoming: Incoming, started: float) -> Answer:
        reply = await self._take(incoming)
        if reply is None:
            return await self._not_taken(incoming)
        await self.going_on.show(self.performing.perform(incoming, reply), started)
        return Answer(body=self.performing.in_the_answer(incoming, reply))

    async def _take(self, incoming: Incoming) -> Reply | None:
        """What reception says, or None where nothing was stored."""
        try:
            await self._remember(incoming)
            return await self.reception.take(await self._with_whom(incoming))
        except TryLater as busy:
            log.warning("not stored: %s", busy)
        except Exception as fault:  # noqa: BLE001 whatever is wrong with one activity, its sender must get an answer
            log_fault(log, "not stored", fault)
        return None

    async def _remember(self, incoming: Incoming) -> None:
        """The tenant, and the way back to it and to the person, as they are now: services move."""
        who, way = incoming.event.sender, {"service_url": incoming.service_url, "bot": incoming.bot}
        if who.workspace not in self._known:
            await self.installations.keep(PLATFORM, who.workspace, "", "")
            self._known.add(who.workspace)
        room = "" if incoming.private else room_of(incoming.conversation)
        await self.routes.keep(PLATFORM, who.workspace, conversation=room, **way)
        if incoming.private:
            await self.routes.keep(PLATFORM, who.workspace, who.person, conversation=incoming.conversation, **way)

    async def _noticed(self, activity: Activity) -> Answer:
        """News of a team that has the app: its members can be asked for from now on."""
        try:
            if found := team_in(activity):
                await self.routes.keep(PLATFORM, tenant_of(activity), **found)
        except Exception as fault:  # noqa: BLE001 whatever is wrong, Teams is to bring this again
            log_fault(log, "not stored", fault)
            return Answer(503)
        return Answer()

    async def _with_whom(self, incoming: Incoming) -> Event:
        """The event with the directory's ids of those whom it mentions: a mention names them by this bot's own ids."""
        event = incoming.event
        if not isinstance(event, Commanded):
            return event
        for person in filter(is_of_one_bot, event.names):
            known = await self._known_as(incoming, person)
            names = {known if one == person else one: name for one, name in event.names.items()}
            event = replace(event, text=event.text.replace(f"<@{person}>", f"<@{known}>"), names=names)
        return event

    async def _known_as(self, incoming: Incoming, person: str) -> str:
        connector, room = self.performing.channel.connector, room_of(incoming.conversation)
        try:
            return directory_id(await connector.member(incoming.service_url, room, person)) or person
        except Rejected:
            return person

    async def _not_taken(self, incoming: Incoming) -> Answer:
        """Teams repeats what got a 503; somebody who waits before a dialog or a card is told instead."""
        sentence = self.performing.channel.words_for(incoming.event.sender).say("trouble.later")
        if incoming.wants in {Wants.DIALOG, Wants.AFTER_DIALOG}:
            return Answer(body=self.performing.told(incoming, sentence))
        if incoming.wants is Wants.CARD:
            await self.going_on.show(self.performing.say(incoming, Message(sentence)), time.monotonic())
            return Answer(body={"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""})
        return Answer(503)
