"""What people do at their Teams: they type, press a card's button, open a dialog and send it in.

Whoever sits before the Playground does it there. For all others the Playground sends the same activities, as it does
for whoever asks it to ("custom activity").
"""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.agents_playground.between import Answered, Between, standing_between
from bot.agents_playground.process import BOT, CHANNEL, OTHERS, TENANT, Somebody, client

Json = dict[str, Any]

_ANSWERED_WITHIN = 15.0  # seconds; Teams itself gives up earlier
_MENTION = re.compile(r"<@([^>|]+)[^>]*>")


@dataclass(slots=True)
class Teams:
    """A tenant with its people. The first of them sits before the Playground, at `url`.

    `rooms` are the private chats of each with the bot.
    """

    people: Sequence[Somebody]
    between: Between
    url: str
    rooms: Mapping[str, str]
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def says(self, who: str, text: str) -> Answered:
        """Types a message into the private chat; `<@id>` mentions somebody."""
        if who == self.people[0].id and not _MENTION.search(text):
            message = {"from": {"id": who}, "text": text, "textFormat": "plain"}
            where = f"/_conversation/v1/conversations/{self.rooms[who]}/messages"
            return await self._asked(where, message, _message(who))
        return await self.does(who, **self._mentioning(text))

    async def says_in_channel(self, who: str, text: str) -> Answered:
        """Mentions the bot in the managers' channel, and says that to it."""
        name = "Exchange Coach"
        mention = {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": BOT, "name": name}}
        return await self.does(who, text=f"<at>{name}</at> {text}", entities=[mention], **in_channel())

    async def presses(self, who: str, message: str, data: Json) -> Answered:
        """A button that answers to its card (Action.Execute)."""
        value = {"action": {"type": "Action.Execute", "verb": "press", "data": data}, "trigger": "manual"}
        asked = {"name": "adaptiveCard/action", "replyToId": message, "value": value}
        if who != self.people[0].id:
            return await self.does(who, type="invoke", **asked)
        here = {"from": {"id": who}, "conversation": {"id": self.rooms[who]}}
        return await self._asked("/_conversation/v1/invoke", {**asked, **here}, _message(who, "invoke"))

    async def opens(self, who: str, message: str, data: Json) -> Answered:
        """A button that opens a dialog. The Playground has a page for it, and no other way in."""
        value = {"data": data, "context": {"theme": "default"}}
        return await self.does(who, type="invoke", name="task/fetch", replyToId=message, value=value)

    async def sends_in(self, who: str, data: Json) -> Answered:
        """A dialog, or a button in it."""
        value = {"data": data, "context": {"theme": "default"}}
        return await self.does(who, type="invoke", name="task/submit", value=value)

    async def does(self, who: str, **activity: Any) -> Answered:
        """Any activity of that person; the answer that the bot gave to it."""
        whole = {**self._activity(who), **activity}
        return await self._asked(
            "/_internal/v1/customActivities", whole, lambda one: bool(one.get("id") == whole["id"])
        )

    async def _asked(self, path: str, body: Json, wanted: Any) -> Answered:
        coming = self.between.answer_to(wanted)
        async with asyncio.timeout(_ANSWERED_WITHIN):
            async with self.between.session.post(f"{self.url}{path}", json=body) as answer:
                await answer.read()
            return await coming

    def _activity(self, who: str) -> Json:
        person = next(one for one in self.people if one.id == who)
        return {
            "type": "message",
            "id": f"activity-{next(self._numbers)}",
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": self.between.service,
            "from": {"id": who, "name": person.name, "aadObjectId": who},
            "recipient": {"id": BOT, "name": "Exchange Coach"},
            "conversation": {"id": self.rooms[who], "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "localTimezone": person.timezone,
        }

    def _mentioning(self, text: str) -> Json:
        names = {one.id: one.name for one in self.people}
        mentioned = [one for one in _MENTION.findall(text) if one in names]
        return {
            "text": _MENTION.sub(lambda found: f"<at>{names.get(found[1], found[1])}</at>", text),
            "entities": [
                {"type": "mention", "text": f"<at>{names[one]}</at>", "mentioned": {"id": one, "name": names[one]}}
                for one in mentioned
            ],
        }


def in_channel() -> Json:
    """The fields of an activity that comes from the managers' channel."""
    conversation = {"id": CHANNEL, "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
    return {"conversation": conversation, "channelData": {"tenant": {"id": TENANT}, "team": {"id": "19:halden-team"}}}


@asynccontextmanager
async def a_tenant(people: Sequence[Somebody], port: int = 0) -> AsyncIterator[Teams]:
    """A running Playground with these people: `between.bot` is for the caller to set, once the bot listens.

    Raises NotInstalled.
    """
    async with standing_between() as between:
        between.known = frozenset(one.id for one in people[: 1 + OTHERS])
        between.members = {key: _member(one) for one in people for key in (one.id, one.email) if key}
        async with client(people, f"{between.url}/api/messages", between.service, port) as url:
            between.client = url
            rooms = {one.id: await _begun(between, one.id) for one in people}
            yield Teams(people, between, url, rooms)


def _member(one: Somebody) -> Json:
    return {"id": one.id, "aadObjectId": one.id, "name": one.name, "email": one.email}


async def _begun(between: Between, who: str) -> str:
    """The private chat of that person with the bot: there is one, whoever asks for it."""
    wanted = {"members": [{"id": who}], "tenantId": TENANT}
    async with between.session.post(f"{between.service}/v3/conversations", json=wanted) as answer:
        return str((await answer.json())["id"])


def _message(who: str, kind: str = "message") -> Any:
    return lambda one: one.get("type") == kind and one.get("from", {}).get("id") == who
